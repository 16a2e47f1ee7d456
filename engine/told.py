"""What is wrong, said to a program in English and to people in their language."""

from __future__ import annotations

import json
from datetime import date

from engine.model import Language

_SHOWN = 60  # characters of a bad value that are worth repeating


class Told(str):
    """An English text that knows what it is in Korean. To whoever does not ask for that it is just the text."""

    __slots__ = ("korean",)
    korean: str


def told(english: str, korean: str) -> Told:
    text = Told(english)
    text.korean = korean
    return text


def told_in(text: str, language: Language) -> str:
    """The text in a language, as far as it knows that one."""
    return text.korean if language == "ko" and isinstance(text, Told) else text


def quoted(value: object) -> str:
    """A bad value as files write it, where Python would write it otherwise, and no more of it than helps."""
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    text = value.isoformat() if isinstance(value, date) else repr(value)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
