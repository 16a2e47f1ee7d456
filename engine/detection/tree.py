"""YAML and JSON texts → plain trees that know the line of each value.

Made for what others wrote: any tag, anchors, several documents, templates. Every scalar stays the text that it was
written as. Files of knowledge and profiles are read by `engine.knowledge.yaml_reader`, which is strict.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise
from json import JSONDecodeError
from json.decoder import scanstring  # type: ignore[attr-defined]  # typeshed leaves it out
from typing import Any

import yaml

from engine.told import Told, told

MAX_DEPTH = 100
# What aliases stand for counts each time: they can make a short text mean a long one.
MAX_NODES = 2_000_000
# Documents of one text that are no YAML, after which the rest is left.
MAX_UNREADABLE = 100
_TOO_MUCH = told("it is too large or too deep", "너무 크거나 너무 깊습니다")
_TOO_MANY = told(
    f"{MAX_UNREADABLE} documents here are no YAML: the rest is left",
    f"YAML이 아닌 문서가 {MAX_UNREADABLE}개여서 나머지는 읽지 않습니다",
)

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Scalar(str):
    """A text, number or word, with the line on which it begins. `quoted`: it was written in quotes or as a block."""

    __slots__ = ("line", "quoted")
    line: int
    quoted: bool

    def __new__(cls, text: str, line: int, quoted: bool = False) -> Scalar:
        made = super().__new__(cls, text)
        made.line, made.quoted = line, quoted
        return made


class Map(dict[str, Any]):
    """A mapping by the texts of its keys. `key_lines`: the line of each key."""

    __slots__ = ("key_lines", "line")

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.key_lines: dict[str, int] = {}


class Seq(list[Any]):
    __slots__ = ("line",)

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line


Tree = Scalar | Map | Seq | None


class NotReadable(ValueError):
    """A text, or the rest of it from a line on, that cannot be read."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line, self.message = line, message


# --- YAML -----------------------------------------------------------------------------------------------------


def yaml_documents(text: str, first: int = 1) -> Iterator[Map | Seq | Scalar | NotReadable]:
    """Every document of a text whose first line has a number. One that cannot be read is told, and the rest goes on."""
    text = text.translate(_NO_BREAKS) if _breaks_elsewhere(text) else text
    whole = _Builder(text, first)
    try:
        yield from whole.documents()
    except _UNREADABLE:
        yield from _one_by_one(text, first, whole.done)


def _one_by_one(text: str, first: int, done: int) -> Iterator[Map | Seq | Scalar | NotReadable]:
    """The documents behind those that are done, each read by itself, so that none is read again for another's fault."""
    unreadable = 0
    for line, part in _parts(text):
        if line < done:
            continue
        try:
            yield from _Builder(part, first + line).documents()
        except _UNREADABLE as error:
            yield error if isinstance(error, NotReadable) else _failed(error, part, first + line)
            unreadable += 1
        if unreadable == MAX_UNREADABLE:
            yield NotReadable(first + line, _TOO_MANY)
            return


_UNREADABLE = (yaml.YAMLError, UnicodeError, ValueError)  # and NotReadable, which is one


# What YAML takes for the end of a line, and editors and code hosts do not.
_NO_BREAKS = dict.fromkeys((0x85, 0x2028, 0x2029), " ")


def _breaks_elsewhere(text: str) -> bool:
    return not text.isascii() and any(chr(one) in text for one in _NO_BREAKS)


