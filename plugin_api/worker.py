"""gunicorn's threaded worker, which answers what is not HTTP at all with a problem too."""

from __future__ import annotations

import ssl
from functools import partial
from typing import Any

from gunicorn import util
from gunicorn.http import errors

from plugin_api import vocabulary
from plugin_api.deadlines import DeadlineWorker
from plugin_api.orderly import OrderlyWorker
from plugin_api.vocabulary import INTERNAL, Kind

# The first that fits.
_KINDS: tuple[tuple[type[Exception], Kind], ...] = (
    (errors.LimitRequestLine, vocabulary.ADDRESS_TOO_LONG),
    (errors.LimitRequestHeaders, vocabulary.HEADERS_TOO_LARGE),
    (errors.ExpectationFailed, vocabulary.EXPECTATION_FAILED),
    (errors.UnsupportedTransferCoding, vocabulary.NOT_IMPLEMENTED),
    (errors.InvalidResponseHeader, INTERNAL),
    (errors.InvalidResponseHeaderName, INTERNAL),
    (errors.ParseException, vocabulary.BAD_REQUEST),
    (errors.ChunkMissingTerminator, vocabulary.BAD_REQUEST),
    (Exception, INTERNAL),
)


class Worker(OrderlyWorker, DeadlineWorker):
    """Says that a request cannot be parsed as every other problem is said, and passes on what was counted."""

    def notify(self) -> None:
        """The worker lives: gunicorn has this called at least once a second."""
        super().notify()
        if self.observer is not None:
            self.observer.tick()

    def handle_error(self, req: Any, client: Any, addr: Any, exc: Exception) -> None:
        if isinstance(exc, ssl.SSLError):  # nobody is there to be answered
            super().handle_error(req, client, addr, exc)
            return
        kind = next(kind for error, kind in _KINDS if isinstance(exc, error))
        if kind is INTERNAL:
            self.log.error("unforeseen error before the application", exc_info=exc)
        else:
            # What it says may hold a header, and a header a secret.
            self.log.debug("a request that is not HTTP: %s", type(exc).__name__)
        environ, seconds = self.known_of(client)
        environ.setdefault("REMOTE_ADDR", addr[0] if addr else None)
        detail = "The error has been logged. It is ours, not yours." if kind is INTERNAL else None
        self.refuse(partial(util.write_nonblock, client), kind, detail, environ, seconds)
