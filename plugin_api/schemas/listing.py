"""Decisions in short, and what to list them by."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from engine.entity_ref import HINT, read_entity_ref
from engine.knowledge.problems import Fault
from engine.model import LANGUAGES, VERDICTS
from plugin_api.schemas.base import QuerySchema, Words, day, said, string, strings
from plugin_api.schemas.decisions import DecisionLinksSchema
from plugin_api.store import Place
from plugin_api.vocabulary import DEFAULT_PAGE, MAX_PAGE

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z", re.ASCII)
_MOMENT = re.compile(
    r"([0-9-]{10}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?)([Zz]|[-+ ][0-9]{2}:[0-9]{2})\Z", re.ASCII
)
_PLACE = re.compile(r"([0-9]{1,17})\.([0-9a-f]{32})\Z", re.ASCII)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
# A name longer than this is nobody's.
_LONGEST = 200


def moment_text(moment: int) -> str:
    """A moment in microseconds as RFC 3339 writes it."""
    return (_EPOCH + moment * _MICROSECOND).isoformat(timespec="microseconds").replace("+00:00", "Z")


def place_text(place: Place) -> str:
    return f"{place[0]}.{place[1]}"


class _Moment(fields.String):
    """A day or a moment → microseconds; with `end`, those after the day or the moment."""

    def __init__(self, *, end: bool, **more: Any) -> None:
        super().__init__(**more)
        self._end = end

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        written = str(super()._deserialize(value, attr, data, **kwargs))
        try:
            first, after = _span(written)
            return (after if self._end else first - _EPOCH) // _MICROSECOND
        except (ValueError, OverflowError):
            hint = "as 2026-04-01, or 2026-04-01T09:30:00Z"
            raise ValidationError([Fault("no-moment", f"{written[:40]!r} is no day or moment", hint)]) from None


def _span(written: str) -> tuple[datetime, timedelta]:
    """When what is written begins, and when it is over, since the epoch. Raises ValueError and OverflowError."""
    if _DAY.match(written):
        found = date.fromisoformat(written)
        first = datetime(found.year, found.month, found.day, tzinfo=UTC)
        return first, first - _EPOCH + timedelta(days=1)
    found_moment = _MOMENT.match(written)
    if found_moment is None:
        raise ValueError(written)
    # A plus that was not escaped in an address is a blank.
    said_at, zone = found_moment.group(1).upper().replace(" ", "T"), found_moment.group(2).upper().replace(" ", "+")
    first = datetime.fromisoformat(f"{said_at}{zone}").astimezone(UTC)
    return first, first - _EPOCH + _MICROSECOND


class SubjectField(fields.String):
    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        try:
            return str(read_entity_ref(str(super()._deserialize(value, attr, data, **kwargs))))
        except ValueError as error:
            raise ValidationError([Fault("no-entity-ref", str(error), HINT)]) from None


class PlaceField(fields.String):
    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        found = _PLACE.match(str(super()._deserialize(value, attr, data, **kwargs)))
        if found is None:
            raise ValidationError([Fault("no-place", "it is no place in the list", "take it from `links`")])
        return int(found.group(1)), found.group(2)


def _name(description: str) -> fields.String:
    return fields.String(
        validate=[validate.Length(1, _LONGEST), validate.Regexp(r"[^\x00]*\Z", error="it is no name")],
        metadata={"description": description},
    )


class DecisionsQuery(QuerySchema):
    limit = fields.Integer(
        load_default=DEFAULT_PAGE,
        validate=validate.Range(1, MAX_PAGE),
        metadata={"description": "How many items at most."},
    )
    subject = SubjectField(
        metadata={"description": "Decisions that were asked for by this entity ref, as component:default/shop."}
    )
    since = _Moment(
        end=False, metadata={"description": "First made on this day (in UTC) or at this moment (RFC 3339), or later."}
    )
    until = _Moment(end=True, metadata={"description": "First made on this day or at this moment, or earlier."})
    product = _name("Decisions with a verdict on this product.")
    verdict = fields.String(
        validate=Words(VERDICTS, "verdict"),
        metadata={"description": "With this verdict: on the product and in the slot, where they are given."},
    )
    slot = _name("With a verdict in this slot.")
    edition = _name("Decided by this edition of the rules.")
    language = fields.String(
        validate=Words(LANGUAGES, "language"),
        metadata={"description": "Told in this language."},
    )
    after = PlaceField(metadata={"description": "What comes after this place in the list: `links` say it."})
    before = PlaceField(metadata={"description": "What comes before this place in the list: `links` say it."})

    @validates_schema
    def _one_place(self, data: dict[str, Any], **_: Any) -> None:
        if "after" in data and "before" in data:
            raise ValidationError([Fault("two-places", "`after` and `before` are both given")], "before")


class ListedKnowledgeSchema(Schema):
    digest = string("A hash over what it was decided on.")


class ListedDecisionSchema(Schema):
    """A decision in short."""

    id = string("The decision.")
    made_at = fields.String(
        required=True, metadata={"description": "When it was first made, in UTC.", "format": "date-time"}
    )
    subjects = strings("Whom it was asked for: entity refs.")
    edition = string("The edition of the rules.")
    as_of = day("The day it was decided for.")
    language = string("The language of the texts.", one_of=LANGUAGES)
    knowledge = fields.Nested(ListedKnowledgeSchema, **said("What it was decided on."))
    links = fields.Nested(DecisionLinksSchema, **said("Where to go on."))
