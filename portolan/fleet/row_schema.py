"""A JSON Schema of the lines of results.jsonl, which stands beside them."""

from __future__ import annotations

from typing import Any

from engine.checking.kinds import KINDS, LEVELS
from engine.checking.waivers import WAIVER_STATES
from portolan.fleet.rows import OUTCOMES

_Schema = dict[str, Any]

_TEXT: _Schema = {"type": "string"}
_SOME_TEXT: _Schema = {"type": ["string", "null"]}
_TEXTS: _Schema = {"type": "array", "items": _TEXT}
_COUNT: _Schema = {"type": "integer", "minimum": 0}
_SOME_NUMBER: _Schema = {"type": ["integer", "null"]}
_DAY: _Schema = {"type": "string", "format": "date"}
_SOME_DAY: _Schema = {"type": ["string", "null"], "format": "date"}
_LINE: _Schema = {"type": ["integer", "null"], "minimum": 1}


def row_schema() -> _Schema:
    """Of a line: what was decided of an entry, or what is wrong with it, or that it has no profile."""
    head = {"where": _TEXT, "subject": _SOME_TEXT, "owner": _SOME_TEXT, "system": _SOME_TEXT}
    counts = _mapping(**dict.fromkeys((*LEVELS, "waived"), _COUNT))
    checked = {
        "decision": _TEXT,
        "edition": _TEXT,
        "as_of": _DAY,
        "declared": {**_COUNT, "description": "Products that are said to be in use."},
        "counts": counts,
        "findings": _list(_finding()),
        "waivers": _list(_waiver()),
        "deadlines": _list(_mapping(product=_TEXT, release=_SOME_TEXT, by=_DAY)),
    }
    lines = {
        "checked": _mapping(**head, outcome={"enum": list(OUTCOMES[:2])}, **checked),
        "bad": _mapping(**head, outcome={"const": "bad"}, mistakes={**_list(_mistake()), "minItems": 1}),
        "no-profile": _mapping(**head, outcome={"const": "no-profile"}),
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A line of results.jsonl, as portolan fleet writes it",
        "oneOf": [{"$ref": f"#/$defs/{name}"} for name in lines],
        "$defs": lines,
    }


def _finding() -> _Schema:
    return _mapping(
        kind={"enum": list(KINDS)},
        level={"enum": list(LEVELS)},
        fails={"type": "boolean"},
        product=_SOME_TEXT,
        release=_SOME_TEXT,
        slots=_TEXTS,
        question=_SOME_TEXT,
        verdict=_SOME_TEXT,
        to=_TEXTS,
        by=_SOME_DAY,
        days_left=_SOME_NUMBER,
        others=_TEXTS,
        rules=_TEXTS,
        sources=_TEXTS,
        title=_TEXT,
        pointer=_TEXT,
        fingerprint=_TEXT,
        waived_by={**_SOME_NUMBER, "description": "The place of the waiver among those of the line, from 0."},
        line=_LINE,
    )


def _waiver() -> _Schema:
    return _mapping(
        state={"enum": list(WAIVER_STATES)},
        product=_SOME_TEXT,
        slot=_SOME_TEXT,
        kinds=_TEXTS,
        reason=_TEXT,
        until=_DAY,
        by=_TEXT,
        findings=_COUNT,
    )


def _mistake() -> _Schema:
    return _mapping(file=_TEXT, line=_LINE, column=_LINE, pointer=_SOME_TEXT, detail=_TEXT, hint=_SOME_TEXT)


def _list(items: _Schema) -> _Schema:
    return {"type": "array", "items": items}


def _mapping(**members: _Schema) -> _Schema:
    return {"type": "object", "properties": members, "required": list(members), "additionalProperties": False}
