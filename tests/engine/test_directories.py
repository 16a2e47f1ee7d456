"""What is made to keep something in is for its user alone, and what is there already stays as it is."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from engine.directories import make_private


def test_all_that_was_missing_is_private(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    before = os.umask(0)
    try:
        make_private(tmp_path / "data" / "cache")
        make_private(tmp_path / "data" / "cache")
    finally:
        os.umask(before)
    modes = [one.stat().st_mode & 0o777 for one in (tmp_path, tmp_path / "data", tmp_path / "data" / "cache")]
    assert modes == [0o755, 0o700, 0o700]


def test_a_file_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for directory in (tmp_path / "file", tmp_path / "file" / "data"):
        with pytest.raises(OSError, match="file"):
            make_private(directory)
