"""Traces by OpenTelemetry, an extra: a span for each request, and inside it for deciding, the store and rendering.

Where they go, what the service is called there and how many are kept is said by OpenTelemetry's own variables. What
sends them has a thread, which a fork would lose, so each process makes its own when the first request comes.
"""

from __future__ import annotations

import os
from contextlib import AbstractContextManager
from dataclasses import dataclass
from importlib.util import find_spec
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any

from plugin_api.observability.trail import Trail
from plugin_api.settings import SettingsError

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.trace import Span, Tracer

_SERVICE = "portolan"
_NEEDED = ("opentelemetry.sdk.trace", "opentelemetry.exporter.otlp.proto.http")
_SERVER_ERROR = 500
# Seconds for sending what is left when a process ends.
_PATIENCE = 3.0


class OpenTelemetry:
    """Keeps traces and sends them by OTLP over HTTP. Threads may share it; it may be made before forking.

    Raises SettingsError where the extra is not installed.
    """

    def __init__(self) -> None:
        if not _installed():
            raise SettingsError(
                "PORTOLAN_OTEL is 'on', which needs OpenTelemetry: pip install opentelemetry-sdk "
                "opentelemetry-exporter-otlp-proto-http (docs/operating.md)."
            )
        self._making = Lock()
        self._made: _Provider | None = None

    def begin(self, trail: Trail, environ: WSGIEnvironment) -> _Begun:
        """Starts the span of a request, as a part of the trace that it came with."""
        from opentelemetry import trace  # noqa: PLC0415
        from opentelemetry.context import attach  # noqa: PLC0415

        tracer = self._tracer()
        method = str(environ["REQUEST_METHOD"])[:20]
        span = tracer.start_span(
            method,
            context=_incoming(environ) if trail.trace else None,
            kind=trace.SpanKind.SERVER,
            attributes={"http.request.method": method, "portolan.request_id": trail.request_id},
        )
        trail.trace = f"{span.get_span_context().trace_id:032x}"

        def make_span(name: str, attributes: dict[str, Any]) -> AbstractContextManager[Any]:
            return tracer.start_as_current_span(name, attributes=attributes)

        trail.make_span = make_span
        return _Begun(span, attach(trace.set_span_in_context(span)))

    def end(self, begun: _Begun, trail: Trail, environ: WSGIEnvironment) -> None:
        from opentelemetry.context import detach  # noqa: PLC0415
        from opentelemetry.trace import StatusCode  # noqa: PLC0415

        span = begun.span
        span.update_name(f"{str(environ['REQUEST_METHOD'])[:20]} {trail.route}")
        span.set_attribute("http.route", trail.route)
        span.set_attribute("http.response.status_code", trail.status)
        if trail.decision is not None:
            span.set_attribute("portolan.decision", trail.decision)
        if trail.problem is not None:
            span.set_attribute("portolan.problem", trail.problem)
        if trail.status >= _SERVER_ERROR:
            span.set_status(StatusCode.ERROR)
        span.end()
        detach(begun.token)

    def close(self) -> None:
        """Send what this process has kept, and end what sends it."""
        with self._making:
            made, self._made = self._made, None
        if made is not None and made.process == os.getpid():
            # It would try again and again where nobody listens, and hold the end of the service up.
            sending = Thread(target=made.provider.shutdown, daemon=True)
            sending.start()
            sending.join(_PATIENCE)

    def _tracer(self) -> Tracer:
        made = self._made
        if made is None or made.process != os.getpid():
            with self._making:
                made = self._made
                if made is None or made.process != os.getpid():
                    made = self._made = _provider()
        return made.tracer


@dataclass(frozen=True, slots=True)
class _Begun:
    span: Span
    token: Any


@dataclass(frozen=True, slots=True)
class _Provider:
    process: int
    provider: TracerProvider
    tracer: Tracer


def _installed() -> bool:
    try:
        return all(find_spec(module) is not None for module in _NEEDED)
    except ModuleNotFoundError:
        return False


def _provider() -> _Provider:
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415
    from opentelemetry.sdk.resources import OTELResourceDetector, Resource  # noqa: PLC0415
    from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
    from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415

    # What OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES say goes before our name.
    resource = Resource.create({"service.name": _SERVICE}).merge(OTELResourceDetector().detect())
    provider = TracerProvider(resource=resource, shutdown_on_exit=False)
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    return _Provider(os.getpid(), provider, provider.get_tracer(_SERVICE))


def _incoming(environ: WSGIEnvironment) -> Any:
    """The context of whoever sent the request: its `traceparent` was found good before."""
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator  # noqa: PLC0415

    carrier = {"traceparent": environ["HTTP_TRACEPARENT"], "tracestate": environ.get("HTTP_TRACESTATE", "")}
    return TraceContextTextMapPropagator().extract(carrier)
