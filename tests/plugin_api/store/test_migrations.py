"""The schema grows by steps that run up and down, on every database, and lose nothing on the way."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from plugin_api.store import StoreError, Wanted, schema, tables
from plugin_api.store.database import FILE_NAME, Database
from tests.plugin_api.conftest import ROOT
from tests.plugin_api.store.conftest import Place, Ticking, piece, record
from tests.plugin_api.store.old import read_old_file, write_old_file

NEWEST = schema.revisions()[-1]
# The first revision is the file of the release before there were migrations.
OLDEST = schema.revisions()[0]
TRACING = piece("tracing", tempo="adopt", jaeger="avoid")
MESH = piece("mesh", istio="keep")
RECORDS = [
    (1_700_000_000 + n, record(f"old-{n}", TRACING, *([MESH] if n % 2 else []), edition=str(2025 + n % 2)))
    for n in range(7)
]


def _move(database: Database, to: str) -> None:
    with database.migrating() as connection:
        schema.move(connection, database.backend, to)


def _revision(database: Database) -> str | None:
    with database.migrating() as connection:
        return schema.revision_of(connection)


def _fingerprint(database: Database) -> list[object]:
    """All that is in the tables that the first revision made."""
    with database.migrating() as connection:
        return [
            [tuple(map(bytes_of, row)) for row in connection.execute(text(f"SELECT * FROM {table} ORDER BY 1"))]
            for table in ("decisions", "fragments", "knowledge")
        ]


def bytes_of(value: object) -> object:
    return bytes(value) if isinstance(value, memoryview) else value


# --- the steps ------------------------------------------------------------------------------------------------


def test_the_steps_are_in_one_line() -> None:
    script = ScriptDirectory(str(Path(schema.__file__).parent / "migrations"))
    found = [step.revision for step in reversed([*script.walk_revisions()])]
    assert tuple(found) == schema.revisions()


def test_the_steps_lead_to_the_tables(place: Place) -> None:
    database = place.database()
    database.prepare()
    with database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": tables.VERSION_TABLE})
        assert compare_metadata(context, tables.metadata) == []


def test_up_and_down_with_what_is_in_it(place: Place, clock: Ticking) -> None:
    store = place.store()
    for made, one in RECORDS:
        clock(made)
        store.put(one)
    database = place.database()
    listed = store.find(Wanted(), 10)
    before = _fingerprint(database)
    store.close()
    _move(database, OLDEST)
    _move(database, NEWEST)
    assert _fingerprint(database) == before
    assert place.store().find(Wanted(), 10) == listed
    assert place.store().get("old-3") == RECORDS[3][1]
    assert [one.id for one in place.store().find(Wanted(product="istio"), 10).decisions] == ["old-5", "old-3", "old-1"]
    # And what comes next has a number of its own.
    place.store().put(record("new", piece("mesh", linkerd="adopt")))
    assert [one.id for one in place.store().find(Wanted(product="linkerd"), 10).decisions] == ["new"]


def test_every_step_down_and_up_again(place: Place) -> None:
    database = place.database()
    database.prepare()
    for step in reversed((schema.BASE, *schema.revisions())):
        _move(database, step)
        assert _revision(database) == (None if step == schema.BASE else step)
    for step in schema.revisions():
        _move(database, step)
    place.store().put(RECORDS[0][1])


def test_a_step_that_fails_leaves_all_as_it_was(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    database = place.database()
    _move(database, OLDEST)
    with database.migrating() as connection:
        broken = {"id": "a", "made": 1, "language": "en", "knowledge": "", "request": b"{"}
        connection.execute(tables.decisions.insert(), {**broken, "head": b"", "fragments": b"", "tail": b""})
    before = _fingerprint(database)
    with pytest.raises(ValueError):
        database.prepare()
    assert _revision(database) == OLDEST
    assert _fingerprint(database) == before


# --- the file of the release before ---------------------------------------------------------------------------


@pytest.fixture
def old(tmp_path: Path) -> Path:
    write_old_file(tmp_path / "data" / FILE_NAME, RECORDS)
    return tmp_path / "data" / FILE_NAME


def test_an_old_file_is_taken_over(old: Path) -> None:
    place = Place(old.parent, None)
    store = place.store()
    assert [store.get(one.id) for _, one in RECORDS] == [one for _, one in RECORDS]
    newest = store.find(Wanted(), 1).decisions[0]
    assert (newest.id, newest.made, newest.edition) == ("old-6", 1_700_000_006_000_000, "2025")
    assert [one.id for one in store.find(Wanted(verdict="keep", slot="mesh"), 9).decisions] == [
        "old-5",
        "old-3",
        "old-1",
    ]
    place.close()


def test_an_old_file_can_be_had_back(old: Path) -> None:
    before = read_old_file(old)
    database = Database(old.parent)
    database.prepare()
    assert read_old_file(old) != before
    _move(database, OLDEST)
    assert read_old_file(old) == before


def test_the_release_before_refuses_a_new_file(old: Path) -> None:
    Database(old.parent).prepare()
    assert read_old_file(old)[0] == (0x506F7274, 2)  # it reads up to 1


# --- who migrates ---------------------------------------------------------------------------------------------


def test_processes_that_start_together_migrate_once(place: Place) -> None:
    _move(place.database(), OLDEST)
    script = """
