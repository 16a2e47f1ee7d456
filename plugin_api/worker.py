"""gunicorn's threaded worker, which answers what is not HTTP at all with a problem too."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import orjson
from gunicorn import util
from gunicorn.http import errors

from plugin_api import vocabulary
from plugin_api.deadlines import DeadlineWorker
from plugin_api.early import early_document
from plugin_api.observability.observer import Observer, observer_of
from plugin_api.orderly import OrderlyWorker
from plugin_api.vocabulary import Kind

_KINDS: tuple[tuple[type[Exception], Kind], ...] = (
    (errors.LimitRequestLine, vocabulary.ADDRESS_TOO_LONG),
    (errors.LimitRequestHeaders, vocabulary.HEADERS_TOO_LARGE),
    (errors.ExpectationFailed, vocabulary.EXPECTATION_FAILED),
    (errors.UnsupportedTransferCoding, vocabulary.NOT_IMPLEMENTED),
    (errors.ParseException, vocabulary.BAD_REQUEST),
    (errors.ChunkMissingTerminator, vocabulary.BAD_REQUEST),
)


class Worker(OrderlyWorker, DeadlineWorker):
    """Says that a request cannot be parsed as every other problem is said, and passes on what was counted."""

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
    body = orjson.dumps(early_document(kind))
    head = (
        f"HTTP/1.1 {kind.status} {phrase}\r\nConnection: close\r\nContent-Type: {vocabulary.PROBLEM_JSON}\r\n"
        f"Content-Length: {len(body)}\r\nX-Content-Type-Options: nosniff\r\n\r\n"
    )
    return head.encode() + body
