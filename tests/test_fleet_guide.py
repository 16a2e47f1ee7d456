"""docs/fleet.md, typed as it stands.

`PORTOLAN_REWRITE_README=1 pytest tests/test_fleet_guide.py` writes what the commands print now into the document.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from tests.console import ROOT, rewritten, run, steps

DOCUMENT = ROOT / "docs" / "fleet.md"


def test_the_walk_through_works_when_typed(tmp_path: Path) -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    command = tmp_path / "bin" / "portolan"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m portolan "$@"\n')
    command.chmod(0o755)
    path = f"{command.parent}:{os.environ['PATH']}"
    said = [(step, run(step.command, tmp_path, PATH=path)) for step in steps(text)]
    if os.environ.get("PORTOLAN_REWRITE_README"):
        DOCUMENT.write_text(rewritten(text, said), encoding="utf-8")
        return
    assert said
    for step, output in said:
        assert output == step.shown, step.command
