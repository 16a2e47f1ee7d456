"""What stands beside the profile for a check, as JSON Schema: for editors, and for the description of the API."""

from __future__ import annotations

from typing import Any

from engine.checking.kinds import KINDS, LEVELS, OFF
from engine.checking.request import DEFAULT_DAYS, LONGEST, MOST_DAYS, MOST_WAIVERS, NEVER
from engine.model import Knowledge

Schema = dict[str, Any]


def check_members(knowledge: Knowledge, product: str) -> dict[str, Schema]:
    """The members by name; `product` refers to the schema of a product's id. Each may be left out, or be null."""
    kinds = list(KINDS)
    return {
        "levels": {
            "description": "The level of a kind of finding, where it is not to be its own; `off` leaves the kind out.",
            "type": ["object", "null"],
            "additionalProperties": False,
            "properties": {
                kind.id: {"description": kind.means.en, "enum": [*LEVELS, OFF, None], "default": kind.level}
                for kind in KINDS.values()
            },
        },
        "fail_on": {
            "description": "What the check fails on: a level and all above it, or a list of levels and kinds.",
            "oneOf": [
                {"enum": [*LEVELS, *kinds, NEVER, None]},
                {"type": "array", "items": {"enum": [*LEVELS, *kinds]}},
            ],
            "default": "error",
        },
        "end_of_life_days": {
            "description": "How many days before an end of support a warning is due.",
            "type": ["integer", "null"],
            "minimum": 0,
            "maximum": MOST_DAYS,
            "default": DEFAULT_DAYS,
        },
        "waivers": {
            "description": "What silences findings until a day.",
            "type": ["array", "null"],
            "maxItems": MOST_WAIVERS,
            "items": _waiver(knowledge, product),
        },
    }


def _waiver(knowledge: Knowledge, product: str) -> Schema:
    text = {"type": "string", "minLength": 1, "maxLength": LONGEST, "pattern": r"\S"}
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["reason", "until", "by"],
        "anyOf": [_names("product"), _names("slot")],
        "properties": {
            "product": {"anyOf": [{"$ref": product}, {"type": "null"}]},
            "slot": {"description": "The slot that it is for; any, if left out.", "enum": [*knowledge.slots, None]},
            "kinds": {
                "description": "The kinds of findings that it is for; all of them, if left out.",
                "type": ["array", "null"],
                "items": {"enum": list(KINDS)},
            },
            "reason": {**text, "description": "Why it was given."},
            "until": {
                "description": "Its last day, as 2026-12-31.",
                "type": "string",
                "format": "date",
                "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
            },
            "by": {**text, "description": "Who gave it."},
            "grounds": {
                "description": "The digest in `grounds` of the finding: it reopens when what it rests on changes.",
                "type": ["string", "null"],
                "pattern": "^sha256:[0-9a-f]{64}$",
            },
        },
    }


def _names(member: str) -> Schema:
    """null is the same as left out."""
    return {"required": [member], "properties": {member: {"not": {"type": "null"}}}}
