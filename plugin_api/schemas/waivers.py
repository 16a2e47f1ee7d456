"""Waivers, both ways."""

from __future__ import annotations

from marshmallow import Schema, fields

from engine.explanation.grounds.differences import HOWS, KINDS
from engine.explanation.grounds.grounds import PARTS
from engine.explanation.grounds.standing import STATES
from engine.model import STRENGTHS, VERDICTS
from plugin_api.schemas.base import ProblemErrorSchema, SelfLink, Words, day, list_of, said, string, strings
from plugin_api.schemas.listing import SubjectField
from plugin_api.schemas.reviews import (
    AsOfQuery,
    BodySchema,
    Day,
    Name,
    PageQuery,
    Prose,
    WithdrawalSchema,
    name_filter,
)

_MISSING = {"required": "it is missing"}


class WaiverRequestSchema(BodySchema):
    """Leave to use a product in spite of a verdict, until a day."""

    decision = Name("The decision whose verdict is waived.", required=True, error_messages=_MISSING)
    slot = Name("The slot of the verdict.", required=True, error_messages=_MISSING)
    product = Name("The product of the verdict.", required=True, error_messages=_MISSING)
    reason = Prose("Why it is allowed all the same.", required=True, error_messages=_MISSING)
    until = Day("The last day on which it is. Not in the past.", required=True, error_messages=_MISSING)
    subject = SubjectField(
        allow_none=True,
        metadata={
            "description": (
                "For whom: an entity ref of the portal. Where it is left out, the one that the decision was asked for "
                "by; where there was none, the waiver is for nobody in particular, and counts in no check."
            )
        },
    )


class WithdrawalRequestSchema(BodySchema):
    text = Prose("Why it is taken back.")


class WaiversQuery(PageQuery):
    subject = SubjectField(metadata={"description": "Only those for this entity ref."})
    decision = name_filter("Only those that were given on this decision, in whatever language it was told.")
    by = name_filter("Only those that this person gave.")
    slot = name_filter("Only those in this slot.")
    product = name_filter("Only those for this product.")
    state = fields.String(
        validate=Words(STATES, "state"),
        metadata={
            "description": (
                "Only those in this state, on the day. What is active or reopened is found out for 200 waivers at a "
                "time: a page may have few or none of them, and its links lead on."
            )
        },
    )


class WaiverStandingQuery(AsOfQuery):
    decision = name_filter(
        "The decision to hold it against. Without it, the request that it was given on is decided again, by the "
        "knowledge in force and for the day, or for the later one that the request itself is for: see `decided_for`."
    )


class GroundRuleSchema(Schema):
    rule = string("The rule.")
    part = string("What it does for the verdict.", one_of=PARTS)
    strength = string("How strong it is.", one_of=STRENGTHS)
    when = fields.Dict(**said("Its condition, in the words of the rule language; empty for always."))
    then = fields.List(fields.Dict(), **said("What follows from it."))
    overrides = strings("What it overrides, as it is written.")
    cites = strings("The claims and sources that it cites.")


class GroundClaimSchema(Schema):
    claim = string("The claim.")
    digest = string("A digest over what it says.")
    text = string("Its words.")


class GroundTestSchema(Schema):
    kind = string("What it asks: answer, concern, need, verdict, date or edition.")
    test = fields.Dict(**said("The test that held."))
    value = fields.Raw(**said("What it found, of a list whether the one thing is in it.", allow_none=True))
    text = string("The test in words.")


class GroundFactSchema(Schema):
    product = string("The product.")
    attribute = string("What is known of it.")
    value = fields.Raw(**said("Its value on the day; null where it is not known.", allow_none=True))
    source = string("Of a premise that has changed: the source that took it to be otherwise.", null=True)
    text = string("The fact in words.")


