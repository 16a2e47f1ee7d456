"""Processes, a cluster, and what happens where they are lost."""

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import pytest

from portolan.fleet.entries import Entry
from portolan.fleet.journal import Journal
from portolan.fleet.pool import _Pool, batches, here
from portolan.fleet.work import Work
from tests.portolan.fleet.conftest import Fleet, as_lines, rows


def _entries(requests: list[dict[str, Any]]) -> list[Entry]:
    lines = as_lines(requests).splitlines()
    return [Entry("fleet.jsonl", line, "json", line=number) for number, line in enumerate(lines, 1)]


def test_batches_are_of_few_entries_and_of_little_text() -> None:
    long, short = Entry("f", "x" * 600_000, "json"), Entry("f", "x", "json")
    assert [len(batch) for batch in batches([long, long, short, short])] == [1, 3]
    assert [len(batch) for batch in batches([short] * 40)] == [16, 16, 8]


def test_where_a_process_is_lost_its_entries_are_decided_by_another(work: Work, requests: Any, tmp_path: Path) -> None:
    entries = _entries(requests(80))
    here_found = [row for _, rows in here(work, batches(entries)) for row in rows]
    entries[40] = OnceDeadlyEntry("fleet.jsonl", entries[40].text, "json", line=41, marker=str(tmp_path / "lost"))
    lost: list[str] = []
    pool = _Pool(work, lost)
    try:
        found = [row for _, rows in pool.run(batches(entries), 2) for row in rows]
    finally:
        pool.close()
    assert found == here_found
    assert lost == ["SIGKILL"]


def test_an_entry_is_not_blamed_for_a_process_that_was_lost_before_it_came(work: Work, requests: Any) -> None:
    entry, lost = _entries(requests(1))[0], []  # type: tuple[Entry, list[str]]
    pool = _Pool(work, lost)
    try:
        idle = pool._start()
        os.kill(idle.process.pid or 0, signal.SIGKILL)
        idle.process.join()
        found = pool._alone(entry)
    finally:
        pool.close()
    assert [found] == [row for _, rows in here(work, iter([[entry]])) for row in rows]
    assert lost == ["SIGKILL"]


def test_an_entry_over_which_processes_are_lost_gets_no_answer_and_all_others_do(
    work: Work, requests: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = _entries(requests(20))
    entries[7] = DeadlyEntry("fleet.jsonl", "{}", "json", line=8)
    pool = _Pool(work, [])
    try:
        found = [orjson.loads(row) for _, rows in pool.run(batches(entries), 1) for row in rows]
    finally:
        pool.close()
    assert [one["where"] for one in found] == [entry.where for entry in entries]
    bad = [one for one in found if one["outcome"] == "bad"]
    assert [one["where"] for one in bad] == ["fleet.jsonl:8"]
    assert bad[0]["mistakes"][0]["detail"] == "the process that decided it was lost (SIGKILL)"


class DeadlyEntry(Entry):
    """Ends the process that it comes to."""

    def __reduce__(self) -> tuple[Any, ...]:
        return _deadly, (os.getpid(), self.file, self.text, self.form, self.owned, self.line)


def _deadly(maker: int, *members: Any) -> DeadlyEntry:
    if os.getpid() != maker:
        os.kill(os.getpid(), signal.SIGKILL)
    return DeadlyEntry(*members)


@dataclass(frozen=True, slots=True)
class OnceDeadlyEntry(Entry):
    """Ends the first process that it comes to; `marker` is the file that says that it did."""

    marker: str = ""

    def __reduce__(self) -> tuple[Any, ...]:
        return _once_deadly, (os.getpid(), self.marker, self.file, self.text, self.form, self.owned, self.line)


def _once_deadly(maker: int, marker: str, *members: Any) -> Entry:
    if os.getpid() != maker and not Path(marker).exists():
        Path(marker).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return Entry(*members)


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """A small Dask cluster on this machine, of processes that are started anew where they are lost."""
    distributed = pytest.importorskip("distributed", reason="the extra `dask` is not installed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None, silence_logs=logging.CRITICAL
    ) as cluster:
        yield cluster


def test_a_cluster_says_the_same_in_the_same_order_though_a_worker_is_killed(
    fleet: Fleet, requests: Any, tmp_path: Path, out: Path, cluster: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "fleet.jsonl"
    path.write_text(as_lines(requests(200)) + "not json\n")
    assert fleet(path).code == 0
    alone = {one.name: one.read_bytes() for one in out.iterdir()}
    saved, victims = Journal.saved, [cluster.workers[0].pid]

    def killing(journal: Journal) -> None:
        saved(journal)
        if victims:
            os.kill(victims.pop(), signal.SIGKILL)

    monkeypatch.setattr(Journal, "saved", killing)
    ran = fleet(path, "--scheduler", cluster.scheduler_address)
    assert (ran.code, ran.err) == (0, f"{path}:201: not JSON: Expecting value at column 1\n")
    assert not victims
    assert {one.name: one.read_bytes() for one in out.iterdir()} == alone


def test_where_all_of_a_cluster_is_lost_what_is_decided_is_kept(
    fleet: Fleet, requests: Any, tmp_path: Path, out: Path, cluster: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "fleet.jsonl"
    path.write_text(as_lines(requests(200)))
    saved = Journal.saved

    def closing(journal: Journal) -> None:
        saved(journal)
        cluster.close()

    with monkeypatch.context() as patched:
        patched.setattr(Journal, "saved", closing)
        ran = fleet(path, "--scheduler", cluster.scheduler_address)
    assert ran.code == 4
    assert ran.err.splitlines() == [
        f"--scheduler {cluster.scheduler_address}: the scheduler or all workers were lost",
        "What is decided is kept: the same command goes on from there.",
    ]
    ran = fleet(path)
    assert "were decided already by the run that was cut off." in ran.out
    assert [one["where"] for one in rows(out)] == [f"{path}:{number}" for number in range(1, 201)]
