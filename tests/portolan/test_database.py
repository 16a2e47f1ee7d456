"""`portolan database`: the schema, seen and changed by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugin_api.store import schema
from plugin_api.store.database import FILE_NAME
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
