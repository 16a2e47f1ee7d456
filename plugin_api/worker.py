"""gunicorn's threaded worker, which answers what is not HTTP at all with a problem too, and leaves in good order."""

from __future__ import annotations

import signal
from http import HTTPStatus
from typing import Any

import orjson
from gunicorn import util
from gunicorn.http import errors

from plugin_api import vocabulary
from plugin_api.deadlines import DeadlineWorker
from plugin_api.observability.observer import Observer, observer_of
from plugin_api.problems import problem_document
from plugin_api.vocabulary import Kind

_KINDS: tuple[tuple[type[Exception], Kind], ...] = (
    (errors.LimitRequestLine, vocabulary.ADDRESS_TOO_LONG),
    (errors.LimitRequestHeaders, vocabulary.HEADERS_TOO_LARGE),
    (errors.ExpectationFailed, vocabulary.EXPECTATION_FAILED),
    (errors.UnsupportedTransferCoding, vocabulary.NOT_IMPLEMENTED),
    (errors.ParseException, vocabulary.BAD_REQUEST),
    (errors.ChunkMissingTerminator, vocabulary.BAD_REQUEST),
)


# Signals that must not be lost while a worker is being made: the master holds them back around the fork.
HELD = (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT)


class Worker(DeadlineWorker):
    """Differs from it in how it says that a request cannot be parsed, in which signals it hears, how it leaves,
    and that it passes on what was counted.
    """

    def init_process(self) -> None:
        self._observer: Observer | None = None
        super().init_process()

    def load_wsgi(self) -> None:
        super().load_wsgi()
        self._observer = observer_of(self.wsgi)

    def notify(self) -> None:
        """The worker lives: gunicorn has this called at least once a second."""
        super().notify()
        if self._observer is not None:
            self._observer.tick()

    def init_signals(self) -> None:
        super().init_signals()
        # A reload is the master's business; a signal to the whole group must not end a request.
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, HELD)

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

    def handle_error(self, req: Any, client: Any, addr: Any, exc: Exception) -> None:
        kind = next((kind for error, kind in _KINDS if isinstance(exc, error)), None)
        if kind is None:
            super().handle_error(req, client, addr, exc)
            return
        # What it says may hold a header, and a header a secret.
        self.log.debug("a request that is not HTTP: %s", type(exc).__name__)
        if self._observer is not None and self._observer.metrics is not None:
            self._observer.metrics.problems.labels(kind.name).inc()
        try:
            util.write_nonblock(client, _answer(kind))
        except OSError:
            self.log.debug("whoever sent it is gone")


def _answer(kind: Kind) -> bytes:
    phrase = HTTPStatus(kind.status).phrase
    body = orjson.dumps(problem_document(kind, f"{phrase}: the request is not HTTP as it is understood here.", "/"))
    head = (
        f"HTTP/1.1 {kind.status} {phrase}\r\nConnection: close\r\nContent-Type: {vocabulary.PROBLEM_JSON}\r\n"
        f"Content-Length: {len(body)}\r\nX-Content-Type-Options: nosniff\r\n\r\n"
    )
    return head.encode() + body
