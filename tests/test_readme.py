"""The README's tour, typed as it stands: every command of its console blocks runs, and says what the README shows.

`PORTOLAN_REWRITE_README=1 pytest tests/test_readme.py` writes what the commands say now into the README.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.console import ROOT, rewritten, run, serving, steps

README = ROOT / "README.md"
# What these do is what the other tests, and whoever runs them, see.
SET_UP = ("make run", "make test")
ADDRESS = "http://127.0.0.1:8000"
# A decision's id follows the knowledge's every byte: the README need not.
DIGEST = re.compile(r"\b[0-9a-f]{32}\b")


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """`portolan serve` on a free port; gives its address."""
    with serving(tmp_path_factory.mktemp("data")) as address:
        yield address


def test_the_tour_works_when_typed(service: str, tmp_path: Path) -> None:
    text = README.read_text(encoding="utf-8")
    said = [(step, typed(step.command, service, tmp_path)) for step in steps(text, without=SET_UP)]
    assert said
    if os.environ.get("PORTOLAN_REWRITE_README"):
        README.write_text(rewritten(text, said), encoding="utf-8")
        return
    for step, output in said:
        assert DIGEST.sub("…", output) == DIGEST.sub("…", step.shown), step.command


def typed(command: str, service: str, folder: Path) -> str:
    """What the command prints, with this interpreter and this test's service in the place of the README's."""
    portolan = f"{sys.executable} -m portolan"
    return run(command.replace(".venv/bin/portolan", portolan).replace(ADDRESS, service), folder).replace(
        service, ADDRESS
    )
