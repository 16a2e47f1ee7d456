"""What the processes of one service have agreed on: a digest that all of them see, which one at a time may change.

Made before forking; it lies in memory that the processes share.
"""

from __future__ import annotations

import fcntl
import mmap
import os
import weakref
from collections.abc import Iterator
from contextlib import contextmanager

from plugin_api.board import nameless_file

SIZE = 32


class Agreed:
    def __init__(self, digest: bytes) -> None:
        self._file = nameless_file()
        os.ftruncate(self._file, SIZE)
        self._memory = mmap.mmap(self._file, SIZE)
        self._memory[:] = digest
        weakref.finalize(self, os.close, self._file)

    @property
    def digest(self) -> bytes:
        return self._memory[:]

    @contextmanager
    def alone(self) -> Iterator[None]:
        """One process at a time, and one thread of it: who calls must see to that. The lock goes with the process."""
        fcntl.lockf(self._file, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.lockf(self._file, fcntl.LOCK_UN)

    def change(self, digest: bytes) -> None:
        self._memory[:] = digest