def _failed(error: Exception, text: str, first: int) -> NotReadable:
    if isinstance(error, yaml.MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        return NotReadable(first + (mark.line if mark else 0), _no("YAML", error.problem or error.context))
    if isinstance(error, yaml.reader.ReaderError) and isinstance(error.position, int):
        line = text.encode(errors="replace").count(b"\n", 0, error.position)
        return NotReadable(first + line, _no("YAML", error.reason))
    return NotReadable(first, _no("YAML", (str(error).splitlines() or [type(error).__name__])[0]))


def _no(format_: str, why: object) -> Told:
    return told(f"this is no {format_}: {why}", f"{format_}이 아닙니다: {why}")


def _parts(text: str) -> Iterator[tuple[int, str]]:
    """The text at the lines that separate documents, and how many lines stand before each part."""
    lines = text.split("\n")
    starts = [number for number, line in enumerate(lines) if not number or line.startswith("---")]
    for start, end in pairwise((*starts, len(lines))):
        yield start, "\n".join(lines[start:end])


class _Builder:
    """The parser's events → trees. A stack rather than calls: what is nested deeply must not end the process.

    `done`: how many lines the documents have that were read to their end.
    """

    def __init__(self, text: str, first: int) -> None:
        self.first = first
        self.next: Any = _Loader(text).get_event
        self.nodes = self.done = 0

    def documents(self) -> Iterator[Map | Seq | Scalar]:
        self.next()
        while isinstance(self.next(), yaml.DocumentStartEvent):
            found = self._document()
            if found is not None:
                yield found

    def _document(self) -> Any:
        """One document, its end included. A value whose key is no plain text is left out."""
        anchored = _Anchored()
        root = Seq(0)
        stack = _Stack(root)
        while True:
            event = self.next()
            type_ = type(event)
            if type_ is yaml.ScalarEvent:
                made: Any = Scalar(event.value, event.start_mark.line + self.first, bool(event.style))
                stack.add(made)
            elif type_ is yaml.MappingStartEvent or type_ is yaml.SequenceStartEvent:
                made = (Map if type_ is yaml.MappingStartEvent else Seq)(event.start_mark.line + self.first)
                stack.add(made)
                stack.open(made)
            elif type_ is yaml.AliasEvent:
                made, nodes = anchored.get(event.anchor)
                self._count(nodes, stack, event)
                stack.add(made)
                continue
            elif type_ is yaml.DocumentEndEvent:
                self.done = event.end_mark.line
                return root[0] if root else None
            else:
                anchored.close(stack.close(), self.nodes)
                continue
            self._count(1, stack, event)
            if event.anchor:
                anchored.open(event.anchor, made, self.nodes)

    def _count(self, nodes: int, stack: _Stack, event: Any) -> None:
        self.nodes += nodes
        if self.nodes > MAX_NODES or stack.depth > MAX_DEPTH:
            raise NotReadable(event.start_mark.line + self.first, _TOO_MUCH)


class _Anchored:
    """What has an anchor, with how many nodes it stands for. What stands in itself is not there: trees have an end."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[Any, int]] = {}
        # Mappings and sequences that are open, by identity: their anchor, and the nodes that were read before.
        self._open: dict[int, tuple[str, int]] = {}

    def open(self, anchor: str, made: Any, nodes: int) -> None:
        if type(made) is Scalar:
            self._known[anchor] = (made, 1)
        else:
            self._known[anchor] = (None, 1)
            self._open[id(made)] = (anchor, nodes - 1)

    def close(self, made: Any, nodes: int) -> None:
        found = self._open.pop(id(made), None)
        if found is not None:
            self._known[found[0]] = (made, nodes - found[1])

    def get(self, anchor: str) -> tuple[Any, int]:
        return self._known.get(anchor, (None, 1))


class _Stack:
    """Mappings and sequences that are open, the innermost last, and the key of each mapping that waits for a value."""

    __slots__ = ("into", "key", "outer")

    def __init__(self, root: Seq) -> None:
        self.into: Map | Seq = root
        self.key: Scalar | None = None
        self.outer: list[tuple[Map | Seq, Scalar | None]] = []

    @property
    def depth(self) -> int:
        return len(self.outer)

    def add(self, made: Any) -> None:
        if type(self.into) is Seq:
            self.into.append(made)
        elif self.key is None:
            self.key = made if type(made) is Scalar else _SKIPPED
        else:
            if self.key is not _SKIPPED:
                _put(self.into, self.key, made)  # type: ignore[arg-type]
            self.key = None

    def open(self, made: Map | Seq) -> None:
        self.outer.append((self.into, self.key))
        self.into, self.key = made, None

    def close(self) -> Map | Seq:
        closed = self.into
        self.into, self.key = self.outer.pop()
        return closed


# Stands for a key that is no text.
_SKIPPED = Scalar("", 0)


def _put(into: Map, key: Scalar, value: Any) -> None:
    """The last of a key counts; `<<` gives what is not there otherwise."""
    if key == "<<" and not key.quoted:
        for merged in value if type(value) is Seq else (value,):
            if type(merged) is Map:
                for name, inside in merged.items():
                    into.setdefault(name, inside)
                    into.key_lines.setdefault(name, merged.key_lines[name])
        return
    into[str(key)] = value
    into.key_lines[str(key)] = key.line


# --- JSON -----------------------------------------------------------------------------------------------------


def json_documents(text: str) -> Iterator[Map | Seq | Scalar | NotReadable]:
    """Every document of a text of one or several, several times as fast as to read it as YAML."""
    reader = _JsonReader(text)
    try:
        while reader.more():
            yield reader.document()
    except (NotReadable, JSONDecodeError) as error:
        yield error if isinstance(error, NotReadable) else NotReadable(reader.line(error.pos), _no("JSON", error.msg))


_SPACE = re.compile(r"[ \t\n\r]*")
_PLAIN = re.compile(r"[-+.0-9A-Za-z]+")


class _JsonReader:
    """One pass over the text. `at` is where it stands."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0
        self.breaks = [match.start() for match in re.finditer("\n", text)]

    def line(self, at: int) -> int:
        return bisect_left(self.breaks, at) + 1

    def more(self) -> bool:
        self.at = _SPACE.match(self.text, self.at).end()  # type: ignore[union-attr]
        return self.at < len(self.text)

    def document(self) -> Any:
        root = Seq(0)
        stack = _Stack(root)
        while True:
            if not self.more():
                raise NotReadable(self.line(self.at), told("it ends in the middle", "중간에서 끝납니다"))
            mark = self.text[self.at]
            if mark == '"':
                line = self.line(self.at)
                value, self.at = scanstring(self.text, self.at + 1, False)
                stack.add(Scalar(value, line, True))
            elif mark in "{[":
                made = (Map if mark == "{" else Seq)(self.line(self.at))
                stack.add(made)
                stack.open(made)
                self.at += 1
                if stack.depth > MAX_DEPTH:
                    raise NotReadable(made.line, _TOO_MUCH)
            elif mark in "}]":
                if (type(stack.into) is Map) != (mark == "}") or not stack.depth:
                    raise NotReadable(self.line(self.at), _no("JSON", f"a {mark} that closes nothing"))
                stack.close()
                self.at += 1
            elif mark in ",:":
                self.at += 1
            else:
                self._plain(stack)
            if not stack.depth and root:
                return root[0]

    def _plain(self, stack: _Stack) -> None:
        found = _PLAIN.match(self.text, self.at)
        if found is None:
            raise NotReadable(self.line(self.at), _no("JSON", repr(self.text[self.at])))
        stack.add(Scalar(found.group(), self.line(self.at)))
        self.at = found.end()
