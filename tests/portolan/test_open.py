"""`portolan open`, on the knowledge in pocket/."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from tests.portolan.conftest import Run

TRACES = "wishes: {signals: [traces]}"


def test_questions_stand_with_the_answers_that_would_change_a_slot(run: Run) -> None:
    out = run("open", "--slot", "tracing", "--as-of", "2025-06-01", piped=TRACES).out
    assert (
        out
        == """\
Questions of which one answer is enough to change a slot, by what single answers change

1. Which products are in use? [stack.in_use]
   • Jaeger — Tracing back end: Tempo → Jaeger
   • Tempo — Tracing back end: Tempo adopt → keep

2. Which of them serve you well? [stack.works_well]
   • Jaeger — Tracing back end: Tempo → Jaeger
   • Tempo — Tracing back end: Tempo adopt → keep
"""
    )


def test_korean(run: Run) -> None:
    out = run("open", "--slot", "tracing", "--lang", "ko", piped=TRACES).out
    assert "사용 중인 제품은 무엇입니까? [stack.in_use]" in out and "추천" not in out.splitlines()[0]


def test_the_least_telling_are_named_on_demand(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portolan.open_text.QUESTIONS_SHOWN", 1)
    short, full = run("open", piped=TRACES).out, run("open", "--all", piped=TRACES).out
    assert "more (--all shows them)" in short and "--all" not in full
    assert len(short.splitlines()) < len(full.splitlines())


def test_nothing_open_is_said(run: Run, harbour: Path) -> None:
    assert run("open", harbour, "--slot", "tracing").out == (
        "No question is open: no further answer can change a slot.\n"
    )


def test_json_and_yaml_are_what_the_api_answers(run: Run) -> None:
    found = run("open", "--format", "json", piped=TRACES).data
    assert found == yaml.safe_load(run("open", "--format", "yaml", piped=TRACES).out)
    assert list(found) == ["decision", "questions", "links"]
    assert next(one for one in found["questions"] if one["question"] == "stack.in_use")["answers"]


def test_a_slot_that_is_not_there_is_named_with_the_nearest(run: Run) -> None:
    ran = run("open", "--slot", "tracin", piped="{}")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "--slot: there is no slot 'tracin'. Did you mean 'tracing'?\n"


def test_recommend_says_how_firm_each_pick_stands(run: Run, harbour: Path) -> None:
    out = run("recommend", harbour, "--slot", "tracing", "--robustness").out
    assert "    ! sensitive  Jaeger: would no longer be a pick with another answer to “Which products are in" in out
    assert "stack.in_use" not in out.partition("! sensitive")[2].partition("\n\n")[0]
    assert "  ✓ firm        no single answer takes the pick away\n" in out
    assert "sensitive" not in run("recommend", harbour, "--slot", "tracing").out


def test_recommend_tells_the_same_in_markdown_and_json(run: Run, harbour: Path) -> None:
    asked = ("recommend", harbour, "--slot", "tracing", "--robustness")
    assert (
        "- **! sensitive Jaeger**: would no longer be a pick with another answer to “"
        in run(*asked, "--format", "markdown").out
    )
    (slot,) = json.loads(run(*asked, "--format", "json").out)["slots"]
    (pick,) = slot["robustness"]
    assert (pick["product"], pick["badge"]) == ("jaeger", "sensitive")
    assert [one["question"] for one in pick["given"]] == ["stack.in_use", "wishes.signals"]
    (without,) = [one for one in pick["given"][0]["changes"] if "jaeger" not in one["to"]]
    assert without["picks"] == ["tempo"]
