"""The metrics there are. docs/observing.md explains each to whoever reads them; a test holds the two together.

Each has a bound on its labels: routes as templates, methods and problems that are known, editions, rules, memories.
"""

from __future__ import annotations

import os
from functools import cache

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector

from plugin_api.observability.shared_files import VARIABLE, fold_away, reading
from plugin_api.vocabulary import KINDS

# Seconds. A decision that was met before takes a fifth of the first, a new one about the third.
_REQUEST_BUCKETS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_STORE_BUCKETS = (0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.25, 1, 5)
_METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
_OTHER_METHOD = "other"

# What can come of reading the knowledge anew: new knowledge in force, the same as before, or the old one kept.
RELOADS = ("reloaded", "unchanged", "refused", "failed")


class Metrics:
    """The metrics of one application, in a registry of their own. Threads and processes may share it."""

    def __init__(self) -> None:
        registry = self._registry = CollectorRegistry()
        self.requests = Histogram(
            "portolan_http_request_duration_seconds",
            "Time to the answer of a request, by the route's template, its method and the class of the status.",
            ("route", "method", "status"),
            registry=registry,
            buckets=_REQUEST_BUCKETS,
        )
        self.in_progress = Gauge(
            "portolan_http_requests_in_progress",
            "Requests that are being answered.",
            registry=registry,
            multiprocess_mode="livesum",
        )
        self.problems = Counter(
            "portolan_problems_total", "Requests answered with a problem, by its kind.", ("kind",), registry=registry
        )
        self.decisions = Counter(
            "portolan_decisions_total",
            "Decisions answered; made: new (decided for this request) or remembered (the finished answer was kept).",
            ("edition", "language", "made"),
            registry=registry,
        )
        self.lookups = Counter(
            "portolan_cache_lookups_total",
            "Lookups in each level of memory of the worker processes, by their result: hit or miss.",
            ("cache", "result"),
            registry=registry,
        )
        self.firings = Counter(
            "portolan_rule_firings_total",
            "Firings of a rule in decisions that were made new, by the rule's id.",
            ("rule",),
            registry=registry,
        )
        self.verified = Counter(
            "portolan_decisions_verified_total",
            "Decisions checked against the plain interpreter, by result: same or different.",
            ("result",),
            registry=registry,
        )
        self.store_seconds = Histogram(
            "portolan_store_operation_duration_seconds",
            "Time that an operation of the store took.",
            ("operation",),
            registry=registry,
            buckets=_STORE_BUCKETS,
        )
        self.store_errors = Counter(
            "portolan_store_errors_total",
            "Operations that failed because the store could not be used.",
            ("operation",),
            registry=registry,
        )
        self.redis_errors = Counter(
            "portolan_redis_errors_total",
            "Times that Redis did not answer, and a process counted the requests of callers alone for 10 s.",
            registry=registry,
        )
        self.reloads = Counter(
            "portolan_reloads_total",
            "Attempts to take new knowledge into use, by result: reloaded, unchanged, refused or failed.",
            ("result",),
            registry=registry,
        )
        self._of_requests: dict[tuple[str, str, int], Histogram] = {}
        self._of_rules: dict[str, Counter] = {}
        # There from the start, so that the first of each is seen as an increase.
        for kind in KINDS:
            self.problems.labels(kind.name)
        for result in RELOADS:
            self.reloads.labels(result)

    def request(self, route: str, method: str, status: int, seconds: float) -> None:
        """A request was answered."""
        key = (route, method, status // 100)
        child = self._of_requests.get(key)
        if child is None:
            known = method if method in _METHODS else _OTHER_METHOD
            child = self.requests.labels(route, known, f"{status // 100}xx")
            if known == method:
                self._of_requests[key] = child
        child.observe(seconds)

    def fired(self, rule: str, count: int) -> None:
        """A rule fired, as many times."""
        child = self._of_rules.get(rule)
        if child is None:
            child = self._of_rules[rule] = self.firings.labels(rule)
        child.inc(count)

    def reloaded(self, result: str) -> None:
        """Knowledge was read anew, with one of RELOADS."""
        self.reloads.labels(result).inc()

    def collect(self) -> list[Metric]:
        """Of all processes, where several share a directory."""
        if not of_many_processes():
            return list(self._registry.collect())
        fold_away()
        with reading() as files:
            return list(MultiProcessCollector.merge(files))  # type: ignore[no-untyped-call]


def of_many_processes() -> bool:
    """Are these the metrics of a service of several processes?"""
    return VARIABLE in os.environ


def make_metrics() -> Metrics:
    """Metrics for an application. One that takes another's place in its process goes on with what was counted."""
    return _shared() if of_many_processes() else Metrics()


@cache
def _shared() -> Metrics:
    return Metrics()
