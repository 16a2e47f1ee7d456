"""Stores that are watched: how long each of their operations takes, and how often they cannot be used."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from time import perf_counter
from typing import Any, TypeVar, cast

from plugin_api.observability.metrics import Metrics
from plugin_api.observability.spans import span
from plugin_api.store import StoreError

Store = TypeVar("Store")


def watched(store: Store, metrics: Metrics | None) -> Store:
    """What can be asked whatever a store can, with its public methods timed and traced; only traced without metrics."""
    return cast(Store, _Watched(store, metrics))


class _Watched:
    def __init__(self, store: Any, metrics: Metrics | None) -> None:
        self._store, self._metrics = store, metrics

    def __getattr__(self, name: str) -> Any:
        """Called once for each method: from then on it is an attribute."""
        found = getattr(self._store, name)
        # What is callable and no method of it, such as a clock, is no operation.
        if name.startswith("_") or not callable(getattr(type(self._store), name, None)):
            return found
        timed = _traced(name, found)
        if self._metrics is not None:
            timed = _timed(name, timed, self._metrics)
        setattr(self, name, timed)
        return timed


def _traced(name: str, method: Callable[..., Any]) -> Callable[..., Any]:
    called = f"store {name}"

    @wraps(method)
    def traced(*arguments: Any, **named: Any) -> Any:
        with span(called):
            return method(*arguments, **named)

    return traced


def _timed(name: str, method: Callable[..., Any], metrics: Metrics) -> Callable[..., Any]:
    seconds, errors = metrics.store_seconds.labels(name), metrics.store_errors.labels(name)

    @wraps(method)
    def timed(*arguments: Any, **named: Any) -> Any:
        began = perf_counter()
        try:
            return method(*arguments, **named)
        except StoreError:
            errors.inc()
            raise
        finally:
            seconds.observe(perf_counter() - began)

    return timed
