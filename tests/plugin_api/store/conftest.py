"""Stores for tests: each test runs on a file, and again on a PostgreSQL database of its own."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from plugin_api.store import Fragment, Record
from plugin_api.store.database import Database
from plugin_api.store.sql_store import SqlStore
from tests.postgres import PostgresServer, postgres_server


@dataclass
class Place:
    """Where decisions are kept in a test: `url` is None for a file in `directory`."""

    directory: Path
    url: str | None
    opened: list[Database] = field(default_factory=list)

    def database(self, *, migrate: bool = True) -> Database:
        database = Database(self.directory, self.url, migrate=migrate)
        self.opened.append(database)
        return database

    def store(self) -> SqlStore:
        """Another one on the same place, as another process has."""
        return SqlStore(self.database())

    def close(self) -> None:
        for database in self.opened:
            database.close()


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    with postgres_server() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    url = request.getfixturevalue("postgres").new_database() if request.param == "postgresql" else None
    made = Place(tmp_path / "new" / "folder", url)
    yield made
    made.close()


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Place]:
    """A file, where that is what matters."""
    made = Place(tmp_path / "new" / "folder", None)
    yield made
    made.close()


@pytest.fixture
def store(place: Place) -> SqlStore:
    return place.store()


def piece(slot: str, **verdicts: str) -> Fragment:
    """A slot's part of a decision: products and their verdicts."""
    judged = ",".join(f'{{"product":"{product}","verdict":"{verdict}"}}' for product, verdict in verdicts.items())
    return Fragment.of(f'{{"slot":"{slot}","verdicts":[{judged}]}}'.encode())


def record(id_: str, *pieces: Fragment, edition: str = "2026", language: str = "en") -> Record:
    request = f'{{"edition":"{edition}","as_of":"2026-04-01"}}'.encode()
    return Record(id_, language, "sha256:0", request, b'{"slots":[', pieces, b"]}")  # type: ignore[arg-type]


Ticking = Callable[[float], None]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Ticking:
    """Sets the time at which the store believes to be, in seconds since 1970."""

    def set_to(seconds: float) -> None:
        monkeypatch.setattr(time, "time_ns", lambda: int(seconds * 1e9))

    return set_to
