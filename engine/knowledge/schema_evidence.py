"""Schemas of what stands behind the rules: packs, sources, claims, editions, where sources disagree."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, post_load, validate

from engine.conflict import FACTS, SETTLEMENTS, Conflict, Fact, Settlement, Side
from engine.knowledge.schema_fields import Base, Day, Extends, Note, Word, a_name, an_id, bilingual, list_of
from engine.model import Claim, Edition, Source, Text, UnusedClaim

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
    note = Note(load_default=None)

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Claim:
        said = Text(data.pop("en"), data.pop("ko"))
        note: Text | None = data.pop("note")
        if note is not None:
            data |= {"note": note.en, "note_ko": note.ko or None}
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
