"""Nodes of a proof as boxes: how large each is, where its words stand, what it looks like."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import cast

from engine.explanation.proofs.drawing.layered import Size
from engine.explanation.proofs.drawing.measure import em_of, is_usual, lines_of, printable
from engine.explanation.proofs.drawing.words import KINDS, say
from engine.explanation.proofs.graph_parts import GraphNode, NodeKind
from engine.explanation.proofs.words import strength_word
from engine.model import PICKED, Language, Strength

PADDING = 12.0
SIGN = 14.0
_GAP = 6.0


@dataclass(frozen=True, slots=True)
class Look:
    """A tint of the palette, the outline, and how wide boxes of the kind are, in pixels."""

    tint: str
    shape: str
    width: float


_KNOWN = Look("known", "pill", 200)
# How wide a verdict is that has its reason in it.
_TOLD = 320
_ASIDE = Look("aside", "plain", 230)
LOOKS: dict[NodeKind, Look] = {
    "answer": _KNOWN,
    "catalog": _KNOWN,
    "date": _KNOWN,
    "edition": _KNOWN,
    "concern": Look("derived", "cut", 190),
    "need": Look("derived", "cut", 190),
    "argument": Look("argument", "barred", 270),
    "verdict": Look("maybe", "double", 180),
    "slot": Look("slot", "heavy", 190),
    "claim": Look("claim", "folded", 340),
    "warning": Look("warning", "cut", 230),
    "relation": _ASIDE,
    "note": _ASIDE,
    "open": _ASIDE,
}


@dataclass(frozen=True, slots=True)
class Face:
    """How a line of words is set: its class, size in pixels, distance to the next line."""

    style: str
    size: float
    leading: float
    bold: bool = False
    monospaced: bool = False


WORD = Face("pd-word", 11, 15, bold=True)
TITLE = Face("pd-title", 12.5, 17, bold=True)
TEXT = Face("", 12.5, 17)
FAINT = Face("pd-faint", 12.5, 17)
QUOTE = Face("pd-small", 12, 16)
QUOTE_FAINT = Face("pd-small pd-faint", 12, 16)
ID = Face("pd-id", 11, 15, monospaced=True)
BIG = Face("pd-big", 15, 20, bold=True)


@dataclass(frozen=True, slots=True)
class Line:
    """Words at a place in a box. `squeezed`: the width to hold them to, where it is not known how wide they are.

    `about`: the id of what the words name: a rule, a claim, a product.
    """

    x: float
    y: float
    text: str
    face: Face
    squeezed: float | None = None
    about: str | None = None


@dataclass(frozen=True, slots=True)
class Box:
    """A node, or the claims that a rule cites, as it is drawn. `rules`: heights at which a thin line runs across."""

    kind: NodeKind
    tint: str
    shape: str
    sign: str
    size: Size
    lines: tuple[Line, ...]
    told: str
    defeated: bool = False
    rules: tuple[float, ...] = ()


def node_box(node: GraphNode, language: Language) -> Box:
    """Any node but a claim."""
    look = LOOKS[node.kind]
    page = _Page(_TOLD if node.kind == "verdict" and node.text else look.width)
    defeated = node.standing == "defeated"
    word = _word(node, language)
    page.write(word, WORD, indent=SIGN + _GAP)
    if node.kind == "argument":
        page.write(node.text, FAINT if defeated else TEXT)
        page.write(node.title, ID, about=node.about)
    else:
        about = node.about if node.kind == "verdict" else None
        page.write(node.title, BIG if node.kind == "slot" else TITLE, about=about)
        page.write(_beyond(node.title, node.text), FAINT)
    told = f"{word}: {node.title}. {_beyond(node.title, node.text)}".strip()
    tint, sign = side_of(node.outcome) if node.kind == "verdict" else (look.tint, "aside" if defeated else node.kind)
    return Box(node.kind, tint, look.shape, sign, page.size(), tuple(page.lines), printable(told), defeated)


def claims_box(claims: Sequence[GraphNode], quoted: frozenset[str], language: Language) -> Box:
    """The claims that something rests on; of those in `quoted`, which another box shows, only the ids."""
    look = LOOKS["claim"]
    page = _Page(look.width)
    word = KINDS["claim"].in_language(language)
    page.write(word, WORD, indent=SIGN + _GAP)
    rules: list[float] = []

    def apart() -> None:
        if len(page.lines) > 1:
            page.skip(_GAP)
            rules.append(page.bottom)
            page.skip(_GAP)

    for claim in claims:
        if claim.id not in quoted:
            apart()
            page.write(claim.text, QUOTE)
            page.write(claim.title, ID, about=claim.about)
    again = [claim for claim in claims if claim.id in quoted]
    if again:
        apart()
        page.write(say("again", language), QUOTE_FAINT)
        for claim in again:
            page.write(claim.title, ID, about=claim.about)
    told = "; ".join(f"{word}: {claim.text} {claim.title}" for claim in claims)
    return Box(
        "claim", look.tint, look.shape, "claim", page.size(), tuple(page.lines), printable(told), rules=tuple(rules)
    )


def questions_box(questions: Sequence[GraphNode], language: Language) -> Box:
    """Unanswered questions that could still change the same thing."""
    look = LOOKS["open"]
    page = _Page(look.width)
    word = KINDS["open"].in_language(language)
    page.write(word, WORD, indent=SIGN + _GAP)
    for i, question in enumerate(questions):
        if i:
            page.skip(_GAP)
        page.write(question.title, TEXT)
    told = f"{word}: {' '.join(question.title for question in questions)}"
    return Box("open", look.tint, look.shape, "open", page.size(), tuple(page.lines), printable(told))


def _word(node: GraphNode, language: Language) -> str:
    """What a box is, and how strong, and whether it was set aside."""
    parts = [KINDS[node.kind].in_language(language)]
    if node.strength:
        parts.append(strength_word(cast(Strength, node.strength), language))
    if node.standing == "defeated":
        parts.append(say("set aside", language))
    return " · ".join(parts)


def _beyond(title: str, text: str) -> str:
    """What a text says beyond its title."""
    return text[len(title) :].strip() if text.startswith(title) else text


def side_of(outcome: str | None) -> tuple[str, str]:
    """A verdict's tint and sign: for the product, against it, or neither."""
    if outcome in PICKED:
        return "for", "yes"
    if outcome == "avoid":
        return "against", "no"
    return ("against", "leave") if outcome == "migrate" else ("maybe", "maybe")


@dataclass(slots=True)
class _Page:
    """A box as it fills with lines, from the top."""

    width: float
    lines: list[Line] = field(default_factory=list)
    bottom: float = 9.0

    def write(self, text: str, face: Face, *, indent: float = 0, about: str | None = None) -> None:
        room = self.width - 2 * PADDING
        for line, at in self._broken(printable(text), face, room, indent):
            wide = em_of(line, bold=face.bold, monospaced=face.monospaced) * face.size
            most = room - at
            squeezed = min(wide, most) if wide > most or not is_usual(line) else None
            # A baseline is about a fifth of a letter above the foot of its line.
            y = self.bottom + (face.leading + face.size) / 2 - face.size * 0.2
            self.lines.append(Line(PADDING + at, y, line, face, squeezed, about))
            self.bottom += face.leading

    def _broken(self, text: str, face: Face, room: float, indent: float) -> Iterator[tuple[str, float]]:
        broken = lines_of(text, (room - indent) / face.size, bold=face.bold, monospaced=face.monospaced)
        yield from ((line, indent) for line in broken)

    def skip(self, height: float) -> None:
        self.bottom += height

    def size(self) -> Size:
        return Size(self.width, self.bottom + 9.0)
