"""gunicorn's threaded worker, which answers what is not HTTP at all with a problem too."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import orjson
from gunicorn import util
from gunicorn.http import errors

from plugin_api.orderly import OrderlyWorker
from plugin_api.vocabulary import BAD_REQUEST, PROBLEM_JSON

_STATUSES: tuple[tuple[type[Exception], HTTPStatus], ...] = (
    (errors.LimitRequestLine, HTTPStatus.REQUEST_URI_TOO_LONG),
    (errors.LimitRequestHeaders, HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE),
    (errors.ExpectationFailed, HTTPStatus.EXPECTATION_FAILED),
    (errors.UnsupportedTransferCoding, HTTPStatus.NOT_IMPLEMENTED),
    (errors.ParseException, HTTPStatus.BAD_REQUEST),
    (errors.ChunkMissingTerminator, HTTPStatus.BAD_REQUEST),
)


class Worker(OrderlyWorker):
    """Differs from it only in how it says that a request cannot be parsed."""

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
