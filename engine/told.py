"""What is wrong, said to a program in English and to people in their language."""

from __future__ import annotations

from engine.model import Language


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
