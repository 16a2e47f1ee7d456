"""What takes nobody knows how long, done beside the requests: one at a time, each on a thread of its own.

Whoever wants the outcome may wait for it, and give up; the errand goes on, and what it brings is there for the next
one. So however slow something else is, one thread is all that it can hold for long, and that answers no requests.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Event, Lock, Thread

# How long a request waits for what it needs, in seconds.
PATIENCE = 1.0


class Errands:
    """May be made before forking."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._last = Event()
        self._last.set()

    def begin(self, errand: Callable[[], None]) -> Event | None:
        """Set when it is done; None where another one is under way, and this one is not begun."""
        with self._lock:
            if not self._last.is_set():
                return None
            done = self._last = Event()
        try:
            Thread(target=self._run, args=(errand, done), name="portolan-errand", daemon=True).start()
        except BaseException:
            done.set()
            raise
        return done

    def last(self) -> Event:
        """The one that is under way, or is done."""
        return self._last

    def _run(self, errand: Callable[[], None], done: Event) -> None:
        try:
            errand()
        finally:
            done.set()
