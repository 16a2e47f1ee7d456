"""Slots as boxes: their words in lines that fit, and how tall that makes them. Lengths are in pixels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.explanation.labels import verdict_word
from engine.explanation.picture.usual import standing_words, warnings_said
from engine.explanation.picture.words import say
from engine.explanation.proofs.drawing.boxes import side_of
from engine.explanation.proofs.drawing.measure import em_of, lines_of, printable
from engine.explanation.proofs.words import say as with_text
from engine.model import Language

PADDING = 10.0
SIGN = 14.0
_GAP = 6.0
_ELLIPSIS = "…"
# Beyond these a box says how many there are.
_PICKS = 4
_WARNINGS = 3


@dataclass(frozen=True, slots=True)
class Face:
    """How a line of words is set: its class, its size, the distance to the next line."""

    style: str
    size: float
    leading: float
    bold: bool = False


TITLE = Face("ap-title", 11.5, 15, bold=True)
NAME = Face("ap-name", 14, 18, bold=True)
SMALL = Face("ap-small", 11, 15)
NOTE = Face("ap-note", 11, 15, bold=True)
MARK = Face("ap-mark", 10.5, 14, bold=True)


@dataclass(frozen=True, slots=True)
class Line:
    """Words, or a sign, at a place in a box. `tint`: what colours it, besides its face."""

    x: float
    y: float
    text: str
    face: Face
    tint: str = ""
    sign: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """A slot as it is drawn. `mark`: the word in its corner, with its width; `told`: all of it in words."""

    slot: str
    tint: str
    height: float
    lines: tuple[Line, ...]
    told: str
    change: str = ""
    mark: str = ""
    mark_width: float = 0.0


@dataclass(slots=True)
class _Page:
    """A box as it fills with lines, from the top."""

    width: float
    lines: list[Line] = field(default_factory=list)
    bottom: float = PADDING

    def write(self, text: str, face: Face, *, most: int, indent: float = 0.0, tint: str = "", sign: str = "") -> None:
        """At most so many lines; `sign` stands before the first one."""
        room = (self.width - 2 * PADDING - indent) / face.size
        for i, line in enumerate(cut(printable(text), room, most, face.bold)):
            self.bottom += face.leading
            y = self.bottom - face.leading * 0.28
            self.lines.append(Line(PADDING + indent, y, line, face, tint, sign if i == 0 else ""))

    def skip(self, height: float) -> None:
        self.bottom += height


def slot_box(slot: Mapping[str, Any], width: float, language: Language, usual: Mapping[str, Any] | None = None) -> Box:
    """`slot`: as in the document of a picture; `usual`: what the picture says once of most picks."""
    page = _Page(width)
    change = slot["change"]
    mark = change["word"] if change else ""
    mark_width = em_of(mark, bold=True) * MARK.size + 12 if mark else 0.0
    # The mark in the corner stands on the frame, above the words.
    page.write(slot["title"], TITLE, most=2)
    page.skip(3)
    for pick in slot["picks"][:_PICKS]:
        tint, sign = side_of(pick["verdict"])
        page.write(pick["name"], NAME, most=3, indent=SIGN + _GAP, tint=tint, sign=sign)
        page.write(" · ".join(standing_words(pick, usual)), SMALL, most=2, indent=SIGN + _GAP)
        page.write(_through(pick, language), SMALL, most=2, indent=SIGN + _GAP)
        page.skip(2)
    if more := len(slot["picks"]) - _PICKS:
        _more(page, more, language)
    page.write(slot["note"] or "", SMALL, most=2)
    for one in slot["leaving"]:
        tint, sign = side_of(one["verdict"])
        page.write(_leaving(one), NOTE, most=3, indent=SIGN + _GAP, tint=tint, sign=sign)
    warnings = warnings_said(slot)
    for warning in warnings[:_WARNINGS]:
        text = f"{warning['name']}: {warning['label']}"
        page.write(text, NOTE, most=3, indent=SIGN + _GAP, tint="warning", sign="warning")
    if more := len(warnings) - _WARNINGS:
        _more(page, more, language)
    if change and change["text"]:
        page.write(change["text"], SMALL, most=3)
    height = page.bottom + PADDING
    return Box(
        slot["slot"], tint_of(slot), height, tuple(page.lines), told(slot, language), _kind(change), mark, mark_width
    )


def told(slot: Mapping[str, Any], language: Language) -> str:
    """A slot in a sentence, for who hears the picture, or points at it."""
    change = slot["change"]
    parts = [
        f"{slot['title']} ({slot['status_text']})",
        *(f"{pick['name']}: {_standing(pick, language)}" for pick in slot["picks"]),
        *(_leaving(one) for one in slot["leaving"]),
        *(f"{warning['name']}: {warning['label']}. {warning['text']}" for warning in slot["warnings"]),
        *([": ".join(filter(None, [change["word"], change["text"]]))] if change else []),
    ]
    return printable("; ".join(parts))


def cut(text: str, room: float, most: int, bold: bool = False) -> list[str]:
    """The text in at most so many lines of a room in em; what is left out is told by dots."""
    lines = list(lines_of(text, room, bold=bold))
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and em_of(last + _ELLIPSIS, bold=bold) > room:
        last = last[:-1]
    return [*lines[: most - 1], last.rstrip() + _ELLIPSIS]


def _standing(pick: Mapping[str, Any], language: Language) -> str:
    return ", ".join(filter(None, [pick["verdict_text"], pick["badge_text"], _through(pick, language)]))


def _through(pick: Mapping[str, Any], language: Language) -> str:
    names = ", ".join(one["name"] for one in pick["with"])
    return with_text("with", language, names=names) if names else ""


def _leaving(one: Mapping[str, Any]) -> str:
    to = ", ".join(product["name"] for product in one["to"])
    way = f"{one['name']} → {to}" if to else one["name"]
    return f"{one['verdict_text']}: {way}" + (f", {one['by_text']}" if one["by_text"] else "")


def _more(page: _Page, count: int, language: Language) -> None:
    if count > 0:
        page.write(say("and more", language, count=count), SMALL, most=1, indent=SIGN + _GAP)


def tint_of(slot: Mapping[str, Any]) -> str:
    """That of its best pick; of a slot that has none, what that means."""
    if slot["status"] in ("contested", "unserved"):
        return "against"
    if slot["picks"]:
        return side_of(slot["picks"][0]["verdict"])[0]
    return "warning" if slot["leaving"] or slot["warnings"] else "aside"


def _kind(change: Mapping[str, Any] | None) -> str:
    return change["kind"] if change else ""


def verdict_samples(slots: list[Mapping[str, Any]], language: Language) -> list[tuple[str, str, str]]:
    """Of each sign that is in the picture the tint, the sign, and the words of the verdicts that it stands for."""
    words = dict.fromkeys(one["verdict"] for slot in slots for one in (*slot["picks"], *slot["leaving"]))
    found: dict[tuple[str, str], list[str]] = {}
    for word in words:
        found.setdefault(side_of(word), []).append(verdict_word(word, language))
    return [(*side, ", ".join(told)) for side, told in found.items()]


def widest_word(slots: Iterable[Mapping[str, Any]]) -> float:
    """How wide a box has to be for no name of a product to break inside a word."""
    names = [one["name"] for slot in slots for one in slot["picks"]]
    words = [word for name in names for word in printable(name).replace("-", "- ").split()]
    return max((em_of(word, bold=True) for word in words), default=0.0) * NAME.size + 2 * PADDING + SIGN + _GAP
