"""English sentences as they go on after “because”: with a small letter, unless they begin with a name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from engine.explanation.records.record import Effect, Point
from engine.model import Knowledge

_WORD = re.compile(r"[A-Za-z][\w-]*")
# What is written large inside a sentence is a name.
_INSIDE = re.compile(r"(?<=[a-z,;] )[A-Z][\w-]*")
_ARTICLES = frozenset({"A", "An", "The"})


def names_in(knowledge: Knowledge) -> frozenset[str]:
    """Words that are names, or begin one: of products, and those that the questionnaire speaks of."""
    found = {word for product in knowledge.products.values() for word in _WORD.findall(product.name)}
    for question in knowledge.questions.values():
        found.update(_INSIDE.findall(question.text.en), _INSIDE.findall(question.help.en))
    return frozenset(found - _ARTICLES)


def lowered(sentence: str, names: frozenset[str]) -> str:
    """A word with another capital in it, or a digit, is a name as well."""
    first = _WORD.match(sentence)
    if first is None or first[0] in names or not re.fullmatch(r"[a-z-]*", first[0][1:]):
        return sentence
    return sentence[0].lower() + sentence[1:]


def as_clauses(effects: Iterable[Effect], names: frozenset[str]) -> tuple[Effect, ...]:
    return tuple(replace(one, point=_as_clause(one.point, names)) for one in effects)


def _as_clause(point: Point, names: frozenset[str]) -> Point:
    by = tuple(_as_clause(rule, names) for rule in point.by)
    return replace(point, text=lowered(point.text, names), by=by)
