"""Two decisions side by side."""

from __future__ import annotations

from marshmallow import Schema, fields

from engine.explanation.comparison.differences import HOWS, KINDS
from engine.explanation.comparison.standing import SIDES
from engine.explanation.comparison.story import STATED, STORY_KINDS
from engine.model import STRENGTHS, VERDICTS, WARNING_KINDS
from plugin_api.schemas.base import day, said, string, strings
from plugin_api.schemas.decisions import STATUSES, KnowledgeVersionSchema
from plugin_api.schemas.migration import MigrationSchema, NamedProductSchema

_CHANGES = ("new", "gone", "dated")
_MOVES = ("new", "gone", "otherwise")


class StatusesSchema(Schema):
    before = string("The status before; null: there is no such slot.", null=True, one_of=STATUSES)
    after = string("The status after; null: there is no such slot.", null=True, one_of=STATUSES)


class NeedsSchema(Schema):
    before = fields.Boolean(**said("Was it needed? null: there is no such slot.", allow_none=True))
    after = fields.Boolean(**said("Is it needed after? null: there is no such slot.", allow_none=True))


class ComparedHeadSchema(Schema):
    id = string("The decision. It is kept, and found again under its id.")
    edition = string("The edition of the rules.")
    as_of = day("The day it was decided for.")
    knowledge = fields.Nested(KnowledgeVersionSchema, **said("What it was decided on."))


class DifferenceSchema(Schema):
    kind = string("What is otherwise.", one_of=KINDS)
    subject = string(
        "The question, product, slot or rule; null for the edition and the day on which facts are read.", null=True
    )
    attribute = string(
        "Of the catalog, which fact of the product; of an answer, the product that matters; of a rule, its fields.",
        null=True,
    )
    before = fields.Raw(**said("The value before; null: none.", allow_none=True))
    after = fields.Raw(**said("The value after; null: none.", allow_none=True))
    text = string("The same in words.")


class CauseSchema(Schema):
    rule = string("A rule that has a say on one side alone.")
    side = string("The side.", one_of=SIDES)
    strength = string("How strong it is.", one_of=STRENGTHS)
    text = string("Its reason.")
    cites = strings("The claims behind it.")
    how = string(
        "Why not on the other side: its condition does not hold there, it is set aside there, the knowledge there has"
        " no such rule, or the rule says something else.",
        one_of=HOWS,
    )
    tests = strings("What it tests that holds on this side alone.")
    set_aside_by = strings("The rules that set it aside on the other side.")
    differences = fields.List(fields.Nested(DifferenceSchema), **said("What that comes from in the end."))


class ComparedVerdictSchema(Schema):
    verdict = string("The verdict.", one_of=VERDICTS)
    to = fields.List(fields.String(), **said("Where a migration leads.", allow_none=True))
    by_date = day("By when to be gone.", null=True)
    with_ = fields.List(fields.String(), data_key="with", attribute="with", **said("What the product comes with."))
    ruled_out_by = strings("The constraints that rule it out.")
    contested = fields.Boolean(**said("Reasons for and against it both stand."))


class VerdictChangeSchema(NamedProductSchema):
    before = fields.Nested(ComparedVerdictSchema, **said("The verdict before; null: none.", allow_none=True))
    after = fields.Nested(ComparedVerdictSchema, **said("The verdict after; null: none.", allow_none=True))
    causes = fields.List(fields.Nested(CauseSchema), **said("The rules that have a say on one side alone."))
    facts = fields.List(fields.Nested(DifferenceSchema), **said("What the verdict reads besides rules."))
    by_need = fields.Boolean(**said("It is heard on one side alone because the slot is needed there alone."))


class WarningChangeSchema(NamedProductSchema):
    change = string("dated: the same warning has another day.", one_of=_CHANGES)
    kind = string("What sort of warning it is.", one_of=WARNING_KINDS)
    date = day("When it comes true, where that is known.", null=True)
    rule = string("The rule that warns, or the first that rests on what is no longer so.")
    text = string("The warning.")
    cites = strings("The claims behind it.")
    causes = fields.List(fields.Nested(CauseSchema), **said("The rule, where it has a say on one side alone."))
    facts = fields.List(fields.Nested(DifferenceSchema), **said("What it warns of and is otherwise."))


class PickChangesSchema(Schema):
    added = strings("Picks after that were none before.")
    dropped = strings("Picks before that are none after.")
    kept = strings("Picks on both sides.")


class SlotChangeSchema(Schema):
    slot = string("The slot.")
    title = string("Its title.")
    area = string("The area of the architecture that it belongs to.")
    status = fields.Nested(StatusesSchema, **said("Its status."))
    needed = fields.Nested(NeedsSchema, **said("Whether it is needed, as far as is known."))
    need = fields.List(fields.Nested(CauseSchema), **said("The rules behind a need on one side alone."))
    picks = fields.Nested(PickChangesSchema, **said("Its picks."))
    verdicts = fields.List(fields.Nested(VerdictChangeSchema), **said("The verdicts that changed."))
    warnings = fields.List(fields.Nested(WarningChangeSchema), **said("The warnings that came or went."))


