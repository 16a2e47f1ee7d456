"""Schemas of modules with their rules, the roadmap, and the scenarios that test them."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from engine.knowledge.problems import Fault
from engine.knowledge.schema_fields import Base, Day, ForEach, Then, When, Word, a_name, an_id, bilingual, list_of
from engine.model import ALWAYS, RELATIONS, STRENGTHS, AdoptionStage


class RuleSchema(Base):
    id = an_id(required=True)
    strength = Word(load_default="default", validate=validate.OneOf(STRENGTHS))
    for_each = ForEach(load_default=None)
    when = When(load_default=ALWAYS)
    then = Then(required=True)
    overrides = list_of(load_default=list)
    because = bilingual(required=True)
    cites = list_of(an_id(), required=True)


class ChangeSchema(Base):
    """New values for fields of a rule of a pack below, or its end."""

    EITHER = ("withdrawn", "strength", "for_each", "when", "then", "overrides", "because", "cites")
    rule = an_id(required=True)
    reason = bilingual(required=True)
    withdrawn = fields.Boolean(truthy={True}, falsy=set(), validate=validate.Equal(True))
    strength = Word(validate=validate.OneOf(STRENGTHS))
    for_each = ForEach()
    when = When()
    then = Then()
    overrides = list_of()
    because = bilingual()
    cites = list_of(an_id())

    @validates_schema
    def _check_withdrawn(self, data: dict[str, Any], **_: Any) -> None:
        rest = [name for name in self.EITHER[1:] if name in data]
        if "withdrawn" in data and rest:
            message = f"a rule that is withdrawn has no {rest[0]!r} any more"
            raise ValidationError([Fault("bad-change", message, "leave out one of the two")], rest[0])


class ModuleFile(Base):
    EITHER = ("rules", "changes")
    module = a_name(required=True)
    slot = a_name(load_default=None)
    title = bilingual(required=True)
    rules = fields.List(fields.Nested(RuleSchema), load_default=list)
    changes = fields.List(fields.Nested(ChangeSchema), load_default=list)


class StageSchema(Base):
    id = a_name(required=True)
    title = bilingual(required=True)
    because = bilingual(required=True)
    slots = list_of(a_name(), load_default=list)
    products = list_of(a_name(), load_default=list)
    cites = list_of(an_id(), required=True)

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> AdoptionStage:
        return AdoptionStage(**{**data, **{key: tuple(data[key]) for key in ("slots", "products", "cites")}})


class StagesFile(Base):
    question = Word(required=True)
    stages = fields.List(fields.Nested(StageSchema), required=True, validate=validate.Length(min=1))


class ExpectedSlotSchema(Base):
    status = Word(validate=validate.OneOf(("decided", "open", "not-needed", "unserved", "contested")))
    picks = list_of(a_name())
    verdicts = fields.Dict(keys=a_name(), values=Word())
    cites = list_of(an_id())
    ruled_out_by = fields.Dict(keys=a_name(), values=list_of())
    to = fields.Dict(keys=a_name(), values=list_of())
    through = fields.Dict(keys=a_name(), values=list_of(), data_key="with")
    by = fields.Dict(keys=a_name(), values=Day())
    defeated = list_of()


class ExpectedWarningSchema(Base):
    product = a_name(required=True)
    kind = Word(required=True)


class ExpectedConnectionSchema(Base):
    product = a_name(required=True)
    to = list_of(a_name(), required=True)
    relation = Word(required=True, data_key="as", validate=validate.OneOf(RELATIONS))


class ScenarioSchema(Base):
    note = Word(required=True)
    profile = fields.Dict(keys=Word(), required=True)
    edition = Word(load_default=None)
    as_of = Day(load_default=None)
    expect = fields.Dict(keys=a_name(), values=fields.Nested(ExpectedSlotSchema), load_default=dict)
    warnings = fields.List(fields.Nested(ExpectedWarningSchema), load_default=list)
    no_warnings = fields.List(fields.Nested(ExpectedWarningSchema), load_default=list)
    connections = fields.List(fields.Nested(ExpectedConnectionSchema), load_default=list)
    install_after = fields.Dict(keys=a_name(), values=list_of(a_name()), load_default=dict)
    rules_fired = list_of(load_default=list)
    rules_not_fired = list_of(load_default=list)


class ScenariosFile(Base):
    scenarios = fields.List(fields.Nested(ScenarioSchema), required=True)
