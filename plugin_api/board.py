"""What the processes of one service tell each other: a file without a name that all of them have open.

The master makes it before it forks. Workers ask for a reload by number, and the master writes what came of it.
"""

from __future__ import annotations

import fcntl
import os
import signal
import struct
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from threading import Lock
from typing import Any

import orjson
from flask import current_app

EXTENSION = "portolan-board"

_NUMBER = struct.Struct("<Q")
# Where things stand in the file.
_ASKED, _DRAINING, _REPORT = 0, 8, 16
_DIGEST_SIZE = 16
_LOOK_EVERY = 0.05  # seconds

Report = dict[str, Any]


class BusyError(RuntimeError):
    """Another reload that was asked for is under way."""


class OrphanedError(RuntimeError):
    """The master is gone, and nobody can load anything."""


class Board:
    """Any process of the service may hold one; the one that makes it is the master."""

    def __init__(self) -> None:
        self._file = nameless_file()
        self._master = os.getpid()
        self._asking = Lock()
        os.ftruncate(self._file, _REPORT)

    # --- the master's side ------------------------------------------------------------------------------------

    @property
    def asked(self) -> int:
        """How many reloads were asked for so far."""
        (number,) = _NUMBER.unpack(os.pread(self._file, _NUMBER.size, _ASKED))
        return int(number)

    def publish(self, report: Report) -> None:
        """Write what came of a reload; its member `asked` says up to which of those asked for."""
        body = orjson.dumps(report)
        os.pwrite(self._file, _digest(body) + _NUMBER.pack(len(body)) + body, _REPORT)

    def drain(self) -> None:
        os.pwrite(self._file, b"\1", _DRAINING)

    # --- the workers' side ------------------------------------------------------------------------------------

    @property
    def draining(self) -> bool:
        """Is the service about to end, and only answering those who have not heard of it?"""
        return os.pread(self._file, 1, _DRAINING) == b"\1"

    def reload(self, within: float) -> Report | None:
        """Have the master load the knowledge anew, and wait for what comes of it: None if it takes longer.

        Raises BusyError and OrphanedError.
        """
        with self._alone():
            if os.getppid() != self._master:  # whoever the parent is now, it must not get a signal of ours
                raise OrphanedError
            asked = self.asked + 1
            os.pwrite(self._file, _NUMBER.pack(asked), _ASKED)
            os.kill(self._master, signal.SIGHUP)
            deadline = time.monotonic() + within
            while time.monotonic() < deadline:
                time.sleep(_LOOK_EVERY)
                report = self._report()
                if report is not None and report["asked"] >= asked:
                    return report
        return None

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One thread of one process at a time: the lock of the file goes with the process that holds it."""
        if not self._asking.acquire(blocking=False):
            raise BusyError
        try:
            try:
                fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1)
            except OSError:
                raise BusyError from None
            try:
                yield
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN, 1)
        finally:
            self._asking.release()

    def _report(self) -> Report | None:
        """The last report, None where there is none or it is just being written."""
        head = os.pread(self._file, _DIGEST_SIZE + _NUMBER.size, _REPORT)
        if len(head) < _DIGEST_SIZE + _NUMBER.size:
            return None
        digest = head[:_DIGEST_SIZE]
        (length,) = _NUMBER.unpack(head[_DIGEST_SIZE:])
        body = os.pread(self._file, length, _REPORT + len(head))
        if _digest(body) != digest:
            return None
        report: Report = orjson.loads(body)
        return report

    def close(self) -> None:
        os.close(self._file)


def _digest(body: bytes) -> bytes:
    return blake2b(body, digest_size=_DIGEST_SIZE).digest()


def nameless_file() -> int:
    """A file that goes with the last process that has it open."""
    if hasattr(os, "memfd_create"):
        return os.memfd_create("portolan")
    with tempfile.TemporaryFile() as file:
        return os.dup(file.fileno())


def current_board() -> Board | None:
    """That of the service which answers this request; None where no master of ours runs it."""
    board: Board | None = current_app.extensions.get(EXTENSION)
    return board
