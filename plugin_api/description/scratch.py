"""A service beside the one that serves: the same knowledge, and a store that goes away. Examples are asked of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask import Flask, Response, current_app

from plugin_api.archive import Archive
from plugin_api.problems import problem_for, told
from plugin_api.reviewing.granting import Waivers
from plugin_api.reviewing.setup import EXTENSION as WAIVERS
from plugin_api.service import EXTENSION, Service, current_service
from plugin_api.store.database import Database
from plugin_api.store.review_store import ReviewStore
from plugin_api.store.sql_store import SqlStore

_SECOND = 1_000_000  # in microseconds


class Scratch:
    """Asks the views themselves, without what stands before them: who asks, how often, what is measured and logged.

    Its clock begins on the day, and what is added has a number for an id: the examples are the same wherever they are
    made.
    """

    def __init__(self, day: date, database: Database) -> None:
        service = current_service()
        first = int(datetime(day.year, day.month, day.day, 9, tzinfo=UTC).timestamp()) * _SECOND
        seconds, numbers = count(first, _SECOND), count(1)
        store = SqlStore(database, clock=lambda: next(seconds))
        reviews = ReviewStore(database, clock=lambda: next(seconds), ids=lambda: f"{next(numbers):032x}")
        beside = Service(service.advisor, store, Archive(store, service.advisor, {}), cache_bytes=0, today=lambda: day)
        # A shallow copy has the same routes and views.
        self._app: Flask = copy(current_app._get_current_object())  # type: ignore[attr-defined]
        self._app.extensions = {**self._app.extensions, EXTENSION: beside, WAIVERS: Waivers(reviews)}

    def ask(self, method: str, path: str, accept: str, body: Any = None) -> Response:
        """Raises what the view raises."""
        sent = {} if body is None else {"json": body}
        with self._app.test_request_context(path, method=method, headers={"Accept": accept}, **sent):
            response = self._app.make_response(self._app.dispatch_request())
            response.get_data()
            return response

    def refused(
        self,
        method: str,
        path: str,
        *,
        body: Any = None,
        data: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> dict[str, Any] | None:
        """The problem that is told, None where there is none, or it is not one of what was asked."""
        sent: dict[str, Any] = {"data": data} if body is None else {"json": body}
        accepted = {"Accept": "*/*", **(headers or {})}
        with self._app.test_request_context(path, method=method, headers=accepted, **sent):
            try:
                self._app.dispatch_request()
            except Exception as error:  # a description without an example is better than none
                problem = problem_for(error)
                return None if problem is None else told(problem)
        return None


@contextmanager
def scratch_of(day: date) -> Iterator[Scratch]:
    with TemporaryDirectory(prefix="portolan-") as directory:
        database = Database(Path(directory))
        try:
            yield Scratch(day, database)
        finally:
            database.close()
