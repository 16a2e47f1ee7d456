"""An SVG as a test sees it: where boxes, words and lines are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from xml.etree import ElementTree as ET

from engine.explanation.proofs.drawing.boxes import BIG, FAINT, ID, QUOTE, QUOTE_FAINT, TEXT, TITLE, WORD
from engine.explanation.proofs.drawing.measure import em_of

_SVG = "{http://www.w3.org/2000/svg}"
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")
_FACES = {face.style: face for face in (WORD, TITLE, TEXT, FAINT, ID, BIG, QUOTE, QUOTE_FAINT)}


@dataclass(frozen=True)
class Words:
    text: str
    left: float
    right: float
    baseline: float
    size: float


@dataclass(frozen=True)
class Drawn:
    """A box; lengths in pixels from the corner of the drawing."""

    told: str
    classes: frozenset[str]
    left: float
    top: float
    right: float
    bottom: float
    words: tuple[Words, ...]

    def overlaps(self, other: Drawn) -> bool:
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom

    def is_crossed(self, start: tuple[float, float], end: tuple[float, float], slack: float = 1.5) -> bool:
        """Does a level or upright line run through its inside?"""
        left, right = sorted((start[0], end[0]))
        top, bottom = sorted((start[1], end[1]))
        across = left < self.right - slack and self.left + slack < right
        return across and top < self.bottom - slack and self.top + slack < bottom


@dataclass(frozen=True)
class Picture:
    size: tuple[float, float]
    boxes: tuple[Drawn, ...]
    lines: tuple[tuple[tuple[float, float], ...], ...]
    text: str


def picture(svg: str) -> Picture:
    root = ET.fromstring(svg)
    boxes, lines = [], []
    for element, (x, y) in _placed(root, (0.0, 0.0)):
        if element.get("role") == "graphics-symbol":
            boxes.append(_box(element, x, y))
        elif "pd-line" in (element.get("class") or "").split():
            numbers = [float(n) for n in _NUMBER.findall(element.get("d") or "")]
            lines.append(tuple((x + a, y + b) for a, b in zip(numbers[::2], numbers[1::2], strict=True)))
    _, _, width, height = (float(n) for n in (root.get("viewBox") or "").split())
    return Picture((width, height), tuple(boxes), tuple(lines), "".join(root.itertext()))


def _placed(element: ET.Element, at: tuple[float, float]) -> Iterator[tuple[ET.Element, tuple[float, float]]]:
    """Every element with what all the shifts around it come to."""
    shift = [float(n) for n in _NUMBER.findall(element.get("transform") or "0 0")]
    here = (at[0] + shift[0], at[1] + shift[1])
    yield element, here
    for child in element:
        yield from _placed(child, here)


def _box(element: ET.Element, x: float, y: float) -> Drawn:
    outline = next(child for child in element if "pd-box" in (child.get("class") or ""))
    if outline.tag == f"{_SVG}rect":
        width, height = float(outline.get("width") or 0), float(outline.get("height") or 0)
    else:
        width, height = _extent(outline.get("d") or "")
    return Drawn(
        told=element.findtext(f"{_SVG}title") or "",
        classes=frozenset((element.get("class") or "").split()),
        left=x,
        top=y,
        right=x + width,
        bottom=y + height,
        words=tuple(_words(child, x, y) for child in element.iter(f"{_SVG}text")),
    )


def _extent(path: str) -> tuple[float, float]:
    """How far to the right and down a path of straight lines reaches."""
    right = bottom = 0.0
    for letter, rest in re.findall(r"([HLMV])([^A-Za-z]*)", path):
        numbers = [float(n) for n in _NUMBER.findall(rest)]
        if letter != "V":
            right = max(right, numbers[0])
        if letter != "H":
            bottom = max(bottom, numbers[-1])
    return right, bottom


def _words(element: ET.Element, x: float, y: float) -> Words:
    face = _FACES[element.get("class") or ""]
    text = element.text or ""
    squeezed = element.get("textLength")
    width = float(squeezed) if squeezed else em_of(text, bold=face.bold, monospaced=face.monospaced) * face.size
    left = x + float(element.get("x") or 0)
    return Words(text, left, left + width, y + float(element.get("y") or 0), face.size)


def assert_in_order(drawn: Picture) -> None:
    """No two boxes overlap, all words are within their boxes, no line runs through a box, all is on the sheet."""
    for i, box in enumerate(drawn.boxes):
        assert not [other.told for other in drawn.boxes[i + 1 :] if box.overlaps(other)], box.told
        assert box.left >= 0 and box.top >= 0 and box.right <= drawn.size[0] and box.bottom <= drawn.size[1]
        for words in box.words:
            assert box.left + 4 <= words.left and words.right <= box.right - 4, words.text
            assert box.top + 4 <= words.baseline - words.size * 0.8 and words.baseline + 3 <= box.bottom, words.text
        for above, below in pairwise(box.words):
            assert above.baseline + 2 < below.baseline or above.baseline == below.baseline
    for line in drawn.lines:
        for start, end in pairwise(line):
            assert not [box.told for box in drawn.boxes if box.is_crossed(start, end)]
