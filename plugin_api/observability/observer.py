"""What watches an application: made with it, found again by its views and by its server."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, current_app
from prometheus_client import generate_latest
from prometheus_client.metrics_core import Metric
from prometheus_client.openmetrics import exposition as openmetrics
from prometheus_client.registry import Collector

from plugin_api.observability.in_force import KnowledgeInForce, Processes
from plugin_api.observability.metrics import Metrics, make_metrics, of_many_processes
from plugin_api.observability.middleware import Observed, Tracing
from plugin_api.observability.stored import Store, watched
from plugin_api.observability.tallies import Tallies
from plugin_api.observability.trail import current
from plugin_api.security.caller import current_caller
from plugin_api.service import Service
from plugin_api.settings import Settings
from plugin_api.vocabulary import OPENMETRICS

EXTENSION = "portolan-observer"


class Observer:
    """Of one application, in each of its processes.

    Raises SettingsError where traces are to be kept and what keeps them is not installed.
    """

    def __init__(self, settings: Settings) -> None:
        self.metrics: Metrics | None = make_metrics() if settings.metrics else None
        self._tracing = _tracing() if settings.tracing else None
        self._names_callers = settings.access_log
        self._tallies: Tallies | None = None
        self._looked_up: tuple[Collector, ...] = ()

    def watch_store(self, store: Store) -> Store:
        """What stands for a store."""
        return watched(store, self.metrics) if self.metrics or self._tracing else store

    def watch(self, app: Flask, service: Service) -> None:
        """Puts itself around an application and into its service."""
        if self.metrics is not None:
            self._tallies = service.tallies = Tallies(
                self.metrics, lambda: service.lookups, lambda: service.advisor.verification
            )
            self._looked_up = (KnowledgeInForce(lambda: service.knowledge), Processes(of_many_processes()))
        if self._names_callers:
            app.after_request(_name_caller)
        app.wsgi_app = Observed(app.wsgi_app, self.metrics, self._tracing)  # type: ignore[method-assign]
        app.extensions[EXTENSION] = self

    def exposition(self, media_type: str) -> bytes:
        """The metrics of all processes, in OpenMetrics or in the older text format of Prometheus."""
        if self._tallies is not None:
            self._tallies.flush()
        if media_type == OPENMETRICS:
            body: bytes = openmetrics.generate_latest(self)  # type: ignore[no-untyped-call]
            return body
        return generate_latest(self)

    def collect(self) -> list[Metric]:
        """As a registry does."""
        found = self.metrics.collect() if self.metrics is not None else []
        for collector in self._looked_up:
            found.extend(collector.collect())
        return found

    def tick(self) -> None:
        """Called often by a worker: passes on what it counted, at most once a second."""
        if self._tallies is not None:
            self._tallies.tick()

    def reloaded(self, result: str) -> None:
        """The knowledge was read anew, with a result of `metrics.RELOADS`."""
        if self.metrics is not None:
            self.metrics.reloaded(result)

    def redis_lost(self) -> None:
        """Redis did not answer, and requests are counted without it for a while."""
        if self.metrics is not None:
            self.metrics.redis_errors.inc()

    def close(self) -> None:
        """The process ends: pass on what it counted, send what it traced."""
        if self._tallies is not None:
            self._tallies.flush()
        if self._tracing is not None:
            self._tracing.close()


def observer_of(app: Any) -> Observer | None:
    """The observer of an application; None of one that is not ours, as a server may have been given."""
    found: Observer | None = getattr(app, "extensions", {}).get(EXTENSION)
    return found


def current_observer() -> Observer:
    observer: Observer = current_app.extensions[EXTENSION]
    return observer


def _tracing() -> Tracing:
    # An extra: only who wants it pays for looking for it.
    from plugin_api.observability.tracing import OpenTelemetry  # noqa: PLC0415

    return OpenTelemetry()


def _name_caller(response: Response) -> Response:
    trail = current.get()
    if trail is not None:
        trail.subject = current_caller().subject or None
    return response
