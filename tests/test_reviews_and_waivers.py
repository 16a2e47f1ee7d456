"""docs/reviews-and-waivers.md: typed as it stands, it shows what it says.

`PORTOLAN_REWRITE_README=1 pytest tests/test_reviews_and_waivers.py` writes what they print now into the document.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.explanation.grounds.standing import STATES
from plugin_api.reviewing.model import KINDS
from plugin_api.vocabulary import MAX_TEXT
from tests.console import LISTENS, ROOT, Step, rewritten, run, steps
from tests.programs import program

DOCUMENT = ROOT / "docs" / "reviews-and-waivers.md"
PACK = ROOT / "docs" / "examples" / "acme-pack"
TEXT = DOCUMENT.read_text(encoding="utf-8")
ADDRESS = "http://127.0.0.1:8000"
SERVE = "portolan serve"
# Ids, digests and moments are others each time, and so is the day ninety days from now.
CHANGING = re.compile(r"\b[0-9a-f]{32,64}\b|\b\d{4}-\d\d-\d\d(T[0-9:.]+Z)?\b")


class Desk:
    """A folder with the pack in it, and a service that is started anew where the document says so."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._process: subprocess.Popen[str] | None = None
        self._address = ADDRESS
        shutil.copytree(PACK, folder / "acme-pack")

    def typed(self, command: str) -> str:
        if command.startswith(SERVE):
            self.serve(command.split()[2:])
            return ""
        return run(command.replace(ADDRESS, self._address), self.folder).replace(self._address, ADDRESS)

    def serve(self, arguments: list[str]) -> None:
        self.stop()
        environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "PORTOLAN_RULES": str(ROOT / "rules"),
            "PORTOLAN_DATA_DIR": str(self.folder / "data"),
        }
        command = [sys.executable, "-m", "portolan", "serve", *arguments, "--port", "0", "--workers", "1"]
        self._process = subprocess.Popen(command, cwd=self.folder, env=environment, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        found = LISTENS.search(self._process.stdout.readline())
        assert found, "the service did not say where it listens"
        self._address = found[0]

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.communicate(timeout=20)
            self._process = None


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    program("curl", "curl")
    found = Desk(tmp_path)
    yield found
    found.stop()


def _settled(step: Step | str) -> str:
    return CHANGING.sub("…", step.shown if isinstance(step, Step) else step)


def test_the_walk_through_works_when_typed(desk: Desk) -> None:
    said = [(step, desk.typed(step.command)) for step in steps(TEXT)]
    if os.environ.get("PORTOLAN_REWRITE_README"):
        DOCUMENT.write_text(rewritten(TEXT, said), encoding="utf-8")
        return
    assert len(said) > 10
    for step, output in said:
        assert _settled(output) == _settled(step), step.command


def test_every_kind_and_state_is_explained() -> None:
    for word in (*KINDS, *STATES):
        assert f"| `{word}` |" in TEXT, word
    assert f"{MAX_TEXT:,} characters" in TEXT
