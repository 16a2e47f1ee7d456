"""Conditions and lists as short words for a message."""

from __future__ import annotations

import re
from datetime import date

from engine.explanation.conditions import leaf_data, literal_data
from engine.model import All, Condition, Leaf, Not

_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z")


def said(value: object) -> str:
    """Plain data as it would be written in a rule."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {said(inside)}" for key, inside in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(said, value)) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    return f'"{text}"' if text[:1].isdigit() and isinstance(value, str) and not _DAY.match(text) else text


def condition_said(condition: Condition) -> str:
    if isinstance(condition, Leaf):
        return said(leaf_data(condition))
    if isinstance(condition, Not):
        return f"{{not: {condition_said(condition.part)}}}"
    word = "all" if isinstance(condition, All) else "any"
    return f"{{{word}: [{', '.join(map(condition_said, condition.parts))}]}}"


def literal_said(leaf: Leaf, wanted: bool) -> str:
    return said(literal_data(leaf, wanted))


def joined(words: list[str]) -> str:
    """`a, b and c`."""
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]])) if words else ""
