"""docs/authentication.md: its commands do what it says when they are typed, and its snippets are what they claim."""

from __future__ import annotations

import os
import re
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from plugin_api.settings import SETTINGS
from tests.console import ROOT, steps
from tests.programs import program

TEXT = (ROOT / "docs" / "authentication.md").read_text(encoding="utf-8")
MARK = "--- the next one ---"
HASH = re.compile(r"\b[0-9a-f]{64}\b")


@pytest.fixture
def port() -> str:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return str(found.getsockname()[1])


def test_it_works_when_typed(tmp_path: Path, port: str) -> None:
    """In one shell, from top to bottom; the service that it starts is ended with it."""
    program("curl", "curl")
    command = tmp_path / "bin" / "portolan"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m portolan "$@"\n')
    command.chmod(command.stat().st_mode | stat.S_IXUSR)
    typed = list(steps(TEXT.replace("8000", port)))
    lines = ["trap 'kill $! && wait' EXIT"]
    for step in typed:
        # What runs in the background has said its line when it can be reached.
        waits = f"until curl -s http://127.0.0.1:{port}/healthz >/dev/null; do sleep 0.1; done\n"
        lines.append(f"{step.command.rstrip()}\n{waits if step.command.rstrip().endswith('&') else ''}echo '{MARK}'")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PORTOLAN_", "GUNICORN_"))}
    environment = {
        **kept,
        "PATH": f"{command.parent}:{kept['PATH']}",
        "PYTHONPATH": str(ROOT),
        "PORTOLAN_RULES": str(ROOT / "tests" / "portolan" / "pocket"),
        "PORTOLAN_DATA_DIR": str(tmp_path / "data"),
        "PORTOLAN_WORKERS": "1",
    }
    ran = subprocess.run(
        ["bash", "-c", "exec 2>&1\n" + "\n".join(lines)],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    said = ran.stdout.split(f"{MARK}\n")
    assert len(typed) == len(said) - 1 > 7, ran.stdout
    for step, output in zip(typed, said, strict=False):
        assert HASH.sub("…", output) == HASH.sub("…", step.shown), step.command


def test_its_settings_are_settings() -> None:
    known = {setting.variable for setting in SETTINGS} | {"PORTOLAN_TOKEN"}  # the portal's own variable
    assert set(re.findall(r"PORTOLAN_[A-Z_]+", TEXT)) <= known


def test_its_configuration_of_the_portal() -> None:
    found = [yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)]
    endpoints = [one["proxy"]["endpoints"]["/portolan"] for one in found]
    assert [endpoint["credentials"] for endpoint in endpoints] == ["forward", "require"]
