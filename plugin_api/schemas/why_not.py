"""Why a product is not a pick, as the API tells it."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from engine.model import STANCES, STANCES_FOR, VERDICTS
from plugin_api.schemas.base import LanguageQuery, said, string, strings
from plugin_api.schemas.decisions import ReasonSchema


class WhyNotQuery(LanguageQuery):
    slot = fields.String(metadata={"description": "A slot that the product may fill; without it, its home."})
    hold = fields.List(
        fields.String(),
        metadata={
            "description": (
                "What may not change. `given` (the default): the answers given to questions that the questionnaire "
                "marks as fixed. `marked`: also those not given. `none`: nothing. Beside these, ids of questions. "
                "May be repeated, or list several with commas between them."
            )
        },
    )


class SlotNeedSchema(Schema):
    needed = fields.Boolean(**said("Is the slot needed, as far as is known?"))
    because = fields.List(fields.Nested(ReasonSchema), **said("The rules that say so."))


class SaidSchema(ReasonSchema):
    stances = fields.List(
        fields.String(validate=validate.OneOf(STANCES)), **said("What it would do about the product.")
    )


class GaveWaySchema(ReasonSchema):
    gives = fields.List(fields.String(), **said(f"What it says: need, {', '.join(STANCES_FOR)}."))
    because = fields.List(fields.Nested(ReasonSchema), **said("The rules that set it aside, with their reasons."))


class LackingSchema(ReasonSchema):
    gives = fields.List(fields.String(), **said(f"What it would say: need, {', '.join(STANCES_FOR)}."))
    fired = fields.Boolean(**said("It fired, and was set aside."))
    set_aside_by = strings("The rules that set it aside.")
    reachable = fields.Boolean(
        **said("Other answers could make it fire, as far as edition, day, catalog and what is held have a say.")
    )
    would_be_set_aside_by = strings("Of a rule that did not fire: those that, as things are, would set it aside.")
    ruled_out_by = strings("Of a rule that did not fire: the constraints that, as things are, it cannot win against.")
    conditions = fields.Dict(**said("Its condition tree, each part with its outcome: held, failed or unknown."))


class BehindRuleSchema(Schema):
    rule = string("A rule that makes the fact so.")
    fired = fields.Boolean(**said("Did it fire?"))
    conditions = fields.Dict(**said("Its condition tree, each part with its outcome."))


class BehindSchema(Schema):
    fact = fields.Dict(**said("A test on what rules derive: a concern, a need, a pick, a verdict."))
    wanted = fields.Boolean(**said("True: it would have to hold. False: it would have not to."))
    rules = fields.List(fields.Nested(BehindRuleSchema), **said("The rules that make it so, as far as they can fire."))


class RangeSchema(Schema):
    at_least = fields.Raw(**said("The least; null: there is none.", allow_none=True))
    at_most = fields.Raw(**said("The greatest; null: there is none.", allow_none=True))


class ChangeSchema(Schema):
    question = string("The question.")
    text = string("The question as it is asked.")
    from_ = fields.Raw(data_key="from", attribute="from", **said("The answer given; null: none was.", allow_none=True))
    to = fields.Raw(**said("The answer in its place."))
    range = fields.Nested(
        RangeSchema,
        **said("Numbers or versions that do just as well; null where they are not in a row.", allow_none=True),
    )
    alike = fields.List(fields.Raw(), **said("Other options that do just as well."))


class CounterfactualSchema(Schema):
    changes = fields.List(fields.Nested(ChangeSchema), **said("The answers to change, together."))
    verdict = string("The verdict that the product then has, as a pick.", one_of=VERDICTS)


class WhyNotSchema(Schema):
    """What stands against a product, what the rules for it lack, and all the smallest changes that bring it in."""

    decision = string("The decision.")
    slot = string("The slot.")
    title = string("Its title.")
    product = string("The product.")
    name = string("Its name.")
    slots = strings("All slots that it may fill, its home first.")
    picked = fields.Boolean(**said("It is a pick of the slot already."))
    picks = strings("What is picked.")
    verdict = string("The verdict on it; null: no rule that fired speaks of it.", null=True, one_of=VERDICTS)
    need = fields.Nested(SlotNeedSchema, **said("Whether the slot is needed, and why."))
    gave_way = fields.List(
        fields.Nested(GaveWaySchema),
        **said("What decides: the rules that would have made it a pick and were set aside, and why."),
    )
    against = fields.List(fields.Nested(SaidSchema), **said("The arguments against it that stand."))
    in_favour = fields.List(
        fields.Nested(SaidSchema),
        **said("The arguments for it that stand. One that says no more than `consider` makes it an alternative only."),
    )
    lacking = fields.List(
        fields.Nested(LackingSchema),
        **said("The rules that would favour it and did not fire or were set aside, those out of reach last."),
    )
    behind = fields.List(
        fields.Nested(BehindSchema), **said("The derived facts that keep those rules from firing, each once.")
    )
    counterfactuals = fields.List(
        fields.Nested(CounterfactualSchema),
        **said("All minimal sets of changes that make it a pick: fewest questions first, then fewest edits."),
    )
    complete = fields.Boolean(**said("There are no other such sets."))
    most_changes = fields.Integer(**said("How many questions a set changes at most."))
    held = strings("The questions whose answers were not to change.")
