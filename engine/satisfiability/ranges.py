"""Numbers and versions in a row that no rule tells apart: from where to where they go."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from engine.dated import version_key


@dataclass(frozen=True, slots=True)
class Bound:
    """A place between values: right before one, or right after it."""

    value: Any
    after: bool = False


@dataclass(frozen=True, slots=True)
class Range:
    """What lies between two bounds, None where there is no end to it."""

    low: Bound | None = None
    high: Bound | None = None


def ranges_of(tries: Iterable[Any], named: Collection[Any], *, whole: bool) -> list[tuple[Any, Range]]:
    """Each value that was tried, least first, with what lies around it up to the next ones.

    `named`: the values that tests compare with; only there, and where a named version has a next one, can what tests
    show change. `whole`: there is nothing between a number and the next.
    """
    values = sorted(dict.fromkeys(tries), key=place)
    places = {place(one) for one in named}
    edges = [None, *(_between(a, b, places, whole) for a, b in pairwise(values)), None]
    return [(value, Range(edges[i], edges[i + 1])) for i, value in enumerate(values)]


def _between(value: Any, following: Any, named: Collection[tuple[float, ...]], whole: bool) -> Bound:
    """Where two neighbours part: before the one that is named. A version has its patches right after it."""
    if whole or place(value) not in named or place(following) in named:
        return Bound(following)
    if isinstance(value, str) and len(place(following)) <= len(place(value)):
        return Bound(following)
    return Bound(value, after=True)


def merged(ranges: Iterable[Range]) -> tuple[Range, ...]:
    """Ranges, none of which overlap, least first, with those made one that touch each other."""
    found: list[Range] = []
    for one in sorted(ranges, key=_low):
        if found and one.low is not None and found[-1].high == one.low:
            found[-1] = Range(found[-1].low, one.high)
        else:
            found.append(one)
    return tuple(found)


def place(value: Any) -> tuple[float, ...]:
    """Where a number or a version stands among others."""
    return version_key(value) if isinstance(value, str) else (value,)


def _low(one: Range) -> tuple[Sequence[float], bool]:
    return (place(one.low.value), one.low.after) if one.low else ((), False)
