"""Disagreements between sources, as the API tells them."""

from __future__ import annotations

from marshmallow import Schema, fields

from engine.conflict import FACTS, SETTLEMENTS
from plugin_api.description.schemas import known
from plugin_api.schemas.base import ListQuery, SelfLink, day, said, string, strings


class ConflictsQuery(ListQuery):
    product = fields.String(metadata={"description": "Conflicts about this product.", **known("Product_id")})


class CitationSchema(Schema):
    claim = string("The claim; null where the source is one of the catalog's.", null=True)
    text = string("What the claim says.", null=True)
    note = string("What to bear in mind about the claim.", null=True)
    source = string("The source.")
    title = string("Its title.")
    date = day("Its day.", null=True)
    authority = fields.Integer(**said("How much it weighs."))


class SideSchema(Schema):
    says = string("What this side says.")
    favoured = fields.Boolean(**said("Is it the side that is used?"))
    citations = fields.List(fields.Nested(CitationSchema), **said("Who says so."))


class SettlingRuleSchema(Schema):
    id = string("A rule that embodies it.")
    because = string(
        "Its reason, with the names of answers in braces; null where it was written for many products.", null=True
    )


class FactValueSchema(Schema):
    value = string("The value.")
    since = day("Since when; of an end of life, when it was announced.", null=True)
    cites = strings("The claims that say so.")
    source = string("The source that says so.", null=True)


class SettlingFactSchema(Schema):
    product = string("The product.")
    attribute = string("Which fact of the catalog it is.", one_of=FACTS)
    values = fields.List(fields.Nested(FactValueSchema), **said("Its values over time; none where there is no such."))


class SettlementSchema(Schema):
    how = string("How it was settled.", one_of=tuple(SETTLEMENTS))
    how_text = string("The same in words.")
    favours = fields.Integer(**said("The side that is used, counted from 1; null where each stands.", allow_none=True))
    because = string("Why.")
    rules = fields.List(fields.Nested(SettlingRuleSchema), **said("The rules that embody it."))
    fact = fields.Nested(SettlingFactSchema, **said("The fact of the catalog that embodies it.", allow_none=True))


class ConflictSchema(Schema):
    id = string("The conflict.")
    about = string("The point on which the sources differ.")
    products = strings("The products it is about.")
    computed = fields.Boolean(**said("Found by comparing a claim with the catalog, and written down by nobody."))
    sides = fields.List(fields.Nested(SideSchema), **said("What the sources say."))
    settled = fields.Nested(SettlementSchema, **said("What became of it."))
    links = fields.Nested(SelfLink, **said("Where it is."))
