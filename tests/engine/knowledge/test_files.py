"""Which files of a directory are its knowledge."""

from __future__ import annotations

from pathlib import Path

from engine.knowledge.files import read_directory


def _names(directory: Path) -> list[str]:
    return [file.name for file in read_directory(directory)]


def _write(path: Path, text: str = "a: 1\n") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_files_are_read_in_the_order_of_their_names(tmp_path: Path) -> None:
    for name in ("slots.yaml", "claims/b.yaml", "claims/a.yml", "README.md", "schemas/x.yaml", "tests/y.yaml"):
        _write(tmp_path / name)
    assert _names(tmp_path) == ["claims/a.yml", "claims/b.yaml", "slots.yaml"]


def test_what_is_hidden_is_passed_over(tmp_path: Path) -> None:
    for name in ("slots.yaml", ".slots.yaml", ".git/x.yaml", "claims/.#a.yaml"):
        _write(tmp_path / name)
    assert _names(tmp_path) == ["slots.yaml"]


def test_a_directory_as_kubernetes_mounts_it(tmp_path: Path) -> None:
    """Each name is a link into a hidden directory, to which another link points, so that all change at once."""
    _write(tmp_path / "..2026_01_15" / "slots.yaml")
    _write(tmp_path / "..2026_01_15" / "claims" / "a.yaml")
    (tmp_path / "..data").symlink_to("..2026_01_15")
    (tmp_path / "slots.yaml").symlink_to("..data/slots.yaml")
    (tmp_path / "claims").symlink_to("..data/claims")
    assert _names(tmp_path) == ["claims/a.yaml", "slots.yaml"]


def test_a_link_to_where_one_comes_from(tmp_path: Path) -> None:
    _write(tmp_path / "claims" / "a.yaml")
    (tmp_path / "claims" / "again").symlink_to(tmp_path)
    assert _names(tmp_path) == ["claims/a.yaml"]
