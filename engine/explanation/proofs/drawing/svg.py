"""Panels of a proof as SVG: one file that stands by itself, or drawings for a page that has the style already."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import groupby

from engine.explanation.proofs.drawing.boxes import PADDING, Box, Line
from engine.explanation.proofs.drawing.layered import Size
from engine.explanation.proofs.drawing.legend import SAMPLE, legend, samples
from engine.explanation.proofs.drawing.measure import lines_of, printable
from engine.explanation.proofs.drawing.panels import Link, Panel, panels
from engine.explanation.proofs.drawing.shapes import SIGNS, curve, head, number, outline
from engine.explanation.proofs.drawing.style import hash_of, stylesheet
from engine.explanation.proofs.drawing.words import say
from engine.explanation.proofs.graph_parts import NodeKind, ProofGraph
from engine.model import Language

# In pixels: around everything, around a drawing in a page, between panels; sizes of letters.
_MARGIN = 20.0
_EDGE = 4.0
_BETWEEN = 48.0
_NARROWEST = 640.0
_TITLE = 18.0
_HEADING = 15.0
_SUMMARY = 13.0

# The address of what a box of a kind names by an id; empty where there is none.
Address = Callable[[NodeKind, str], str]


def drawing(graph: ProofGraph, language: Language, title: str, summary: str = "") -> str:
    """A proof as an SVG file, its slots one under the other. `summary`: what it comes to. Raises CannotDraw."""
    shown = panels(graph, language)
    sheet = _Sheet(max([_NARROWEST, *(panel.placement.size.width for panel in shown)]))
    sheet.heading(title, _TITLE)
    if summary:
        sheet.heading(summary, _SUMMARY)
    words, height = legend(shown, language, sheet.width)
    sheet.put(words, height, "")
    for i, panel in enumerate(shown, 1):
        sheet.bottom += _BETWEEN
        if len(shown) > 1:
            sheet.heading(panel.title, _HEADING)
        said = f' role="group" id="pd-{i}" aria-label="{_said(panel.title or title)}"'
        sheet.put("".join(_panel(panel)), panel.placement.size.height, said)
    size = Size(sheet.width + 2 * _MARGIN, sheet.bottom + _MARGIN)
    style = f"<style>{stylesheet()}</style>"
    inner = f"{style}{_paper(size)}{''.join(sheet.parts)}"
    opened = _opened(size, language, "pd", title, _told(shown, language))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{opened}{inner}</svg>\n'


def drawing_policy() -> str:
    """The Content-Security-Policy to serve a drawing with: nothing but its own style."""
    return f"default-src 'none'; style-src '{hash_of(stylesheet())}'; frame-ancestors 'none'"


@dataclass(slots=True)
class _Sheet:
    """What is on a drawing so far, from the top."""

    width: float
    bottom: float = _MARGIN
    parts: list[str] = field(default_factory=list)

    def heading(self, text: str, size: float) -> None:
        for line in lines_of(printable(text), self.width / size, bold=True):
            self.bottom += size
            spot = f'x="{number(_MARGIN)}" y="{number(self.bottom)}" font-size="{number(size)}"'
            self.parts.append(f'<text class="pd-title" {spot}>{_said(line)}</text>')
            self.bottom += size / 3
        self.bottom += size / 2

    def put(self, inner: str, height: float, attributes: str) -> None:
        shift = f"translate({number(_MARGIN)} {number(self.bottom)})"
        self.parts.append(f'<g transform="{shift}"{attributes}>{inner}</g>')
        self.bottom += height


def page_drawing(panel: Panel, language: Language, place: int, address: Address | None = None) -> str:
    """One panel for a page that has `stylesheet()` and a legend. `place` keeps ids on the page apart.

    With `address` what boxes name becomes links, and a script is told by `data-` attributes which line leads where.
    """
    size = Size(panel.placement.size.width + 2 * _EDGE, panel.placement.size.height + 2 * _EDGE)
    parts = "".join(_linked_panel(panel, address) if address else _panel(panel))
    inner = f'<g transform="translate({number(_EDGE)} {number(_EDGE)})">{parts}</g>'
    return f"{_opened(size, language, f'pd{place}', panel.title, _told([panel], language))}{_paper(size)}{inner}</svg>"


def page_samples(language: Language) -> tuple[tuple[str, str], ...]:
    """A small drawing of every kind of box and line, with what it is called, for a legend on a page."""
    whole = f'width="{number(SAMPLE.width + 4)}" height="{number(SAMPLE.height + 4)}"'
    opened = f'<svg xmlns="http://www.w3.org/2000/svg" class="pd" {whole} aria-hidden="true">'
    return tuple(
        (f'{opened}<g transform="translate(2 2)">{sample}</g></svg>', word) for sample, word in samples((), language)
    )


def _opened(size: Size, language: Language, prefix: str, title: str, told: str) -> str:
    w, h = number(size.width), number(size.height)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="pd" viewBox="0 0 {w} {h}" width="{w}" height="{h}" '
        f'role="graphics-document document" lang="{language}" aria-labelledby="{prefix}-title {prefix}-desc">'
        f'<title id="{prefix}-title">{_said(title)}</title><desc id="{prefix}-desc">{_said(told)}</desc>'
    )


def _paper(size: Size) -> str:
    return f'<rect class="pd-paper" width="{number(size.width)}" height="{number(size.height)}"/>'


def _told(shown: Sequence[Panel], language: Language) -> str:
    boxes, lines = sum(len(panel.boxes) for panel in shown), sum(len(panel.links) for panel in shown)
    return say("described", language, boxes=boxes, lines=lines)


def _said(text: str) -> str:
    return escape(printable(text))


def _panel(panel: Panel) -> Iterator[str]:
    """Lines first, so that boxes lie over them."""
    for link, points in zip(panel.links, panel.placement.lines, strict=True):
        yield _line(link, points)
    for box, (x, y) in zip(panel.boxes, panel.placement.corners, strict=True):
        yield f'<g transform="translate({number(x)} {number(y)})">{"".join(_box(box))}</g>'


def _linked_panel(panel: Panel, address: Address) -> Iterator[str]:
    for link, points in zip(panel.links, panel.placement.lines, strict=True):
        ends = f'data-from="{link.source}" data-to="{link.target}"'
        yield f'<g {ends} data-kind="{link.kind}" data-standing="{link.standing}">{_line(link, points)}</g>'
    for i, (box, (x, y)) in enumerate(zip(panel.boxes, panel.placement.corners, strict=True)):
        spot = f'transform="translate({number(x)} {number(y)})"'
        yield f'<g data-box="{i}" data-kind="{box.kind}" {spot}>{"".join(_box(box, address))}</g>'


def _line(link: Link, points: Sequence[tuple[float, float]]) -> str:
    void = " pd-void" if link.standing == "defeated" else ""
    return f'<path class="pd-line pd-{link.kind}{void}" d="{curve(points)}"/>{head(link.kind, link.standing, points)}'


def _box(box: Box, address: Address | None = None) -> Iterator[str]:
    defeated = " pd-defeated" if box.defeated else ""
    # With links in it a box is no single sign: who cannot see it must be able to go into it.
    role = "group" if address else "graphics-symbol"
    label = f' aria-label="{_said(box.told)}"' if address else ""
    yield f'<g class="pd-{box.tint}{defeated}" role="{role}"{label}><title>{_said(box.told)}</title>'
    yield outline(box.shape, box.size)
    yield f'<path class="pd-sign" transform="translate({number(PADDING)} 9)" d="{SIGNS[box.sign]}"/>'
    for y in box.rules:
        yield f'<path class="pd-rule" d="M{number(PADDING)} {number(y)}H{number(box.size.width - PADDING)}"/>'
    for about, lines in groupby(box.lines, key=lambda line: line.about):
        words = "".join(_text(line) for line in lines)
        at = address(box.kind, about) if address and about else ""
        yield f'<a href="{_said(at)}">{words}</a>' if at else words
    yield "</g>"


def _text(line: Line) -> str:
    style = f' class="{line.face.style}"' if line.face.style else ""
    squeezed = "" if line.squeezed is None else f' textLength="{number(line.squeezed)}" lengthAdjust="spacingAndGlyphs"'
    return f'<text{style} x="{number(line.x)}" y="{number(line.y)}"{squeezed}>{_said(line.text)}</text>'
