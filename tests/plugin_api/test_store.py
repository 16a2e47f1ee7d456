"""Decisions are kept: over restarts, by several processes, whatever becomes of the knowledge."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from plugin_api.app import create_app
from plugin_api.settings import Settings
from plugin_api.store import Fragment, Record, StoreError
from plugin_api.store.database import FILE_NAME, Database
from plugin_api.store.sql_store import SqlStore
from tests.plugin_api.conftest import ROOT, service_of

POCKET = ROOT / "tests" / "portolan" / "pocket"
REQUEST = {"profile": {"stack": {"in_use": ["jaeger"]}}, "as_of": "2026-01-15"}


def _record(id_: str, *pieces: bytes) -> Record:
    fragments = tuple(Fragment.of(piece) for piece in pieces)
    return Record(id_, "en", "sha256:0", b"{}", b'{"slots":[', fragments, b"]}")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "new" / "folder" / FILE_NAME


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    made = SqlStore(Database(tmp_path / "new" / "folder"))
    yield made
    made.close()


@contextmanager
def _serving(rules: Path, data: Path) -> Iterator[FlaskClient]:
    app = create_app(Settings(rules=rules, data_dir=data))
    try:
        yield app.test_client()
    finally:
        service_of(app).store.close()
        service_of(app).advisor.close()


# --- the service over its store -------------------------------------------------------------------------------


def test_a_decision_survives_a_restart(tmp_path: Path) -> None:
    with _serving(POCKET, tmp_path) as client:
        made = client.post("/v1/recommendations", json=REQUEST)
        trace = client.get(made.json["links"]["trace"])
    with _serving(POCKET, tmp_path) as client:
        assert client.get(made.json["links"]["self"]).data == made.data
        assert client.get(made.json["links"]["trace"]).data == trace.data
        assert client.get(made.json["links"]["page"]).status_code == 200


def test_a_decision_survives_the_rules_that_made_it(tmp_path: Path) -> None:
    rules, data = tmp_path / "rules", tmp_path / "data"
    shutil.copytree(POCKET, rules)
    with _serving(rules, data) as client:
        made = client.post("/v1/recommendations", json=REQUEST)
        trace = client.get(made.json["links"]["trace"])
        korean = client.post("/v1/recommendations", json={**REQUEST, "language": "ko"})
    for path in (rules / "modules").iterdir():
        path.write_text(path.read_text().replace('because:\n      en: "', 'because:\n      en: "Now: '))
    (rules / "portolan.yaml").write_text((rules / "portolan.yaml").read_text() + "# changed\n")
    with _serving(rules, data) as client:
        assert client.post("/v1/recommendations", json=REQUEST).json["id"] != made.json["id"]
        assert client.get(made.json["links"]["self"]).data == made.data
        assert client.get(made.json["links"]["trace"]).data == trace.data
        assert client.get(made.json["links"]["self"] + "?lang=ko").data == korean.data


def test_an_answer_is_in_the_file_before_it_is_sent(tmp_path: Path) -> None:
    with _serving(POCKET, tmp_path) as client:
        made = client.post("/v1/recommendations", json=REQUEST).json
        with closing(sqlite3.connect(tmp_path / FILE_NAME)) as other:
            assert other.execute("SELECT id FROM decisions").fetchall() == [(made["id"],)]


# --- the store by itself --------------------------------------------------------------------------------------


def test_there_and_back(store: SqlStore, path: Path) -> None:
    record = _record("a", b'{"one":1}', b'{"two":2}', b'{"one":1}')
    store.put(record)
    assert store.get("a") == record
    assert record.body == b'{"slots":[{"one":1},{"two":2},{"one":1}]}'
    assert store.get("b") is None


def test_a_decision_never_changes(store: SqlStore, tmp_path: Path) -> None:
    store.put(_record("a", b"first"))
    store.put(_record("a", b"second"))
    other = SqlStore(Database(tmp_path / "new" / "folder"))
    other.put(_record("a", b"third"))
    assert other.get("a") == store.get("a") == _record("a", b"first")
    other.close()


def test_pieces_are_kept_once(store: SqlStore, path: Path) -> None:
    store.put(_record("a", b"shared", b"own"))
    store.put(_record("b", b"shared"))
    with closing(sqlite3.connect(path)) as other:
        assert other.execute("SELECT count(*) FROM fragments").fetchone() == (2,)


def test_knowledge(store: SqlStore, path: Path) -> None:
    files = {"portolan.yaml": b"pack: a\n", "modules/ko.yaml": "# 한국어\n".encode()}
    store.keep_knowledge("sha256:1", files)
    store.keep_knowledge("sha256:1", {})
    assert store.knowledge("sha256:1") == files
    assert store.knowledge("sha256:2") is None


def test_two_processes_write_at_once(tmp_path: Path) -> None:
    script = """
import sys
from pathlib import Path
from plugin_api.store.database import Database
from plugin_api.store.sql_store import SqlStore
from tests.plugin_api.test_store import _record
store = SqlStore(Database(Path(sys.argv[1])))
sys.stdin.read(1)
for i in range(150):
    store.put(_record(f"{sys.argv[2]}-{i}", b"shared", f"piece {i}".encode()))
    store.put(_record(f"both-{i}", b"shared"))
"""
    processes = [
        subprocess.Popen([sys.executable, "-c", script, str(tmp_path), name], stdin=subprocess.PIPE, cwd=ROOT)
        for name in ("one", "two")
    ]
    for process in processes:  # both wait for this
        assert process.stdin is not None
        process.stdin.write(b"!")
        process.stdin.close()
    assert [process.wait(60) for process in processes] == [0, 0]
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as found:
        assert found.execute("SELECT count(*) FROM decisions").fetchone() == (450,)
        assert found.execute("SELECT count(*) FROM fragments").fetchone() == (151,)
        assert found.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_file_of_something_else(store: SqlStore, path: Path) -> None:
    path.parent.mkdir(parents=True)
    path.write_text("no database at all, but long enough to be looked at for a header of one" * 20)
    with pytest.raises(StoreError, match="not a database"):
        store.check()


def test_a_database_of_something_else(store: SqlStore, path: Path) -> None:
    path.parent.mkdir(parents=True)
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE songs (title)")
    with pytest.raises(StoreError, match="a database of something else"):
        store.check()


def test_a_file_of_a_newer_version(store: SqlStore, path: Path) -> None:
    store.check()
    store.close()
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA user_version = 99")
    with pytest.raises(StoreError, match="newer Portolan"):
        store.check()


def test_no_place_to_write(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="file"):
        SqlStore(Database(tmp_path / "file")).check()


def test_a_connection_that_broke(store: SqlStore) -> None:
    store.put(_record("a", b"piece"))
    with store.database.reading() as connection:
        connection.connection.driver_connection.close()
    assert store.get("a") == _record("a", b"piece")
