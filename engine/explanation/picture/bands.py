"""Areas of an architecture as bands: neighbours share one as long as their boxes fit side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

# How many boxes stand side by side in a band at most: as many as leave room for their words on a page.
COLUMNS = 6

Area = TypeVar("Area")


def columns_of(boxes: int, columns: int = COLUMNS) -> int:
    """How many boxes of an area stand side by side: as many in each of its lines, as far as that goes."""
    lines = max(1, -(-boxes // columns))
    return max(1, -(-boxes // lines))


def bands(areas: Sequence[Area], boxes: Sequence[int], columns: int = COLUMNS) -> list[list[Area]]:
    """`boxes`: how many each area has. The areas stay in their order; as little as can be is left empty."""
    widths = [columns_of(count, columns) for count in boxes]
    found, start = [], 0
    for end in _ends(tuple(widths), columns):
        found.append(list(areas[start:end]))
        start = end
    return found


def _ends(widths: tuple[int, ...], columns: int) -> tuple[int, ...]:
    """Where each band ends: few bands, and none of them much emptier than the others."""

    @cache
    def best(start: int) -> tuple[int, int, tuple[int, ...]]:
        if start == len(widths):
            return 0, 0, ()
        found = []
        used = 0
        for end in range(start + 1, len(widths) + 1):
            used += widths[end - 1]
            if used > columns and end > start + 1:
                break
            count, left, ends = best(end)
            found.append((count + 1, left + (columns - used) ** 2, (end, *ends)))
        return min(found)

    return best(0)[2]


def banded(areas: Sequence[Mapping[str, Any]], columns: int = COLUMNS) -> list[dict[str, Any]]:
    """Areas of a picture, the foundation first, as its bands from top to bottom, where the foundation is the last."""
    placed = [{**area, "columns": columns_of(len(area["slots"]), columns)} for area in areas]
    rows = bands(placed, [len(area["slots"]) for area in areas], columns)
    # A band of few boxes does not make them as wide as the whole picture.
    least = -(-max(map(_columns, rows), default=1) * 5 // 8)
    return [{"columns": max(least, _columns(row)), "areas": row} for row in reversed(rows)]


def arranged(picture: Mapping[str, Any], columns: int) -> dict[str, Any]:
    """The same picture with at most so many boxes side by side."""
    areas = [area for band in reversed(picture["bands"]) for area in band["areas"]]
    return {**picture, "bands": banded(areas, columns)}


def _columns(row: Iterable[Mapping[str, Any]]) -> int:
    columns: int = sum(area["columns"] for area in row)
    return columns
