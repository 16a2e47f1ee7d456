"""A text for people as lines that know what they are, so that a terminal and Markdown can show the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from engine.explanation.markdown import opening, plain

# A heading opens a section. An item may be numbered; details belong to the item before them.
LineKind = Literal["title", "paragraph", "heading", "item", "detail"]


@dataclass(frozen=True, slots=True)
class Line:
    """`refs`: ids of rules and sources that the text rests on; `number`: of an item, where items are counted;
    `beside`: what stands behind an item's text in plain letters; `urgent`: to be seen first.
    """

    kind: LineKind
    text: str
    refs: tuple[str, ...] = ()
    number: int | None = None
    beside: str = ""
    urgent: bool = False


def outline_markdown(lines: Iterable[Line]) -> str:
    return "\n".join(_markdown(lines)).strip("\n") + "\n"


def _markdown(lines: Iterable[Line]) -> Iterator[str]:
    before, indent = "", ""
    for line in lines:
        if line.kind in ("title", "heading", "paragraph") or (line.kind == "item" and before not in ("item", "detail")):
            yield ""
        refs = " ".join(f"`{ref}`" for ref in line.refs)
        text = plain(line.text)
        if line.kind == "title":
            yield f"# {text}"
        elif line.kind == "heading":
            yield f"## {text}"
        elif line.kind == "paragraph":
            yield opening(line.text)
        elif line.kind == "item":
            mark = "-" if line.number is None else f"{line.number}."
            indent = " " * (len(mark) + 1)
            beside = f" — {plain(line.beside)}" if line.beside else ""
            yield " ".join(filter(None, [mark, f"**{text}**{beside}", refs]))
        else:
            said = f"**{text}**" if line.urgent else opening(line.text)
            yield " ".join(filter(None, [f"{indent}- {said}", refs]))
        before = line.kind
