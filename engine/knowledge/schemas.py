"""marshmallow schemas: what every kind of knowledge file looks like. They turn plain data into the model's values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from marshmallow import RAISE, Schema, ValidationError, fields, post_load, validate, validates_schema

from engine.conflict import FACTS, SETTLEMENTS, Conflict, Fact, Settlement, Side
from engine.dated import CNCF_LEVELS, LICENCE_CLASSES, version_key
from engine.knowledge.language import Faults, parse_conclusion, parse_condition
from engine.knowledge.problems import Fault
from engine.knowledge.yaml_reader import Decimalish
from engine.model import (
    ALWAYS,
    QUESTION_TYPES,
    RELATIONS,
    STRENGTHS,
    AdoptionStage,
    Area,
    Claim,
    Conclusion,
    Condition,
    Edition,
    EndOfLife,
    LevelSpan,
    Licence,
    LicenceSpan,
    Option,
    Range,
    Release,
    Slot,
    Source,
    Stars,
    Text,
    UnusedClaim,
)

CLAIM_KINDS = [
    "selects",
    "drops",
    "replaces",
    "prefers",
    "keeps",
    "exception",
    "cautions",
    "requires",
    "integrates",
    "fits",
    "alternative",
    "maturity",
    "licence",
    "figure",
    "stage",
    "criterion",
    "principle",
]

NAME = r"[a-z0-9]+(-[a-z0-9]+)*"
QUALIFIED = rf"{NAME}/{NAME}"


def _nest(faults: Faults) -> dict[Any, Any]:
    """Faults at paths → the nested mapping of messages that marshmallow speaks."""
    nested: dict[Any, Any] = {}
    for path, fault in faults:
        at = nested
        for key in path:
            at = at.setdefault(key, {})
        at.setdefault("_schema", []).append(fault)
    return nested


class Word(fields.String):
    """A text that was written as one: numbers and dates are not quietly taken for text."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, str):
            said = value.text if isinstance(value, Decimalish) else repr(value)
            raise ValidationError([Fault("wrong-type", f"a text belongs here, not {said}", "put it in quotes")])
        return value


def a_name(**kwargs: Any) -> Word:
    message = "{input!r} is not a name: lower-case letters, digits and hyphens"
    return Word(validate=validate.Regexp(NAME + r"\Z", error=message), **kwargs)


def an_id(**kwargs: Any) -> Word:
    message = "{input!r} is not an id like module/what-it-says"
    return Word(validate=validate.Regexp(QUALIFIED + r"\Z", error=message), **kwargs)


class Day(fields.Field[date]):
    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> date:
        if not isinstance(value, date):
            raise ValidationError([Fault("wrong-type", f"a day belongs here, not {value!r}", "as 2026-03-31")])
        return value


class EndDay(Day):
    """A day, or true or false where no day is known."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        return value if isinstance(value, bool) else super()._deserialize(value, attr, data, **kwargs)


class When(fields.Field[Condition]):
    """A condition tree."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Condition:
        faults: Faults = []
        condition = parse_condition(value, (), faults)
        if faults:
            raise ValidationError(_nest(faults))
        return condition


class Then(fields.Field[tuple[Conclusion, ...]]):
    """A list of conclusions."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> tuple[Conclusion, ...]:
        if not isinstance(value, list) or not value:
            raise ValidationError([Fault("wrong-type", "a list of one or more conclusions belongs here")])
        faults: Faults = []
        conclusions = [c for i, raw in enumerate(value) for c in parse_conclusion(raw, (i,), faults)]
        if faults:
            raise ValidationError(_nest(faults))
        return tuple(conclusions)


class ForEach(fields.Field[Range]):
    """`products`, or {products_of: [slot, …]}, {except: [product, …]}, or both."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Range:
        if value == "products":
            return Range()
        known = isinstance(value, dict) and value and value.keys() <= {"products_of", "except"}
        if known and all(isinstance(names, list) and names and _all_texts(names) for names in value.values()):
            return Range(tuple(value.get("products_of", ())), tuple(value.get("except", ())))
        hint = "`products`, or {products_of: [slot, …]}, with `except: [product, …]` to leave some out"
        raise ValidationError([Fault("bad-value", "`for_each` ranges over products", hint)])


