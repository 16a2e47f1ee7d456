"""`portolan lint`: every problem with its place, in the form that is asked for."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.portolan.conftest import POCKET, Run


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    """The pocket knowledge with two mistakes in one module."""
    directory = tmp_path / "my rules"
    shutil.copytree(POCKET, directory)
    (directory / "modules" / "tracing.yaml").write_text(
        """\
module: tracing
slot: tracing
title: {en: "Tracing", ko: "추적"}
rules:
  - id: tracing/tempo
    then: [{adopt: tempp}]
    because: {en: "It is so, and 100% so.", ko: "그렇습니다."}
    cites: [almanac/tempo-is-cheep]
"""
    )
    return directory


def test_sound_knowledge_is_counted(run: Run) -> None:
    ran = run("lint", POCKET)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("5 claims, 8 products, 10 questions, 14 rules in 4 modules (14 grounded, ")


def test_every_problem_has_its_place_from_where_one_stands(
    run: Run, faulty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(faulty.parent)
    ran = run("lint", "my rules")
    assert ran.code == 1
    assert ran.out == (
        """\
my rules/modules/tracing.yaml:6:13: error[unknown-product]: there is no product 'tempp' (did you mean 'tempo'?)
my rules/modules/tracing.yaml:8:13: error[unknown-claim]: there is no claim 'almanac/tempo-is-cheep'\
 (did you mean 'almanac/tempo-is-cheap'?)
"""
    )
    assert ran.err == "2 problems in my rules.\n"


def test_problems_as_json(run: Run, faulty: Path) -> None:
    first, _ = run("lint", faulty, "--format", "json").data
    assert first == {
        "code": "unknown-product",
        "level": "error",
        "file": f"{faulty}/modules/tracing.yaml",
        "line": 6,
        "column": 13,
        "message": "there is no product 'tempp'",
        "hint": "did you mean 'tempo'?",
    }
    assert run("lint", POCKET, "--format", "json").data == []


def test_problems_as_annotations_of_a_workflow(run: Run, faulty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(faulty)
    ran = run("lint", ".", "--format", "github")
    assert ran.out.splitlines()[0] == (
        "::error file=modules/tracing.yaml,line=6,col=13,title=unknown-product"
        "::there is no product 'tempp' (did you mean 'tempo'?)"
    )
    assert run("lint", POCKET, "--format", "github").out == ""


def test_rules_that_need_each_other_in_a_circle_are_a_problem(run: Run, faulty: Path) -> None:
    (faulty / "modules" / "tracing.yaml").write_text(
        """\
module: tracing
title: {en: "Tracing", ko: "추적"}
rules:
  - id: tracing/hen
    when: {concern: egg}
    then: [{derive: hen}]
    because: {en: "It was there first.", ko: "먼저 있었습니다."}
    cites: [almanac/tempo-is-cheap]
  - id: tracing/egg
    when: {not: {concern: hen}}
    then: [{derive: egg}]
    because: {en: "It was there first.", ko: "먼저 있었습니다."}
    cites: [almanac/tempo-is-cheap]
"""
    )
    ran = run("lint", faulty)
    assert ran.code == 1
    assert "error[rule-cycle]" in ran.out


def test_directories_that_are_none(run: Run, tmp_path: Path) -> None:
    ran = run("lint", tmp_path / "nowhere")
    assert ran.code == 2
    assert "does not exist" in ran.err
    ran = run("lint", POCKET / "slots.yaml")
    assert ran.code == 2
    assert "is a file" in ran.err
    assert run("lint", tmp_path).code == 1
