"""Real Git repositories for tests, that need nobody's name and read nobody's settings."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.portolan.conftest import POCKET

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git here")

_PEOPLE = {
    f"GIT_{role}_{what}": f"{what.lower()}@example.org"
    for role in ("AUTHOR", "COMMITTER")
    for what in ("NAME", "EMAIL")
}
_DAYS = {"GIT_AUTHOR_DATE": "2026-01-15T12:00:00Z", "GIT_COMMITTER_DATE": "2026-01-15T12:00:00Z"}
_NOBODY = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}


@dataclass(frozen=True)
class Work:
    """A work tree."""

    root: Path

    def git(self, *arguments: str) -> str:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        done = subprocess.run(
            ["git", "-C", str(self.root), *arguments],
            env={**environment, **_PEOPLE, **_DAYS, **_NOBODY},
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.strip()

    def commit(self, message: str) -> str:
        """Everything as it lies there; gives the hash."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", message)
        return self.git("rev-parse", "HEAD")

    def change(self, name: str, old: str, new: str) -> None:
        """Some words of a file."""
        path = self.root / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")


def made(root: Path) -> Work:
    """A repository with the pocket knowledge in `rules`, committed on `main` and tagged `v1`."""
    shutil.copytree(POCKET, root / "rules")
    work = Work(root)
    work.git("init", "--quiet", "--initial-branch", "main")
    work.commit("The pocket knowledge")
    work.git("tag", "v1")
    return work
