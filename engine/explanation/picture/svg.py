"""A picture as SVG: one file that stands by itself, wide enough for a slide."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from engine.explanation.picture.bands import arranged
from engine.explanation.picture.boxes import (
    MARK,
    NAME,
    SIGN,
    SMALL,
    Box,
    Face,
    Line,
    slot_box,
    verdict_samples,
    widest_word,
)
from engine.explanation.picture.style import stylesheet
from engine.explanation.picture.words import say
from engine.explanation.proofs.drawing.measure import em_of, lines_of, printable
from engine.explanation.proofs.drawing.shapes import SIGNS, number
from engine.explanation.what_if.badges import badge_meaning
from engine.model import Language

# In pixels.
_MARGIN = 28.0
_COLUMN = 190.0
_NARROWEST = 720.0
# A slide, and in how many columns of boxes a picture may be set to fill one.
_SLIDE = 16 / 9
_COLUMNS = range(3, 13)
_GAP = 10.0
_INSET = 10.0
_AREA_TITLE = 12.0
_HEAD = Face("ap-head", 22, 30, bold=True)
_LEAD = Face("ap-lead", 13, 19)
_AREA = Face("ap-area", 13, 18, bold=True)


def picture_svg(picture: Mapping[str, Any]) -> str:
    """`picture`: as `picture_document` makes it. It is set in as many columns as come nearest to a slide."""
    found: dict[str, _Sheet] = {}
    for columns in _COLUMNS:
        set_in = arranged(picture, columns)
        found.setdefault(str([band["columns"] for band in set_in["bands"]]), _sheet(set_in))
    return _written(picture, max(found.values(), key=lambda sheet: (_scale(sheet), sheet.width)))


def _scale(sheet: _Sheet) -> float:
    """How large it is on a slide that is one pixel high."""
    return min(_SLIDE / sheet.width, 1 / sheet.height)


def _sheet(picture: Mapping[str, Any]) -> _Sheet:
    language: Language = picture["language"]
    slots = [slot for band in picture["bands"] for area in band["areas"] for slot in area["slots"]]
    most = max((band["columns"] for band in picture["bands"]), default=1)
    # The box of an area that stands alone is narrower than a column by what is around it.
    column = max(_COLUMN, widest_word(slots) + 2 * _INSET + _GAP + 1)
    sheet = _Sheet(max(_NARROWEST, most * column + 2 * _MARGIN), language, picture["usual"])
    sheet.write(picture["title"], _HEAD)
    sheet.write(_lead(picture), _LEAD)
    sheet.skip(_GAP)
    for band in picture["bands"]:
        sheet.band(band)
    sheet.legend(slots)
    sheet.foot(picture)
    return sheet


def _lead(picture: Mapping[str, Any]) -> str:
    day = say("as of", picture["language"], day=picture["as_of"])
    return " · ".join(filter(None, [picture["edition_title"], day, (picture["since"] or {}).get("text")]))


def _written(picture: Mapping[str, Any], sheet: _Sheet) -> str:
    language: Language = picture["language"]
    areas = [area for band in picture["bands"] for area in band["areas"]]
    slots = sum(len(area["slots"]) for area in areas)
    told = say("described", language, slots=slots, areas=len(areas))
    w, h = number(sheet.width), number(sheet.height)
    heard = " · ".join(filter(None, [told, picture["since"] and picture["since"]["text"]]))
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns="http://www.w3.org/2000/svg" class="ap" '
        f'viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="graphics-document document" lang="{language}" '
        f'aria-labelledby="ap-name ap-told"><title id="ap-name">{_said(_title(picture))}</title>'
        f'<desc id="ap-told">{_said(heard)}</desc><style>{stylesheet()}</style>'
        f'<rect class="ap-paper" width="{w}" height="{h}"/>{"".join(sheet.parts)}</svg>\n'
    )


def _title(picture: Mapping[str, Any]) -> str:
    return f"{picture['title']} · {picture['edition_title']}, {picture['as_of']}"


@dataclass(frozen=True, slots=True)
class _Panel:
    """An area as it is drawn: its boxes in lines, and what is not needed in it."""

    title: tuple[str, ...]
    name: str
    boxes: tuple[tuple[Box, ...], ...]
    quiet: tuple[str, ...]
    width: float
    box_width: float

    @property
    def heights(self) -> tuple[float, ...]:
        return tuple(max(box.height for box in line) for line in self.boxes)

    def height(self, top: float) -> float:
        boxes = sum(height + _GAP for height in self.heights)
        return top + boxes + len(self.quiet) * SMALL.leading + (_INSET if self.quiet else _INSET - _GAP / 2)


class _Sheet:
    """What is in the picture so far, from the top."""

    def __init__(self, width: float, language: Language, usual: Mapping[str, Any] | None) -> None:
        self.width, self.language, self.usual = width, language, usual
        self.bottom = _MARGIN
        self.parts: list[str] = []

    @property
    def height(self) -> float:
        return self.bottom + _MARGIN / 2

    def skip(self, height: float) -> None:
        self.bottom += height

    def write(self, text: str, face: Face, style: str = "") -> None:
        for line in lines_of(printable(text), (self.width - 2 * _MARGIN) / face.size, bold=face.bold):
            self.bottom += face.leading
            self.parts.append(_words(Line(_MARGIN, self.bottom - face.leading * 0.28, line, face), style))

    def band(self, band: Mapping[str, Any]) -> None:
        panels = self._panels(band)
        top = _AREA_TITLE + _AREA.leading * max(len(panel.title) for panel in panels)
        height = max(panel.height(top) for panel in panels)
        x = _MARGIN
        for panel in panels:
            self.parts.append(
                f'<g transform="translate({number(x)} {number(self.bottom)})" role="group" '
                f'aria-label="{_said(panel.name)}">{"".join(_panel(panel, top, height))}</g>'
            )
            x += panel.width + _GAP
        self.bottom += height + _GAP

    def _panels(self, band: Mapping[str, Any]) -> list[_Panel]:
        """Areas share the width by their columns; the last one takes what is left over."""
        areas: Sequence[Mapping[str, Any]] = band["areas"]
        room = self.width - 2 * _MARGIN - _GAP * (len(areas) - 1)
        column = room / band["columns"]
        spare = room - column * sum(area["columns"] for area in areas)
        return [self._panel(area, area["columns"] * column, spare if area is areas[-1] else 0.0) for area in areas]

    def _panel(self, area: Mapping[str, Any], width: float, spare: float) -> _Panel:
        columns: int = area["columns"]
        box_width = (width - 2 * _INSET - (columns - 1) * _GAP) / columns
        boxes = [slot_box(slot, box_width, self.language, self.usual) for slot in area["slots"]]
        lines = tuple(tuple(boxes[i : i + columns]) for i in range(0, len(boxes), columns))
        names = ", ".join(slot["title"] for slot in area["not_needed"])
        told = f"{say('collected', self.language)}: {names}" if names else ""
        quiet = lines_of(printable(told), (width + spare - 2 * _INSET) / SMALL.size)
        title = lines_of(printable(area["title"]), (width + spare - 2 * _INSET) / _AREA.size, bold=True)
        return _Panel(title, area["title"], lines, quiet, width + spare, box_width)

    def legend(self, slots: list[Mapping[str, Any]]) -> None:
        """What the signs and frames mean that are in the picture."""
        samples = [(_sign(sign, tint), word) for tint, sign, word in verdict_samples(slots, self.language)]
        if any(slot["warnings"] for slot in slots):
            samples.append((_sign("warning", "warning"), say("legend.warning", self.language)))
        if any(slot["change"] for slot in slots):
            frame = '<g class="ap-aside ap-marked"><rect class="ap-box" x="1" y="1" width="12" height="12" rx="3"/></g>'
            samples.append((frame, say("legend.change", self.language)))
        self.bottom += 4
        x = _MARGIN
        for drawn, word in samples:
            room = SIGN + 6 + em_of(word) * _LEAD.size
            if x > _MARGIN and x + room > self.width - _MARGIN:
                x, self.bottom = _MARGIN, self.bottom + 22
            line = _words(Line(SIGN + 6, 11.5, word, _LEAD))
            self.parts.append(f'<g transform="translate({number(x)} {number(self.bottom)})">{drawn}{line}</g>')
            x += room + 22
        self.bottom += 26
        badges = dict.fromkeys((pick["badge"], pick["badge_text"]) for slot in slots for pick in slot["picks"])
        told = [f"{text}: {badge_meaning(badge, self.language)}" for badge, text in badges]
        self.write(" · ".join([*([self.usual["text"]] if self.usual else []), *told]), SMALL)

    def foot(self, picture: Mapping[str, Any]) -> None:
        told = [
            f"Portolan · {picture['edition_title']}",
            say("as of", self.language, day=picture["as_of"]),
            say("id", self.language, id=picture["decision"]),
        ]
        self.write(" · ".join(told), SMALL)


def _panel(panel: _Panel, top: float, height: float) -> Iterator[str]:
    yield f'<rect class="ap-band" width="{number(panel.width)}" height="{number(height)}" rx="10"/>'
    for i, text in enumerate(panel.title, 1):
        yield _words(Line(_INSET, i * _AREA.leading, text, _AREA))
    y = top
    # Boxes take the height that their neighbours in the band need.
    spare = (height - panel.height(top)) / max(1, len(panel.boxes))
    for line, least in zip(panel.boxes, panel.heights, strict=True):
        tallest = least + spare
        for i, box in enumerate(line):
            yield _box(box, _INSET + i * (panel.box_width + _GAP), y, panel.box_width, tallest)
        y += tallest + _GAP
    for text in panel.quiet:
        y += SMALL.leading
        yield _words(Line(_INSET, y - 5, text, SMALL))


def _box(box: Box, x: float, y: float, width: float, height: float) -> str:
    marked = f" ap-marked ap-{box.change}" if box.change else ""
    size = f'width="{number(width)}" height="{number(height)}"'
    flag = ""
    if box.mark:
        left = width - box.mark_width - 6
        flag = (
            f'<rect class="ap-flag" x="{number(left)}" y="-8" width="{number(box.mark_width)}" height="16" rx="8"/>'
            + _words(Line(left + 6, 3.8, box.mark, MARK))
        )
    return (
        f'<g transform="translate({number(x)} {number(y)})" class="ap-{box.tint}{marked}" role="graphics-symbol" '
        f'id="ap-{escape(box.slot)}"><title>{_said(box.told)}</title><rect class="ap-box" {size} rx="7"/>'
        f"{''.join(map(_line, box.lines))}{flag}</g>"
    )


def _line(line: Line) -> str:
    if not line.sign:
        return _words(line)
    sign = _sign(line.sign, line.tint)
    left, top = line.x - SIGN - 6, line.y - (12.5 if line.face is NAME else 11)
    return f'<g transform="translate({number(left)} {number(top)})">{sign}</g>{_words(line)}'


def _sign(sign: str, tint: str) -> str:
    return f'<path class="ap-sign ap-sign-{tint}" d="{SIGNS[sign]}"/>'


def _words(line: Line, style: str = "") -> str:
    tint = f" ap-word-{line.tint}" if line.tint and line.face is not NAME else ""
    spot = f'x="{number(line.x)}" y="{number(line.y)}"'
    return f'<text class="{line.face.style}{tint}{style}" {spot}>{_said(line.text)}</text>'


def _said(text: str) -> str:
    return escape(printable(text))
