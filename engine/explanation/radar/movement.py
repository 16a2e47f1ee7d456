"""How products moved through the rings over a history: one point for each edition, and for each change within one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Literal

from engine.explanation.radar.standing import HOLD, Standing, standings
from engine.inference.reasoner import Decision

Moved = Literal[-1, 0, 1]


@dataclass(frozen=True, slots=True)
class Point:
    """A product on one day. `moved`: 1 towards the middle, -1 outwards, against the end of the edition before.

    `standing` is None where the edition has no verdict on it any more; such a product is put on hold.
    """

    day: date
    decision: Decision
    standing: Standing | None
    moved: Moved

    @property
    def ring(self) -> int:
        return self.standing.ring if self.standing else HOLD


def timelines(history: Sequence[Decision]) -> dict[str, tuple[Point, ...]]:
    """By product, newest point first, for a history as `history` gives it. What the last decision and the edition
    before have no verdict on is left out.

    What has no verdict counts as on hold, so that a product which enters an edition moves in, and one which leaves it
    moves out.
    """
    found: dict[str, list[Point]] = {}
    before: dict[str, Standing] | None = None
    here: dict[str, Standing] = {}
    entering = before
    for _, decisions in groupby(history, key=lambda decision: decision.edition):
        entering, before = before, None
        for number, decision in enumerate(decisions):
            here = standings(decision)
            for product in sorted({*here, *(entering or ()), *found}):
                point = _point(decision, here.get(product), entering, product)
                points = found.setdefault(product, [])
                if number == 0 or not points or _differs(point, points[-1]):
                    points.append(point)
        before = here
    shown = sorted({*here, *(entering or ())})
    return {product: tuple(reversed(found[product])) for product in shown}


def _point(decision: Decision, standing: Standing | None, entering: dict[str, Standing] | None, product: str) -> Point:
    ring = standing.ring if standing else HOLD
    then = entering.get(product) if entering is not None else standing
    earlier = then.ring if then else HOLD
    moved: Moved = 1 if ring < earlier else -1 if ring > earlier else 0
    return Point(decision.read_on, decision, standing, moved)


def _differs(point: Point, other: Point) -> bool:
    return point.ring != other.ring or (point.standing is None) != (other.standing is None)
