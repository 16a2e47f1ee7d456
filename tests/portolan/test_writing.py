"""Files that are written together all change, or none does."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from portolan.writing import Creation, Edit, write_together


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "old.md"
    path.write_bytes(b"before")
    path.chmod(0o640)
    return path


def contents(directory: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in directory.iterdir()}


def test_new_files_and_changed_ones_are_there_afterwards(tmp_path: Path, old: Path) -> None:
    write_together(tmp_path, [Creation(tmp_path / "new.md", b"new")], [Edit(old, b"before", b"after")])
    assert contents(tmp_path) == {"old.md": b"after", "new.md": b"new"}
    assert old.stat().st_mode & 0o777 == 0o640


def test_the_directory_is_made(tmp_path: Path) -> None:
    directory = tmp_path / "docs" / "adr"
    write_together(directory, [Creation(directory / "new.md", b"new")], [])
    assert contents(directory) == {"new.md": b"new"}


def test_nothing_is_overwritten(tmp_path: Path, old: Path) -> None:
    with pytest.raises(FileExistsError):
        write_together(tmp_path, [Creation(tmp_path / "new.md", b"new"), Creation(old, b"mine")], [])
    assert contents(tmp_path) == {"old.md": b"before"}


def test_what_somebody_changed_in_the_meantime_is_left_as_it_is(tmp_path: Path, old: Path) -> None:
    with pytest.raises(OSError, match="meantime"):
        write_together(tmp_path, [Creation(tmp_path / "new.md", b"new")], [Edit(old, b"something else", b"after")])
    assert contents(tmp_path) == {"old.md": b"before"}


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize(("step", "times"), [("link", 1), ("link", 2), ("link", 3), ("replace", 1), ("fsync", 2)])
def test_an_interruption_at_any_step_leaves_nothing(
    tmp_path: Path, old: Path, monkeypatch: pytest.MonkeyPatch, when: str, step: str, times: int
) -> None:
    real, calls = getattr(os, step), []

    def interrupted(*arguments: Any) -> None:
        calls.append(arguments)
        if len(calls) == times and when == "before":
            raise KeyboardInterrupt
        real(*arguments)
        if len(calls) == times:
            raise KeyboardInterrupt

    monkeypatch.setattr(os, step, interrupted)
    new = [Creation(tmp_path / name, b"new") for name in ("one.md", "two.md")]
    with pytest.raises(KeyboardInterrupt):
        write_together(tmp_path, new, [Edit(old, b"before", b"after")])
    assert contents(tmp_path) == {"old.md": b"before"}


def test_a_directory_that_was_made_goes_away_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_together(tmp_path / "docs" / "adr", [Creation(tmp_path / "docs" / "adr" / "new.md", b"new")], [])
    assert list(tmp_path.iterdir()) == []