class StatedSchema(Schema):
    how = string("A rule moves one to the other, overrides what was said for it, or cites a claim.", one_of=STATED)
    rule = string("The rule.")
    claim = string("The claim.", null=True)
    text = string("What the claim says.", null=True)


class StoryReasonSchema(Schema):
    rule = string("The rule that says so.")
    side = string("The side on which it does.", one_of=SIDES)
    text = string("Why.")
    cites = strings("The claims behind it.")
    sources = strings("Their sources.")


class StoryWarningSchema(Schema):
    kind = string("What sort of warning it is.", one_of=WARNING_KINDS)
    date = day("When it comes true, where that is known.", null=True)


class StoryVerdictsSchema(Schema):
    before = string("The verdict, or the status of the slot, before.", null=True)
    after = string("The same after.", null=True)


class StoryLineSchema(Schema):
    kind = string(
        "replaced: a rule or a claim says so; instead: nobody says so, but one is picked and the other no longer.",
        one_of=STORY_KINDS,
    )
    slot = string("The slot.")
    title = string("Its title.")
    text = string("The headline.")
    products = fields.List(fields.Nested(NamedProductSchema), **said("What is new, judged otherwise or warned of."))
    instead_of = fields.List(fields.Nested(NamedProductSchema), **said("What is gone."))
    beside = fields.List(fields.Nested(NamedProductSchema), **said("Picks that stay."))
    verdicts = fields.Nested(StoryVerdictsSchema, **said("What became of a verdict or a status.", allow_none=True))
    warning = fields.Nested(StoryWarningSchema, **said("The warning that came or went.", allow_none=True))
    stated = fields.Nested(StatedSchema, **said("Who says that one replaces the other.", allow_none=True))
    reasons = fields.List(fields.Nested(StoryReasonSchema), **said("Why."))
    differences = fields.List(fields.Nested(DifferenceSchema), **said("What it comes from in the end."))


class StandingWarningSchema(NamedProductSchema):
    slot = string("The slot.")
    title = string("Its title.")
    kind = string("What sort of warning it is.", one_of=WARNING_KINDS)
    date = day("When it comes true, where that is known.", null=True)
    rule = string("The rule that warns.")
    text = string("The warning.")
    cites = strings("The claims behind it.")


class StorySourceSchema(Schema):
    source = string("A source that the story cites.")
    title = string("Its title.")
    date = day("Its day.", null=True)


class ComparisonCountsSchema(Schema):
    slots = fields.Integer(**said("All slots."))
    changed = fields.Integer(**said("Those in which something changes."))
    picks_added = fields.Integer(**said("Picks that are new."))
    picks_dropped = fields.Integer(**said("Picks that are gone."))
    verdicts = fields.Integer(**said("Verdicts that changed."))
    warnings_new = fields.Integer(**said("Warnings that are new."))
    warnings_gone = fields.Integer(**said("Warnings that are gone."))


class MoveSchema(Schema):
    to = strings("Where it leads.")
    by_date = day("By when.", null=True)
    text = string("The move in words.")


class MoveChangeSchema(NamedProductSchema):
    slot = string("The slot.")
    change = string("What becomes of the move; otherwise: it leads elsewhere, or by another day.", one_of=_MOVES)
    before = fields.Nested(MoveSchema, **said("The move before; null: none.", allow_none=True))
    after = fields.Nested(MoveSchema, **said("The move after; null: none.", allow_none=True))


class ComparisonSchema(Schema):
    """What changes from one decision to another, and why."""

    before = fields.Nested(ComparedHeadSchema, **said("The decision before."))
    after = fields.Nested(ComparedHeadSchema, **said("The decision after."))
    differences = fields.List(fields.Nested(DifferenceSchema), **said("Where the two requests differ."))
    counts = fields.Nested(ComparisonCountsSchema, **said("How much changes."))
    story = fields.List(fields.Nested(StoryLineSchema), **said("What changes, told slot by slot."))
    slots = fields.List(fields.Nested(SlotChangeSchema), **said("The slots in which something changes, with causes."))
    warned_on_both = fields.List(fields.Nested(StandingWarningSchema), **said("What rules warn of on both sides."))
    sources = fields.List(fields.Nested(StorySourceSchema), **said("The sources that the story cites."))
    migration = fields.Nested(MigrationSchema, **said("The plan for what is in use after."))
    migration_changes = fields.List(
        fields.Nested(MoveChangeSchema), **said("What changes in it from the plan for what is in use before.")
    )
