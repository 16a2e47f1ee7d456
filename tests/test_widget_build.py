"""The widget's sources: their own tests, their types, and that what is served is what they give."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.programs import program

ROOT = Path(__file__).parents[1]
SOURCES = ROOT / "frontend-snippets" / "widget"
SERVED = Path("plugin_api", "pages", "static", "widget.js")
_LIMIT = 180  # seconds for each step: npm takes some ten where it has its packages at hand


def test_the_widget_is_tested_and_is_what_its_sources_give(tmp_path: Path) -> None:
    npm = program("npm", "npm")
    sources = tmp_path / "frontend-snippets" / "widget"
    shutil.copytree(SOURCES, sources, ignore=shutil.ignore_patterns("node_modules"))
    (tmp_path / SERVED.parent).mkdir(parents=True)
    shutil.copy(ROOT / SERVED, tmp_path / SERVED)
    _installed(npm, sources)
    for script in ("check", "typecheck", "test"):
        ran = _npm(npm, sources, "run", "--silent", script)
        assert ran.returncode == 0, f"npm run {script}\n{ran.stdout}{ran.stderr}"


def test_the_lock_names_no_registry() -> None:
    assert '"resolved"' not in (SOURCES / "package-lock.json").read_text("utf-8")


def _installed(npm: Path, where: Path) -> None:
    """Left out where no registry can be reached, but in CI."""
    made = _npm(npm, where, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error")
    assert "EUSAGE" not in made.stderr, made.stderr  # the lock does not fit what package.json asks for
    if made.returncode and not os.environ.get("CI"):
        pytest.skip(f"npm cannot install: {made.stderr.strip()[:200]}")
    assert made.returncode == 0, made.stderr


def _npm(npm: Path, where: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [str(npm), *arguments]
    return subprocess.run(command, cwd=where, capture_output=True, text=True, timeout=_LIMIT, check=False)
