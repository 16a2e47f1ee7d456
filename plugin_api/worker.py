"""gunicorn's threaded worker, which answers what is not HTTP at all with a problem too, and leaves in good order."""

from __future__ import annotations

import signal
from http import HTTPStatus
from typing import Any

import orjson
from gunicorn import util
from gunicorn.http import errors
from gunicorn.workers.gthread import ThreadWorker

from plugin_api.vocabulary import BAD_REQUEST, PROBLEM_JSON

_STATUSES: tuple[tuple[type[Exception], HTTPStatus], ...] = (
    (errors.LimitRequestLine, HTTPStatus.REQUEST_URI_TOO_LONG),
    (errors.LimitRequestHeaders, HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE),
    (errors.ExpectationFailed, HTTPStatus.EXPECTATION_FAILED),
    (errors.UnsupportedTransferCoding, HTTPStatus.NOT_IMPLEMENTED),
    (errors.ParseException, HTTPStatus.BAD_REQUEST),
    (errors.ChunkMissingTerminator, HTTPStatus.BAD_REQUEST),
)


# Signals that must not be lost while a worker is being made: the master holds them back around the fork.
HELD = (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT)


class Worker(ThreadWorker):  # type: ignore[misc]
    """Differs from gunicorn's in how it says that a request cannot be parsed, and in which signals it hears."""

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

    def handle_error(self, req: Any, client: Any, addr: Any, exc: Exception) -> None:
        status = next((status for kind, status in _STATUSES if isinstance(exc, kind)), None)
        if status is None:
            super().handle_error(req, client, addr, exc)
            return
        self.log.debug("a request that is not HTTP: %s", exc)
        try:
            util.write_nonblock(client, _answer(status))
        except OSError:
            self.log.debug("whoever sent it is gone")


def _answer(status: HTTPStatus) -> bytes:
    problem: dict[str, object] = {
        "type": BAD_REQUEST.uri,
        "title": BAD_REQUEST.title,
        "status": status.value,
        "detail": f"{status.phrase}: the request is not HTTP as it is understood here.",
        "instance": "/",
        "errors": [],
    }
    body = orjson.dumps(problem)
    head = (
        f"HTTP/1.1 {status.value} {status.phrase}\r\nConnection: close\r\nContent-Type: {PROBLEM_JSON}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
