"""Schemas of fingerprints: what products leave behind in files and clusters."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, post_load, validate

from engine.fingerprint import (
    CHART_VERSIONS,
    MEASURES,
    SIGNS,
    Brought,
    Bundle,
    ChartSign,
    Fingerprint,
    Lookalike,
    Measure,
    ObjectSign,
    Reading,
    Target,
)
from engine.knowledge.schema_fields import Base, Day, Word, a_name, list_of

# A pattern that is all stars would match whatever there is.
_PATTERN = validate.Regexp(r"(?=[\s\S]*[^*/.\s])[^\s][\s\S]*\Z", error="{input!r} tells nothing: a name belongs here")

_ADDRESS = validate.Regexp(r"https://[^\s/]+/\S+\Z", error="{input!r} is no address: it begins with https://")


def patterns() -> fields.List[Any]:
    return fields.List(Word(validate=_PATTERN), load_default=list)


class AnswerSchema(Base):
    question = Word(required=True)
    value = fields.Raw(required=True)


class ReadingSchema(Base):
    """What stands at the end of a fingerprint or a bundle."""

    sources = fields.List(Word(validate=_ADDRESS), load_default=list)
    checked = Day(load_default=None)
    unverified = list_of(load_default=list)


def _reading(data: dict[str, Any]) -> Reading:
    return Reading(tuple(data.pop("sources")), data.pop("checked"), tuple(data.pop("unverified")))


class TargetSchema(Base):
    EITHER = ("product", "answer")
    product = a_name(load_default=None)
    answer = fields.Nested(AnswerSchema, load_default=None)


def _target(data: dict[str, Any]) -> Target:
    answer = data.pop("answer") or {}
    return Target(data.pop("product"), answer.get("question"), answer.get("value"))


class ChartSchema(Base):
    name = Word(required=True, validate=_PATTERN)
    repositories = patterns()
    version = Word(load_default="app", validate=validate.OneOf(CHART_VERSIONS))

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> ChartSign:
        return ChartSign(data["name"], tuple(data["repositories"]), data["version"])


class ObjectsSchema(Base):
    group = Word(required=True, validate=_PATTERN)
    kinds = list_of(load_default=list)
    definitions = fields.Boolean(load_default=True, truthy={True}, falsy={False})

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> ObjectSign:
        return ObjectSign(data["group"], tuple(data["kinds"]), data["definitions"])


class _FingerprintParts(TargetSchema, ReadingSchema):
    beside = list_of(a_name(), load_default=list)
    charts = fields.List(fields.Nested(ChartSchema), load_default=list)
    objects = fields.List(fields.Nested(ObjectsSchema), load_default=list)

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Fingerprint:
        signs = tuple((sign, pattern) for sign in SIGNS for pattern in data[sign])
        charts, objects = tuple(data["charts"]), tuple(data["objects"])
        return Fingerprint(_target(data), charts, objects, signs, tuple(data["beside"]), _reading(data))


FingerprintSchema = type("FingerprintSchema", (_FingerprintParts,), {sign: patterns() for sign in SIGNS})


class BroughtSchema(TargetSchema):
    switch = Word(load_default=None)
    default = fields.Boolean(load_default=True, truthy={True}, falsy={False})
    version = Word(load_default="none", validate=validate.OneOf(CHART_VERSIONS))

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Brought:
        return Brought(_target(data), **data)


class BundleSchema(ReadingSchema):
    chart = Word(required=True, validate=_PATTERN)
    repositories = patterns()
    brings = fields.List(fields.Nested(BroughtSchema), required=True, validate=validate.Length(min=1))

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Bundle:
        chart = ChartSign(data["chart"], tuple(data["repositories"]))
        return Bundle(chart, tuple(data["brings"]), _reading(data))


class LookalikeSchema(Base):
    sign = Word(required=True, validate=validate.OneOf(["charts", *SIGNS]))
    pattern = Word(required=True, validate=_PATTERN)
    could_be = list_of(a_name(), required=True, validate=validate.Length(min=1))
    or_else = list_of(load_default=list)

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Lookalike:
        return Lookalike(data["sign"], data["pattern"], tuple(data["could_be"]), tuple(data["or_else"]))


class MeasureSchema(Base):
    of = Word(required=True, validate=validate.OneOf(MEASURES))
    question = Word(required=True)

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Measure:
        return Measure(**data)


class FingerprintsFile(Base):
    EITHER = ("fingerprints", "bundles", "lookalikes", "measures")
    fingerprints = fields.List(fields.Nested(FingerprintSchema), load_default=list)
    bundles = fields.List(fields.Nested(BundleSchema), load_default=list)
    lookalikes = fields.List(fields.Nested(LookalikeSchema), load_default=list)
    measures = fields.List(fields.Nested(MeasureSchema), load_default=list)
