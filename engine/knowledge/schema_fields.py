"""What the schemas of knowledge files are made of: fields that know the language, and texts in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar, cast

from marshmallow import RAISE, Schema, ValidationError, fields, post_load, validate, validates_schema

from engine.dated import version_key
from engine.knowledge.language import Faults, parse_conclusion, parse_condition
from engine.knowledge.problems import Fault
from engine.knowledge.yaml_reader import Decimalish
from engine.model import Conclusion, Condition, Range, Text

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


class Note(fields.Field[Text]):
    """A text in both languages, or one in English alone, whose Korean is empty."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Text:
        if isinstance(value, Mapping):
            return cast(Text, bilingual().deserialize(value, attr, data, **kwargs))
        return Text(Word().deserialize(value, attr, data, **kwargs), "")


def list_of(field: fields.Field[Any] | None = None, **kwargs: Any) -> fields.List[Any]:
    return fields.List(field or Word(), **kwargs)
