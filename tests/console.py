"""Console blocks of a document, typed as they stand, and the service that they speak to."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


# What a service says at its start.
LISTENS = re.compile(r"http://127\.0\.0\.1:\d+")


@dataclass(frozen=True)
class Step:
    """A command, with what its continuation lines (`> …`) feed it, and the lines that the document shows for it."""

    command: str
    shown: str
    start: int
    end: int


def steps(text: str, without: tuple[str, ...] = ()) -> Iterator[Step]:
    """The commands of all blocks, but for those that begin so."""
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
            if part.startswith("$ ") and not (without and command.startswith(without)):
                yield Step(command, "".join(lines[count:]), begin, at)


def run(command: str, folder: Path, **variables: str) -> str:
    """What a command prints in a folder, on the shipped knowledge."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PORTOLAN_RULES": str(ROOT / "rules"), "NO_COLOR": "1"}
    environment.pop("COLUMNS", None)
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env={**environment, **variables},
        capture_output=True,
        text=True,
        timeout=300,  # against hanging: a busy machine is no failure
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout


def rewritten(text: str, said: list[tuple[Step, str]]) -> str:
    """The document with what its commands print now."""
    for step, output in reversed(said):
        text = text[: step.start] + output + text[step.end :]
    return text


@contextmanager
def serving(data: Path) -> Iterator[str]:
    """`portolan serve` on a free port, with its decisions in a folder; gives its address."""
    environment = {**os.environ, "PORTOLAN_DATA_DIR": str(data)}
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
