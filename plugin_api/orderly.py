"""gunicorn's threaded worker, which hears every signal and leaves in good order."""

from __future__ import annotations

import signal
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

# Signals that must not be lost while a worker is being made: the master holds them back around the fork.
HELD = (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT)


class OrderlyWorker(ThreadWorker):  # type: ignore[misc]
    """Differs from gunicorn's in which signals it hears, and in how it ends."""

    def init_signals(self) -> None:
        super().init_signals()
        # A reload is the master's business; a signal to the whole group must not end a request.
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, HELD)

    def handle_quit(self, sig: int, frame: Any) -> None:
        """As of any gunicorn worker: that of threads takes a lock first, which this thread may just be holding."""
        super(ThreadWorker, self).handle_quit(sig, frame)

    def is_parent_alive(self) -> bool:
        if super().is_parent_alive():
            return True
        self.alive = False
        return False

    def set_accept_enabled(self, enabled: bool) -> None:
        """A worker that ends lets go of the port at once: to wait for it would be to wait for nothing.

        gunicorn's keeps it until it has finished what it began. Whoever came meanwhile would hang, and be reset; now
        they are refused and can ask elsewhere, and another service can take the port. Who was there before is answered.
        """
        super().set_accept_enabled(enabled)
        if enabled or self.alive:
            return
        for listener in self.sockets:
            if listener.sock is not None:
                self._accept_all(listener)
                listener.close()

    def _accept_all(self, listener: Any) -> None:
        """Whoever is connected and waits to be accepted: on the last listener, closing would reset them."""
        known = -1
        while known != self.nr_conns < self.worker_connections:
            known = self.nr_conns
            self.accept(listener)
