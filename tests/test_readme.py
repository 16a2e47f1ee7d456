"""The README's tour, typed as it stands: every command of its console blocks runs, and says what the README shows.

`PORTOLAN_REWRITE_README=1 pytest tests/test_readme.py` writes what the commands say now into the README.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# What these do is what the other tests, and whoever runs them, see.
SET_UP = ("make run", "make test")
ADDRESS = "http://127.0.0.1:8000"
# A decision's id follows the knowledge's every byte: the README need not.
DIGEST = re.compile(r"\b[0-9a-f]{32}\b")
LISTENS = re.compile(r"http://127\.0\.0\.1:\d+")


@dataclass(frozen=True)
class Step:
    """A command, with what its continuation lines (`> …`) feed it, and the lines that the README shows for it."""

    command: str
    shown: str
    start: int
    end: int


def steps(text: str) -> Iterator[Step]:
    for block in BLOCK.finditer(text):
        at = block.start(1)
        parts = re.split(r"^(?=\$ )", block[1], flags=re.MULTILINE)
        for part in parts:
            lines = part.splitlines(keepends=True)
            count = 1
            while count < len(lines) and lines[count].startswith("> "):
                count += 1
            command = "".join(line[2:] for line in lines[:count])
            begin = at + sum(map(len, lines[:count]))
            at += len(part)
            if part.startswith("$ ") and not command.startswith(SET_UP):
                yield Step(command, "".join(lines[count:]), begin, at)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """`portolan serve` on a free port; gives its address."""
    environment = {**os.environ, "PORTOLAN_DATA_DIR": str(tmp_path_factory.mktemp("data"))}
    command = [sys.executable, "-m", "portolan", "serve", "--port", "0", "--workers", "1"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            found = LISTENS.search(process.stdout.readline())
            assert found, "the service did not say where it listens"
            yield found[0]
        finally:
            process.terminate()
            process.wait(timeout=20)


def test_the_tour_works_when_typed(service: str, tmp_path: Path) -> None:
    text = README.read_text(encoding="utf-8")
    said = [(step, run(step.command, service, tmp_path)) for step in steps(text)]
    assert said
    if os.environ.get("PORTOLAN_REWRITE_README"):
        for step, output in reversed(said):
            text = text[: step.start] + output + text[step.end :]
        README.write_text(text, encoding="utf-8")
        return
    for step, output in said:
        assert DIGEST.sub("…", output) == DIGEST.sub("…", step.shown), step.command


def run(command: str, service: str, folder: Path) -> str:
    """What the command prints, with this interpreter and this test's service in the place of the README's."""
    portolan = f"{sys.executable} -m portolan"
    typed = command.replace(".venv/bin/portolan", portolan).replace(ADDRESS, service)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PORTOLAN_RULES": str(ROOT / "rules"), "NO_COLOR": "1"}
    environment.pop("COLUMNS", None)
    done = subprocess.run(
        ["bash", "-c", typed], cwd=folder, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, f"{command}\n{done.stderr}"
    return done.stdout.replace(service, ADDRESS)
