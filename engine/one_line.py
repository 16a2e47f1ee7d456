"""Text that others wrote, made fit for one line of a terminal, a log or a comment, and what no file can hold."""

from __future__ import annotations

import re

from engine.told import Told, told

_BLANKS = re.compile(r"[\t\n\r\v\f\u0085\u2028\u2029]")
# What a terminal would do rather than show, what turns the direction of writing, and halves of letters.
_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_HALVES = re.compile("[\ud800-\udfff]")


def has_halves(text: str) -> bool:
    """Has it halves of letters, which JSON can write and no file can hold?"""
    return not text.isascii() and _HALVES.search(text) is not None


def one_line(text: str, longest: int | None = None) -> str:
    """The text, letter for letter, with a blank for each line break and tab, and a mark for what is not to be shown.

    What is behind the letter `longest` is left out.
    """
    if isinstance(text, Told):
        return told(one_line(str(text), longest), one_line(text.korean, longest))
    if longest is not None and len(text) > longest:
        text = f"{text[:longest]}…"
    if text.isprintable():
        return text
    return _UNFIT.sub("\N{REPLACEMENT CHARACTER}", _BLANKS.sub(" ", text))
