"""The legend of a drawing: the kinds of boxes and lines that are in it, and what they are called."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from engine.explanation.proofs.drawing.boxes import LOOKS
from engine.explanation.proofs.drawing.layered import Size
from engine.explanation.proofs.drawing.measure import em_of
from engine.explanation.proofs.drawing.panels import Panel
from engine.explanation.proofs.drawing.shapes import SIGNS, curve, head, number, outline
from engine.explanation.proofs.drawing.words import KINDS, LINES, say
from engine.model import Language

_ROW = 30.0
SAMPLE = Size(30, 22)
_GAP = 8.0
_APART = 20.0
_SIZE = 12.5


def legend(shown: Sequence[Panel], language: Language, width: float) -> tuple[str, float]:
    """The legend in rows of a width, and its height."""
    parts = [f'<text class="pd-faint" x="0" y="12">{escape(say("legend text", language))}</text>']
    x, y = 0.0, 24.0
    for sample, word in samples(shown, language):
        room = SAMPLE.width + _GAP + em_of(word) * _SIZE
        if x and x + room > width:
            x, y = 0.0, y + _ROW
        parts.append(
            f'<g transform="translate({number(x)} {number(y)})">{sample}'
            f'<text x="{number(SAMPLE.width + _GAP)}" y="15.5">{escape(word)}</text></g>'
        )
        x += room + _APART
    return "".join(parts), y + SAMPLE.height


def samples(shown: Sequence[Panel], language: Language) -> Iterator[tuple[str, str]]:
    """Of what is in the panels a sample and its name; of everything where there are none."""
    kinds = {box.kind for panel in shown for box in panel.boxes}
    lines = {link.kind for panel in shown for link in panel.links}
    for kind, word in KINDS.items():
        if kind in kinds or not shown:
            yield (
                _box(LOOKS[kind].tint, LOOKS[kind].shape, "yes" if kind == "verdict" else kind),
                word.in_language(language),
            )
    if not shown or any(box.defeated for panel in shown for box in panel.boxes):
        yield _box("argument", "barred", "aside", " pd-defeated"), say("set aside", language)
    for line, word in LINES.items():
        if line in lines or not shown:
            yield _line(line, "stands"), word.in_language(language)
    if not shown or any(link.standing == "defeated" for panel in shown for link in panel.links):
        yield _line("supports", "defeated"), say("no effect", language)


def _box(tint: str, shape: str, sign: str, more: str = "") -> str:
    mark = f'<path class="pd-sign" transform="translate(8 4)" d="{SIGNS[sign]}"/>'
    return f'<g class="pd-{tint}{more}">{outline(shape, SAMPLE)}{mark}</g>'


def _line(kind: str, standing: str) -> str:
    points = ((0.0, 11.0), (SAMPLE.width, 11.0))
    void = " pd-void" if standing == "defeated" else ""
    return f'<path class="pd-line pd-{kind}{void}" d="{curve(points)}"/>{head(kind, standing, points)}'
