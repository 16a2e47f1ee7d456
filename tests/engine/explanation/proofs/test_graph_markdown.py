"""A proof as Markdown."""

from __future__ import annotations

import re
from datetime import date

import pytest

from engine.advisor import Advisor
from engine.explanation.proofs.graph import LEVELS, Level, proof_graph
from engine.explanation.proofs.graph_markdown import graph_markdown
from engine.inference.reasoner import Decision
from engine.request import read_request


@pytest.fixture(scope="module")
def decision(advisor: Advisor) -> Decision:
    profile = {"stack": {"in_use": ["jaeger"]}, "observability": {"signals": ["traces"]}}
    request = {"profile": profile, "as_of": "2026-04-01"}
    return advisor.decide(read_request(request, advisor.knowledge, today=date(2026, 4, 1)))


def test_what_arguments_rest_on_is_folded_away(decision: Decision) -> None:
    text = graph_markdown(proof_graph(decision, "en", product="jaeger"), "en")
    assert "\n### Jaeger: keep\n\n- Jaeger already runs here" in text
    assert (
        "(`tracing/keep-existing-jaeger`, exception)\n"
        "  <details><summary>what it rests on</summary>\n"
        "\n"
        "  - Jaeger is in use (you said so)\n"
        "  - the edition is 2026\n"
        "  - Where Jaeger already runs it may stay, since it can receive OTLP as well."
        " (`arch-2026/keep-jaeger`, 2025-12-10)\n"
    ) in text
    assert "\n- ✗ set aside: Jaeger indexes the tags of every span" in text
    aside = (
        "(`tracing/jaeger-left-the-standard`, default) — set aside by the rule above (`tracing/keep-existing-jaeger`)\n"
    )
    rests = text.partition(aside)[2].partition("</details>")[0]
    assert "  - the edition is 2026\n" in rests
    assert "(`arch-2026/jaeger-removed`, 2025-12-10)\n" in rests


def test_what_was_told_is_not_told_again(decision: Decision) -> None:
    text = graph_markdown(proof_graph(decision, "ko", slots=["tracing"]), "ko")
    assert "(`tracing/keep-existing-jaeger`, 예외) (위에서 설명함)\n" in text


@pytest.mark.parametrize("level", LEVELS)
def test_a_whole_decision_has_a_section_for_each_slot_and_closes_what_it_opens(
    decision: Decision, level: Level
) -> None:
    text = graph_markdown(proof_graph(decision, "en", level=level), "en")
    assert len(re.findall("^## ", text, re.MULTILINE)) == len(decision.slots)
    assert text.count("<details>") == text.count("</details>")
    assert ("<details>" in text) == (level == "full")
    assert text.endswith("\n") and not text.endswith("\n\n\n")
