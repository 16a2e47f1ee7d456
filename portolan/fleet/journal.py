"""What is decided already, kept as it comes, so that a run that was cut off goes on where it was.

A line is a checksum, the digest of an entry and its row; the first line says what the run was about. A process that is
killed loses nothing that was appended. Only a machine that goes down may: of the last second, and what it tore shows.
"""

from __future__ import annotations

import os
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import orjson

# Another one wherever rows get other members.
_FORMAT = 2
_SYNCED_EVERY = 1.0  # seconds
_HEADER = b"-" * 32


class Journal:
    """Rows in the order of entries. First `follows` is asked of each entry, until it says no; then rows are added.

    `count`: the rows that are there; `kept`: those of them that were there before.
    """

    def __init__(self, path: Path, about: dict[str, str]) -> None:
        """`about`: what all rows depend on; where a journal is about something else, it begins anew. Raises OSError."""
        self.kept = self.count = 0
        self._synced = time.monotonic()
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        self._stream: IO[bytes] = os.fdopen(descriptor, "r+b")
        self.differs = self._begin({"format": str(_FORMAT), **about})
        self._following = True

    def follows(self, digest: str) -> bool:
        """Is this the entry whose row comes next? From the first that is not, what is there is forgotten."""
        if not self._following:
            return False
        at = self._stream.tell()
        line = _read(self._stream.readline())
        if line is not None and line[0] == digest.encode():
            self.kept += 1
            self.count += 1
            return True
        self._cut(at)
        return False

    def add(self, digest: str, row: bytes) -> None:
        self._end_following()
        self._stream.write(_line(digest.encode(), row))
        self.count += 1

    def saved(self) -> None:
        """What was added is with the system now; once in a while it waits until it is on the disk."""
        self._stream.flush()
        if time.monotonic() - self._synced >= _SYNCED_EVERY:
            os.fsync(self._stream.fileno())
            self._synced = time.monotonic()

    def rows(self) -> Iterator[bytes]:
        """All of them, from the beginning."""
        self._end_following()
        self._stream.flush()
        self._stream.seek(0)
        self._stream.readline()
        while line := self._stream.readline():
            read = _read(line)
            if read is None:
                raise OSError(None, "it was changed while it was in use", self._stream.name)
            yield read[1]

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()

    def _begin(self, about: dict[str, str]) -> tuple[str, ...]:
        """What is different from the run before, if there was one; then nothing is left of that."""
        first = self._stream.readline()
        read = _read(first)
        before = orjson.loads(read[1]) if read is not None and read[0] == _HEADER else None
        if before == about:
            return ()
        self._stream.seek(0)
        self._stream.truncate()
        self._stream.write(_line(_HEADER, orjson.dumps(about)))
        self._stream.flush()
        if not first:
            return ()
        if not isinstance(before, dict):
            return ("journal",)
        return tuple(name for name in {**about, **before} if about.get(name) != before.get(name))

    def _end_following(self) -> None:
        if self._following:
            self._cut(self._stream.tell())

    def _cut(self, at: int) -> None:
        self._following = False
        self._stream.seek(at)
        self._stream.truncate()


def _line(name: bytes, content: bytes) -> bytes:
    said = name + b" " + content
    return b"%08x %s\n" % (zlib.crc32(said), said)


def _read(line: bytes) -> tuple[bytes, bytes] | None:
    """The digest and the row, None for a line that is not whole."""
    checksum, _, said = line.partition(b" ")
    if not line.endswith(b"\n") or checksum != b"%08x" % zlib.crc32(said[:-1]):
        return None
    name, _, content = said[:-1].partition(b" ")
    return name, content
