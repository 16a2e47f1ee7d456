"""A waiver written into the annotation of an entity, with everything else in the file as it was."""

from __future__ import annotations

import re
from collections.abc import Sequence

import yaml

from engine.model import Place
from portolan.checking.waiving import Entry, is_bare, with_waivers

# What is behind the colon of a text that is written below it, line for line, wherever its lines begin.
_BLOCK = re.compile(r"\|[+-]?[ \t]*(?:#.*)?\Z")


def with_waivers_in_annotation(text: str, at: Place, entries: Sequence[Entry]) -> str | None:
    """The text of a file with waivers in the annotation that begins at a place, as a text behind `|`.

    None where the annotation is laid out in another way.
    """
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = text.replace("\r\n", "\n").split("\n")
    if not _BLOCK.match(lines[at.line - 1][at.column - 1 :]):
        return None
    end = _end(lines, at.line)
    first = next((line for line in lines[at.line : end] if line.strip()), "")
    indent = first[: len(first) - len(first.lstrip(" "))]
    inside = "".join(f"{line.removeprefix(indent)}\n" for line in lines[at.line : end])
    written = with_waivers(inside, entries, bare=is_bare(inside))
    if written is None or not indent:
        return None
    body = [f"{indent}{line}" if line else "" for line in written.rstrip("\n").split("\n")]
    whole = "\n".join([*lines[: at.line], *body, *lines[end:]])
    return whole.replace("\n", newline) if _is_all_that_changed(text, whole, inside, written) else None


def _end(lines: Sequence[str], start: int) -> int:
    """Behind the last line of a text that begins on a line, blank ones at its end left out."""
    indent, end = None, start
    for number, line in enumerate(lines[start:], start):
        if not line.strip():
            continue
        column = len(line) - len(line.lstrip(" "))
        indent = column if indent is None else indent
        if column < indent:
            break
        end = number + 1
    return end


def _is_all_that_changed(before: str, after: str, inside: str, written: str) -> bool:
    """The one text that differs, wherever it is in the file, is what was written."""
    old, new = _texts(before), _texts(after)
    changed = [(one.strip("\n"), other.strip("\n")) for one, other in zip(old, new, strict=False) if one != other]
    return len(old) == len(new) and changed == [(inside.strip("\n"), written.strip("\n"))]


def _texts(text: str) -> list[str]:
    return [token.value for token in yaml.scan(text, Loader=yaml.SafeLoader) if isinstance(token, yaml.ScalarToken)]
