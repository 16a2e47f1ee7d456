"""Text in columns of a terminal, where a Korean letter takes two."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

# The vowels and final consonants of a Korean syllable that is written as separate letters join the first one.
_JOINING_JAMO = range(0x1160, 0x1200)


def width_of(text: str) -> int:
    """How many columns a text takes."""
    return len(text) if text.isascii() else sum(map(_columns, text))


@lru_cache(maxsize=4096)
def _columns(letter: str) -> int:
    if ord(letter) in _JOINING_JAMO or unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def padded(text: str, width: int) -> str:
    """The text with spaces up to a width; a wider one is left as it is."""
    return text + " " * (width - width_of(text))


def wrapped(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    """The text in lines of at most `width` columns, the first begun by `first` and the others by `rest`.

    Lines break at spaces alone, so that ids and addresses stay whole; a word too long for a line sticks out.
    """
    return list(_lines(text, width, first, rest))


def _lines(text: str, width: int, first: str, rest: str) -> Iterator[str]:
    start, line, used = first, "", width_of(first)
    for word in text.split():
        space = 1 if line else 0
        if line and used + space + width_of(word) > width:
            yield start + line
            start, line, used, space = rest, "", width_of(rest), 0
        line += " " * space + word
        used += space + width_of(word)
    yield (start + line).rstrip()
