"""Text in sections with nested lines, laid out for a terminal or as Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.explanation.markdown import opening, plain
from engine.explanation.wrapping import width_of, wrapped

_INDENT = 3
# Marks that say something, so that Markdown, which has bullets of its own, shows them too.
_TELLING = ("✓", "✗", "?", "↑")


@dataclass(frozen=True, slots=True)
class Line:
    """`mark`: what stands before it, a number or a sign. `code`: an id that is shown behind it as one."""

    text: str
    depth: int = 0
    mark: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    title: str
    lead: tuple[str, ...]
    sections: tuple[Section, ...]
    notes: tuple[str, ...] = ()


def outline_text(outline: Outline, width: int) -> str:
    """`width`: columns of the terminal."""
    return "\n".join(_text(outline, width)) + "\n"


def _text(outline: Outline, width: int) -> Iterator[str]:
    yield from wrapped(outline.title, width)
    for lead in outline.lead:
        yield from wrapped(lead, width)
    for section in outline.sections:
        yield ""
        yield from wrapped(section.heading, width)
        for line in section.lines:
            indent = " " * (_INDENT * line.depth + 2)
            first = f"{indent}{line.mark} " if line.mark else indent
            code = f" [{line.code}]" if line.code else ""
            yield from wrapped(line.text + code, max(width, width_of(first) + 30), first, " " * width_of(first))
    if outline.notes:
        yield ""
        for note in outline.notes:
            yield from wrapped(note, width)


def outline_markdown(outline: Outline) -> str:
    return "\n".join(_markdown(outline)) + "\n"


def _markdown(outline: Outline) -> Iterator[str]:
    yield f"# {plain(outline.title)}"
    for lead in outline.lead:
        yield from ("", opening(lead))
    for section in outline.sections:
        yield from ("", f"## {plain(section.heading)}", "")
        for line in section.lines:
            numbered = line.mark[:-1].isdecimal()
            sign = f"{line.mark} " if line.mark in _TELLING else ""
            code = f" `{line.code}`" if line.code else ""
            text = plain(line.text) if sign else opening(line.text)
            yield f"{'  ' * line.depth}{line.mark if numbered else '-'} {sign}{text}{code}"
    for note in outline.notes:
        yield from ("", opening(note))
