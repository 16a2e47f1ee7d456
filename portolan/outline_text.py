"""An outline as text for the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import click

from engine.explanation.outline import Line
from engine.explanation.wrapping import wrapped

_INDENT = "  "


def outline_text(lines: Iterable[Line], width: int) -> str:
    """The lines wrapped at `width` columns."""
    return "\n".join(_text(lines, width)) + "\n"


def _text(lines: Iterable[Line], width: int) -> Iterator[str]:
    indent, before = _INDENT, ""
    for line in lines:
        if line.kind == "item" and before == "paragraph":
            yield ""
        before = line.kind
        refs = f" [{'; '.join(line.refs)}]" if line.refs else ""
        if line.kind == "title":
            yield from (click.style(one, bold=True) for one in wrapped(line.text, width))
        elif line.kind == "heading":
            yield from ("", click.style(line.text, bold=True))
        elif line.kind == "paragraph":
            yield from wrapped(line.text, width)
        elif line.kind == "item":
            mark = f"{line.number:>2}. " if line.number else ""
            indent = _INDENT + " " * (len(mark) or 2)
            first, *more = wrapped(_beside(line) + refs, width, _INDENT + mark, indent)
            begun = _INDENT + mark
            shown = first.removeprefix(begun)
            name = click.style(line.text, bold=True) if shown.startswith(line.text) else line.text
            yield begun + (shown.replace(line.text, name, 1) if shown.startswith(line.text) else shown)
            yield from more
        else:
            details = wrapped(line.text + refs, width, indent, indent)
            yield from (click.style(one, fg="red") if line.urgent else one for one in details)


def _beside(line: Line) -> str:
    return f"{line.text} — {line.beside}" if line.beside else line.text
