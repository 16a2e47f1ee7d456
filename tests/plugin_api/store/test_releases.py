"""Releases that use one database: side by side where they can, and none under a change that it cannot bear."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from plugin_api.store import StoreError, administration, schema, tables
from plugin_api.store.database import Database
from plugin_api.store.sql_store import SqlStore
from tests.plugin_api.conftest import ROOT
from tests.plugin_api.store.conftest import Place, piece, record
from tests.postgres import PostgresServer, postgres_server

OLDEST, NEWEST = schema.revisions()[0], schema.revisions()[-1]
MADE = record("a", piece("one"))


def _changed_by_a_newer(database: Database, usable_from: str | None) -> None:
    """As a release would leave it that knows a revision 9999."""
    database.prepare()
    with database.writing() as connection:
        to = {"oldest": usable_from}
        connection.execute(text(f"UPDATE {tables.VERSION_TABLE} SET version_num = '9999', usable_from = :oldest"), to)
    database.close()


@contextmanager
def _used(place: Place, revision: str) -> Iterator[None]:
    """As a service uses it that knows no newer revision than this one."""
    backend = place.database().backend
    engine = backend.engine()
    hold = backend.hold(engine, revision)
    try:
        yield
    finally:
        hold.release()
        engine.dispose()


# --- a newer schema -------------------------------------------------------------------------------------------


def test_every_step_says_who_can_go_on() -> None:
    steps = schema.migrations()
    assert tuple(step.revision for step in steps) == schema.revisions()
    assert all(step.usable_from <= step.revision for step in steps)
    oldest = [step.usable_from for step in steps]
    assert oldest == sorted(oldest)


@pytest.mark.parametrize("migrate", [True, False])
def test_a_newer_schema_that_leaves_us_what_we_need(place: Place, migrate: bool) -> None:
    _changed_by_a_newer(place.database(), NEWEST)
    database = place.database(migrate=migrate)
    store = SqlStore(database)
    store.check()
    store.put(MADE)
    assert store.get("a") == MADE
    assert administration.status(database).revision == "9999"
    assert administration.pending(database, migrate=migrate) == ()


def test_a_newer_schema_is_the_newer_release_s_to_change(place: Place) -> None:
    _changed_by_a_newer(place.database(), NEWEST)
    for to in (OLDEST, NEWEST):
        with pytest.raises(StoreError, match="at revision 9999 of a newer Portolan, which has to change it"):
            administration.move(place.database(), to)


@pytest.mark.parametrize("usable_from", ["9999", None])
def test_a_newer_schema_that_does_not(place: Place, usable_from: str | None) -> None:
    _changed_by_a_newer(place.database(), usable_from)
    with pytest.raises(StoreError, match="was made by a newer Portolan"):
        place.store().check()


# --- a schema that is used ------------------------------------------------------------------------------------


def test_a_schema_is_not_taken_back_under_a_service(place: Place) -> None:
    store = place.store()
    store.put(MADE)
    with pytest.raises(StoreError, match="is in use: stop"):
        administration.move(place.database(), OLDEST)
    assert administration.status(place.database()).revision == NEWEST
    assert store.get("a") == MADE
    store.close()
    administration.move(place.database(), OLDEST)
    assert administration.status(place.database()).revision == OLDEST


def test_not_under_one_in_another_process_either(place: Place) -> None:
    script = """
import sys
from pathlib import Path
from plugin_api.store.database import Database
from plugin_api.store.sql_store import SqlStore
SqlStore(Database(Path(sys.argv[1]), sys.argv[2] or None)).check()
print("open", flush=True)
sys.stdin.read()
"""
    command = [sys.executable, "-c", script, str(place.directory), place.url or ""]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT) as service:
        assert service.stdout is not None
        assert service.stdout.readline() == b"open\n"
        with pytest.raises(StoreError, match="is in use: stop"):
            administration.move(place.database(), OLDEST)
        service.kill()
    administration.move(place.database(), OLDEST)


def test_services_of_an_older_release_are_not_left_behind(place: Place) -> None:
    """The second step changes what a moment is: a release that knows the first alone must not go on."""
    administration.move(place.database(), OLDEST)
    with _used(place, OLDEST), pytest.raises(StoreError, match="is in use: stop"):
        place.store().check()
    assert administration.status(place.database()).revision == OLDEST
    place.store().check()


def test_services_of_an_older_release_may_stay_where_they_can_go_on(place: Place) -> None:
    before = schema.migrations()[-1].usable_from
    administration.move(place.database(), before)
    with _used(place, before):
        place.store().put(MADE)
    assert administration.status(place.database()).revision == NEWEST


def test_a_service_that_starts_while_the_schema_is_taken_back(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """It had looked before, and looks again once others can see that it uses the database."""
    place.database().prepare()
    backend, store = place.database().backend, place.store()
    hold = type(backend).hold
    late = iter([True])

    def held_late(*arguments: object) -> object:
        if next(late, False):
            administration.move(place.database(), OLDEST)
        return hold(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(type(backend), "hold", held_late)
    store.put(MADE)
    assert administration.status(place.database()).revision == NEWEST


# --- a server that was restarted ------------------------------------------------------------------------------


@pytest.fixture
def mortal() -> Iterator[PostgresServer]:
    with postgres_server() as server:
        yield server


def test_the_next_request_after_a_restart_uses_it_visibly_again(mortal: PostgresServer, tmp_path: Path) -> None:
    place = Place(tmp_path, mortal.new_database())
    store = place.store()
    store.put(MADE)
    mortal.stop()
    mortal.start()
    store.check()  # by a new connection of the pool: nobody saw an error
    store.check()
    with pytest.raises(StoreError, match="is in use: stop every replica"):
        administration.move(place.database(), OLDEST)
    place.close()


# --- who may read it ------------------------------------------------------------------------------------------


def test_nobody_else_may_read_the_file_and_what_is_beside_it(file: Place) -> None:
    before = os.umask(0)
    try:
        file.store().put(MADE)
    finally:
        os.umask(before)
    assert [one.stat().st_mode & 0o777 for one in (file.directory, file.directory.parent)] == [0o700] * 2
    made = {one.name: one.stat().st_mode & 0o777 for one in file.directory.iterdir()}
    assert set(made.values()) == {0o600}, made
    assert len(made) == 4  # the log, what processes share of it, and who uses it
