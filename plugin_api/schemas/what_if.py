"""What other answers would change, as the API tells it."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from engine.explanation.what_if.robustness import BADGES
from engine.explanation.why_not.holding import HOLDS
from engine.model import VERDICTS
from plugin_api.schemas.base import LanguageQuery, Words, said, string, strings
from plugin_api.schemas.decisions import STATUSES

_ANSWER = "as a profile has it"


class SlotQuery(LanguageQuery):
    slot = fields.String(metadata={"description": "Only what is about this slot."})


class RobustnessQuery(SlotQuery):
    hold = fields.String(
        load_default="none",
        validate=Words(HOLDS, "way to hold answers"),
        metadata={
            "description": (
                "What is not tried of the questions marked fixed, which ask for facts that nobody changes at will: "
                "another answer where one was given, any answer (`marked`), or nothing is held."
            )
        },
    )


class StatusEffectSchema(Schema):
    from_ = fields.String(data_key="from", attribute="from", **said("Now."), validate=validate.OneOf(STATUSES))
    to = string("With the answer.", one_of=STATUSES)


class PicksEffectSchema(Schema):
    from_ = fields.List(fields.String(), data_key="from", attribute="from", **said("Now, best first."))
    to = strings("With the answer.")


class VerdictEffectSchema(Schema):
    product = string("The product.")
    from_ = fields.String(data_key="from", attribute="from", **said("Now; null for none.", allow_none=True))
    to = string("With the answer; null for none.", null=True, one_of=VERDICTS)


class SlotEffectSchema(Schema):
    slot = string("The slot.")
    title = string("Its title.")
    status = fields.Nested(StatusEffectSchema, **said("Its status."))
    picks = fields.Nested(PicksEffectSchema, **said("Its picks."))
    verdicts = fields.List(fields.Nested(VerdictEffectSchema), **said("The products that are judged otherwise."))


class ValueRangeSchema(Schema):
    at_least = fields.Raw(**said("From this number or version on; null where there is no such end.", allow_none=True))
    above = fields.Raw(**said("From beyond this one on.", allow_none=True))
    at_most = fields.Raw(**said("Up to this one.", allow_none=True))
    below = fields.Raw(**said("Up to before this one.", allow_none=True))


def _ranges() -> fields.Field[Any]:
    words = "All numbers or versions that do the same, least first; empty for other answers."
    return fields.List(fields.Nested(ValueRangeSchema), **said(words))


class TriedAnswerSchema(Schema):
    to = fields.Raw(**said(f"The answer, {_ANSWER}: one for each that rules tell apart."))
    text = string("The same in words; a number or a version with all that do the same.")
    ranges = _ranges()
    slots = fields.List(fields.Nested(SlotEffectSchema), **said("The slots that it changes, and how."))


class OpenQuestionEffectsSchema(Schema):
    question = string("The unanswered question.")
    text = string("Its text.")
    fixed = fields.Boolean(**said("Does it ask for a fact that nobody changes at will?"))
    slots = strings("The slots that are open for want of it.")
    moves_picks = strings("The slots of which some answer changes the picks.")
    alone = fields.Boolean(**said("Does some answer change a slot by itself? If not, only together with others."))
    answers = fields.List(fields.Nested(TriedAnswerSchema), **said("The answers that change a slot by themselves."))


class WhatIfLinksSchema(Schema):
    self_ = fields.String(data_key="self", attribute="self", **said("This."))
    decision = string("The decision that it is about.")


class OpenQuestionsSchema(Schema):
    decision = string("The decision.")
    questions = fields.List(
        fields.Nested(OpenQuestionEffectsSchema), **said("What is to be asked, by what single answers change.")
    )
    links = fields.Nested(WhatIfLinksSchema, **said("Where to go on."))


class LosingAnswerSchema(Schema):
    to = fields.Raw(**said(f"The other answer, {_ANSWER}: one for each that rules tell apart."))
    text = string("The same in words; a number or a version with all that do the same.")
    ranges = _ranges()
    verdict = string("What the product would be then; null for no verdict.", null=True, one_of=VERDICTS)
    picks = strings("What the slot would pick then.")
    status = string("What its status would be.", one_of=STATUSES)
    beside = strings("The picks that would join it; empty where it is a pick no more.")


class DecidingSchema(Schema):
    question = string("The question.")
    text = string("Its text.")
    fixed = fields.Boolean(**said("Does it ask for a fact that nobody changes at will?"))
    from_ = fields.Raw(data_key="from", attribute="from", **said(f"What was said, {_ANSWER}.", allow_none=True))
    from_text = string("The same in words.", null=True)
    changes = fields.List(
        fields.Nested(LosingAnswerSchema),
        **said("The other answers that take the pick away, or put another beside it."),
    )


class PickRobustnessSchema(Schema):
    slot = string("The slot.")
    product = string("The pick.")
    name = string("Its name.")
    badge = string(
        "firm: no single answer takes it away; sensitive: one that was given would, if it were another; may-change: "
        "only ones that were not given could.",
        one_of=BADGES,
    )
    given = fields.List(fields.Nested(DecidingSchema), **said("The answers that it hangs on."))
    open = fields.List(fields.Nested(DecidingSchema), **said("The unanswered questions that it hangs on."))
    joined = fields.List(
        fields.Nested(DecidingSchema), **said("The questions of which another answer would put another pick beside it.")
    )


class BadgeCountsSchema(Schema):
    firm = fields.Integer(**said("Firm picks."))
    sensitive = fields.Integer(**said("Sensitive ones."))
    may_change = fields.Integer(
        data_key="may-change", attribute="may-change", **said("Those that only answers not given could take away.")
    )


class RobustnessSchema(Schema):
    decision = string("The decision.")
    hold = string("What was held.", one_of=HOLDS)
    counts = fields.Nested(BadgeCountsSchema, **said("How many picks have which badge."))
    picks = fields.List(fields.Nested(PickRobustnessSchema), **said("Every pick, in the order of slots."))
    links = fields.Nested(WhatIfLinksSchema, **said("Where to go on."))
