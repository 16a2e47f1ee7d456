"""The parameters of an architecture decision record."""

from __future__ import annotations

from marshmallow import fields

from engine.explanation.records.record import STATUSES
from plugin_api.schemas.base import DayField, LanguageQuery, Words


class RecordQuery(LanguageQuery):
    slot = fields.String(metadata={"description": "The record of this slot; without it, of the whole decision."})
    status = fields.String(
        validate=Words(STATUSES, "status"),
        metadata={"description": "The status of the record; without it, proposed: people accept it."},
    )
    date = DayField("The date of the record; without it, the day that was decided for.")
