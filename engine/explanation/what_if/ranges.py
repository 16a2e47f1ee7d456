"""Ranges of numbers and versions as plain data and in words, and changes that differ in nothing but their range."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from engine.explanation.what_if.effects import Change
from engine.inference.profile import pairs_of
from engine.model import Language, Question, Text
from engine.satisfiability.ranges import Range, merged

_WORDS = {
    "any": Text("whatever it is", "어떤 값이든"),
    "least": Text("{low} or more", "{low} 이상"),
    "least version": Text("{low} or later", "{low} 이상"),
    "above": Text("above {low}", "{low} 초과"),
    "above version": Text("later than {low}", "{low}보다 이후"),
    "most": Text("up to {high}", "{high} 이하"),
    "most version": Text("up to {high}", "{high} 이하"),
    "below": Text("below {high}", "{high} 미만"),
    "below version": Text("below {high}", "{high} 미만"),
    "least most": Text("from {low} to {high}", "{low}~{high}"),
    "least below": Text("from {low} to below {high}", "{low} 이상 {high} 미만"),
    "above most": Text("above {low}, up to {high}", "{low} 초과 {high} 이하"),
    "above below": Text("above {low}, below {high}", "{low} 초과 {high} 미만"),
    "or": Text(" or ", " 또는 "),
}
_KINDS = {"at_least": "least", "above": "above", "at_most": "most", "below": "below"}
Key = TypeVar("Key", bound=Hashable)


def range_data(question: Question, one: Range) -> dict[str, Any]:
    """The ends of a range, null for none: at most one of `at_least` and `above`, and of `at_most` and `below`."""
    found: dict[str, Any] = {"at_least": None, "above": None, "at_most": None, "below": None}
    for side, bound in _ends(question, one).items():
        found[side] = bound
    return found


def range_text(question: Question, ranges: Sequence[Range], language: Language) -> str:
    return _say("or", language).join(_one_text(question, one, language) for one in ranges)


def _one_text(question: Question, one: Range, language: Language) -> str:
    ends = _ends(question, one)
    if not ends:
        return _say("any", language)
    low, high = ends.get("at_least", ends.get("above")), ends.get("at_most", ends.get("below"))
    if "at_most" in ends and high in (low, question.minimum):
        return _shown(high)
    kind = " ".join(_KINDS[side] for side in ends)
    if len(ends) == 1 and question.type in ("version", "versions"):
        kind += " version"
    return _say(kind, language, low=_shown(low), high=_shown(high))


def _ends(question: Question, one: Range) -> dict[str, Any]:
    """The ends there are, the lower one first. Of whole numbers both belong to the range."""
    found: dict[str, Any] = {}
    if one.low:
        found["above" if one.low.after else "at_least"] = one.low.value
    if one.high:
        if question.type == "int" and not one.high.after:
            found["at_most"] = one.high.value - 1
        else:
            found["at_most" if one.high.after else "below"] = one.high.value
    return found


def _shown(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _say(word: str, language: Language, **parts: str) -> str:
    return _WORDS[word].in_language(language).format(**parts)


def product_of(change: Change) -> str | None:
    """The product whose version a change says; None where it says something else."""
    if not change.ranges or not isinstance(change.after, tuple):
        return None
    before = pairs_of(change.before) if isinstance(change.before, tuple) else ()
    return next(product for product, version in pairs_of(change.after) if (product, version) not in before)


def in_ranges(found: Iterable[tuple[Change, Key]]) -> list[tuple[Change, Key]]:
    """Changes with what each does: those to numbers and versions that do the same become one, in their order."""
    first: dict[object, int] = {}
    told: list[tuple[Change, Key]] = []
    for change, does in found:
        key = (change.question, product_of(change), does) if change.ranges else None
        if key is None or key not in first:
            first[key or object()] = len(told)
            told.append((change, does))
        else:
            at = first[key]
            told[at] = replace(told[at][0], ranges=merged((*told[at][0].ranges, *change.ranges))), does
    return told
