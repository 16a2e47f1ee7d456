"""A run that is cut off, in whatever way, goes on without loss or repeat."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psutil
import pytest

from portolan.fleet.journal import Journal
from portolan.fleet.run import KEPT
from tests.portolan.fleet.conftest import DAY, Fleet, as_lines, rows

ABOUT = {"knowledge": "k", "today": DAY}
ROWS = [(f"{number:032x}", b'{"row": %d}' % number) for number in range(5)]


def _write(path: Path) -> Path:
    with Journal(path, ABOUT) as journal:
        for digest, row in ROWS:
            assert not journal.follows(digest)
            journal.add(digest, row)
        journal.saved()
    return path


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    return _write(tmp_path / "journal")


def test_what_was_kept_is_followed(journal: Path) -> None:
    with Journal(journal, ABOUT) as kept:
        assert all(kept.follows(digest) for digest, _ in ROWS)
        assert (kept.kept, kept.differs, list(kept.rows())) == (5, (), [row for _, row in ROWS])


def test_wherever_the_last_lines_are_torn_what_is_whole_is_kept(tmp_path: Path) -> None:
    size = _write(tmp_path / "whole").stat().st_size
    for lost in range(1, 60):
        path = _write(tmp_path / f"torn-{lost}")
        os.truncate(path, size - lost)
        with Journal(path, ABOUT) as kept:
            followed = [kept.follows(digest) for digest, _ in ROWS]
            assert followed == sorted(followed, reverse=True)
            assert 3 <= sum(followed) < 5
            for digest, row in ROWS[sum(followed) :]:
                kept.add(digest, row)
            assert list(kept.rows()) == [row for _, row in ROWS]


def test_a_line_that_a_disk_has_lost_is_not_believed(journal: Path) -> None:
    content = bytearray(journal.read_bytes())
    third = content.index(b'{"row": 2}')
    content[third : third + 5] = bytes(5)
    journal.write_bytes(content)
    with Journal(journal, ABOUT) as kept:
        assert [kept.follows(digest) for digest, _ in ROWS] == [True, True, False, False, False]


def test_from_the_first_entry_that_has_changed_on_nothing_is_kept(journal: Path) -> None:
    with Journal(journal, ABOUT) as kept:
        assert kept.follows(ROWS[0][0])
        assert not kept.follows("f" * 32)
        assert not kept.follows(ROWS[1][0])
        assert list(kept.rows()) == [ROWS[0][1]]


def test_where_fewer_entries_are_left_no_row_is_too_many(journal: Path) -> None:
    with Journal(journal, ABOUT) as kept:
        assert kept.follows(ROWS[0][0])
        assert list(kept.rows()) == [ROWS[0][1]]


def test_on_other_knowledge_it_begins_anew_and_says_why(journal: Path) -> None:
    with Journal(journal, {**ABOUT, "knowledge": "another"}) as kept:
        assert kept.differs == ("knowledge",)
        assert not kept.follows(ROWS[0][0])


def test_on_rows_of_another_form_it_begins_anew_and_says_why(journal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portolan.fleet.journal._FORMAT", 99)
    with Journal(journal, ABOUT) as kept:
        assert kept.differs == ("format",)
        assert not kept.follows(ROWS[0][0])


def test_what_is_no_journal_is_begun_anew(tmp_path: Path) -> None:
    (tmp_path / "journal").write_bytes(b"something else\n")
    with Journal(tmp_path / "journal", ABOUT) as kept:
        assert kept.differs == ("journal",)


# --- whole runs ---------------------------------------------------------------------------------------------------


def _started(source: Path, out: Path, stderr: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
    arguments = ["fleet", source, "-o", out, "--as-of", DAY, "--jobs", "2"]
    return subprocess.Popen([sys.executable, "-m", "portolan", *arguments], stdout=subprocess.DEVNULL, stderr=stderr)


def _until(happened: Any, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "it does not happen"
        time.sleep(0.02)


@pytest.mark.usefixtures("environment")
def test_killed_in_the_middle_it_goes_on_without_loss_or_repeat(
    fleet: Fleet, requests: Any, tmp_path: Path, out: Path
) -> None:
    lines = as_lines(requests(2000)).encode().splitlines(keepends=True)
    source, journal = tmp_path / "fleet.jsonl", out / KEPT / "journal"
    os.mkfifo(source)  # so that it never comes to the end
    process, fed = _started(source, out), 0
    with source.open("wb", buffering=0) as pipe:
        while not journal.exists() or journal.read_bytes().count(b"\n") < 40:
            pipe.write(lines[fed])
            fed += 1
        workers = psutil.Process(process.pid).children(recursive=True)
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=30)
    # Nobody is left behind. What is not awaited by anybody else here may stay a zombie.
    _until(lambda: all(not one.is_running() or one.status() == psutil.STATUS_ZOMBIE for one in workers))
    decided = journal.read_bytes().count(b"\n") - 1
    with journal.open("ab") as stream:
        stream.write(b"0badc0de half a li")

    source.unlink()
    source.write_bytes(b"".join(lines[: fed + 20]))
    ran = fleet(source)
    assert ran.code == 0
    assert f"{decided} were decided already by the run that was cut off." in ran.out
    found = rows(out)
    assert [one["where"] for one in found] == [f"{source}:{number}" for number in range(1, fed + 21)]
    fleet(source)
    assert rows(out) == found


@pytest.mark.usefixtures("environment")
def test_interrupted_it_says_that_the_same_command_goes_on(requests: Any, tmp_path: Path, out: Path) -> None:
    source, journal = tmp_path / "fleet.jsonl", out / KEPT / "journal"
    os.mkfifo(source)
    process = _started(source, out, stderr=subprocess.PIPE)
    try:
        with source.open("wb", buffering=0) as pipe:
            for line in as_lines(requests(2000)).encode().splitlines(keepends=True):
                pipe.write(line)
                if journal.exists() and journal.read_bytes().count(b"\n") > 1:
                    break
            process.send_signal(signal.SIGINT)
            _, said = process.communicate(timeout=60)
    finally:
        process.kill()
        process.wait(timeout=30)
    assert process.returncode == 130
    assert said.decode().strip() == "What is decided is kept: the same command goes on from there."


def test_on_a_full_disk_it_names_the_place_and_goes_on_when_there_is_room(
    fleet: Fleet, requests: Any, tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "fleet.jsonl"
    source.write_text(as_lines(requests(40)))
    saved, left = Journal.saved, [2]

    def full(journal: Journal) -> None:
        saved(journal)
        left[0] -= 1
        if not left[0]:
            raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(Journal, "saved", full)
        ran = fleet(source)
    kept = "What is decided is kept: the same command goes on from there."
    assert (ran.code, ran.err) == (4, f"{out}: No space left on device\n{kept}\n")
    ran = fleet(source)
    assert (ran.code, len(rows(out))) == (0, 40)
    assert "32 were decided already by the run that was cut off." in ran.out


def test_files_of_a_run_before_are_told_from_those_of_this_one(fleet: Fleet, requests: Any, tmp_path: Path) -> None:
    source = tmp_path / "fleet.jsonl"
    source.write_text(as_lines(requests(2)))
    assert "Left from a run before" not in fleet(source).out
    ran = fleet(source, "--format", "html", "--format", "jsonl")
    tables = "subjects.csv, findings.csv, waivers.csv, deadlines.csv, mistakes.csv"
    assert f"Left from a run before, and not of this one: {tables}\n" in ran.out


def test_two_runs_do_not_write_to_one_directory(fleet: Fleet, requests: Any, tmp_path: Path, out: Path) -> None:
    source, busy = tmp_path / "fleet.jsonl", tmp_path / "busy.jsonl"
    source.write_text(as_lines(requests(3)))
    os.mkfifo(busy)
    process = _started(busy, out)
    try:
        _until((out / KEPT / "journal").exists)
        ran = fleet(source)
        assert (ran.code, ran.err) == (4, f"{out}: another run writes there\n")
    finally:
        process.kill()
        process.wait(timeout=30)
