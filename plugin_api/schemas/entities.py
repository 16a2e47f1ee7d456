"""Entities of a portal's catalog, and what was decided for each."""

from __future__ import annotations

from marshmallow import Schema, fields

from engine.catalog_entity import DECISION
from plugin_api.schemas.base import day, said, string, strings


class EntityDecisionLinks(Schema):
    decision = string("The decision.")
    page = string("Its page, for people.")
    radar = string("Its technology radar.")


class EntityDecisionSchema(Schema):
    entity = string("The ref of the entity, the subject of the decision.")
    decision = string("The id of the decision.")
    edition = string("The edition of the rules.")
    as_of = day("The day it was decided for.")
    picks = fields.Dict(
        keys=fields.String(),
        values=fields.List(fields.String()),
        **said("By slot that has any: the products to go with, best first."),
    )
    warnings = fields.Integer(**said("How many warnings there are."))
    links = fields.Nested(EntityDecisionLinks, **said("Where to go on."))


class EntityDecisionsSchema(Schema):
    """All that was asked for: no page of a list, which would have links to others."""

    items = fields.List(fields.Nested(EntityDecisionSchema), **said("One for each entity that has a profile."))
    without_profile = strings("The refs of the entities that have none.")


class EntityLinkSchema(Schema):
    url = string("The address, absolute.")
    title = string("What it leads to.")


class AnnotationsSchema(Schema):
    decision = fields.String(data_key=DECISION, attribute=DECISION, **said("The id of the decision."))


class FragmentMetadataSchema(Schema):
    annotations = fields.Nested(AnnotationsSchema, **said("To be put beside those that are there."))
    links = fields.List(fields.Nested(EntityLinkSchema), **said("To be put beside those that are there."))


class EntityFragmentSchema(Schema):
    """What to paste into a catalog-info.yaml."""

    metadata = fields.Nested(FragmentMetadataSchema, **said("A part of the entity's metadata."))
