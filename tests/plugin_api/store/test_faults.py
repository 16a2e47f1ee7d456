"""What happens to databases happens: the store says so, loses nothing that it promised, and comes back by itself."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from plugin_api.app import create_app
from plugin_api.settings import Settings
from plugin_api.store import StoreError, sqlite, tables
from plugin_api.store.database import FILE_NAME, Database
from plugin_api.store.sql_store import SqlStore
from tests.plugin_api.conftest import ROOT, problem_of, service_of
from tests.plugin_api.store.conftest import Place, piece, record
from tests.postgres import PostgresServer, postgres_server

MADE = record("a", piece("one"), piece("two"))
POCKET = ROOT / "tests" / "portolan" / "pocket"


@pytest.fixture(scope="module")
def mortal() -> Iterator[PostgresServer]:
    """A server that tests stop and start."""
    with postgres_server() as server:
        yield server


# --- both -----------------------------------------------------------------------------------------------------


def test_connections_that_broke(store: SqlStore) -> None:
    store.put(MADE)
    with store.database.reading() as connection:
        assert connection.connection.driver_connection is not None
        connection.connection.driver_connection.close()
    assert store.get("a") == MADE


def test_a_transaction_that_fails_is_undone_whole(store: SqlStore, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(store._putting, "_listing", "INSERT INTO nowhere VALUES (1)")
        with pytest.raises(StoreError, match="nowhere"):
            store.put(MADE)
    assert store.get("a") is None
    store.put(MADE)
    assert store.get("a") == MADE


def test_an_error_of_whoever_writes_is_theirs(store: SqlStore) -> None:
    store.check()
    generation = store.generation
    with pytest.raises(ZeroDivisionError), store.database.writing() as connection:
        connection.execute(tables.knowledge.insert(), {"digest": "a", "files": b""})
        raise ZeroDivisionError
    assert store.knowledge("a") is None
    assert store.generation == generation


def test_what_contradicts_is_refused_and_the_store_goes_on(store: SqlStore) -> None:
    generation = store.generation
    with pytest.raises(StoreError), store.database.writing() as connection:
        connection.execute(tables.knowledge.insert(), [{"digest": "a", "files": b""}] * 2)
    assert store.generation == generation


def test_a_store_that_another_request_lost_meanwhile(store: SqlStore, monkeypatch: pytest.MonkeyPatch) -> None:
    store.put(record("b", piece("one")))
    remembered, lost = store._remembered, iter([True, False])

    def remembered_and_lost() -> object:
        memory = remembered()
        if next(lost):
            store.database._lost()
        return memory

    monkeypatch.setattr(store, "_remembered", remembered_and_lost)
    store.put(MADE)
    assert store.get("a") == MADE
    assert store.generation == 1  # and nobody else has to begin anew


def test_threads_share_a_store(store: SqlStore) -> None:
    def write(name: str) -> None:
        for n in range(20):
            store.put(record(f"{name}-{n}", piece("shared"), piece(f"{n}", p="keep")))
            assert store.get(f"{name}-{n}") is not None

    threads = [threading.Thread(target=write, args=(f"thread{n}",)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert all(store.get(f"thread{n}-19") for n in range(8))


# --- a file ---------------------------------------------------------------------------------------------------


def test_no_place_to_write(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="file"):
        SqlStore(Database(tmp_path / "file")).check()


@pytest.mark.parametrize("replaced", [False, True])
def test_a_file_that_is_taken_away(file: Place, replaced: bool) -> None:
    store = file.store()
    store.put(MADE)
    store.check()
    for path in file.directory.iterdir():
        path.unlink()
    if replaced:
        other = file.store()
        other.put(record("b"))
    with pytest.raises(StoreError, match="was taken away or replaced"):
        store.put(record("c", piece("one")))
    # What was known to be in the old file is not taken for being in the new one.
    store.put(record("c", piece("one")))
    store.put(MADE)
    assert store.get("c") == record("c", piece("one"))
    assert store.get("a") == MADE
    assert (store.get("b") is not None) is replaced


def test_an_answer_is_not_remembered_longer_than_the_file(tmp_path: Path) -> None:
    app = create_app(Settings(rules=POCKET, data_dir=tmp_path))
    client = app.test_client()
    made = client.post("/v1/recommendations", json={"profile": {}}).json
    for path in tmp_path.iterdir():
        path.unlink()
    problem_of(client.get(made["links"]["self"]), 503)
    assert client.post("/v1/recommendations", json={"profile": {}}).json == made
    assert client.get(made["links"]["self"]).json == made
    service_of(app).store.close()
    service_of(app).advisor.close()


def test_a_disk_that_is_full(file: Place) -> None:
    store = file.store()
    store.put(MADE)
    writer = store.database.backend._writer  # type: ignore[attr-defined]
    pages = writer.cursor().execute("PRAGMA page_count").fetchone()[0]
    writer.cursor().execute(f"PRAGMA max_page_count = {pages}")
    big = record("big", piece("x" * 100_000))
    with pytest.raises(StoreError, match="full"):
        store.put(big)
    assert store.get("big") is None
    assert store.get("a") == MADE
    store.put(big)  # there is room again
    with closing(sqlite3.connect(file.directory / FILE_NAME)) as other:
        assert other.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_another_who_writes_for_too_long(file: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are in the way, and nothing is lost: whatever is known to be there still is."""
    monkeypatch.setattr(sqlite, "PATIENCE", 0.05)
    store = file.store()
    store.put(MADE)
    before = store.generation
    with closing(sqlite3.connect(file.directory / FILE_NAME, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="locked"):
            store.put(record("b"))
        with pytest.raises(StoreError, match="locked"), store.database.writing():
            pass
        assert store.get("a") == MADE
        other.execute("ROLLBACK")
    store.put(record("b"))
    assert store.generation == before


def test_a_connection_that_cannot_go_back_is_let_go_of(file: Place) -> None:
    store = file.store()
    store.put(MADE)
    store.database.backend._writer.driver_connection.close()  # type: ignore[attr-defined]
    with pytest.raises(StoreError, match="closed"):
        store.put(record("b"))
    store.put(record("b"))
    assert store.get("b") == record("b")


def test_a_file_that_may_only_be_read(file: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    store = file.store()
    store.put(MADE)
    store.database.backend._writer.cursor().execute("PRAGMA query_only = ON")  # type: ignore[attr-defined]
    with pytest.raises(StoreError, match="readonly"):
        store.put(record("b"))
    store.put(record("b"))
    assert store.get("a") == MADE


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write to anything")
def test_a_file_without_permission(file: Place) -> None:
    file.store().put(MADE)
    file.close()
    (file.directory / FILE_NAME).chmod(0o400)
    with pytest.raises(StoreError, match="readonly"):
        file.store().put(record("b"))


# --- a server -------------------------------------------------------------------------------------------------


def test_a_server_that_goes_away_and_comes_back(mortal: PostgresServer, tmp_path: Path) -> None:
    url = mortal.new_database()
    app = create_app(Settings(rules=POCKET, data_dir=tmp_path, database_url=url))
    client = app.test_client()
    made = client.post("/v1/recommendations", json={"profile": {}})
    mortal.stop()
    began = time.monotonic()
    for address in ("/readyz", made.json["links"]["self"]):
        response = client.get(address)
        problem_of(response, 503)
        assert response.headers["Retry-After"]
        assert mortal.password not in response.text
    assert time.monotonic() - began < 5
    assert client.get("/healthz").status_code == 200
    mortal.start()
    assert client.get("/readyz").status_code == 200
    assert client.get(made.json["links"]["self"]).data == made.data
    service_of(app).store.close()
    service_of(app).advisor.close()


def test_a_server_that_was_restarted_between_two_requests(mortal: PostgresServer, tmp_path: Path) -> None:
    store = SqlStore(Database(tmp_path, mortal.new_database()))
    store.put(MADE)
    mortal.stop()
    mortal.start()
    store.put(record("b", piece("one")))
    assert store.get("a") == MADE
    assert store.get("b") == record("b", piece("one"))
    store.close()


def test_a_connection_that_is_cut_in_the_middle(postgres: PostgresServer, tmp_path: Path) -> None:
    database = Database(tmp_path, postgres.new_database())
    database.prepare()
    with pytest.raises(StoreError), database.writing() as connection:
        connection.execute(tables.knowledge.insert(), {"digest": "a", "files": b""})
        connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
    assert SqlStore(database).knowledge("a") is None
    database.close()


def test_no_message_shows_the_password(postgres: PostgresServer, tmp_path: Path) -> None:
    url = postgres.new_database()
    wrong = url.replace(postgres.password, "Secret:Word@".replace(":", "%3A").replace("@", "%40"))
    for address in (wrong, f"{url}_that_is_not_there", url.replace(f":{postgres.port}/", ":1/")):
        with pytest.raises(StoreError) as told:
            Database(tmp_path, address).prepare()
        assert "postgresql://portolan:***@127.0.0.1:" in str(told.value)
        for secret in (postgres.password, "Secret"):
            assert secret not in str(told.value)


def test_a_short_scheme_and_options_of_ones_own(postgres: PostgresServer, tmp_path: Path) -> None:
    url = postgres.new_database().replace("postgresql://", "postgres://")
    database = Database(tmp_path, f"{url}?options=-c%20lock_timeout%3D7s&application_name=mine")
    with database.reading() as connection:
        assert connection.execute(text("SHOW lock_timeout")).scalar() == "7s"
        assert connection.execute(text("SHOW statement_timeout")).scalar() == "15s"
        assert connection.execute(text("SHOW application_name")).scalar() == "mine"
    database.close()
