"""Around the application: every request gets a trail, is timed and counted, and its answer says the request's id."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from time import perf_counter
from typing import TYPE_CHECKING, Any, Protocol

from plugin_api.observability.metrics import Metrics
from plugin_api.observability.trail import ENVIRON_KEY, UNMATCHED, Trail, current, request_id_of, trace_of

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

REQUEST_ID_HEADER = "X-Request-Id"


class Tracing(Protocol):
    """What keeps traces, where they are kept."""

    def begin(self, trail: Trail, environ: WSGIEnvironment) -> Any:
        """A request came in. What is returned is given back at its end."""

    def end(self, begun: Any, trail: Trail, environ: WSGIEnvironment) -> None: ...

    def close(self) -> None:
        """Send what was kept."""


class Observed:
    """A WSGI application that is watched. `metrics` and `tracing` are None where they are off."""

    def __init__(self, wsgi: WSGIApplication, metrics: Metrics | None, tracing: Tracing | None) -> None:
        self._wsgi, self._metrics, self._tracing = wsgi, metrics, tracing

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        began = perf_counter()
        get = environ.get
        trail = Trail(request_id_of(get("HTTP_X_REQUEST_ID")), trace_of(get("HTTP_TRACEPARENT")))
        environ[ENVIRON_KEY] = trail
        current.set(trail)

        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            if not trail.ended:
                trail.status = int(status[:3])
                # Only now: at the end Flask forgets what it was.
                trail.route = route_of(environ)
            headers.append((REQUEST_ID_HEADER, trail.request_id))
            return start_response(status, headers, exc_info)

        metrics, tracing = self._metrics, self._tracing
        if metrics is not None:
            metrics.in_progress.inc()
        begun = tracing.begin(trail, environ) if tracing is not None else None
        try:
            return self._wsgi(environ, start)
        finally:
            trail.seconds = perf_counter() - began
            if tracing is not None:
                tracing.end(begun, trail, environ)
            current.set(None)
            if metrics is not None:
                metrics.in_progress.dec()
                if not trail.ended:
                    metrics.request(trail.route, environ["REQUEST_METHOD"], trail.status, trail.seconds)
                    if trail.problem is not None:
                        metrics.problems.labels(trail.problem).inc()


def route_of(environ: WSGIEnvironment) -> str:
    """The route that a request is on its way to, or has taken."""
    request = environ.get("werkzeug.request")
    rule = request and request.url_rule
    return _template(rule.rule) if rule is not None else UNMATCHED


@lru_cache(maxsize=1024)
def _template(rule: str) -> str:
    """A route as the description of the API writes it."""
    return re.sub(r"<(?:[^<>:]+:)?([^<>]+)>", r"{\1}", rule)
