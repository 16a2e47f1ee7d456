"""Migration plans: what in use is to be left, and what stays."""

from __future__ import annotations

from marshmallow import Schema, fields

from engine.explanation.migration.order import PLACED_BY, WAIT_HOWS
from engine.explanation.migration.plan import GROUNDS, STEP_KINDS
from engine.model import WARNING_KINDS
from plugin_api.schemas.base import day, said, string, strings
from plugin_api.schemas.decisions import KnowledgeVersionSchema


class NamedProductSchema(Schema):
    product = string("The product.")
    name = string("Its name.")


class SayingRuleSchema(Schema):
    rule = string("The rule that says so.")
    text = string("Why.")
    cites = strings("The claims behind it.")


class PrerequisiteSchema(Schema):
    product = string("What has to be there.")
    name = string("Its name.")
    of = string("The product that needs it.")
    how = string("Who says so: a rule of order, a connection, or the verdict that it comes with.", one_of=WAIT_HOWS)
    required = fields.Boolean(**said("The product cannot do without; else it comes first where both are there."))
    there = fields.Boolean(**said("It is in use, or built in."))
    step = fields.Integer(**said("The step that sets it up; null: none does.", allow_none=True))
    text = string("The same in words.")
    because = fields.List(fields.Nested(SayingRuleSchema), **said("The rule that says so."))


class VersionAskedSchema(Schema):
    test = fields.Dict(**said("The version that is asked for, in the words of the rule language."))
    text = string("The same in words.")
    met = fields.Boolean(**said("Is it so? null: nobody said which version is in use.", allow_none=True))
    value = string("The version in use.", null=True)
    rule = string("The rule that asks for it, or would be against it below.")
    cites = strings("The claims behind it.")


class StepWarningSchema(NamedProductSchema, SayingRuleSchema):
    kind = string("What sort of warning it is.", one_of=WARNING_KINDS)
    date = day("When it comes true, where that is known.", null=True)


class StepWaitSchema(Schema):
    step = fields.Integer(**said("A step that comes first."))
    how = string("Why it does.", one_of=WAIT_HOWS)
    rule = string("The rule that says so; null: the stages of adoption do.", null=True)
    text = string("The same in words.")


class StepStageSchema(Schema):
    stage = string("A stage of adoption.")
    title = string("Its title.")


class RaisedReleaseSchema(Schema):
    version = string("The version in use.")
    ended = day("The last day of its release's support; null: not known.", null=True)
    oldest_supported = string("The oldest release that gets support; null: the catalog has none.", null=True)
    newest_supported = string("The newest.", null=True)
    text = string("The supported releases in words.")
    sources = strings("Where the catalog has these facts from.")


class MigrationStepSchema(NamedProductSchema):
    step = fields.Integer(**said("Its number, from 1."))
    kind = string("Set something up, move away from it, or raise its release.", one_of=STEP_KINDS)
    slot = string("The slot; null: the product fills none.", null=True)
    title = string("Its title.", null=True)
    text = string("The step in words.")
    to = fields.List(fields.Nested(NamedProductSchema), **said("Where a move leads; empty: nowhere."))
    because = fields.List(fields.Nested(SayingRuleSchema), **said("Why, the strongest reason first."))
    by_date = day("By when to be gone; of a release, the last day of its support.", null=True)
    days_left = fields.Integer(**said("Until then, from the day of the decision; below 0: overdue.", allow_none=True))
    overdue = fields.Boolean(**said("The day has passed."))
    deadline = string("The same in words.", null=True)
    prerequisites = fields.List(fields.Nested(PrerequisiteSchema), **said("What has to be there before."))
    versions = fields.List(fields.Nested(VersionAskedSchema), **said("The versions that it takes."))
    warnings = fields.List(fields.Nested(StepWarningSchema), **said("Warnings on what is left and what is moved to."))
    release = fields.Nested(
        RaisedReleaseSchema, **said("Of a step that raises a release: which, and to what.", allow_none=True)
    )
    stage = fields.Nested(StepStageSchema, **said("The stage of adoption that it stands in.", allow_none=True))
    after = fields.List(fields.Nested(StepWaitSchema), **said("The steps that come first, and why."))
    placed_by = string("What decided among the steps that could have come next.", one_of=PLACED_BY)
    placed_text = string("The same in words.")


class StandingSchema(Schema):
    slot = string("The slot.")
    title = string("Its title.")
    because = fields.List(fields.Nested(SayingRuleSchema), **said("Why."))


class StaySchema(NamedProductSchema):
    ground = string("What stands for it; unspoken: no rule speaks for it, and none against it.", one_of=GROUNDS)
    text = string("The same in words.")
    slots = fields.List(fields.Nested(StandingSchema), **said("Where something stands for it."))
    not_for = fields.List(fields.Nested(StandingSchema), **said("Slots, not its home, where something is against it."))
    ends = day("The end of its support, where one is known.", null=True)
    days_left = fields.Integer(**said("Until then, from the day of the decision.", allow_none=True))
    ends_text = string("The same in words.", null=True)
    warnings = fields.List(fields.Nested(StepWarningSchema), **said("Warnings on it."))


class MigrationLinksSchema(Schema):
    decision = string("The decision that it follows from.")


class MigrationSchema(Schema):
    """What in use is to be left, in which order and by when; and what stays."""

    id = string("The decision that it follows from.")
    edition = string("The edition of the rules.")
    as_of = day("The day it was decided for, from which days are counted.")
    knowledge = fields.Nested(KnowledgeVersionSchema, **said("What it was decided on."))
    in_use = fields.List(fields.Nested(NamedProductSchema), **said("What is in use."))
    steps = fields.List(fields.Nested(MigrationStepSchema), **said("The steps, each after what it waits for."))
    stays = fields.List(fields.Nested(StaySchema), **said("What need not be left."))
    links = fields.Nested(MigrationLinksSchema, **said("Where to go on."))
