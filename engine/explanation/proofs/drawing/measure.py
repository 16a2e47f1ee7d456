"""How wide text is in print, without asking a font: wide enough for any of the fonts that a drawing names.

Widths are in em. Those of Latin letters are DejaVu Sans's, the widest of these fonts; a Korean letter takes a square.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from engine.explanation.wrapping import width_of

# By width in em; any other letter of the alphabet takes `_LETTER`.
_WIDTHS = {
    0.30: "'ijl",
    0.36: " ,-./:;IJ\\|",
    0.43: "!()[]frt",
    0.55: '"*?_`csz',
    0.62: "FLPTYaekovxy",
    0.65: "$0123456789ESbdghnpqu{}",
    0.80: "&DGHNOQU",
    0.90: "#+<=>M^w~",
    1.00: "%@Wm",
}
_LETTER = 0.70
_FOREIGN = 0.88
_SQUARE = 1.0
_UNKNOWN = 1.4
_EM = {letter: width for width, letters in sorted(_WIDTHS.items()) for letter in letters}
BOLD = 1.12
MONOSPACED = 0.61

# What the fonts are known to have, at the widths above. Anything else is drawn by who knows which font.
_USUAL = re.compile(
    "[ -~\u00a0-\u024f\u0370-\u0373\u0384-\u03ff\u0400-\u045f\u2010-\u2027\u2032-\u203a\u20ac\u2190-\u2193\u21d2"
    "\u2212\u2260\u2264\u2265\u1100-\u11ff\u3000-\u30ff\u3131-\u318e\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff5e]*"
)
# Letters that XML 1.0 has no place for, and unpaired halves of letters.
_NOT_XML = re.compile("[^\t\n\r\u0020-\u007e\u0085\u00a0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010fffd]")
_ZERO_WIDTH_JOINER = "\u200d"
_SKIN_TONES = range(0x1F3FB, 0x1F400)
# Ids, paths and addresses break after these.
_BREAKS_AFTER = re.compile(r"(?<=[/@_.:–—-])")


def printable(text: str) -> str:
    """The text with a mark in the place of each letter that no XML document may have."""
    return _NOT_XML.sub("\ufffd", text)


def is_usual(text: str) -> bool:
    """Is the width of the text known, rather than guessed?"""
    return _USUAL.fullmatch(text) is not None


def em_of(text: str, *, bold: bool = False, monospaced: bool = False) -> float:
    """The width of a text in em."""
    if monospaced:
        return sum(MONOSPACED if letter.isascii() else _width(letter) for letter in text)
    return sum(map(_width, text)) * (BOLD if bold else 1)


@lru_cache(maxsize=4096)
def _width(letter: str) -> float:
    if letter.isascii():
        return _EM.get(letter, _LETTER)
    columns = width_of(letter)
    if columns == 0:
        return 0.0
    if not is_usual(letter):
        return _UNKNOWN
    return _FOREIGN if columns == 1 else _SQUARE


def lines_of(text: str, width: float, *, bold: bool = False, monospaced: bool = False) -> tuple[str, ...]:
    """The text in lines of at most `width` em. A word too long for a line is broken, at its hyphens if it has any.

    Only a letter that is wider than a line by itself sticks out.
    """
    return tuple(_lines(text, width, bold, monospaced))


def _lines(text: str, width: float, bold: bool, monospaced: bool) -> Iterator[str]:
    line = ""
    for word in text.split():
        joined = f"{line} {word}" if line else word
        if em_of(joined, bold=bold, monospaced=monospaced) <= width:
            line = joined
            continue
        if line:
            yield line
        *full, line = _pieces(word, width, bold, monospaced)
        yield from full
    if line:
        yield line


def _pieces(word: str, width: float, bold: bool, monospaced: bool) -> Iterator[str]:
    """A word in pieces that fit, each as long as can be."""
    piece = ""
    for part in _parts(word, width, bold, monospaced):
        if piece and em_of(piece + part, bold=bold, monospaced=monospaced) > width:
            yield piece
            piece = ""
        piece += part
    yield piece


def _parts(word: str, width: float, bold: bool, monospaced: bool) -> Iterator[str]:
    for part in _BREAKS_AFTER.split(word):
        if em_of(part, bold=bold, monospaced=monospaced) <= width:
            yield part
        else:
            yield from _letters(part)


def _letters(text: str) -> Iterator[str]:
    """Letters with whatever is joined to them."""
    letter = ""
    for sign in text:
        joins = width_of(sign) == 0 or ord(sign) in _SKIN_TONES or unicodedata.category(sign) == "Mc"
        if letter and not joins and not letter.endswith(_ZERO_WIDTH_JOINER):
            yield letter
            letter = ""
        letter += sign
    if letter:
        yield letter
