"""Where in a file something stands that a JSON pointer names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from engine.knowledge.yaml_reader import Document
from engine.model import Path, Place


@dataclass(frozen=True, slots=True)
class Region:
    """Lines and columns count from 1. The end is where it is known, and is behind the last letter."""

    line: int
    column: int = 1
    end_line: int | None = None
    end_column: int | None = None


# A JSON pointer into the request → where that stands in the file that it was read from, None where nobody knows.
Places = Callable[[str], Region | None]


def nowhere(pointer: str) -> Region | None:
    """Of a request that was read from no file."""
    del pointer
    return None


def places_in(document: Document, below: Path = ()) -> Places:
    """Places in a file as it was read. `below`: what pointers begin with that is not written there."""

    def at(pointer: str) -> Region | None:
        return value_region(document, path_in(document, pointer, below))

    return at


def path_in(document: Document, pointer: str, below: Path = ()) -> Path:
    """The keys of a JSON pointer in a document; numbers are those of members of lists."""
    steps = [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]
    if below and tuple(steps[: len(below)]) == below:
        steps = steps[len(below) :]
    path: list[str | int] = []
    inside = document.data
    for step in steps:
        key: str | int = step
        if isinstance(inside, list) and step.isdecimal():
            key = int(step)
            inside = inside[key] if key < len(inside) else None
        else:
            inside = inside.get(step) if isinstance(inside, Mapping) else None
        path.append(key)
    return tuple(path)


def value_region(document: Document, path: Path) -> Region | None:
    """Of a plain value, the value; of a list or a mapping, what it is called; of what is not there, what it were in."""
    for length in range(len(path), 0, -1):
        inside = path[:length]
        start, end = document.places.get(inside), document.ends.get(inside)
        if start is not None and end is not None and start != end:
            return _region(start, end)
        if inside in document.key_places:
            return _region(document.key_places[inside], document.key_ends.get(inside))
        if start is not None:
            return _region(start, None)
    return _whole(document)


def key_region(document: Document, path: Path) -> Region | None:
    """The name that a value has, or the value where it has none, as in a list: a name that is none is wrong itself."""
    for length in range(len(path), 0, -1):
        inside = path[:length]
        if inside in document.key_places:
            return _region(document.key_places[inside], document.key_ends.get(inside))
        if inside in document.places:
            return _region(document.places[inside], document.ends.get(inside))
    return _whole(document)


def _whole(document: Document) -> Region | None:
    """Where a file begins to say something, if it can be said of it."""
    start = document.places.get(())
    return Region(start.line, start.column) if start else None


def _region(start: Place, end: Place | None) -> Region:
    if end is None or end == start:
        return Region(start.line, start.column)
    return Region(start.line, start.column, end.line, end.column)
