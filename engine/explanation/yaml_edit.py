"""Edits of a YAML text at one place: members of a list, values of keys. Comments and layout around it stay.

Every place is a node that `yaml.compose` gave for the very text that is edited.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import yaml

Node = yaml.nodes.Node
_COMMENT = re.compile(r"#[^\n]*")


@dataclass(frozen=True, slots=True)
class Entry:
    """A key of a mapping, with its value."""

    key: yaml.ScalarNode
    value: Node


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a list, or `name: value` of a mapping, as YAML. `note`: what a comment above it says."""

    written: str
    note: str = ""


def entry_of(mapping: yaml.MappingNode, name: str) -> Entry | None:
    for key, value in mapping.value:
        if key.value == name:
            return Entry(key, value)
    return None


def end_of(node: Node) -> int:
    """Where what is written of a node ends; a block ends only where the next thing begins."""
    if not isinstance(node, yaml.CollectionNode) or node.flow_style or not node.value:
        return int(node.end_mark.index)
    last = node.value[-1]
    return end_of(last[1] if isinstance(last, tuple) else last)


def after_line(text: str, index: int, lines: Sequence[str]) -> str:
    """With lines put behind the one in which a place is."""
    put = "".join(f"{line}\n" for line in lines)
    end = text.find("\n", index)
    return f"{text}\n{put}" if end < 0 else text[: end + 1] + put + text[end + 1 :]


def before_line(text: str, index: int, lines: Sequence[str]) -> str:
    """With lines put before the one in which a place is."""
    start = text.rfind("\n", 0, index) + 1
    return text[:start] + "".join(f"{line}\n" for line in lines) + text[start:]


def comments_in(text: str, start: int = 0, end: int | None = None) -> list[str]:
    """The comments that begin in a part of the text, from the `#` to the end of the line, in their order.

    Raises yaml.YAMLError where the text is none.
    """
    stop = len(text) if end is None else end
    found = (match for gap in _gaps(text) for match in _COMMENT.finditer(text, *gap))
    return [match[0].rstrip() for match in found if start <= match.start() < stop]


def _gaps(text: str) -> Iterator[tuple[int, int]]:
    """What stands between the tokens: blanks and comments, and nothing else."""
    at = 0
    for token in yaml.scan(text, Loader=yaml.SafeLoader):
        if token.start_mark.index > at:
            yield at, token.start_mark.index
        at = max(at, token.end_mark.index)
    yield at, len(text)


def with_value(text: str, entry: Entry, value: str) -> str:
    """With another value at a key, on one line. Comments that stood inside the old one are kept beside it."""
    end = end_of(entry.value)
    # A value that was left blank begins and ends behind the colon.
    start = max(entry.value.start_mark.index, entry.key.end_mark.index)
    kept = comments_in(text, start, end)
    space = "" if start != end else " "
    if start == end:
        start = end = text.index(":", entry.key.end_mark.index) + 1
    # A block begins on a line of its own, and a value on the line of its key.
    elif text[entry.key.end_mark.index : start].count("\n"):
        colon = text.index(":", entry.key.end_mark.index) + 1
        kept = comments_in(text, colon, end)
        start, space = colon, " "
    edited = text[:start] + space + value + text[end:]
    if not kept:
        return edited
    at = int(entry.key.start_mark.index)
    indent = " " * entry.key.start_mark.column
    if text[:at].rpartition("\n")[2].strip():
        behind = start + len(space) + len(value)
        return edited[:behind] + "".join(f"  {one}\n{indent}" for one in kept) + edited[behind:]
    return before_line(edited, at, [indent + one for one in kept])


def with_members(text: str, entry: Entry, members: Sequence[Member]) -> str | None:
    """With more members at the end of a list or mapping that has some. None where it is neither, or has none."""
    node = entry.value
    if not isinstance(node, yaml.CollectionNode) or not node.value:
        return None
    if not node.flow_style:
        indent = " " * node.start_mark.column
        dash = "- " if isinstance(node, yaml.SequenceNode) else ""
        return after_line(text, end_of(node), list(lines_of(members, indent, dash)))
    return _with_flow_members(text, entry, node, members)


def _with_flow_members(text: str, entry: Entry, node: yaml.CollectionNode, members: Sequence[Member]) -> str:
    """In brackets there is no line for a comment: it goes above the key, if that has a line of its own."""
    edited = in_brackets(text, node, ", ".join(member.written for member in members))
    at = int(entry.key.start_mark.index)
    if text[:at].rpartition("\n")[2].strip():
        return edited
    indent = " " * entry.key.start_mark.column
    return before_line(edited, at, [f"{indent}# {member.written}: {member.note}" for member in members if member.note])


def in_brackets(text: str, node: yaml.CollectionNode, put: str) -> str:
    """With something more at the end of a list or mapping in brackets, before the comments behind its last member."""
    close = int(node.end_mark.index) - 1
    if not node.value:
        start = int(node.start_mark.index) + 1
        return f"{text[:start]}{put}{text[start:]}"
    last = end_of(node.value[-1][1] if isinstance(node.value[-1], tuple) else node.value[-1])
    comma = _COMMENT.sub(lambda match: " " * len(match[0]), text[last:close]).find(",")
    if comma < 0:
        return f"{text[:last]}, {put}{text[last:]}"
    after = last + comma + 1
    return f"{text[:after]} {put},{text[after:]}"


def lines_of(members: Sequence[Member], indent: str, dash: str) -> Iterator[str]:
    """Members as lines of a block, each below its comment."""
    for member in members:
        if member.note:
            yield f"{indent}# {member.note}"
        yield f"{indent}{dash}{member.written}"
