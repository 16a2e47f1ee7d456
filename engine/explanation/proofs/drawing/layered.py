"""The port to the library that lays graphs out in layers. No other module imports it, and this one only when asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

Point = tuple[float, float]

# In pixels. A gap between layers has to hold an arrowhead and a lane for each line that turns there.
_OPTIONS = {
    "direction": "leftright",
    "routing": {"style": "orthogonal", "port_sides": "facing_only", "lane_gap": 7},
    "coords": {"branch_style": "symmetric"},
    "spacing": {"layer_gap": 46, "node_gap": 16, "dummy_gap": 12, "stub": 16, "isolated_gap": 16},
    "seed": 0,
}


class CannotDraw(Exception):
    """There is no layout library for this machine."""


@dataclass(frozen=True, slots=True)
class Size:
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Placement:
    """Where everything goes, in pixels from the upper left corner: the upper left corner of each box, and of each link
    the corners of its line, from the border of its source to that of its target."""

    corners: tuple[Point, ...]
    lines: tuple[tuple[Point, ...], ...]
    size: Size


def place(sizes: Sequence[Size], links: Sequence[tuple[int, int]]) -> Placement:
    """Boxes and the links between them, by number → a placement with the links running from left to right.

    No two boxes overlap and no line crosses one. The same in, the same out. Raises CannotDraw.
    """
    try:
        import graphlay  # only who draws pays for it
    except ImportError as error:
        raise CannotDraw(
            "graphlay, which lays drawings out, is not installed and not made for every machine"
        ) from error
    if not sizes:
        return Placement((), (), Size(0, 0))
    graph = graphlay.Graph()
    for size in sizes:
        graph.node(width=size.width, height=size.height)
    for source, target in links:
        graph.edge(source, target)
    found = graphlay.layout(graph, options=_OPTIONS)
    centres = [(node["center"]["x"], node["center"]["y"]) for node in found.nodes]
    corners = [(x - s.width / 2, y - s.height / 2) for (x, y), s in zip(centres, sizes, strict=True)]
    lines = [tuple((point["x"], point["y"]) for point in edge["points"]) for edge in found.edges]
    return _from_corner(corners, lines, sizes)


def _from_corner(corners: list[Point], lines: list[tuple[Point, ...]], sizes: Sequence[Size]) -> Placement:
    far = [(x + size.width, y + size.height) for (x, y), size in zip(corners, sizes, strict=True)]
    points = [*corners, *far, *chain.from_iterable(lines)]
    left, top = min(x for x, _ in points), min(y for _, y in points)
    right, bottom = max(x for x, _ in points), max(y for _, y in points)
    return Placement(
        tuple((x - left, y - top) for x, y in corners),
        tuple(tuple((x - left, y - top) for x, y in line) for line in lines),
        Size(right - left, bottom - top),
    )
