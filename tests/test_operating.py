"""docs/operating.md: what can be typed without a cluster does what it says, and what it names is there."""

from __future__ import annotations

import os
import re
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from plugin_api.settings import SETTINGS
from tests.console import ROOT, steps
from tests.programs import program

TEXT = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
MARK = "--- the next one ---"


@pytest.fixture
def port() -> str:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return str(found.getsockname()[1])


def test_it_works_when_typed(tmp_path: Path, port: str) -> None:
    """In one shell, from top to bottom: tokens, a service, a copy of its database, and that copy in its place."""
    program("curl", "curl")
    for name, command in (("portolan", f'"{sys.executable}" -m portolan'), ("python3", f'"{sys.executable}"')):
        file = tmp_path / "bin" / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(f'#!/bin/sh\nexec {command} "$@"\n')
        file.chmod(file.stat().st_mode | stat.S_IXUSR)
    typed = list(steps(TEXT.replace("8000", port)))
    lines = ["trap 'kill $! 2>/dev/null && wait' EXIT"]
    for step in typed:
        command = step.command.rstrip()
        waits = f"\nuntil curl -s http://127.0.0.1:{port}/healthz >/dev/null; do sleep 0.1; done"
        lines.append(f"{command}{waits if command.endswith('&') else ''}\necho '{MARK}'")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PORTOLAN_", "GUNICORN_"))}
    environment = {**kept, "PATH": f"{tmp_path / 'bin'}:{kept['PATH']}", "PYTHONPATH": str(ROOT)}
    ran = subprocess.run(
        ["bash", "-c", "exec 2>&1\n" + "\n".join(lines)],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    said = ran.stdout.split(f"{MARK}\n")
    assert len(typed) == len(said) - 1 > 7, ran.stdout
    for step, output in zip(typed, said, strict=False):
        assert output == step.shown, step.command


def test_its_settings_are_settings() -> None:
    known = {name for one in SETTINGS for name in (one.variable, f"{one.variable}_FILE")}
    assert set(re.findall(r"PORTOLAN_[A-Z_]+", TEXT)) <= known


def test_what_it_leads_to_is_there() -> None:
    for link in re.findall(r"\]\(([^)#:]*)[^)]*\)", TEXT):
        assert not link or (ROOT / "docs" / link).exists(), link
    for path in re.findall(r"`(deploy/[a-z/.-]+)`", TEXT):
        assert path == "deploy/secrets/tokens.yaml" or (ROOT / path).exists(), path
