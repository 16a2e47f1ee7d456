"""Texts with Go templates in them, of which what is plain can be read all the same."""

from __future__ import annotations

# What stands in the place of what a template would put there. No name, image or version looks like it.
FILLED = "\ufffc"
_OPEN, _CLOSE = "{{", "}}"
_NOTHING = f" \t\r{FILLED}"


def has_templates(text: str) -> bool:
    return _OPEN in text


def without_templates(text: str) -> tuple[str, int]:
    """The text with its lines as they were: those that are all template emptied, and how many actions were left out.

    An action inside a line becomes a character that stands for anything.
    """
    made: list[str] = []
    at = count = 0
    while (start := text.find(_OPEN, at)) >= 0 and (end := text.find(_CLOSE, start)) >= 0:
        end += len(_CLOSE)
        made += (text[at:start], FILLED, "\n" * text.count("\n", start, end))
        at, count = end, count + 1
    made.append(text[at:])
    lines = "".join(made).split("\n")
    return "\n".join("" if line and not line.strip(_NOTHING) else line for line in lines), count


def is_filled(text: str) -> bool:
    """Would a template, or a substitution, make something else of it?"""
    return FILLED in text or _OPEN in text or "${" in text or "$(" in text
