"""Kept decisions that were decided again, as the API tells of them."""

from __future__ import annotations

from marshmallow import INCLUDE, Schema, fields, validate

from engine.explanation.comparison.differences import KINDS
from engine.explanation.replay.document_changes import HOWS
from engine.explanation.replay.replay import OUTCOMES
from engine.knowledge.differences import SORTS
from plugin_api.schemas.base import said, string, strings
from plugin_api.schemas.decisions import STATUSES, KnowledgeVersionSchema, PackVersionSchema

_CHANGES = ("added", "removed", "changed")


class Kept(Schema):
    """Something that may have been edited, or come from another version: it may have any other members."""

    class Meta:
        unknown = INCLUDE


class KeptRequestSchema(Kept):
    profile = fields.Dict(**said("The answers."))
    edition = string("The edition of the rules.")
    as_of = string("The day it was decided for.")
    language = string("The language of the texts.")


class KeptReceiptSchema(Kept):
    request = fields.Nested(KeptRequestSchema, **said("The request that it answers."))
    request_digest = string("What it says the digest of the request is.")
    slots = fields.List(
        fields.String(), allow_none=True, metadata={"description": "The slots that it was narrowed to; none: to none."}
    )


class KeptPackSchema(Kept):
    pack = string("The pack.")
    version = string("Its version.")
    digest = string("Its digest.")


class KeptKnowledgeSchema(Kept):
    digest = string("What it says the digest of the knowledge is.")
    packs = fields.List(
        fields.Nested(KeptPackSchema), **said("The base, and the packs on top of it.", validate=validate.Length(min=1))
    )


class KeptSlotSchema(Kept):
    slot = string("The slot.")


class KeptDecisionSchema(Kept):
    """What a decision must have to be decided again; of everything else it is told where it differs."""

    id = string("What it says its id is.")
    knowledge = fields.Nested(KeptKnowledgeSchema, **said("What it says it was decided on."))
    receipt = fields.Nested(KeptReceiptSchema, **said("What it takes to decide it again."))
    slots = fields.List(fields.Nested(KeptSlotSchema), **said("The slots that it tells of."))


class ReplayedDecisionSchema(Schema):
    id = string("The id that it says it has.")
    request = fields.Nested(KeptRequestSchema, **said("The request that it says it answers."))
    slots = fields.List(
        fields.String(), **said("The slots that it was narrowed to; null: it tells of all.", allow_none=True)
    )


class RecordedKnowledgeSchema(Schema):
    digest = string("A hash over the files of all packs.")
    packs = fields.List(fields.Nested(PackVersionSchema), **said("The packs."))


class PackSideSchema(Schema):
    version = string("The version that the pack gives itself.")
    digest = string("A hash over its files.")


class PackChangeSchema(Schema):
    pack = string("A pack that is not the same.")
    before = fields.Nested(PackSideSchema, **said("What it was decided on; null: not on this one.", allow_none=True))
    after = fields.Nested(PackSideSchema, **said("What is in force; null: this one is not.", allow_none=True))


class KnowledgePlaceSchema(Schema):
    file = string("The file, with its pack before a colon where it is not of the base.")
    line = fields.Integer(**said("The line, from 1."))
    column = fields.Integer(**said("The column, from 1."))


class KnowledgeChangeSchema(Schema):
    sort = string("What it is.", one_of=SORTS)
    id = string("Its id; of a rule that ranges over products, the one it is written under.")
    change = string("What became of it.", one_of=_CHANGES)
    fields_ = fields.List(
        fields.String(), data_key="fields", attribute="fields", **said("The fields of a changed one that differ.")
    )
    place = fields.Nested(
        KnowledgePlaceSchema, **said("Where it stands now; of what was removed, where it stood.", allow_none=True)
    )


class ReplayedKnowledgeSchema(Schema):
    recorded = fields.Nested(RecordedKnowledgeSchema, **said("What it says it was decided on."))
    in_force = fields.Nested(KnowledgeVersionSchema, **said("What is in force."))
    packs = fields.List(fields.Nested(PackChangeSchema), **said("The packs that differ; none: the same knowledge."))
    recomputed = fields.Boolean(
        **said("Was it decided again on the knowledge it was decided on too? Else it is taken at its word.")
    )
    changes = fields.List(
        fields.Nested(KnowledgeChangeSchema),
        **said("What differs in the knowledge; null where the old one is not kept here.", allow_none=True),
    )


