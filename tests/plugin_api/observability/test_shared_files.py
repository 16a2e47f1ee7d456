"""The directory in which processes share what they count, without the processes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from prometheus_client.mmap_dict import MmapedDict, mmap_key
from prometheus_client.multiprocess import MultiProcessCollector

from plugin_api.observability import shared_files
from tests.plugin_api.conftest import ROOT

ENDED = 2**22 + 1  # more than any process has


@pytest.fixture
def directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(shared_files.VARIABLE, str(tmp_path))
    return tmp_path


def _write(directory: Path, process: int, count: float, sort: str = "counter") -> Path:
    file = directory / f"{sort}_{process}.db"
    written = MmapedDict(str(file))
    written.write_value(mmap_key("seen", "seen_total", (), (), "Seen."), count, 0.0)
    written.close()
    return file


def _sum(directory: Path) -> float:
    (metric,) = MultiProcessCollector(None, str(directory)).collect()
    return sum(sample.value for sample in metric.samples)


def test_counts_of_processes_that_ended_are_kept_in_one_file(directory: Path) -> None:
    for number in range(5):
        _write(directory, ENDED + number, number + 1)
        shared_files.forget(ENDED + number)
        assert [file.name for file in directory.glob("*.db")] == ["counter_0.db"]
    assert _sum(directory) == 15


def test_those_of_processes_that_live_stay(directory: Path) -> None:
    mine = _write(directory, os.getpid(), 3)
    _write(directory, ENDED, 4)
    shared_files.fold_away()
    assert mine.exists()
    assert _sum(directory) == 7


def test_what_only_the_living_have_is_dropped(directory: Path) -> None:
    _write(directory, ENDED, 1, "gauge_livesum")
    with shared_files.reading():
        shared_files.forget(ENDED)
        assert list(directory.glob("*.db")) == []


def test_nothing_is_folded_away_under_a_reader(directory: Path) -> None:
    file = _write(directory, ENDED, 1)
    with shared_files.reading():
        shared_files.forget(ENDED)
        assert file.exists()
    shared_files.fold_away()  # the next one takes it along
    assert not file.exists()
    assert _sum(directory) == 1


def test_files_that_a_process_has_just_made_are_passed_over(directory: Path) -> None:
    written = _write(directory, os.getpid(), 3)
    (directory / f"counter_{os.getppid()}.db").touch()
    (directory / f"counter_{ENDED}.db").touch()
    with shared_files.reading() as files:
        assert files == [str(written)]
    shared_files.fold_away()
    assert not (directory / f"counter_{ENDED}.db").exists()


def test_a_file_that_broke_off_is_dropped(directory: Path, caplog: pytest.LogCaptureFixture) -> None:
    file = _write(directory, ENDED, 3)
    file.write_bytes(b"\x40\0\0\0\0\0\0\0\xff\xff")
    _write(directory, ENDED + 1, 4)
    shared_files.fold_away()
    assert _sum(directory) == 4
    assert f"what process {ENDED} had counted is lost" in caplog.text


_PREPARE = """
import os, sys
from pathlib import Path
from plugin_api.observability import shared_files
assert "prometheus_client" not in sys.modules
base = Path(sys.argv[1])
os.access = lambda path, mode: False  # no /dev/shm: TMPDIR it is
made = shared_files.prepare()
assert made.parent == base and shared_files.prepare() == made, made
assert os.environ["PROMETHEUS_MULTIPROC_DIR"] == str(made)
print(made.name, flush=True)
sys.stdin.readline()
if sys.argv[2] == "end":
    child = os.fork()
    if not child:
        shared_files.remove()  # only who made it may
        os._exit(0)
    os.waitpid(child, 0)
    assert made.is_dir()
    shared_files.remove()
    assert not made.exists()
"""


def _prepare(base: Path, how: str) -> tuple[subprocess.Popen[str], Path]:
    process = subprocess.Popen(
        [sys.executable, "-c", _PREPARE, str(base), how],
        env={**os.environ, "TMPDIR": str(base), "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    return process, base / process.stdout.readline().strip()


def _end(process: subprocess.Popen[str]) -> int:
    process.communicate("\n", timeout=30)
    return process.returncode


def test_each_service_has_a_directory_of_its_own_and_removes_it(tmp_path: Path) -> None:
    first, directory = _prepare(tmp_path, "end")
    second, other = _prepare(tmp_path, "end")
    assert directory != other
    assert directory.is_dir()
    assert other.is_dir()
    assert (_end(first), _end(second)) == (0, 0)
    assert list(tmp_path.iterdir()) == []


def test_the_next_service_removes_what_a_killed_one_left(tmp_path: Path) -> None:
    killed, left = _prepare(tmp_path, "killed")
    killed.kill()
    killed.communicate(timeout=30)
    assert left.is_dir()
    process, directory = _prepare(tmp_path, "end")
    assert list(tmp_path.iterdir()) == [directory]
    assert _end(process) == 0
