"""`portolan questions`: what it writes is a profile, before and after it is filled in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from engine.knowledge.loader import load_knowledge
from engine.knowledge.location import rules_path
from tests.portolan.conftest import POCKET, Run

SHIPPED = Path(__file__).parents[2] / "rules"
_ANSWER = re.compile(r"^( {4})#(?=[a-z0-9_]+: )", re.MULTILINE)


def filled_in(template: str) -> str:
    """The template with the `#` before each answer taken away."""
    return _ANSWER.sub(r"\1", template)


def test_a_question_comes_with_what_it_asks_why_and_an_example(run: Run) -> None:
    out = run("questions", "--section", "wishes").out
    assert out.startswith("# yaml-language-server: $schema=portolan.schema.json\n")
    assert out.partition("\nprofile:\n")[2] == (
        """
  # Wishes
  wishes:

    # Which licences are allowed?
    #   Some products are not open source.
    #   one of:
    #     any          Any
    #     open-source  Open source
    #licences: any

    # Which signals are collected?
    #   Traces need a back end.
    #   any of, as a list:
    #     metrics  Metrics
    #     traces   Traces
    #signals: [metrics, traces]

    # How much trace data is there?
    #   Little data needs little storage.
    #   one of; matters with wishes.signals: traces:
    #     no     None yet
    #     large  Large
    #trace_volume: "no"
"""
    )


def test_both_languages_beside_each_other(run: Run) -> None:
    out = run("questions", "--lang", "both", "--section", "platform").out
    assert (
        """\
    # How many clusters are there?
    #   Many clusters ask for a mesh.
    # 클러스터는 몇 개입니까?
    #   클러스터가 많으면 메시가 필요합니다.
    #   a whole number; at least 0 · 정수; 0 이상
    #clusters: 3
"""
        in out
    )


def test_products_and_versions_are_those_of_the_catalog(run: Run) -> None:
    answers = yaml.safe_load(filled_in(run("questions", "--section", "stack").out))["profile"]["stack"]
    assert answers == {
        "in_use": ["gateway", "jaeger"],
        "works_well": ["gateway", "jaeger"],
        "versions": {"gateway": "1.10", "jaeger": "2"},
    }


@pytest.mark.parametrize("rules", [POCKET, SHIPPED], ids=["pocket", "shipped"])
@pytest.mark.parametrize("language", ["en", "ko", "both"])
def test_the_template_is_an_empty_profile_and_filled_in_a_full_one(
    run: Run, monkeypatch: pytest.MonkeyPatch, rules: Path, language: str
) -> None:
    monkeypatch.setenv("PORTOLAN_RULES", str(rules))
    template = run("questions", "--lang", language).out
    schema = run("questions", "--format", "json-schema").data
    asked = list(load_knowledge(rules).questions)
    for text, answered in ((template, []), (filled_in(template), asked)):
        trace = run("explain", "tracing", "--format", "json", piped=text)
        assert trace.err == ""
        profile = trace.data["profile"]
        assert sorted(f"{section}.{name}" for section in profile for name in profile[section]) == sorted(answered)
        # As any reader of YAML has it, not Portolan's own alone.
        assert not list(Draft202012Validator(schema).iter_errors(yaml.safe_load(text)))


def test_what_may_stand_beside_the_profile_can_be_uncommented_too(run: Run) -> None:
    template = run("questions").out
    request = re.sub(r"^#(?=[a-z_]+: )", "", template, flags=re.MULTILINE)
    out = run("recommend", piped=request).out
    assert out.startswith("Almanac 2026, as of 2025-12-01\n")


def test_json_has_null_for_every_answer(run: Run) -> None:
    ran = run("questions", "--format", "json", "--section", "wishes")
    assert ran.data == {"profile": {"wishes": {"licences": None, "signals": None, "trace_volume": None}}}
    assert run("recommend", piped=ran.out).code == 0


def test_a_file_is_written_once(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "portolan.yaml"
    assert run("questions", "-o", path).out == ""
    assert run("recommend", path).code == 0
    path.write_text("platform: {production: true}\n")
    ran = run("questions", "-o", path)
    assert (ran.code, ran.err) == (4, f"{path} is there already; --force overwrites it.\n")
    assert path.read_text() == "platform: {production: true}\n"
    assert run("questions", "-o", path, "--force").code == 0
    assert path.read_text() == run("questions").out == run("questions", "-o", "-").out


def test_places_where_nothing_can_be_written(run: Run, tmp_path: Path) -> None:
    ran = run("questions", "-o", tmp_path / "nowhere" / "portolan.yaml")
    assert (ran.code, ran.err) == (4, f"{tmp_path}/nowhere/portolan.yaml: No such file or directory\n")


def test_sections_that_are_none(run: Run) -> None:
    assert run("questions", "--section", "wihses").err == (
        "--section: there is no section 'wihses'. Did you mean 'wishes'?\n"
    )
    assert run("questions", "--section", "q").err == (
        "--section: there is no section 'q'. There are platform, stack, wishes.\n"
    )


def test_the_shipped_rules_are_those_of_the_checkout() -> None:
    assert rules_path(None) == rules_path("") == SHIPPED
