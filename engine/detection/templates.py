"""Texts with Go templates in them, of which what is plain can be read all the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# What stands in the place of what a template would put there. No name, image or version looks like it.
FILLED = "\ufffc"
_OPEN, _CLOSE = "{{", "}}"
_NOTHING = f" \t\r{FILLED}"
# What ends an action, and the texts inside one, in which nothing does. One that is not closed has its line.
_INSIDE = re.compile(r'`[^`]*`|"(?:[^"\\\n]|\\.)*+"?|\}\}')
_COMMENT = re.compile(r"\{\{-?\s*/\*")


@dataclass(frozen=True, slots=True)
class Action:
    """`{{- if .Values.a }}`: where it stands in the text, from its first brace to behind its last, and what it says."""

    start: int
    end: int
    says: str


def has_templates(text: str) -> bool:
    return _OPEN in text


def actions(text: str) -> Iterator[Action]:
    """The actions of a text in their order. One that is never closed is none."""
    at = 0
    while (start := text.find(_OPEN, at)) >= 0 and (end := _end(text, start)) >= 0:
        yield Action(start, end, text[start + 2 : end - 2].strip("-").strip())
        at = end


def _end(text: str, start: int) -> int:
    """Behind the braces that close an action; -1 where none do."""
    at = start + len(_OPEN)
    if _COMMENT.match(text, start):
        at = max(text.find("*/", at), at)
    while found := _INSIDE.search(text, at):
        if found.group() == _CLOSE:
            return found.end()
        at = found.end()
    return -1


def without_templates(text: str) -> tuple[str, int]:
    """The text with its lines as they were: those that are all template emptied, and how many actions were left out.

    An action inside a line becomes a character that stands for anything.
    """
    made: list[str] = []
    at = count = 0
    for action in actions(text):
        made += (text[at : action.start], FILLED, "\n" * text.count("\n", action.start, action.end))
        at, count = action.end, count + 1
    made.append(text[at:])
    return emptied("".join(made)), count


def emptied(text: str) -> str:
    """With nothing in the lines in which nothing but templates stood."""
    return "\n".join("" if line and not line.strip(_NOTHING) else line for line in text.split("\n"))


def is_filled(text: str) -> bool:
    """Would a template, or a substitution, make something else of it?"""
    return FILLED in text or _OPEN in text or "${" in text or "$(" in text
