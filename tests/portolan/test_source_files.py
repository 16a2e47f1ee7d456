"""Which files of a directory are read, and what is told of the others."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from engine.knowledge.problems import Problem
from portolan.source_files import MAX_BYTES, walk


def _write(path: Path, content: bytes | str = "a: 1\n") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())


def _names(root: Path) -> list[str]:
    return [file.path for file in walk(root)]


def test_files_come_in_the_order_of_folders_without_those_of_others(tmp_path: Path) -> None:
    for name in ("b.yaml", "a/c.yaml", ".github/workflows/ci.yml", "node_modules/x.yaml", ".git/config", "a/vendor/y"):
        _write(tmp_path / name)
    assert _names(tmp_path) == ["b.yaml", ".github/workflows/ci.yml", "a/c.yaml"]


def test_what_git_ignores_is_passed_over_and_the_nearest_file_has_the_last_word(tmp_path: Path) -> None:
    for name in ("kept.yaml", "out/a.yaml", "a.log", "deep/a.log", "deep/b.tmp", "deep/kept.tmp"):
        _write(tmp_path / name)
    _write(tmp_path / ".gitignore", "/out/\n*.log\n")
    _write(tmp_path / "deep" / ".gitignore", "*.tmp\n!kept.tmp\n!a.log\n")
    found = [name for name in _names(tmp_path) if not name.endswith(".gitignore")]
    assert found == ["kept.yaml", "deep/a.log", "deep/kept.tmp"]


def test_binary_and_large_files_are_not_read(tmp_path: Path) -> None:
    _write(tmp_path / "image.yaml", b"GIF89a\0\0")
    _write(tmp_path / "large.yaml", b"#" * (MAX_BYTES + 1))
    _write(tmp_path / "latin.yaml", "a: é\n".encode("latin-1"))
    told: list[Problem] = []
    found = list(walk(tmp_path, failed=told.append))
    assert [(file.path, file.text) for file in found] == [("latin.yaml", "a: \ufffd\n")]
    assert [(one.place.file, one.code) for one in told] == [("large.yaml", "too-large")]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "utf-8"])
def test_what_powershell_writes_is_text(tmp_path: Path, encoding: str) -> None:
    _write(tmp_path / "dump.json", '{"a": "클러스터"}'.encode(encoding))
    assert [file.text for file in walk(tmp_path)] == ['{"a": "클러스터"}']


def test_links_that_lead_out_or_in_circles_are_not_followed(tmp_path: Path) -> None:
    root = tmp_path / "root"
    _write(root / "a.yaml")
    _write(tmp_path / "secret.yaml")
    (root / "out.yaml").symlink_to(tmp_path / "secret.yaml")
    (root / "again").symlink_to(root)
    (root / "same.yaml").symlink_to(root / "a.yaml")
    (root / "gone.yaml").symlink_to(root / "nowhere")
    assert _names(root) == ["a.yaml", "same.yaml"]


def test_what_is_no_file_is_not_opened(tmp_path: Path) -> None:
    """To open a pipe would wait for somebody to write into it."""
    _write(tmp_path / "a.yaml")
    os.mkfifo(tmp_path / "pipe.yaml")
    assert _names(tmp_path) == ["a.yaml"]


def test_what_is_to_be_ignored_is_read_from_a_file_of_some_size(tmp_path: Path) -> None:
    """Git follows no link from there, and somebody else's may have no end."""
    for folder in ("link", "pipe", "stars"):
        _write(tmp_path / folder / ("a" * 200))
    (tmp_path / "link" / ".gitignore").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "pipe" / ".gitignore")
    _write(tmp_path / "stars" / ".gitignore", f"{'*a' * 9}*b\n")
    found = [name for name in _names(tmp_path) if not name.endswith(".gitignore")]
    assert found == [f"{folder}/{'a' * 200}" for folder in ("link", "pipe", "stars")]


def test_names_that_no_line_can_show(tmp_path: Path) -> None:
    """Not of UTF-8, as an old archive leaves them, or made to look like something else."""
    names = [os.fsencode(tmp_path) + b"/\xb0\xa1.yaml", os.fsencode(tmp_path) + b"/b\x1b[2J\n::error::.yaml"]
    for name in names:
        Path(os.fsdecode(name)).write_text("a: 1\n")
    told = [(file.path, file.text) for file in walk(tmp_path)]
    assert told == [("b\ufffd[2J ::error::.yaml", "a: 1\n"), ("\ufffd\ufffd.yaml", "a: 1\n")]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_told(tmp_path: Path) -> None:
    _write(tmp_path / "a.yaml")
    (tmp_path / "a.yaml").chmod(0)
    told: list[Problem] = []
    assert list(walk(tmp_path, failed=told.append)) == []
    assert [(one.code, one.level) for one in told] == [("unreadable", "warning")]


def test_only_what_is_wanted_is_opened(tmp_path: Path) -> None:
    _write(tmp_path / "a.yaml")
    _write(tmp_path / "large.bin", b"#" * (MAX_BYTES + 1))
    told: list[Problem] = []
    found = list(walk(tmp_path, wanted=lambda path: path.endswith(".yaml"), failed=told.append))
    assert ([file.path for file in found], told) == (["a.yaml"], [])


def test_a_single_file(tmp_path: Path) -> None:
    _write(tmp_path / "dump.json", "{}")
    assert _names(tmp_path / "dump.json") == ["dump.json"]
