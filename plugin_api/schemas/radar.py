"""A technology radar in the shape of Backstage's Tech Radar (tech-radar-common 1.13)."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from engine.explanation.radar.standing import RINGS
from engine.knowledge.quadrants import COUNT
from plugin_api.schemas.base import LanguageQuery, day, said, string

_RINGS = tuple(ring.id for ring in RINGS)


class RadarQuery(LanguageQuery):
    edition = fields.String(metadata={"description": "The edition of the rules; without it, the newest as of the day."})
    as_of = fields.String(metadata={"description": "The day; without it, today.", "format": "date"})


class QuadrantSchema(Schema):
    id = string("The quadrant.")
    name = string("Its name.")


class RingSchema(Schema):
    id = string("The ring.", one_of=_RINGS)
    name = string("Its name.")
    color = string("The colour of its entries.")
    description = string("What being in it means.")


class EntryLinkSchema(Schema):
    title = string("Where it leads.")
    url = string("The address, absolute.")


class SnapshotSchema(Schema):
    date = day("The day from which this was so.")
    ring_id = fields.String(
        data_key="ringId", attribute="ringId", **said("The ring on that day.", validate=validate.OneOf(_RINGS))
    )
    description = string("The leading reason on that day, in Markdown.")
    moved = fields.Integer(
        **said(
            "Against the edition before: 1 towards the middle, or new; -1 outwards, or dropped; 0 neither.",
            validate=validate.OneOf((-1, 0, 1)),
        )
    )


class EntrySchema(Schema):
    key = string("The product.")
    id = string("The product.")
    quadrant = string("The quadrant of its leading slot.")
    title = string("Its name.")
    description = string("The leading reason in each slot that it has a verdict in, in Markdown.")
    links = fields.List(fields.Nested(EntryLinkSchema), **said("The proof, the rule, its first claims, the home page."))
    timeline = fields.List(
        fields.Nested(SnapshotSchema),
        **said("Where it stood, the newest first.", validate=validate.Length(min=1)),
    )


class RadarSchema(Schema):
    quadrants = fields.List(
        fields.Nested(QuadrantSchema),
        **said("Four, clockwise from the bottom right.", validate=validate.Length(equal=COUNT)),
    )
    rings = fields.List(
        fields.Nested(RingSchema), **said("From inside out.", validate=validate.Length(equal=len(_RINGS)))
    )
    entries = fields.List(fields.Nested(EntrySchema), **said("One for each product, by id."))
