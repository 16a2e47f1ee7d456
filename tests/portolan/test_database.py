"""`portolan database`: the schema, seen and changed by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from plugin_api.store import Record, schema
from plugin_api.store.database import FILE_NAME, Database
from plugin_api.store.sql_store import SqlStore
from plugin_api.store.tables import VERSION_TABLE
from tests.portolan.conftest import Run

NEWEST, OLDEST = schema.revisions()[-1], schema.revisions()[0]


def _status(run: Run) -> tuple[str | None, list[bool]]:
    found = run("database", "status", "--format", "json").data
    return found["revision"], [step["done"] for step in found["steps"]]


def test_status_makes_nothing(run: Run, tmp_path: Path) -> None:
    shown = run("database", "status")
    assert shown.code == 0
    assert shown.out.splitlines()[0] == str(tmp_path / "data" / FILE_NAME)
    assert f"  {OLDEST}  to do  " in shown.out
    assert "  0 decisions" in shown.out
    assert not (tmp_path / "data" / FILE_NAME).exists()


def test_up_and_down(run: Run) -> None:
    assert f"is at revision {NEWEST}." in run("database", "upgrade").out
    assert _status(run) == (NEWEST, [True] * len(schema.revisions()))
    assert run("database", "upgrade").code == 0
    assert f"is at revision {OLDEST}." in run("database", "downgrade", OLDEST, "--yes").out
    assert _status(run)[0] == OLDEST
    assert run("database", "upgrade", OLDEST).code == 0
    assert run("database", "upgrade", NEWEST).code == 0
    assert run("database", "downgrade", "base", "--yes").code == 0
    assert _status(run) == (None, [False] * len(schema.revisions()))


def test_going_down_is_asked_for(run: Run) -> None:
    run("database", "upgrade")
    asked = run("database", "downgrade", OLDEST, piped="n\n")
    assert asked.code == 0
    assert asked.out.endswith("Nothing was changed.\n")
    assert f"This deletes what the steps after {OLDEST} keep in" in asked.out
    assert _status(run)[0] == NEWEST
    assert run("database", "downgrade", OLDEST, piped="y\n").code == 0


def test_a_revision_that_is_none(run: Run) -> None:
    for way in ("upgrade", "downgrade"):
        refused = run("database", way, "latest")
        assert refused.code == 2
        assert "There is no revision 'latest'; there are" in refused.err


def test_the_wrong_way(run: Run) -> None:
    assert "is only at the beginning" in run("database", "downgrade", OLDEST, "--yes").err
    run("database", "upgrade")
    assert f"is at {NEWEST} already" in run("database", "upgrade", OLDEST).err


def test_a_database_that_cannot_be_used(run: Run, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / FILE_NAME).write_text("no database at all, but long enough for a header of one" * 20)
    for command in (["status"], ["upgrade"]):
        refused = run("database", *command)
        assert refused.code == 4
        assert "not a database" in refused.err


def test_a_server_that_is_not_there(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTOLAN_DATABASE_URL", "postgresql://portolan:secret@127.0.0.1:1/portolan")
    refused = run("database", "status")
    assert refused.code == 4
    assert "127.0.0.1" in refused.err
    assert "secret" not in refused.err


def test_an_address_that_is_none(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTOLAN_DATABASE_URL", "mysql://portolan:secret@127.0.0.1/portolan")
    refused = run("database", "status")
    assert refused.code == 2
    assert refused.err.startswith(
        "PORTOLAN_DATABASE_URL makes no sense; it must be the address of a PostgreSQL database"
    )
    assert "secret" not in refused.err


# --- copies ---------------------------------------------------------------------------------------------------


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[SqlStore]:
    """The store of a service that runs."""
    store = SqlStore(Database(tmp_path / "data"))
    store.put(Record("a", "en", "sha256:0", b'{"edition":"2026","as_of":"2026-04-01"}', b"{", (), b"}"))
    yield store
    store.close()


def test_a_copy_while_the_service_runs(run: Run, kept: SqlStore, tmp_path: Path) -> None:
    copy = tmp_path / "copies" / FILE_NAME
    copy.parent.mkdir()
    ran = run("database", "backup", str(copy))
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert [(one.name, one.stat().st_mode & 0o777) for one in copy.parent.iterdir()] == [(FILE_NAME, 0o600)]
    kept.put(Record("b", "en", "sha256:0", b'{"edition":"2026","as_of":"2026-04-01"}', b"{", (), b"}"))
    copied = SqlStore(Database(copy.parent))
    assert copied.get("a") == kept.get("a")
    assert copied.get("b") is None
    copied.close()


def test_a_copy_takes_no_other_file_s_place(run: Run, kept: SqlStore, tmp_path: Path) -> None:
    (tmp_path / "copy").write_text("of yesterday")
    refused = run("database", "backup", str(tmp_path / "copy"))
    assert (refused.code, refused.err) == (2, f"{tmp_path / 'copy'} is there already: name a new file.\n")
    assert (tmp_path / "copy").read_text() == "of yesterday"


def test_a_copy_that_cannot_be_made_leaves_nothing(run: Run, kept: SqlStore, tmp_path: Path) -> None:
    refused = run("database", "backup", str(tmp_path / "nowhere" / "copy"))
    assert (refused.code, refused.err) == (4, f"{tmp_path / 'nowhere' / 'copy'}: No such file or directory.\n")
    kept.close()
    (tmp_path / "data" / FILE_NAME).write_text("no database at all, but long enough for a header of one" * 20)
    refused = run("database", "backup", str(tmp_path / "copy"))
    assert refused.code == 4
    assert "not a database" in refused.err
    assert not (tmp_path / "copy").exists()


def test_a_copy_of_nothing(run: Run, tmp_path: Path) -> None:
    refused = run("database", "backup", str(tmp_path / "copy"))
    assert (refused.code, refused.err) == (4, f"{tmp_path / 'data' / FILE_NAME} is not there.\n")
    assert list(tmp_path.iterdir()) == []


def test_a_server_is_copied_by_its_own_program(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTOLAN_DATABASE_URL", "postgresql://portolan:secret@127.0.0.1:1/portolan")
    refused = run("database", "backup", "portolan.dump")
    assert refused.code == 2
    assert "is copied by `pg_dump --format custom --file portolan.dump`" in refused.err
    assert "secret" not in refused.err


# --- beside a service -----------------------------------------------------------------------------------------


def test_nothing_is_taken_back_under_a_service(run: Run, kept: SqlStore) -> None:
    refused = run("database", "downgrade", OLDEST, "--yes")
    assert refused.code == 4
    assert refused.err.endswith("is in use: stop the service first.\n")
    assert _status(run)[0] == NEWEST


def test_an_upgrade_by_an_older_release(run: Run, kept: SqlStore) -> None:
    with kept.database.writing() as connection:
        connection.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = '9999'"))
    ran = run("database", "upgrade")
    assert ran.code == 0
    assert ran.out.endswith("is at revision 9999 of a newer Portolan, which this one can use.\n")
    assert run("database", "downgrade", OLDEST, "--yes").code == 4
