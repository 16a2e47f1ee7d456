"""Decisions as those who review them speak of them: whatever language they were told in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from engine.model import LANGUAGES
from engine.request import id_of
from plugin_api.store import Record

_ID = re.compile(r"[0-9a-f]{32}\Z", re.ASCII)


def is_id(written: str) -> bool:
    """Could it be the id of something that is kept here? Whatever else is asked for cannot be there."""
    return bool(_ID.match(written))


def tellings(record: Record) -> tuple[str, ...]:
    """The ids of a decision in all languages: they are one decision to whoever reviews it."""
    return tellings_of(orjson.loads(record.request), record.knowledge)


def tellings_of(asked: Mapping[str, Any], knowledge: str) -> tuple[str, ...]:
    """The same by a canonical request and the digest of the knowledge."""
    return tuple(id_of({**asked, "language": language}, knowledge) for language in LANGUAGES)


def slots_of(record: Record) -> Sequence[dict[str, Any]]:
    """The slots of a decision's body, which is kept whatever becomes of the knowledge."""
    slots: Sequence[dict[str, Any]] = orjson.loads(record.body)["slots"]
    return slots
