"""docs/your-own-pack.md: what it shows of the example is in the example, and its commands print what it says.

`PORTOLAN_REWRITE_README=1 pytest tests/test_your_own_pack.py` writes what the commands print now into the document.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
import sys
from pathlib import Path

import pytest

from engine.knowledge.files import kind_of
from tests.console import ROOT, rewritten, run, steps
from tests.engine.knowledge.test_json_schemas import faults_of_file

DOCUMENT = ROOT / "docs" / "your-own-pack.md"
PACK = ROOT / "docs" / "examples" / "acme-pack"
TEXT = DOCUMENT.read_text(encoding="utf-8")
# What the document shows of a file: its name, and a block that is in it as it stands.
EXCERPTS = re.findall(r"^`(acme-pack/[^`\n]+)`[^\n]*\n\n```yaml\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
# The knowledge grows, and ids and digests follow its every byte.
CHANGING = re.compile(r"\b[0-9a-f]{64}\b|\b\d+(?= [a-z])")
# Where the document says that Portolan is.
INSTALLED = "/opt/portolan"
EXPORT = re.compile(r"export (\w+)=(\S+)\n")


def settled(printed: str) -> str:
    """What is printed, but for what changes with the base; lines may then break elsewhere."""
    return CHANGING.sub("…", " ".join(printed.split()))


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with the example in it, and `portolan` on the path."""
    shutil.copytree(PACK, tmp_path / "acme-pack")
    command = tmp_path / "bin" / "portolan"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m portolan "$@"\n')
    command.chmod(command.stat().st_mode | stat.S_IXUSR)
    return tmp_path


def test_the_walk_through_works_when_typed(desk: Path) -> None:
    said = []
    variables = {"PATH": f"{desk / 'bin'}:{os.environ['PATH']}", "PORTOLAN_DATA_DIR": str(desk / "data")}
    for step in steps(TEXT):
        variables.update(EXPORT.findall(step.command))
        said.append((step, run(step.command, desk, **variables).replace(str(ROOT), INSTALLED)))
    if os.environ.get("PORTOLAN_REWRITE_README"):
        DOCUMENT.write_text(rewritten(TEXT, said), encoding="utf-8")
        return
    assert len(said) > 5
    for step, output in said:
        assert settled(output) == settled(step.shown), step.command


@pytest.mark.parametrize(("name", "excerpt"), EXCERPTS, ids=[name for name, _ in EXCERPTS])
def test_what_is_shown_of_a_file_is_in_it(name: str, excerpt: str) -> None:
    assert excerpt in (PACK.parent / name).read_text(encoding="utf-8")


def test_every_block_of_yaml_is_said_to_be_of_a_file() -> None:
    assert TEXT.count("```yaml\n") == len(EXCERPTS)


def test_every_file_of_the_example_meets_the_schema_that_it_names() -> None:
    for path in sorted(PACK.rglob("*.yaml")):
        name = path.relative_to(PACK).as_posix()
        kind = "scenarios" if name.startswith("tests/") else str(kind_of(name))
        named = path.read_text(encoding="utf-8").partition("\n")[0].partition("$schema=")[2]
        assert (path.parent / named).resolve() == ROOT / "rules" / "schemas" / f"{kind}.schema.json", path
        assert faults_of_file(kind, path) == [], path
