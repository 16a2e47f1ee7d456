"""docs/reviewing-changes.md: its commands print what it says, and its workflow runs.

`PORTOLAN_REWRITE_README=1 pytest tests/test_reviewing_changes.py` writes what the commands print now into the document.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from engine.explanation.replay.replay import OUTCOMES
from tests.console import ROOT, rewritten, run, steps

DOCUMENT = ROOT / "docs" / "reviewing-changes.md"
PACK = ROOT / "docs" / "examples" / "acme-pack"
TEXT = DOCUMENT.read_text(encoding="utf-8")
# Digests, ids, commits and counts follow the base's every byte; lines may then break elsewhere.
CHANGING = re.compile(r"\b[0-9a-f]{10,64}\b|\b\d+(?= [a-z])")
# Where the document says that Portolan is.
INSTALLED = "/opt/portolan"

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git here")


def settled(printed: str) -> str:
    return CHANGING.sub("…", " ".join(printed.split()))


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with the example in it, and `portolan` on the path beside it."""
    desk = tmp_path / "desk"
    shutil.copytree(PACK, desk / "acme-pack")
    command = tmp_path / "bin" / "portolan"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m portolan "$@"\n')
    command.chmod(command.stat().st_mode | stat.S_IXUSR)
    return desk


def variables(desk: Path) -> dict[str, str]:
    people = {f"GIT_{role}_{what}": "a@example.org" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    nobody = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    path = f"{desk.parent / 'bin'}:{os.environ['PATH']}"
    return {**people, **nobody, "PATH": path, "PORTOLAN_DATA_DIR": str(desk.parent / "data")}


def test_the_walk_through_works_when_typed(desk: Path) -> None:
    said = [(step, run(step.command, desk, **variables(desk)).replace(str(ROOT), INSTALLED)) for step in steps(TEXT)]
    if os.environ.get("PORTOLAN_REWRITE_README"):
        DOCUMENT.write_text(rewritten(TEXT, said), encoding="utf-8")
        return
    assert len(said) > 5
    for step, output in said:
        assert settled(output) == settled(step.shown), step.command


def test_the_workflow_runs_on_a_merge(desk: Path) -> None:
    """Its own commands, on what GitHub checks out: the merge of a pull request, and what it is merged into."""
    match = re.search(r"```yaml\n(.*?)```", TEXT, re.DOTALL)
    assert match
    workflow: dict[str, Any] = yaml.safe_load(match[1])
    commands = [step["run"] for step in workflow["jobs"]["impact"]["steps"] if "run" in step]
    impact = [command for command in commands if command.startswith("portolan impact")]
    assert len(impact) == 2
    merge = """
        mkdir profiles && echo '{}' > profiles/shop.yaml
        git init --quiet --initial-branch main && git add . && git commit --quiet -m base
        git checkout --quiet -b change && sed -i '/acme_lab, unknown: true/d' acme-pack/policy/acme-metrics.yaml
        git commit --quiet --all -m change && git checkout --quiet main
        echo '{}' > profiles/other.yaml && git add . && git commit --quiet -m meanwhile
        git merge --quiet --no-ff -m merge change
    """
    clone = desk.parent / "clone"
    run(f"{merge}\ngit clone --quiet --depth 2 file://{desk} {clone}", desk, **variables(desk))
    summary = desk.parent / "summary.md"
    printed = [run(one, clone, **variables(desk), GITHUB_STEP_SUMMARY=str(summary)) for one in impact]
    assert "### 2 of 2 profiles get other picks" in summary.read_text(encoding="utf-8")
    assert printed[1].startswith("::notice file=acme-pack/portolan.yaml,line=1,")
    assert "::warning file=acme-pack/policy/acme-metrics.yaml,line=7," in printed[1]
    status = subprocess.run(["git", "-C", str(clone), "status", "--short"], capture_output=True, text=True, check=True)
    assert status.stdout == ""


def test_every_outcome_is_in_the_table() -> None:
    assert tuple(re.findall(r"^\| (\w+) \| the (?:knowledge|file)", TEXT, re.MULTILINE)) == OUTCOMES
