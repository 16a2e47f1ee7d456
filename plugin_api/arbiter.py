"""gunicorn's master: it reads knowledge anew before it has workers replaced, and ends when the last caller has heard.

gunicorn's own would have every worker load an application, or none, and would end at the first application that cannot
be loaded. This one loads it once, beside the workers, which go on answering; only then does it start new ones and let
the old finish what they began.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import time
from typing import Any

from gunicorn import arbiter

from plugin_api.board import Board
from plugin_api.observability.observer import observer_of
from plugin_api.orderly import HELD

# That another body of knowledge answers from now on is said whatever is set.
_LEVELS = {
    "reloaded": logging.WARNING,
    "unchanged": logging.INFO,
    "refused": logging.ERROR,
    "failed": logging.ERROR,
}


class Arbiter(arbiter.Arbiter):  # type: ignore[misc]
    """Runs a `plugin_api.server.Server`. One thread; what it shares with workers is on the board."""

    def __init__(self, app: Any, board: Board, drain_time: float) -> None:
        self._board = board
        self._drain_time = drain_time
        self._ends_at: float | None = None
        self._told_to_end = False
        super().__init__(app)

    # --- reloading --------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Load the knowledge; where it is another, and sound, have new workers take over. Else nothing changes.

        The settings are those of the start: a process cannot be given another environment.
        """
        asked = self._board.asked
        outcome = self.app.renewed()  # a second or so, in which signals wait
        changed = outcome.status == "reloaded"
        self.log.reopen_files()
        observer = observer_of(self.app.load())
        if observer is not None:
            observer.reloaded(outcome.status)
        for line in outcome.said():
            self.log.log(_LEVELS[outcome.status], line)
        if self._told_to_end:  # while it was loading
            self._board.publish({**outcome.report(), "status": "ending", "asked": asked})
            return
        if changed:
            self.app.take(outcome.app)
            self.cfg.on_reload(self)
            for _ in range(self.num_workers):
                self.spawn_worker()
        # Before the old workers hear of it: the one that was asked is among them.
        self._board.publish({**outcome.report(), "asked": asked})
        self.manage_workers()

    # --- workers ----------------------------------------------------------------------------------------------

    def spawn_worker(self) -> Any:
        """A worker that loses no signal, and that ends when it ends.

        A signal between the fork and its first moment would be lost: it waits until it is heard. And when it has done
        what gunicorn has a worker do at its end, Python would still wait for threads that clients may hold up for ever.
        """
        signal.pthread_sigmask(signal.SIG_BLOCK, HELD)
        try:
            return super().spawn_worker()
        except SystemExit as end:
            if os.getpid() == self.pid:
                raise
            logging.shutdown()
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(end.code if isinstance(end.code, int) else 0)
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, HELD)

    # --- ending -----------------------------------------------------------------------------------------------

    def signal(self, sig: int, frame: Any) -> None:
        if sig in (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT):
            self._told_to_end = True
        super().signal(sig, frame)

    def handle_term(self) -> None:
        """Say that the service is not ready, answer for as long as callers may not know, and end; a second one ends."""
        if self._drain_time and self._ends_at is None:
            self.log.info("Ending in %s seconds", self._drain_time)
            self._board.drain()
            self._ends_at = time.monotonic() + self._drain_time
            return
        super().handle_term()

    def wait_for_signals(self, timeout: float = 1.0) -> Any:
        if self._ends_at is not None:
            timeout = min(timeout, self._ends_at - time.monotonic())
            if timeout <= 0:
                raise StopIteration
        return super().wait_for_signals(timeout)

    def handle_usr2(self) -> None:
        """gunicorn would start the command again on a socket of its own, which is not how `portolan serve` listens."""
        self.log.error("USR2 does nothing here: start another service, and end this one")
