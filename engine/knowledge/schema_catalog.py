"""Schemas of slots, licences and products with their dated facts."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, post_load, validate

from engine.dated import CNCF_LEVELS, LICENCE_CLASSES
from engine.knowledge.schema_fields import Base, Day, EndDay, Word, a_name, an_id, bilingual, list_of
from engine.model import Area, EndOfLife, LevelSpan, Licence, LicenceSpan, Quadrant, Release, Slot, Stars


class QuadrantSchema(Base):
    id = a_name(required=True)
    title = bilingual(required=True)

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Quadrant:
        return Quadrant(**data)


class AreaSchema(Base):
    id = a_name(required=True)
    title = bilingual(required=True)
    quadrant = a_name(load_default=None)

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Area:
        return Area(**data)


class SlotSchema(Base):
    id = a_name(required=True)
    area = a_name(required=True)
    several_jobs = fields.Boolean(load_default=False, truthy={True}, falsy={False})
    title = bilingual(required=True)

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Slot:
        return Slot(**data)


class SlotsFile(Base):
    EITHER = ("slots", "areas")
    quadrants = fields.List(fields.Nested(QuadrantSchema), load_default=list)
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
    distributes = a_name(load_default=None)
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
