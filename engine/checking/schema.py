"""What stands beside the profile for a check, as JSON Schema: for editors, and for the description of the API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.checking.kinds import KINDS, LEVELS, OFF
from engine.checking.request import DEFAULT_DAYS, LONGEST, MOST_DAYS, MOST_WAIVERS, NEVER
from engine.model import Knowledge, Language, Text

Schema = dict[str, Any]

_SAID = {
    "levels": Text(
        "The level of a kind of finding, where it is not to be its own; `off` leaves the kind out.",
        "발견 사항의 종류별 수준입니다. 적지 않으면 기본 수준을 따르며, `off`는 해당 종류를 표시하지 않습니다.",
    ),
    "fail_on": Text(
        "What the check fails on: a level and all above it, or a list of levels and kinds.",
        "검사를 실패로 처리하는 기준입니다. 수준 하나와 그보다 높은 수준, 또는 수준과 종류의 목록을 적습니다.",
    ),
    "days": Text(
        "How many days before an end of support a warning is due.", "지원 종료 며칠 전부터 경고하는지 정합니다."
    ),
    "waivers": Text("What silences findings until a day.", "발견 사항을 기한까지 예외로 두는 목록입니다."),
    "product": Text("The product that it is for.", "예외로 두는 제품입니다."),
    "slot": Text(
        "The slot that it is for; any, if left out.", "예외로 두는 영역입니다. 적지 않으면 모든 영역에 적용됩니다."
    ),
    "kinds": Text(
        "The kinds of findings that it is for; all of them, if left out.",
        "예외로 두는 발견 사항의 종류입니다. 적지 않으면 모든 종류에 적용됩니다.",
    ),
    "reason": Text("Why it was given.", "예외를 둔 이유입니다."),
    "until": Text("Its last day, as 2026-12-31.", "예외가 유효한 마지막 날입니다. 예: 2026-12-31"),
    "by": Text("Who gave it.", "예외를 승인한 사람이나 팀입니다."),
    "grounds": Text(
        "The digest in `grounds` of the finding: it reopens when what it rests on changes.",
        "발견 사항의 `grounds`에 있는 다이제스트입니다. 근거가 바뀌면 예외는 효력을 잃습니다.",
    ),
}


def check_members(knowledge: Knowledge, product: str, language: Language = "en") -> dict[str, Schema]:
    """The members by name; `product` refers to the schema of a product's id. Each may be left out, or be null."""
    kinds = list(KINDS)
    said = {name: text.in_language(language) for name, text in _SAID.items()}
    return {
        "levels": {
            "description": said["levels"],
            "type": ["object", "null"],
            "additionalProperties": False,
            "properties": {
                kind.id: {
                    "description": kind.means.in_language(language),
                    "enum": [*LEVELS, OFF, None],
                    "default": kind.level,
                }
                for kind in KINDS.values()
            },
        },
        "fail_on": {
            "description": said["fail_on"],
            "oneOf": [
                {"enum": [*LEVELS, *kinds, NEVER, None]},
                {"type": "array", "items": {"enum": [*LEVELS, *kinds]}},
            ],
            "default": "error",
        },
        "end_of_life_days": {
            "description": said["days"],
            "type": ["integer", "null"],
            "minimum": 0,
            "maximum": MOST_DAYS,
            "default": DEFAULT_DAYS,
        },
        "waivers": {
            "description": said["waivers"],
            "type": ["array", "null"],
            "maxItems": MOST_WAIVERS,
            "items": _waiver(knowledge, product, said),
        },
    }


def _waiver(knowledge: Knowledge, product: str, said: Mapping[str, str]) -> Schema:
    text = {"type": "string", "minLength": 1, "maxLength": LONGEST, "pattern": r"\S"}
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["reason", "until", "by"],
        "anyOf": [_names("product"), _names("slot")],
        "properties": {
            "product": {"description": said["product"], "anyOf": [{"$ref": product}, {"type": "null"}]},
            "slot": {"description": said["slot"], "enum": [*knowledge.slots, None]},
            "kinds": {
                "description": said["kinds"],
                "type": ["array", "null"],
                "items": {"enum": list(KINDS)},
            },
            "reason": {**text, "description": said["reason"]},
            "until": {
                "description": said["until"],
                "type": "string",
                "format": "date",
                "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
            },
            "by": {**text, "description": said["by"]},
            "grounds": {
                "description": said["grounds"],
                "type": ["string", "null"],
                "pattern": "^sha256:[0-9a-f]{64}$",
            },
        },
    }


def _names(member: str) -> Schema:
    """null is the same as left out."""
    return {"required": [member], "properties": {member: {"not": {"type": "null"}}}}
