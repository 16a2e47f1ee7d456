"""A directory of repositories: what is there is decided or told, and nothing is passed over in silence."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from portolan.fleet.repositories import entries_below
from portolan.source_files import MAX_BYTES, paths_below
from tests.portolan.fleet.conftest import KIND, Fleet

ASTRAY = "not read: the link leads nowhere, in a circle or out of the directory"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    path = tmp_path / "organisation"
    path.mkdir()
    return path


def _write(path: Path, content: bytes = b"profile: {}\n") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def _told(root: Path) -> dict[str, str]:
    """Of each entry its place and what is wrong with it."""
    return {
        entry.where.removeprefix(f"{root}/"): "; ".join(one.detail for one in entry.mistakes)
        for entry in entries_below(root)
    }


@pytest.mark.parametrize(
    ("content", "line"),
    [(b"\x89PNG\r\n\0\0", 1), ("profile: {}\n".encode("utf-16"), 1), (b"profile: {}\n# caf\xe9\n", 2)],
    ids=["picture", "utf-16", "latin-1"],
)
def test_a_profile_that_is_no_text_is_told_with_the_line(root: Path, content: bytes, line: int) -> None:
    _write(root / "shop" / "portolan.yaml", content)
    assert _told(root) == {f"shop/portolan.yaml:{line}": "the file is not UTF-8"}


def test_links_that_lead_to_no_profile_are_told(root: Path, tmp_path: Path) -> None:
    outside = _write(tmp_path / "elsewhere" / "portolan.yaml")
    for folder, target in (("circle", "portolan.yaml"), ("nowhere", "gone.yaml"), ("out", str(outside))):
        (root / folder).mkdir()
        (root / folder / "portolan.yaml").symlink_to(target)
        (root / folder / "notes.txt").symlink_to("gone.txt")  # nobody asks for that
    _write(root / "shop" / "portolan.yaml")
    (root / "shop" / "more").symlink_to("..")
    assert _told(root) == {
        "circle/portolan.yaml": ASTRAY,
        "nowhere/portolan.yaml": ASTRAY,
        "out/portolan.yaml": ASTRAY,
        "shop/portolan.yaml": "",
    }


def test_a_pipe_is_not_waited_for_and_what_is_huge_is_not_read(root: Path) -> None:
    os.mkfifo(root / "portolan.yaml")
    os.truncate(_write(root / "shop" / "portolan.yaml"), MAX_BYTES + 1)
    assert _told(root) == {
        "portolan.yaml": "not read: it is not a file",
        "shop/portolan.yaml": f"not read: the file is over {MAX_BYTES} bytes",
    }


def test_a_folder_that_cannot_be_opened_is_told(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _write(root / "closed" / "portolan.yaml")
    _write(root / "shop" / "portolan.yaml")
    scandir = os.scandir

    def refusing(path: str) -> object:  # whoever runs the tests as root may open everything
        if path.endswith("closed"):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr("os.scandir", refusing)
    assert _told(root) == {"closed": "not read: Permission denied", "shop/portolan.yaml": ""}
    assert [name for _, name in paths_below(root)] == ["shop/portolan.yaml"]


def test_an_entity_that_has_no_profile_is_not_judged(root: Path) -> None:
    entity = f"{KIND}metadata: {{name: web}}\nspec: {{owner: sailors}} # caf\xe9\n".encode("latin-1")
    _write(root / "catalog-info.yaml", entity)
    assert _told(root) == {}
    _write(root / "catalog-info.yaml", entity + b"# portolan.io/profile\n")
    assert _told(root) == {"catalog-info.yaml:4": "the file is not UTF-8"}


def test_what_cannot_be_understood_is_told_in_the_language_of_the_results(fleet: Fleet, root: Path) -> None:
    _write(root / "portolan.yaml", b"\xff")
    ran = fleet(root, "--lang", "ko")
    assert ran.code == 2
    assert f"{root}/portolan.yaml:1:1: UTF-8 파일이 아닙니다\n" in ran.err
