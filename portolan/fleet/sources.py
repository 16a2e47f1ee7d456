"""Where profiles come from: a directory of repositories, a file with one request a line, the export of a catalog."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from engine.knowledge.yaml_reader import MAX_BYTES
from engine.one_line import one_line
from portolan.fleet.entries import Entry, bad
from portolan.fleet.export import NoExportError, has_items, items
from portolan.fleet.repositories import entries_below, is_profile_file, names_below
from portolan.fleet.repositories import entries_of as entries_of_file

STANDARD_INPUT = "-"
_LINES = (".jsonl", ".ndjson")
_YAML = (".yaml", ".yml")
_BLANKS = b" \t\r\n"
_LOOKED_AT = 64 * 1024
_MARK = b"\xef\xbb\xbf"


class NoSourceError(ValueError):
    """There is nothing to read profiles from. The text says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Source:
    """`name`: for messages; `entries`: once, in their order; `steps`: of all entries together, None: nobody knows."""

    name: str
    entries: Callable[[], Iterator[Entry]]
    steps: int | None


def source(path: str) -> Source:
    """A directory, a file, or `-` for standard input. Raises NoSourceError, and OSError where it cannot be opened."""
    if path == STANDARD_INPUT:
        if sys.stdin is None:
            raise NoSourceError("standard input: it is closed")
        return Source("standard input", lambda: _of_stream(sys.stdin.buffer, "standard input"), None)
    root = Path(path)
    if root.is_dir():
        return Source(path, lambda: entries_below(root), sum(1 for _ in names_below(root)))
    if root.suffix in _YAML or is_profile_file(root.name):
        root.stat()
        return Source(path, lambda: entries_of_file(root), 1)
    return Source(path, lambda: _of_file(root), root.stat().st_size)


def _of_file(path: Path) -> Iterator[Entry]:
    with path.open("rb") as stream:
        yield from _of_stream(stream, one_line(path.as_posix()), lines=path.suffix in _LINES)


def _of_stream(stream: IO[bytes], name: str, *, lines: bool = False) -> Iterator[Entry]:
    """By what it begins with: lines of JSON, a list in JSON, or YAML, of which JSON is a part."""
    buffered = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(stream)  # type: ignore[type-var]
    beginning = buffered.peek(_LOOKED_AT)[:_LOOKED_AT].removeprefix(_MARK).lstrip(_BLANKS)
    if lines or _is_lines(beginning):
        yield from _lines(buffered, name)
    elif beginning[:1] == b"[" or has_items(beginning):
        try:
            for line, text, step in items(buffered):
                yield Entry(name, text, "json", line=line, step=step)
        except NoExportError as error:
            yield bad(name, str(error), error.hint, line=error.line)
    elif beginning:
        yield from _one_yaml(buffered, name)


def _is_lines(beginning: bytes) -> bool:
    """Is the first line a whole object, and no list of them? Of a very long one only the beginning is known."""
    first, ended, _ = beginning.partition(b"\n")
    whole = first.rstrip().endswith(b"}") or not ended
    return beginning[:1] == b"{" and whole and not has_items(first)


def _lines(stream: IO[bytes], name: str) -> Iterator[Entry]:
    number = 0
    while line := stream.readline(MAX_BYTES + 1):
        number += 1
        step = len(line)
        if step > MAX_BYTES:
            while line and not line.endswith(b"\n"):  # the rest of it
                line = stream.readline(MAX_BYTES)
                step += len(line)
            yield bad(name, f"the line is over {MAX_BYTES} bytes", line=number, step=step)
            continue
        if number == 1:
            line = line.removeprefix(_MARK)
        try:
            text = line.decode().strip()
        except UnicodeDecodeError as error:
            yield bad(name, f"it is not UTF-8: byte {error.start + 1} of the line", line=number, step=step)
            continue
        if text:
            yield Entry(name, text, "json", line=number, step=step)


def _one_yaml(stream: IO[bytes], name: str) -> Iterator[Entry]:
    content = stream.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        yield bad(name, f"it is over {MAX_BYTES} bytes")
        return
    try:
        yield Entry(name, content.decode("utf-8-sig"), "yaml")
    except UnicodeDecodeError as error:
        yield bad(name, "the file is not UTF-8", line=content.count(b"\n", 0, error.start) + 1)
