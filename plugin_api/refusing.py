"""Problems that are answered in place of the application: before it has heard of a request, or when it is too slow.

They go over the wire as bytes, with the headers and the id that every answer has, and are counted and logged alike.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import orjson
from gunicorn.workers.gthread import ThreadWorker

from plugin_api.early import early_document
from plugin_api.observability.middleware import REQUEST_ID_HEADER, route_of
from plugin_api.observability.observer import Observer, observer_of
from plugin_api.observability.trail import ENVIRON_KEY, Trail, request_id_of
from plugin_api.security.headers import bare_headers
from plugin_api.settings import Settings
from plugin_api.vocabulary import NOT_READY, PROBLEM_JSON, Kind

Headers = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Sent:
    """What a log asks of an answer."""

    status: str
    sent: int


class RefusingWorker(ThreadWorker):  # type: ignore[misc]
    """gunicorn's threaded worker, which says itself what the application cannot say."""

    wsgi: Any

    def init_process(self) -> None:
        self.settings = Settings.from_environment()
        self._headers = bare_headers(self.settings)
        self.observer: Observer | None = None
        super().init_process()

    def load_wsgi(self) -> None:
        super().load_wsgi()
        self.observer = observer_of(self.wsgi)

    def refuse(
        self, send: Callable[[bytes], object], kind: Kind, detail: str | None, environ: dict[str, Any], seconds: float
    ) -> None:
        """Answer with a problem what took so long so far. `environ`: what is known of the request."""
        trail: Trail | None = environ.get(ENVIRON_KEY)
        counted = trail is not None and not trail.ended  # the application has done so
        if trail is None:
            trail = environ[ENVIRON_KEY] = Trail(request_id_of(environ.get("HTTP_X_REQUEST_ID")))
        trail.status, trail.problem, trail.route = kind.status, kind.name, route_of(environ)
        raw = answer(kind, detail, [*self._headers, (REQUEST_ID_HEADER, trail.request_id)])
        try:
            send(raw)
        except OSError:
            self.log.debug("whoever sent it is gone")
        metrics = self.observer.metrics if self.observer is not None else None
        if metrics is not None and not counted:
            metrics.request(trail.route, environ.get("REQUEST_METHOD", ""), kind.status, seconds)
            metrics.problems.labels(kind.name).inc()
        self.log.access(Sent(str(kind.status), len(raw)), None, environ, timedelta(seconds=seconds))


def answer(kind: Kind, detail: str | None, headers: Headers) -> bytes:
    """A problem as it goes over the wire, after which the connection is closed."""
    body = orjson.dumps(early_document(kind, detail))
    lines = [
        ("Connection", "close"),
        ("Content-Type", PROBLEM_JSON),
        ("Content-Length", str(len(body))),
        ("Content-Language", "en"),
        ("Cache-Control", "no-store"),
        *([("Retry-After", "10")] if kind is NOT_READY else []),
        *headers,
    ]
    head = "".join(f"{name}: {value}\r\n" for name, value in lines)
    return f"HTTP/1.1 {kind.status} {HTTPStatus(kind.status).phrase}\r\n{head}\r\n".encode() + body
