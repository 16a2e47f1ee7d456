"""How often a memory was asked, and how often it did not know: what tells whether it is large enough."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Lookups:
    """Counted by any thread: an addition like these is not interrupted by the interpreter."""

    asked: int = 0
    missed: int = 0
    _asked_before: int = 0
    _missed_before: int = 0

    def take(self) -> tuple[int, int]:
        """Hits and misses since this was last called, which one caller at a time may do."""
        asked = self.asked
        # A chain counts its misses as they come, and what it asked at its end.
        missed = min(self.missed, asked)
        missed_now, asked_now = missed - self._missed_before, asked - self._asked_before
        self._missed_before, self._asked_before = missed, asked
        return asked_now - missed_now, missed_now
