"""`portolan lint`: every problem with its place, in the form that is asked for."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.portolan.conftest import POCKET, Run

SOUND = Path(__file__).parents[1] / "engine" / "linting" / "sound"


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
    ran = run("lint", POCKET, "--no-reasoning")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("5 claims, 8 products, 10 questions, 14 rules in 4 modules (14 grounded, ")
    assert ran.out.endswith("no problems.\n")


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
    assert run("lint", SOUND, "--format", "json").data == []


def test_problems_as_annotations_of_a_workflow(run: Run, faulty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(faulty)
    ran = run("lint", ".", "--format", "github")
    assert ran.out.splitlines()[0] == (
        "::error file=modules/tracing.yaml,line=6,col=13,title=unknown-product"
        "::there is no product 'tempp' (did you mean 'tempo'?)"
    )
    assert run("lint", SOUND, "--format", "github").out == ""


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


# --- the reasoning --------------------------------------------------------------------------------------------


@pytest.fixture
def doubtful(tmp_path: Path) -> Path:
    """The sound knowledge with a rule that nobody can fire, a figure that nobody says and an option nobody reads."""
    directory = tmp_path / "doubtful"
    shutil.copytree(SOUND, directory)
    dashboards = directory / "rules" / "dashboards.yaml"
    dashboards.write_text(dashboards.read_text().replace("is large, so", "has 70 people, so"))
    questions = directory / "questionnaire.yaml"
    text = questions.read_text()
    questions.write_text(
        text.replace("- {id: none,", '- {id: logs, text: {en: "Logs", ko: "로그"}}\n          - {id: none,')
    )
    return directory


def never_fires(directory: Path) -> None:
    tracing = directory / "rules" / "tracing.yaml"
    tracing.write_text(tracing.read_text().replace("before: 2026-03-31", "before: 2020-03-31"))


def test_sound_reasoning_is_no_news(run: Run) -> None:
    ran = run("lint", SOUND, "--strict")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.endswith("no problems.\n")


def test_warnings_are_shown_and_fail_where_that_is_asked_for(run: Run, doubtful: Path) -> None:
    ran = run("lint", doubtful)
    assert ran.code == 0
    assert "warning[unsupported-figure]: the English text of 'dashboards/kibana-in-large-shops' says '70'" in ran.out
    assert ran.err == f"1 warning, 1 note in {doubtful}.\n"
    assert run("lint", doubtful, "--strict").code == 1


def test_notes_never_fail(run: Run, doubtful: Path) -> None:
    shutil.copy(SOUND / "rules" / "dashboards.yaml", doubtful / "rules")
    ran = run("lint", doubtful, "--strict")
    assert (ran.code, ran.err) == (0, "")
    assert "note[unread-option]" in ran.out
    assert ran.out.endswith(": 1 note.\n")
    assert run("lint", doubtful, "--format", "github").out.startswith("::notice file=")


def test_what_cannot_be_meant_fails(run: Run, doubtful: Path) -> None:
    never_fires(doubtful)
    ran = run("lint", doubtful)
    assert ran.code == 1
    assert (
        "error[never-fires]: 'tracing/zipkin-may-stay' can never fire: {before: 2020-03-31} holds for no profile"
        in ran.out
    )
    assert run("lint", doubtful, "--no-reasoning").code == 0


def test_findings_carry_code_and_level_in_json(run: Run, doubtful: Path) -> None:
    never_fires(doubtful)
    found = {(problem["code"], problem["level"]) for problem in run("lint", doubtful, "--format", "json").data}
    assert found >= {("never-fires", "error"), ("unsupported-figure", "warning"), ("unread-option", "note")}


# --- coverage of claims ---------------------------------------------------------------------------------------


@pytest.fixture
def idle(tmp_path: Path) -> Path:
    """The sound knowledge with a claim that nothing rests on."""
    directory = tmp_path / "idle"
    shutil.copytree(SOUND, directory)
    principles = directory / "rules" / "principles.yaml"
    principles.write_text(principles.read_text().replace("[book-2024/works]", "[book-2025/keep]"))
    return directory


def test_coverage_is_a_table_by_source_and_one_by_kind(run: Run) -> None:
    ran = run("lint", SOUND, "--coverage")
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert lines[0].split() == ["source", "claims", "used", "listed", "neither"]
    assert ["book-2024", "4", "4", "0", "0"] in [line.split() for line in lines]
    assert [line.split() for line in lines].count(["all", "7", "7", "0", "0"]) == 2


def test_claims_that_do_nothing_are_listed_and_fail(run: Run, idle: Path) -> None:
    assert run("lint", idle).code == 0
    ran = run("lint", idle, "--coverage")
    assert ran.code == 1
    assert (
        f"{idle}/claims/books.yaml:50:5: error[unused-claim]: nothing rests on the claim 'book-2024/works'" in ran.out
    )
    assert ["principle", "1", "0", "0", "1"] in [line.split() for line in ran.out.splitlines()]


def test_coverage_as_json(run: Run, idle: Path) -> None:
    data = run("lint", idle, "--coverage", "--format", "json").data
    assert [problem["code"] for problem in data["problems"]] == ["unused-claim"]
    coverage = data["coverage"]
    assert (coverage["claims"], coverage["used"], coverage["listed"]) == (7, 6, 0)
    assert coverage["unused"] == ["book-2024/works"]
    assert {"name": "book-2024", "used": 3, "listed": 0, "unused": 1} in coverage["by_source"]
    assert {"name": "principle", "used": 0, "listed": 0, "unused": 1} in coverage["by_kind"]
