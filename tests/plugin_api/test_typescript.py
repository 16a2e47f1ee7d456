"""What openapi-typescript makes of the description: a client of it compiles, and the widget's types say no more."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.plugin_api.conftest import ROOT
from tests.programs import program

HERE = Path(__file__).parent / "typescript"
WIDGET = ROOT / "frontend-snippets" / "widget"
_LIMIT = 120  # seconds, for all of it: some ten where npm has its packages at hand


def test_a_generated_client_compiles(client: FlaskClient, tmp_path: Path) -> None:
    npm = program("npm", "npm")
    for name in ("package.json", "package-lock.json", "tsconfig.json", "client.ts", "widget.ts"):
        shutil.copy(HERE / name, tmp_path)
    (tmp_path / "openapi.json").write_bytes(client.get("/v1/openapi.json").data)
    _installed(npm, tmp_path)
    _take_the_widgets_types(tmp_path)
    _run(tmp_path, "openapi-typescript", "openapi.json", "--output", "portolan.d.ts")
    assert _run(tmp_path, "tsc", "--project", ".") == ""


def _take_the_widgets_types(where: Path) -> None:
    for name in ("portolan-advice.d.ts", "src/types.ts"):
        to = where / "widget" / name
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(WIDGET / name, to)


def _installed(npm: Path, where: Path) -> None:
    """Left out where no registry can be reached, but in CI."""
    command = [str(npm), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"]
    made = subprocess.run(command, cwd=where, capture_output=True, text=True, timeout=_LIMIT, check=False)
    if made.returncode and not os.environ.get("CI"):
        pytest.skip(f"npm cannot install: {made.stderr.strip()[:200]}")
    assert made.returncode == 0, made.stderr


def _run(where: Path, name: str, *arguments: str) -> str:
    command = [str(where / "node_modules" / ".bin" / name), *arguments]
    made = subprocess.run(command, cwd=where, capture_output=True, text=True, timeout=_LIMIT, check=False)
    assert made.returncode == 0, made.stdout + made.stderr
    return made.stdout if name == "tsc" else ""
