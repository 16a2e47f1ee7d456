"""Decisions are kept: over restarts, by several processes, whatever becomes of the knowledge, on every database."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from plugin_api.app import create_app
from plugin_api.settings import Settings
from plugin_api.store import tables
from plugin_api.store.sql_store import SqlStore
from tests.plugin_api.conftest import ROOT, service_of
from tests.plugin_api.store.conftest import Place, piece, record

POCKET = ROOT / "tests" / "portolan" / "pocket"
REQUEST = {"profile": {"stack": {"in_use": ["jaeger"]}}, "as_of": "2026-01-15"}


@contextmanager
def _serving(rules: Path, place: Place) -> Iterator[FlaskClient]:
    app = create_app(Settings(rules=rules, data_dir=place.directory, database_url=place.url))
    try:
        yield app.test_client()
    finally:
        service_of(app).store.close()
        service_of(app).advisor.close()


def _count(store: SqlStore, table: str) -> int:
    with store.database.reading() as connection:
        return int(connection.execute(select(func.count()).select_from(tables.metadata.tables[table])).scalar_one())


# --- the service over its store -------------------------------------------------------------------------------


def test_a_decision_survives_a_restart(place: Place) -> None:
    with _serving(POCKET, place) as client:
        made = client.post("/v1/recommendations", json=REQUEST)
        trace = client.get(made.json["links"]["trace"])
    with _serving(POCKET, place) as client:
        assert client.get(made.json["links"]["self"]).data == made.data
        assert client.get(made.json["links"]["trace"]).data == trace.data
        assert client.get(made.json["links"]["page"]).status_code == 200


def test_a_decision_survives_the_rules_that_made_it(place: Place, tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    shutil.copytree(POCKET, rules)
    with _serving(rules, place) as client:
        made = client.post("/v1/recommendations", json=REQUEST)
        trace = client.get(made.json["links"]["trace"])
        korean = client.post("/v1/recommendations", json={**REQUEST, "language": "ko"})
    for path in (rules / "modules").iterdir():
        path.write_text(path.read_text().replace('because:\n      en: "', 'because:\n      en: "Now: '))
    (rules / "portolan.yaml").write_text((rules / "portolan.yaml").read_text() + "# changed\n")
    with _serving(rules, place) as client:
        assert client.post("/v1/recommendations", json=REQUEST).json["id"] != made.json["id"]
        assert client.get(made.json["links"]["self"]).data == made.data
        assert client.get(made.json["links"]["trace"]).data == trace.data
        assert client.get(made.json["links"]["self"] + "?lang=ko").data == korean.data


def test_an_answer_is_kept_before_it_is_sent(place: Place) -> None:
    with _serving(POCKET, place) as client:
        made = client.post("/v1/recommendations", json=REQUEST).json
        assert place.store().get(made["id"]) is not None


# --- the store by itself --------------------------------------------------------------------------------------


def test_there_and_back(store: SqlStore) -> None:
    made = record("a", piece("one"), piece("two"), piece("one"))
    store.put(made)
    assert store.get("a") == made
    one, two = (b'{"slot":"one","verdicts":[]}', b'{"slot":"two","verdicts":[]}')
    assert made.body == b'{"slots":[%b,%b,%b]}' % (one, two, one)
    assert store.get("b") is None


def test_an_id_that_no_database_could_hold(store: SqlStore) -> None:
    assert store.get("a\0b") is None
    assert store.get("\udc80") is None


def test_a_decision_never_changes(store: SqlStore, place: Place) -> None:
    store.put(record("a", piece("first")))
    store.put(record("a", piece("second")))
    other = place.store()
    other.put(record("a", piece("third")))
    assert other.get("a") == store.get("a") == record("a", piece("first"))
    assert _count(store, "listing") == 1


def test_pieces_are_kept_once(store: SqlStore) -> None:
    store.put(record("a", piece("shared"), piece("own")))
    store.put(record("b", piece("shared")))
    assert _count(store, "fragments") == 2


def test_knowledge(store: SqlStore) -> None:
    files = {"portolan.yaml": b"pack: a\n", "modules/ko.yaml": "# 한국어\n".encode()}
    store.keep_knowledge("sha256:1", files)
    store.keep_knowledge("sha256:1", {})
    assert store.knowledge("sha256:1") == files
    assert store.knowledge("sha256:2") is None


_CONTENT = st.binary(max_size=300)


def test_whatever_the_bytes(place: Place) -> None:
    store = place.store()

    @settings(max_examples=40, deadline=None)
    @given(_CONTENT, st.lists(st.integers(0, 5), max_size=6), _CONTENT)
    def there_and_back(head: bytes, slots: list[int], tail: bytes) -> None:
        pieces = tuple(piece(f"{n}", p="keep") for n in slots)
        id_ = sha256(repr((head, slots, tail)).encode()).hexdigest()
        made = replace(record(id_, *pieces), head=head, tail=tail)
        store.put(made)
        assert store.get(id_) == made

    there_and_back()


# --- several processes ----------------------------------------------------------------------------------------

_WRITER = """
import sys
from pathlib import Path
from plugin_api.store import Asking
from plugin_api.store.database import Database
from plugin_api.store.sql_store import SqlStore
from tests.plugin_api.store.conftest import piece, record
store = SqlStore(Database(Path(sys.argv[1]), sys.argv[3] or None))
sys.stdin.read(1)
for i in range(40):
    own = piece(f"slot {i}", **{f"product {i}": "keep"})
    shared = piece("shared", shared="adopt")
    store.put(record(f"{sys.argv[2]}-{i}", shared, own), Asking("component:default/shop", "me"))
    store.put(record(f"both-{i}", own, shared), Asking(f"component:default/{sys.argv[2]}", "me"))
"""


def test_processes_that_write_at_once_lose_nothing(place: Place) -> None:
    names = ("one", "two")
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", _WRITER, str(place.directory), name, place.url or ""],
            stdin=subprocess.PIPE,
            cwd=ROOT,
        )
        for name in names
    ]
    for process in processes:  # both wait for this, and then find no schema yet
        assert process.stdin is not None
        process.stdin.write(b"!")
        process.stdin.close()
    assert [process.wait(60) for process in processes] == [0, 0]
    store = place.store()
    assert [_count(store, table) for table in ("decisions", "listing", "fragments", "verdicts")] == [120, 120, 41, 41]
    assert _count(store, "askings") == 160
    for name in (*names, "both"):
        found = store.get(f"{name}-39")
        assert found is not None and {fragment.content for fragment in found.fragments} == {
            piece("slot 39", **{"product 39": "keep"}).content,
            piece("shared", shared="adopt").content,
        }


def test_a_store_that_was_opened_before_forking(place: Place) -> None:
    script = """
import os, sys
from pathlib import Path
from plugin_api.store.database import Database
from plugin_api.store.sql_store import SqlStore
from tests.plugin_api.store.conftest import piece, record
store = SqlStore(Database(Path(sys.argv[1]), sys.argv[2] or None))
store.put(record("parent", piece("one")))
child = os.fork()
store.put(record("forked" if child else "child", piece("one"), piece("two")))
if child:
    _, status = os.waitpid(child, 0)
    store.put(record("after", piece("two")))
    sys.exit(os.waitstatus_to_exitcode(status))
"""
    command = [sys.executable, "-c", script, str(place.directory), place.url or ""]
    assert subprocess.run(command, cwd=ROOT, timeout=60, check=False).returncode == 0
    store = place.store()
    assert all(store.get(id_) for id_ in ("parent", "forked", "child", "after"))