import sys
from pathlib import Path
from plugin_api.store.database import Database
database = Database(Path(sys.argv[1]), sys.argv[2] or None)
sys.stdin.read(1)
database.prepare()
"""
    command = [sys.executable, "-c", script, str(place.directory), place.url or ""]
    processes = [subprocess.Popen(command, stdin=subprocess.PIPE, cwd=ROOT) for _ in range(3)]
    for process in processes:
        assert process.stdin is not None
        process.stdin.write(b"!")
        process.stdin.close()
    assert [process.wait(60) for process in processes] == [0] * 3
    assert _revision(place.database()) == NEWEST


def test_migrating_may_be_left_to_the_operator(place: Place) -> None:
    with pytest.raises(StoreError, match=f"is empty and needs {NEWEST}: run `portolan database upgrade`"):
        place.database(migrate=False).prepare()
    _move(place.database(), OLDEST)
    with pytest.raises(StoreError, match=f"is at revision {OLDEST} and needs {NEWEST}"):
        place.database(migrate=False).prepare()
    _move(place.database(), NEWEST)
    place.database(migrate=False).prepare()


# --- what is not ours -----------------------------------------------------------------------------------------


def test_a_database_of_a_newer_version(place: Place) -> None:
    database = place.database()
    database.prepare()
    with database.writing() as connection:
        connection.execute(text(f"UPDATE {tables.VERSION_TABLE} SET version_num = '9999', usable_from = '9998'"))
    with pytest.raises(StoreError, match="was made by a newer Portolan: it is at revision 9999"):
        place.store().check()
    with pytest.raises(StoreError, match="newer Portolan"):
        _move(database, OLDEST)


def test_a_file_of_a_newer_version(file: Place) -> None:
    file.database().prepare()
    with closing(sqlite3.connect(file.directory / FILE_NAME)) as other:
        other.execute("PRAGMA user_version = 99")
    with pytest.raises(StoreError, match="newer Portolan"):
        file.store().check()


def test_a_file_of_something_else(file: Place) -> None:
    file.directory.mkdir(parents=True)
    path = file.directory / FILE_NAME
    path.write_text("no database at all, but long enough to be looked at for a header of one" * 20)
    with pytest.raises(StoreError, match="not a database"):
        file.store().check()
    assert path.read_text().startswith("no database")


def test_a_database_of_something_else(place: Place) -> None:
    if place.url is None:
        place.directory.mkdir(parents=True)
        with closing(sqlite3.connect(place.directory / FILE_NAME)) as other:
            other.execute("CREATE TABLE songs (title)")
    else:
        with place.database().migrating() as connection:
            connection.execute(text("CREATE TABLE decisions (title text)"))
    with pytest.raises(StoreError, match="a database of something else"):
        place.store().check()
