"""docs/checking.md and docs/tech-insights.md, typed as they stand: they show what they say, and leave nothing out.

`PORTOLAN_REWRITE_README=1 pytest tests/test_checking.py` writes what the commands print now into the documents.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.checking.insights import CHECKS, FACTS, FactKind
from engine.checking.kinds import KINDS
from engine.checking.request import MEMBERS
from engine.checking.waivers import WAIVER_STATES
from tests.console import ROOT, rewritten, run, serving, steps

DOCUMENTS = {name: ROOT / "docs" / f"{name}.md" for name in ("checking", "tech-insights")}
TEXT, INSIGHTS = (document.read_text(encoding="utf-8") for document in DOCUMENTS.values())
ADDRESS = "http://127.0.0.1:8000"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """`portolan serve` on a free port; gives its address."""
    with serving(tmp_path_factory.mktemp("data")) as address:
        yield address


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_walk_through_works_when_typed(name: str, service: str, tmp_path: Path) -> None:
    text = DOCUMENTS[name].read_text(encoding="utf-8")
    command = tmp_path / "bin" / "portolan"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m portolan "$@"\n')
    command.chmod(0o755)
    path = f"{command.parent}:{os.environ['PATH']}"
    said = [(step, run(step.command.replace(ADDRESS, service), tmp_path, PATH=path)) for step in steps(text)]
    if os.environ.get("PORTOLAN_REWRITE_README"):
        DOCUMENTS[name].write_text(rewritten(text, said), encoding="utf-8")
        return
    assert said
    for step, output in said:
        assert output == step.shown, step.command


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_in_the_document_with_its_level(kind: str) -> None:
    assert f"| `{kind}` | {next(one.level for one in KINDS.values() if one.id == kind)} |" in TEXT


@pytest.mark.parametrize("word", [*MEMBERS, *WAIVER_STATES])
def test_every_member_and_state_is_in_the_document(word: str) -> None:
    assert f"| `{word}` |" in TEXT


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.name)
def test_every_fact_is_in_the_document(fact: FactKind) -> None:
    assert f"| `{fact.name}` | {fact.type} | {fact.description.en} |" in INSIGHTS


@pytest.mark.parametrize("check", CHECKS)
def test_every_check_is_in_the_document(check: str) -> None:
    assert f"`{check}`" in INSIGHTS
