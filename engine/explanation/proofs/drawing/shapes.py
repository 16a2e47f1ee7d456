"""The outlines of boxes, the signs in them, and the heads of lines, as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot

from engine.explanation.proofs.drawing.layered import Point, Size

_CUT = 10.0
_FOLD = 14.0
_CORNER = 8.0
# How far the head of a line reaches back from its end, in pixels.
HEAD = 9.0

# Each in a square of 14 by 14, drawn as a stroke.
SIGNS = {
    "answer": "M1.5 2.5h11v7h-6l-3 3v-3h-2z",
    "catalog": "M2 2h10v10H2zM2 5.5h10M5.5 5.5V12",
    "date": "M2 3h10v9H2zM2 6h10M5 1.5V4M9 1.5V4",
    "edition": "M3 1.5h8v11l-4-3-4 3z",
    "concern": "M3 12.5v-11h8l-2 3 2 3H3",
    "need": "M7 1.5a5.5 5.5 0 1 0 .01 0M7 4v6M4 7h6",
    "argument": "M1 4h3.5L8 7l-3.5 3H1M8 7h5M10.5 4.5 13 7l-2.5 2.5",
    "claim": "M2 3h3.5v3.5L3.5 11M8 3h3.5v3.5L9.5 11",
    "slot": "M2 2h4v4H2zM8 2h4v4H8zM2 8h4v4H2zM8 8h4v4H8z",
    "warning": "M7 1.5 13 12.5H1zM7 5.5v3.5M7 11v.01",
    "relation": "M5.5 8.5 8.5 5.5M6 4l1.5-1.5a2.8 2.8 0 0 1 4 4L10 8M8 10l-1.5 1.500a2.8 2.8 0 0 1-4-4L4 6",
    "note": "M7 1.5a5.5 5.5 0 1 0 .01 0M7 6.5V10M7 4v.01",
    "open": "M7 1.5a5.5 5.5 0 1 0 .01 0M5.3 5.500a1.8 1.8 0 1 1 1.7 2V8.500M7 10.500v.01",
    "aside": "M2 2l10 10M12 2 2 12",
    "yes": "M7 1.5a5.5 5.5 0 1 0 .01 0M4.5 7l2 2 3.5-4",
    "no": "M7 1.5a5.5 5.5 0 1 0 .01 0M5 5l4 4M9 5l-4 4",
    "maybe": "M7 1.5a5.5 5.5 0 1 0 .01 0M4.5 7h5",
    "leave": "M7 1.5a5.5 5.5 0 1 0 .01 0M4 7h6M7.5 4.5 10 7 7.5 9.5",
}


def number(value: float) -> str:
    """A length as SVG has it, to a tenth of a pixel."""
    return f"{round(value, 1):g}"


def at(point: Point) -> str:
    return f"{number(point[0])} {number(point[1])}"


def outline(shape: str, size: Size) -> str:
    """A box of a shape, from its upper left corner."""
    w, h = number(size.width), number(size.height)
    if shape == "cut":
        right, low = number(size.width - _CUT), number(size.height - _CUT)
        c = number(_CUT)
        path = f"M{c} 0H{right}L{w} {c}V{low}L{right} {h}H{c}L0 {low}V{c}z"
        return f'<path class="pd-box" d="{path}"/>'
    if shape == "folded":
        f, right = number(_FOLD), number(size.width - _FOLD)
        return f'<path class="pd-box" d="M0 0H{right}L{w} {f}V{h}H0zM{right} 0V{f}H{w}"/>'
    radius = {"pill": 16, "heavy": 10, "double": 8, "barred": 3}.get(shape, 0)
    heavy = " pd-heavy" if shape == "heavy" else ""
    rect = f'<rect class="pd-box{heavy}" width="{w}" height="{h}" rx="{radius}"/>'
    if shape == "barred":
        return f'{rect}<path class="pd-box pd-heavy" d="M1.5 3V{number(size.height - 3)}"/>'
    if shape == "double":
        inner = f'width="{number(size.width - 6)}" height="{number(size.height - 6)}" rx="{radius - 3}"'
        return f'{rect}<rect class="pd-box" x="3" y="3" {inner}/>'
    return rect


def curve(points: Sequence[Point]) -> str:
    """A line through its corners, which are rounded, up to where its head begins."""
    *before, last = points
    if not before:
        return ""
    end = _back(before[-1], last, HEAD - 1)
    path = [f"M{at(points[0])}"]
    for previous, corner, following in zip(points, points[1:], [*points[2:-1], end], strict=False):
        radius = min(_CORNER, _length(previous, corner) / 2, _length(corner, following) / 2)
        path.append(f"L{at(_back(previous, corner, radius))}Q{at(corner)} {at(_back(following, corner, radius))}")
    path.append(f"L{at(end)}")
    return "".join(path)


def head(kind: str, standing: str, points: Sequence[Point]) -> str:
    """What a line ends in: an arrow, a bar before one that opposes, a cross, a ring, a dot."""
    tip, origin = points[-1], points[-2]
    length = _length(origin, tip) or 1.0
    along = ((tip[0] - origin[0]) / length, (tip[1] - origin[1]) / length)

    def spot(back: float, aside: float) -> str:
        return at((tip[0] - along[0] * back - along[1] * aside, tip[1] - along[1] * back + along[0] * aside))

    if kind == "sets-aside":
        cross = f"M{spot(9, -4.5)}L{spot(1, 4.5)}M{spot(9, 4.5)}L{spot(1, -4.5)}"
        return f'<path class="pd-head pd-{kind}" d="{cross}"/>'
    if kind in ("cites", "notes"):
        centre = (tip[0] - along[0] * 4, tip[1] - along[1] * 4)
        hollow = " pd-hollow" if kind == "notes" else ""
        return f'<circle class="pd-head{hollow}" cx="{number(centre[0])}" cy="{number(centre[1])}" r="3"/>'
    arrow = f"M{spot(0, 0)}L{spot(HEAD, 4.5)}L{spot(HEAD, -4.5)}z"
    hollow = " pd-hollow" if standing == "defeated" else ""
    if kind == "opposes":
        bar = f'<path class="pd-head pd-{kind}" d="M{spot(HEAD + 3, 6)}L{spot(HEAD + 3, -6)}"/>'
        return f'<path class="pd-head pd-{kind}{hollow}" d="{arrow}"/>{bar}'
    return f'<path class="pd-head{hollow}" d="{arrow}"/>'


def _length(a: Point, b: Point) -> float:
    return hypot(b[0] - a[0], b[1] - a[1])


def _back(origin: Point, point: Point, distance: float) -> Point:
    """A place at a distance before a point, on the way to it from its origin."""
    length = _length(origin, point)
    share = min(1.0, distance / length) if length else 0.0
    return (point[0] - (point[0] - origin[0]) * share, point[1] - (point[1] - origin[1]) * share)
