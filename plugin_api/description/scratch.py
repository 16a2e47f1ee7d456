"""A service beside the one that serves: the same knowledge, and a store that goes away. Examples are asked of it."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from datetime import date
from typing import Any

from flask import Flask, Response, current_app

from plugin_api.archive import Archive
from plugin_api.service import EXTENSION, Service, current_service
from plugin_api.store import Asking, Page, Place, Record, Wanted


class ScratchStore:
    """Keeps decisions in memory."""

    generation = 0

    def __init__(self) -> None:
        self._records: dict[str, Record] = {}
        self._knowledge: dict[str, Mapping[str, bytes]] = {}

    def prepare(self) -> None: ...

    def check(self) -> None: ...

    def put(self, record: Record, asking: Asking | None = None) -> None:
        self._records.setdefault(record.id, record)

    def get(self, id_: str) -> Record | None:
        return self._records.get(id_)

    def find(self, wanted: Wanted, limit: int, *, after: Place | None = None, before: Place | None = None) -> Page:
        return Page((), newer=False, older=False)

    def keep_knowledge(self, digest: str, files: Mapping[str, bytes]) -> None:
        self._knowledge[digest] = files

    def knowledge(self, digest: str) -> Mapping[str, bytes] | None:
        return self._knowledge.get(digest)

    def close(self) -> None: ...


class Scratch:
    """Asks the views themselves, without what stands before them: who asks, how often, what is measured and logged."""

    def __init__(self, day: date) -> None:
        service, store = current_service(), ScratchStore()
        beside = Service(service.advisor, store, Archive(store, service.advisor, {}), cache_bytes=0, today=lambda: day)
        # A shallow copy has the same routes and views.
        self._app: Flask = copy(current_app._get_current_object())  # type: ignore[attr-defined]
        self._app.extensions = {**self._app.extensions, EXTENSION: beside}

    def ask(self, method: str, path: str, accept: str, body: Any = None) -> Response:
        """Raises what the view raises."""
        sent = {} if body is None else {"json": body}
        with self._app.test_request_context(path, method=method, headers={"Accept": accept}, **sent):
            response = self._app.make_response(self._app.dispatch_request())
            response.get_data()
            return response
