"""YAML and JSON texts → plain trees that know the line of each value.

Made for what others wrote: any tag, anchors, several documents, templates. Every scalar stays the text that it was
written as. Files of knowledge and profiles are read by `engine.knowledge.yaml_reader`, which is strict.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from json import JSONDecodeError
from json.decoder import scanstring  # type: ignore[attr-defined]  # typeshed leaves it out
from typing import Any

import yaml

from engine.told import Told, told

MAX_DEPTH = 100
# Aliases can make a short text mean a long one.
MAX_NODES = 2_000_000
_TOO_MUCH = told("it is too large or too deep", "너무 크거나 너무 깊습니다")

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
    while True:
        try:
            yield from _Builder(text, first).documents()
            return
        except NotReadable as error:
            failed = error
        except (yaml.YAMLError, UnicodeError, ValueError) as error:
            failed = _failed(error, first)
        yield failed
        rest = _after(text, failed.line - first + 1)
        if rest is None:
            return
        text, first = rest[0], first + rest[1]


def _failed(error: Exception, first: int) -> NotReadable:
    if isinstance(error, yaml.MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        return NotReadable(first + (mark.line if mark else 0), _no("YAML", error.problem or error.context))
    return NotReadable(first, _no("YAML", (str(error).splitlines() or [type(error).__name__])[0]))


def _no(format_: str, why: object) -> Told:
    return told(f"this is no {format_}: {why}", f"{format_}이 아닙니다: {why}")


def _after(text: str, line: int) -> tuple[str, int] | None:
    """What begins with the next line that separates documents, from a line on, and how many lines are left out."""
    lines = text.splitlines(keepends=True)
    for number in range(max(line - 1, 1), len(lines)):
        if lines[number].startswith("---"):
            return "".join(lines[number:]), number
    return None


class _Builder:
    """The parser's events → trees. A stack rather than calls: what is nested deeply must not end the process."""

    def __init__(self, text: str, first: int) -> None:
        self.first = first
        self.next: Any = _Loader(text).get_event
        self.nodes = 0

    def documents(self) -> Iterator[Map | Seq | Scalar]:
        self.next()
        while isinstance(self.next(), yaml.DocumentStartEvent):
            found = self._document()
            if found is not None:
                yield found

    def _document(self) -> Any:
        """One document, its end included. A value whose key is no plain text is left out."""
        anchors: dict[str, Any] = {}
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
                stack.add(anchors.get(event.anchor))
                continue
            elif type_ is yaml.DocumentEndEvent:
                return root[0] if root else None
            else:
                stack.close()
                continue
            self.nodes += 1
            if self.nodes > MAX_NODES or stack.depth > MAX_DEPTH:
                raise NotReadable(event.start_mark.line + self.first, _TOO_MUCH)
            if event.anchor:
                anchors[event.anchor] = made


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

    def close(self) -> None:
        self.into, self.key = self.outer.pop()


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
