"""The parameters of an architecture decision record."""

from __future__ import annotations

from marshmallow import fields, validate

from engine.explanation.records.record import STATUSES
from plugin_api.schemas.base import LanguageQuery


class RecordQuery(LanguageQuery):
    slot = fields.String(metadata={"description": "The record of this slot; without it, of the whole decision."})
    status = fields.String(
        validate=validate.OneOf(STATUSES, error="{input} is no status: {choices}"),
        metadata={"description": "The status of the record; without it, proposed: people accept it."},
    )
    date = fields.Date(
        error_messages={"invalid": "{input} is not a day, as 2026-04-01"},
        metadata={"description": "The date of the record; without it, the day that was decided for."},
    )
