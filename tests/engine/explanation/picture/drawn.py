"""A picture as a test sees it: where boxes and words are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from engine.explanation.picture import boxes
from engine.explanation.proofs.drawing.measure import em_of

_SVG = "{http://www.w3.org/2000/svg}"
_SHIFT = re.compile(r"-?\d+(?:\.\d+)?")
_FACES = {face.style: face for face in (boxes.TITLE, boxes.NAME, boxes.SMALL, boxes.NOTE, boxes.MARK)}


@dataclass(frozen=True)
class Drawn:
    """A box, from the corner of the picture. `words`: their texts with where each ends."""

    told: str
    classes: frozenset[str]
    left: float
    top: float
    right: float
    bottom: float
    words: tuple[tuple[str, float, float], ...]

    def overlaps(self, other: Drawn) -> bool:
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


def drawn(svg: str) -> tuple[tuple[float, float], list[Drawn]]:
    """The size of the picture, and its boxes."""
    root = ET.fromstring(svg)
    _, _, width, height = (float(one) for one in (root.get("viewBox") or "").split())
    found = [_box(one, x, y) for one, x, y in _placed(root, 0, 0) if one.get("role") == "graphics-symbol"]
    return (width, height), found


def _placed(element: ET.Element, x: float, y: float) -> Iterator[tuple[ET.Element, float, float]]:
    shift = _SHIFT.findall(element.get("transform") or "0 0")
    x, y = x + float(shift[0]), y + float(shift[1])
    yield element, x, y
    for child in element:
        yield from _placed(child, x, y)


def _box(element: ET.Element, x: float, y: float) -> Drawn:
    rect = next(one for one in element.iter(f"{_SVG}rect") if one.get("class") == "ap-box")
    words = []
    for text in element.iter(f"{_SVG}text"):
        face = _FACES[(text.get("class") or "").split()[0]]
        said = text.text or ""
        right = float(text.get("x") or 0) + em_of(said, bold=face.bold) * face.size
        words.append((said, x + right, y + float(text.get("y") or 0)))
    return Drawn(
        element.findtext(f"{_SVG}title") or "",
        frozenset((element.get("class") or "").split()),
        x,
        y,
        x + float(rect.get("width") or 0),
        y + float(rect.get("height") or 0),
        tuple(words),
    )