def _all_texts(names: list[Any]) -> bool:
    return all(isinstance(name, str) for name in names)


def _is_version(value: Any) -> bool:
    return isinstance(value, str) and bool(version_key(value))


class Extends(fields.Field[dict[str, str | None]]):
    """A pack, a list of packs, or a mapping of packs to the least version of each → pack to version."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> dict[str, str | None]:
        if isinstance(value, str) and value:
            return {value: None}
        if isinstance(value, list) and value and _all_texts(value):
            return dict.fromkeys(value)
        if isinstance(value, dict) and value and all(_is_version(version) for version in value.values()):
            return dict(value)
        hint = 'as `extends: portolan`, or `extends: {portolan: "0.1"}` for a version and later ones'
        raise ValidationError([Fault("wrong-type", "`extends` names the packs that this one builds on", hint)])


class Base(Schema):
    # Of these fields at least one must be there.
    EITHER: ClassVar[tuple[str, ...]] = ()

    class Meta:
        unknown = RAISE

    @validates_schema(pass_original=True, skip_on_field_errors=False)
    def _check_either(self, data: Any, original: Any, **_: Any) -> None:
        if not self.EITHER or not isinstance(original, dict) or original.keys() & set(self.EITHER):
            return
        if not original.keys() - {field.data_key or name for name, field in self.fields.items()}:  # no slip of the pen
            raise ValidationError("Missing data for required field.", self.EITHER[0])


class TextSchema(Base):
    en = Word(required=True, validate=validate.Length(min=1))
    ko = Word(required=True, validate=validate.Length(min=1))

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Text:
        return Text(**data)


def bilingual(**kwargs: Any) -> fields.Nested:
    return fields.Nested(TextSchema, **kwargs)


def list_of(field: fields.Field[Any] | None = None, **kwargs: Any) -> fields.List[Any]:
    return fields.List(field or Word(), **kwargs)


class PackSchema(Base):
    pack = a_name(required=True)
    version = Word(required=True)
    title = bilingual(required=True)
    extends = Extends(load_default=dict)


class SourceSchema(Base):
    id = a_name(required=True)
    title = bilingual(required=True)
    authors = list_of(load_default=list)
    date = Day(required=True, allow_none=True)
    language = Word(required=True, validate=validate.Length(equal=2))
    authority = fields.Integer(required=True, strict=True, validate=validate.Range(min=0, max=9))
    licence = Word(load_default=None)
    repository = Word(load_default=None)
    url = Word(load_default=None)
    note = bilingual(load_default=None)

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Source:
        return Source(**{**data, "authors": tuple(data["authors"])})


class SourcesFile(Base):
    sources = fields.List(fields.Nested(SourceSchema), required=True)


class ClaimSchema(Base):
    id = an_id(required=True)
    section = Word(required=True)
    kind = Word(required=True, validate=validate.OneOf(CLAIM_KINDS))
    category = a_name(required=True)
    products = list_of(a_name(), required=True)
    when = Word(required=True, allow_none=True)
    en = Word(required=True)
    ko = Word(required=True)
    note = Word(load_default=None)

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Claim:
        said = Text(data.pop("en"), data.pop("ko"))
        return Claim(text=said, products=tuple(data.pop("products")), **data)


class ClaimsFile(Base):
    claims = fields.List(fields.Nested(ClaimSchema), required=True)


class UnusedClaimSchema(Base):
    id = an_id(required=True, data_key="claim")
    because = bilingual(required=True)

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> UnusedClaim:
        return UnusedClaim(**data)


class UnusedFile(Base):
    unused = fields.List(fields.Nested(UnusedClaimSchema), required=True)


class EditionSchema(Base):
    id = Word(required=True, validate=validate.Length(min=1))
    published = Day(required=True)
    source = a_name(required=True)
    title = bilingual(required=True)
    cites = list_of(an_id(), load_default=list)

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Edition:
        return Edition(**{**data, "cites": tuple(data["cites"])})


class EditionsFile(Base):
    editions = fields.List(fields.Nested(EditionSchema), required=True, validate=validate.Length(min=1))


class OptionSchema(Base):
    id = a_name(required=True)
    text = bilingual(required=True)

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Option:
        return Option(**data)


class QuestionSchema(Base):
    id = Word(required=True, validate=validate.Regexp(r"[a-z0-9_]+\Z"))
    type = Word(required=True, validate=validate.OneOf(QUESTION_TYPES))
    text = bilingual(required=True)
    help = bilingual(required=True)
    options = fields.List(fields.Nested(OptionSchema), load_default=list)
    needs = fields.Dict(keys=Word(), values=fields.List(fields.Raw()), load_default=dict)
    fixed = fields.Boolean(load_default=False, truthy={True}, falsy={False})
    minimum = fields.Float(load_default=None)


class SectionSchema(Base):
    id = Word(required=True, validate=validate.Regexp(r"[a-z0-9_]+\Z"))
    title = bilingual(required=True)
    questions = fields.List(fields.Nested(QuestionSchema), required=True)


class QuestionnaireAdditionSchema(Base):
    """Questions for a section of a pack below, or options for one of its questions."""

    EITHER = ("section", "question")
    section = Word()
    questions = fields.List(fields.Nested(QuestionSchema), validate=validate.Length(min=1))
    question = Word()
    options = fields.List(fields.Nested(OptionSchema), validate=validate.Length(min=1))

    @validates_schema
    def _check_pair(self, data: dict[str, Any], **_: Any) -> None:
        if set(data) not in ({"section", "questions"}, {"question", "options"}) and data.keys() & set(self.EITHER):
            message = "an addition is a `section` with `questions`, or a `question` with `options`"
            raise ValidationError([Fault("bad-addition", message)])


class QuestionnaireFile(Base):
    EITHER = ("sections", "additions")
    sections = fields.List(fields.Nested(SectionSchema), load_default=list)
    additions = fields.List(fields.Nested(QuestionnaireAdditionSchema), load_default=list)


class AreaSchema(Base):
    id = a_name(required=True)
    title = bilingual(required=True)

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Area:
        return Area(**data)


class SlotSchema(Base):
    id = a_name(required=True)
    area = a_name(required=True)
    title = bilingual(required=True)

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Slot:
        return Slot(**data)


class SlotsFile(Base):
    EITHER = ("slots", "areas")
    areas = fields.List(fields.Nested(AreaSchema), load_default=list)
    slots = fields.List(fields.Nested(SlotSchema), load_default=list)


class LicenceSchema(Base):
    id = Word(required=True)
    licence_class = Word(required=True, data_key="class", validate=validate.OneOf(LICENCE_CLASSES))
    osi_approved = fields.Boolean(required=True, truthy={True}, falsy={False})
    name = Word(required=True)

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Licence:
        return Licence(**data)


class LicencesFile(Base):
    licences = fields.List(fields.Nested(LicenceSchema), required=True)


class EvidenceSchema(Base):
    """What every dated fact carries: claims, or a catalog source."""

    cites = list_of(an_id(), load_default=list)
    source = a_name(load_default=None)


def _with_evidence(make: type, data: dict[str, Any]) -> Any:
    return make(**{**data, "cites": tuple(data["cites"])})


class LicenceSpanSchema(EvidenceSchema):
    spdx = Word(required=True)
    since = Day(required=True, allow_none=True)

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> LicenceSpan:
        return _with_evidence(LicenceSpan, data)  # type: ignore[no-any-return]


class LevelSpanSchema(EvidenceSchema):
    level = Word(required=True, validate=validate.OneOf(CNCF_LEVELS))
    since = Day(required=True)

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> LevelSpan:
        return _with_evidence(LevelSpan, data)  # type: ignore[no-any-return]


class EndOfLifeSchema(EvidenceSchema):
    date = Day(required=True)
    announced = Day(load_default=None)

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> EndOfLife:
        return _with_evidence(EndOfLife, data)  # type: ignore[no-any-return]


class ReleaseSchema(Base):
    cycle = Word(required=True)
    released = Day(load_default=None)
    end_of_life = EndDay(required=True)
    source = a_name(load_default=None)

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Release:
        return Release(**data)


class StarsSchema(Base):
    count = fields.Integer(required=True, strict=True, validate=validate.Range(min=0))
    cites = list_of(an_id(), required=True, validate=validate.Length(min=1))

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Stars:
        return Stars(data["count"], tuple(data["cites"]))


class ProductSchema(Base):
    id = a_name(required=True)
    # A brace would begin a placeholder where a reason names the product.
    name = Word(required=True, validate=validate.Regexp(r"[^{}]+\Z", error="{input!r} is no name for people"))
    slots = list_of(a_name(), required=True)
    known_as = fields.Dict(keys=a_name(), values=Word(), load_default=dict)
    homepage = Word(load_default=None)
    repository = Word(load_default=None)
    licences = fields.List(fields.Nested(LicenceSpanSchema), load_default=list)
    cncf = fields.List(fields.Nested(LevelSpanSchema), load_default=list)
    end_of_life = fields.Nested(EndOfLifeSchema, load_default=None)
    releases = fields.List(fields.Nested(ReleaseSchema), load_default=list)
    stars = fields.List(fields.Nested(StarsSchema), load_default=list)
    note = bilingual(load_default=None)


class ProductAdditionSchema(Base):
    """More slots and later facts for a product of a pack below."""

    EITHER = ("slots", "licences", "releases")
    product = a_name(required=True)
    slots = list_of(a_name(), load_default=list)
    licences = fields.List(fields.Nested(LicenceSpanSchema), load_default=list)
    releases = fields.List(fields.Nested(ReleaseSchema), load_default=list)


class CatalogFile(Base):
    EITHER = ("products", "additions")
    products = fields.List(fields.Nested(ProductSchema), load_default=list)
    additions = fields.List(fields.Nested(ProductAdditionSchema), load_default=list)


class SideSchema(Base):
    says = bilingual(required=True)
    cites = list_of(an_id(), load_default=list)
    source = a_name(load_default=None)

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Side:
        return Side(**{**data, "cites": tuple(data["cites"])})


class FactSchema(Base):
    product = a_name(required=True)
    attribute = Word(required=True, validate=validate.OneOf(FACTS))

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Fact:
        return Fact(**data)


class SettlementSchema(Base):
    how = Word(required=True, validate=validate.OneOf(list(SETTLEMENTS)))
    favours = fields.Integer(strict=True, load_default=None, allow_none=True)
    rules = list_of(load_default=list)
    fact = fields.Nested(FactSchema, load_default=None)
    because = bilingual(required=True)

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Settlement:
        return Settlement(**{**data, "rules": tuple(data["rules"])})


class ConflictSchema(Base):
    id = a_name(required=True)
    about = bilingual(required=True)
    products = list_of(a_name(), required=True)
    sides = fields.List(fields.Nested(SideSchema), required=True, validate=validate.Length(min=2))
    settled = fields.Nested(SettlementSchema, required=True)

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Conflict:
        return Conflict(**{**data, "products": tuple(data["products"]), "sides": tuple(data["sides"])})


class ConflictsFile(Base):
    conflicts = fields.List(fields.Nested(ConflictSchema), required=True)


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


FILES: Mapping[str, type[Base]] = {
    "pack": PackSchema,
    "sources": SourcesFile,
    "claims": ClaimsFile,
    "editions": EditionsFile,
    "questionnaire": QuestionnaireFile,
    "slots": SlotsFile,
    "licences": LicencesFile,
    "unused": UnusedFile,
    "catalog": CatalogFile,
    "conflicts": ConflictsFile,
    "module": ModuleFile,
    "stages": StagesFile,
    "scenarios": ScenariosFile,
}
