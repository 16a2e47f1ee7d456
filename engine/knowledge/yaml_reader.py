"""YAML text → plain data, with the place of every key and value.

Stricter and plainer than YAML at large: one document, no anchors or tags, no key twice, only `true` and `false` as
booleans (so that `no` stays a word), dates as YYYY-MM-DD, bounded in size and depth. A number with a fraction keeps
its spelling (`Decimalish`), because 1.30 is a version long before it is a float.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import yaml

from engine.knowledge.problems import Problem
from engine.model import Path, Place
from engine.one_line import one_line
from engine.told import told

MAX_BYTES = 8 * 1024 * 1024
MAX_DEPTH = 60
MAX_DIGITS = 18
_TABS = told(
    "YAML takes no tabs for an indent: write blanks", "YAML은 들여쓰기에 탭을 쓸 수 없습니다. 공백으로 써야 합니다"
)

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INT = re.compile(r"[-+]?(0|[1-9][0-9]*)\Z")
_FLOAT = re.compile(r"[-+]?([0-9]+\.[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?\Z")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}


class Decimalish(float):
    """A float that remembers how it was written."""

    __slots__ = ("text",)
    text: str

    def __new__(cls, text: str) -> Decimalish:
        number = super().__new__(cls, text)
        number.text = text
        return number

    def __reduce__(self) -> tuple[type[Decimalish], tuple[str]]:
        return (Decimalish, (self.text,))


@dataclass(slots=True)
class Document:
    """One file as data. `places` gives the place of the value at a path; `key_places` that of a mapping's key.

    `ends` and `key_ends` say where these end, where that was asked for, of what is written on one line; a block has no
    end of its own.
    """

    file: str
    data: Any = None
    places: dict[Path, Place] = field(default_factory=dict)
    key_places: dict[Path, Place] = field(default_factory=dict)
    ends: dict[Path, Place] = field(default_factory=dict)
    key_ends: dict[Path, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def place(self, path: Path) -> Place:
        """The place of a path, or of the nearest thing around it that is there."""
        for length in range(len(path), -1, -1):
            found = self.key_places.get(path[:length]) or self.places.get(path[:length])
            if found:
                return found
        return Place(self.file, 1, 1)


class _Stop(Exception):
    """Reading cannot go on; the problem is already noted."""


def read_yaml(text: bytes, file: str, *, ends: bool = False) -> Document:
    """Read one file. Never raises for bad input: look at `problems`. `ends`: note where things end, too."""
    document = Document(file)
    with _noting_problems(document, text):
        _Builder(document, _decoded(text, document), ends).build()
    return document


def read_documents(text: bytes, file: str) -> tuple[Document, ...]:
    """The same for a file of several documents. What keeps the file from being read is told with the first of them."""
    found = [Document(file)]
    with _noting_problems(found[0], text):
        _Builder(found[0], _decoded(text, found[0]), ends=False).build_all(found)
    return tuple(found)


def _decoded(text: bytes, document: Document) -> str:
    if len(text) > MAX_BYTES:
        message = told(f"the file is over {MAX_BYTES} bytes", f"파일이 {MAX_BYTES}바이트를 넘습니다")
        document.problems.append(Problem(Place(document.file, 1, 1), "too-large", message))
        raise _Stop
    return text.decode("utf-8")


@contextlib.contextmanager
def _noting_problems(document: Document, text: bytes) -> Iterator[None]:
    """Keeps what goes wrong in reading a text as problems of a document."""
    file = document.file
    try:
        yield
    except UnicodeDecodeError as error:
        line = text[: error.start].count(b"\n") + 1
        column = error.start - (text.rfind(b"\n", 0, error.start) + 1) + 1
        message = told("the file is not UTF-8", "UTF-8 파일이 아닙니다")
        document.problems.append(Problem(Place(file, line, column), "not-utf-8", message))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file, 1, 1)
        hint = _TABS if _begins_with_a_tab(text, place) else _bracket(error)
        document.problems.append(Problem(place, "not-yaml", _not_yaml(error.problem or error.context), hint))
    except yaml.YAMLError as error:
        document.problems.append(Problem(Place(file, 1, 1), "not-yaml", _not_yaml(str(error).splitlines()[0])))
    except _Stop:
        pass


def _bracket(error: yaml.MarkedYAMLError) -> str | None:
    """Which one is not closed, where that is what is wrong."""
    if error.context_mark is None or "flow" not in (error.context or ""):
        return None
    where = f"{error.context_mark.line + 1}:{error.context_mark.column + 1}"
    return told(f"for the bracket at {where}", f"{where}의 괄호가 닫히지 않았습니다")


def _begins_with_a_tab(text: bytes, place: Place) -> bool:
    lines = text.splitlines()
    return place.line <= len(lines) and b"\t" in lines[place.line - 1][: max(1, place.column)].lstrip(b" ")[:1]


def _not_yaml(why: object) -> str:
    return told(f"not YAML: {why}", f"YAML이 아닙니다: {why}")


class _Builder:
    """Turns the parser's events into data while noting places."""

    def __init__(self, document: Document, text: str, ends: bool) -> None:
        self.document, self.ends = document, ends
        self.events: Iterator[Any] = yaml.parse(text, Loader=_Loader)

    def build(self) -> None:
        next(self.events)  # the stream's start
        event = next(self.events)
        if isinstance(event, yaml.StreamEndEvent):
            return
        self.document.data = self._value(next(self.events), ())
        next(self.events)  # the document's end
        event = next(self.events)
        if not isinstance(event, yaml.StreamEndEvent):
            message = told("one document a file, please", "파일 하나에는 문서를 하나만 적어야 합니다")
            self._note(event, "several-documents", message)

    def build_all(self, found: list[Document]) -> None:
        """Every document of the stream; `found` has the first, and gets the others."""
        next(self.events)
        event = next(self.events)
        while not isinstance(event, yaml.StreamEndEvent):
            self.document.data = self._value(next(self.events), ())
            next(self.events)
            event = next(self.events)
            if not isinstance(event, yaml.StreamEndEvent):
                self.document = Document(self.document.file)
                found.append(self.document)

    def _place(self, event: Any) -> Place:
        return Place(self.document.file, event.start_mark.line + 1, event.start_mark.column + 1)

    def _end(self, event: Any) -> Place | None:
        """None for what goes on over several lines."""
        start, end = event.start_mark, event.end_mark
        return Place(self.document.file, end.line + 1, end.column + 1) if start.line == end.line else None

    def _note(self, event: Any, code: str, message: str, hint: str | None = None) -> None:
        self.document.problems.append(Problem(self._place(event), code, message, hint))

    def _value(self, event: Any, path: Path) -> Any:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            message = told(
                f"anchors and aliases are not allowed (&{event.anchor})",
                f"앵커와 별칭은 쓸 수 없습니다(&{event.anchor})",
            )
            self._note(event, "anchor", message, told("write the value out", "값을 그대로 적으십시오"))
            raise _Stop
        if len(path) > MAX_DEPTH:
            message = told(f"nested deeper than {MAX_DEPTH} levels", f"{MAX_DEPTH}단계보다 깊습니다")
            self._note(event, "too-deep", message)
            raise _Stop
        if getattr(event, "tag", None) not in (None, "!"):
            tag = one_line(event.tag)
            message = told(f"tags are not allowed ({tag})", f"태그는 쓸 수 없습니다({tag})")
            self._note(event, "tag", message, told("write a plain value", "값만 적으십시오"))
        self.document.places[path] = self._place(event)
        if isinstance(event, yaml.ScalarEvent):
            if self.ends and (end := self._end(event)):
                self.document.ends[path] = end
            return self._scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(path)
        return self._mapping(path)

    def _sequence(self, path: Path) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self._value(event, (*path, len(items))))
        return items

    def _mapping(self, path: Path) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                self._note(event, "bad-key", told("a key must be a plain word", "키는 한 단어여야 합니다"))
                raise _Stop
            key, place = event.value, self._place(event)
            if key in mapping:
                first = self.document.key_places[(*path, key)]
                message = told(f"{key!r} stands here twice", f"같은 키가 두 번 나옵니다: {key!r}")
                hint = told(f"first at line {first.line}", f"처음 나온 곳: {first.line}행")
                self._note(event, "duplicate-key", message, hint)
            self.document.key_places[(*path, key)] = place
            if self.ends and (end := self._end(event)):
                self.document.key_ends[(*path, key)] = end
            mapping[key] = self._value(next(self.events), (*path, key))
        return mapping

    def _scalar(self, event: Any) -> Any:
        text: str = event.value
        if not event.implicit[0]:  # quoted, or a block
            return text
        if text.lower() in _WORDS and text in (text.lower(), text.title(), text.upper()):
            return _WORDS[text.lower()]
        if _INT.match(text):
            return int(text) if len(text) <= MAX_DIGITS else Decimalish(text)
        if _FLOAT.match(text):
            return Decimalish(text)
        if _DATE.match(text):
            try:
                return date.fromisoformat(text)
            except ValueError:
                message = told(f"{text} is not a day of the calendar", f"달력에 없는 날짜입니다: {text}")
                self._note(event, "bad-date", message)
        return text
