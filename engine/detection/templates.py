"""Texts with Go templates in them, of which what is plain can be read all the same."""

from __future__ import annotations

# What stands in the place of what a template would put there. No name, image or version looks like it.
FILLED = "\ufffc"
_OPEN, _CLOSE = "{{", "}}"


def has_templates(text: str) -> bool:
    return _OPEN in text


def without_templates(text: str) -> tuple[str, int]:
    """The text with its lines as they were: those that are all template emptied, and how many actions were left out.

    An action inside a line becomes a character that stands for anything.
    """
    made: list[str] = []
    at = count = 0
    while (start := text.find(_OPEN, at)) >= 0:
        end = text.find(_CLOSE, start)
        if end < 0:
            break
        end += len(_CLOSE)
        count += 1
        line_start = text.rfind("\n", 0, start) + 1
        line_end = text.find("\n", end)
        line_end = len(text) if line_end < 0 else line_end
        alone = not text[max(line_start, at) : start].strip() and not text[end:line_end].strip() and line_start >= at
        made.append(text[at:start])
        made.append("\n" * text.count("\n", start, end) if alone else FILLED)
        at = end
    made.append(text[at:])
    return "".join(made), count


def is_filled(text: str) -> bool:
    """Would a template, or a substitution, make something else of it?"""
    return FILLED in text or _OPEN in text or "${" in text or "$(" in text