class EditSchema(Schema):
    pointer = string("A JSON pointer into the decision that was sent.")
    kind = string("What is wrong there.", one_of=("changed", "missing", "surplus"))
    recorded = fields.Raw(**said("What stands there.", allow_none=True))
    computed = fields.Raw(**said("What should.", allow_none=True))


class EditsSchema(Schema):
    count = fields.Integer(**said("In how many places it is not what was decided."))
    text = string("What was edited, as far as it can be told; null: nothing.", null=True)
    first = fields.List(fields.Nested(EditSchema), **said("The first of them."))


class ReplayMistakeSchema(Schema):
    pointer = string("A JSON pointer into the decision that was sent.")
    detail = string("What the knowledge in force cannot read.")
    hint = string("The nearest right thing.", null=True)


class RootSchema(Schema):
    kind = string("What sort of thing.", one_of=KINDS)
    subject = string("The rule, product or slot; empty for the edition and the day.")
    attribute = string("The fact of the product, or the fields of the rule.", null=True)


class RuleFateSchema(Schema):
    rule = string("The rule.")
    how = string("What became of it.", one_of=HOWS)
    fields_ = fields.List(
        fields.String(), data_key="fields", attribute="fields", **said("What it says otherwise, where it changed.")
    )
    by = strings("The rules that set it aside, or the pack that withdrew it.")
    because = fields.List(
        fields.Nested(RootSchema),
        **said("What that comes from; null where it cannot be followed back.", allow_none=True),
    )


class ReplayedVerdictSideSchema(Schema):
    verdict = string("What to do about it.", null=True)
    to = fields.List(fields.String(), **said("Where a migration leads.", allow_none=True))
    by_date = string("By when to be gone.", null=True)
    with_ = fields.List(
        fields.String(), data_key="with", attribute="with", **said("What it comes through, or needs.", allow_none=True)
    )
    contested = fields.Boolean(**said("Reasons for and against it both stand.", allow_none=True))


class ReplayedVerdictSchema(Schema):
    product = string("The product.")
    name = string("Its name.")
    before = fields.Nested(ReplayedVerdictSideSchema, **said("As recorded; null: not judged.", allow_none=True))
    after = fields.Nested(ReplayedVerdictSideSchema, **said("As decided now; null: not judged.", allow_none=True))


class StatusSidesSchema(Schema):
    before = string("As recorded.", null=True)
    after = string("As decided now.", null=True, one_of=STATUSES)


class PickSidesSchema(Schema):
    before = strings("As recorded.")
    after = strings("As decided now.")


class ReplayedSlotSchema(Schema):
    slot = string("The slot.")
    title = string("Its title.")
    status = fields.Nested(StatusSidesSchema, **said("Its status."))
    picks = fields.Nested(PickSidesSchema, **said("The products to go with."))
    verdicts = fields.List(fields.Nested(ReplayedVerdictSchema), **said("The verdicts that differ."))
    rules = fields.List(fields.Nested(RuleFateSchema), **said("The rules behind it."))
    details = strings("JSON pointers into the slot, where it differs in nothing of all that.")


class ReplayedPartSchema(Schema):
    part = string("A member of the decision.")
    rules = fields.List(fields.Nested(RuleFateSchema), **said("The rules behind it."))


class ReplaySchema(Schema):
    """A kept decision, decided again."""

    outcome = string(
        "identical; confirmed: other knowledge that says the same; changed; edited: not what was decided; unreadable: "
        "the knowledge in force cannot read its request.",
        one_of=OUTCOMES,
    )
    text = string("The same in words.")
    decision = fields.Nested(ReplayedDecisionSchema, **said("The decision that was sent."))
    knowledge = fields.Nested(ReplayedKnowledgeSchema, **said("What it was decided on, and what is in force."))
    edits = fields.Nested(EditsSchema, **said("Where it is not what was decided, or contradicts itself."))
    mistakes = fields.List(
        fields.Nested(ReplayMistakeSchema), **said("Why the knowledge in force cannot read its request.")
    )
    slots = fields.List(fields.Nested(ReplayedSlotSchema), **said("The slots that come out differently."))
    parts = fields.List(fields.Nested(ReplayedPartSchema), **said("What else does."))
