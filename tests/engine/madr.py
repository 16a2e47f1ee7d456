"""A strict reader of records: it takes the Markdown that records are made of, and fails on anything else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml

# Text, not markup, in Markdown and in the HTML that it may carry, only behind a backslash.
_SPECIAL = set("*_<>[]|~&#`")
_LINK = re.compile(r"\[((?:\\.|[^\[\]\\])*)\]\((?:<([^<>\s]+)>|([^()<>\s]+))\)")
_BULLET = re.compile(r"(?P<indent>(?:  )?)\* (?P<text>\S.*)")
_HEADING = re.compile(r"(?P<level>#{1,3}) (?P<text>\S.*)")
_FOLDED = re.compile(r"\n<details>\n<summary>[^<>&\n]+</summary>\n\n```yaml\n(?P<request>[^`]*\n)```\n\n</details>\n\Z")
_BLOCK = re.compile(r"[-+=>\s]|\d+[.)]|\*(?!\*)")


@dataclass(frozen=True)
class Line:
    """A line that says something. `kind`: heading 1 to 3, item, nested item, row or paragraph; `cells`: of a row."""

    kind: str
    text: str
    cells: tuple[str, ...] = ()


@dataclass(frozen=True)
class Madr:
    """`request`: the text of the YAML that is folded at the end."""

    front: dict[str, Any]
    lines: tuple[Line, ...]
    request: str

    @property
    def title(self) -> str:
        (title,) = [line.text for line in self.lines if line.kind == "heading 1"]
        return title

    @property
    def sections(self) -> tuple[str, ...]:
        return tuple(line.text for line in self.lines if line.kind == "heading 2")

    def under(self, heading: str) -> list[str]:
        """What stands below a heading, as far as the next one of its level or above."""
        start = next(i for i, line in enumerate(self.lines) if line.kind.startswith("heading") and line.text == heading)
        level = self.lines[start].kind
        found = []
        for line in self.lines[start + 1 :]:
            if line.kind.startswith("heading") and line.kind <= level:
                break
            found.append(line.text)
        return found


def read_madr(text: str) -> Madr:
    match = re.match(r"---\n(.*?\n)---\n\n# ", text, re.DOTALL)
    assert match, "no front matter, or no title after it"
    front = yaml.safe_load(match[1])
    assert list(front) in (["status", "date", "portolan"], ["status", "date", "decision-makers", "portolan"])
    assert isinstance(front["status"], str)
    assert type(front["date"]) is date
    body = text[match.end(1) + len("---\n") :]
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert "\n\n\n" not in text
    folded = _FOLDED.search(body)
    assert folded, "no request at the end"
    lines = body[: folded.start()].split("\n")
    read = Madr(front, tuple(_line(line) for line in lines if line), folded["request"])
    assert read.lines[0].kind == "heading 1"
    assert read.title
    return read


def _line(line: str) -> Line:
    if match := _HEADING.fullmatch(line):
        return Line(f"heading {len(match['level'])}", plain_text(match["text"]))
    if match := _BULLET.fullmatch(line):
        assert not _BLOCK.match(match["text"]), f"a block in an item: {line!r}"
        return Line("nested item" if match["indent"] else "item", plain_text(match["text"]))
    if line.startswith("|"):
        cells = tuple(_cells(line))
        return Line("row", " ".join(cells), cells)
    assert not _BLOCK.match(line), f"a block of another kind: {line!r}"
    return Line("paragraph", plain_text(line))


def _cells(line: str) -> Iterator[str]:
    inside = re.split(r"(?<!\\)\|", line)
    assert inside[0] == inside[-1] == ""
    yield from (plain_text(cell.strip()) for cell in inside[1:-1])


def plain_text(text: str) -> str:
    """What a reader sees of a line's inside."""
    seen, at, bold = [], 0, 0
    while at < len(text):
        if text[at] == "\\" and at + 1 < len(text) and not text[at + 1].isalnum() and text[at + 1].isascii():
            seen.append(text[at + 1])
            at += 2
        elif text[at] == "`":
            end = text.index("`", at + 1)
            seen.append(text[at + 1 : end])
            at = end + 1
        elif text.startswith("**", at):
            bold, at = bold + 1, at + 2
        elif link := _LINK.match(text, at):
            seen.append(plain_text(link[1]))
            at = link.end()
        else:
            assert text[at] not in _SPECIAL, f"{text[at]!r} at {at} of {text!r}"
            seen.append(text[at])
            at += 1
    assert bold % 2 == 0, f"bold without an end: {text!r}"
    return "".join(seen)