class GroundsSchema(Schema):
    digest = string("A digest over all of it but texts, verdicts that mean the same, and what tests found.")
    slot = string("The slot.")
    product = string("The product.")
    verdict = string("The verdict that rests on it; null where there was none.", null=True)
    rules = fields.List(fields.Nested(GroundRuleSchema), **said("The rules behind the verdict."))
    claims = fields.List(fields.Nested(GroundClaimSchema), **said("The claims that these cite."))
    tests = fields.List(fields.Nested(GroundTestSchema), **said("The tests of these rules, as they matched."))
    facts = fields.List(fields.Nested(GroundFactSchema), **said("The facts of the catalog behind these tests."))


class WaiverLinks(SelfLink):
    standing = string("Whether it still holds, and what has changed.")
    decision = string("The decision that it was given on.")


class WaiverSummarySchema(Schema):
    """A waiver as lists have it."""

    id = string("The id of the waiver.")
    state = string(
        "active: it holds. reopened: what it rests on has changed, so that it does not, until somebody gives another. "
        "Told against the request that it was given on, decided again by the knowledge in force.",
        one_of=STATES,
    )
    subject = string("For whom it is; null for nobody in particular.", null=True)
    slot = string("The slot.")
    product = string("The product that is allowed.")
    verdict = string("The verdict in spite of which it is.", null=True, one_of=VERDICTS)
    reason = string("Why.")
    until = day("The last day on which it holds.")
    decision = string("The decision that it was given on.")
    by = string("Who gave it, as authentication says.")
    at = string("When, in UTC.")
    withdrawn = fields.Nested(
        WithdrawalSchema, **said("How it was taken back; null where it was not.", allow_none=True)
    )
    digest = string("The digest of what the verdict rested on when it was given.")
    links = fields.Nested(WaiverLinks, **said("Where things are."))


class WaiverSchema(WaiverSummarySchema):
    grounds = fields.Nested(GroundsSchema, **said("What the verdict rested on when it was given."))


WaiverListSchema = list_of(WaiverSummarySchema)


class GroundDifferenceSchema(Schema):
    kind = string("What differs.", one_of=KINDS)
    subject = string("The rule, claim, question, product or other thing that does.")
    attribute = string("What of it, where that is to be said.", null=True)
    how = string("In what way.", one_of=HOWS)
    fields_ = fields.List(
        fields.String(), data_key="fields", attribute="fields", **said("Those of a rule that changed.")
    )
    before = fields.Raw(**said("What it was when the waiver was given.", allow_none=True))
    after = fields.Raw(**said("What it is.", allow_none=True))
    text = string("The difference in words.")


class VerdictPairSchema(Schema):
    before = string("When the waiver was given.", null=True)
    after = string("Now.", null=True)


class DigestPairSchema(Schema):
    before = string("Of the grounds it was given on.")
    after = string("Of those that there are now; null where the request cannot be read any more.", null=True)


class WaiverStandingLinks(SelfLink):
    waiver = string("The waiver.")


class WaiverStandingSchema(Schema):
    waiver = string("The waiver.")
    state = string("Its state on the day, against the decision.", one_of=STATES)
    as_of = day("The day on which that is its state.")
    decided_for = day(
        "The day whose facts the verdict of now goes by: `as_of`, or the later day that the request itself is for; "
        "with `decision`, the day that one is for. Null where the request cannot be read any more.",
        null=True,
    )
    decision = string("The decision that was asked about; null: its own request, decided again.", null=True)
    knowledge = string("The digest of the knowledge that this was decided by.")
    verdict = fields.Nested(VerdictPairSchema, **said("The verdict on the product."))
    needed = fields.Boolean(**said("Is there still anything that stands against the product?"))
    digest = fields.Nested(
        DigestPairSchema, **said("The digests of the grounds: a waiver holds while they are the same.")
    )
    differences = fields.List(
        fields.Nested(GroundDifferenceSchema), **said("What has changed, causes before what follows from them.")
    )
    mistakes = fields.List(
        fields.Nested(ProblemErrorSchema), **said("Why the knowledge in force cannot read the request any more.")
    )
    links = fields.Nested(WaiverStandingLinks, **said("Where things are."))
