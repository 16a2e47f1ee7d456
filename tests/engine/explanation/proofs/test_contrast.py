"""Why one product rather than another: only what tells the two apart."""

from __future__ import annotations

from datetime import date
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given

from engine.advisor import Advisor
from engine.explanation.proofs.contrast import Contrast, NoContrast, contrast, contrast_document
from engine.explanation.proofs.tree import proof_tree, tree_text
from engine.explanation.proofs.why import arguments_on
from engine.inference.reasoner import Decision
from engine.request import read_request
from tests.engine.explanation.proofs.test_graph import decisions

TRACES = {"observability": {"signals": ["traces"]}}


def decided(advisor: Advisor, profile: dict[str, Any], **members: Any) -> Decision:
    request = {"profile": profile, "as_of": "2026-04-01", **members}
    return advisor.decide(read_request(request, advisor.knowledge, today=date(2026, 4, 1)))


def rules(found: Contrast) -> list[tuple[str, str, bool]]:
    return [(product, argument.rule.id, argument.stands) for product, argument in found.arguments]


# --- worked examples ------------------------------------------------------------------------------------------


def test_what_is_in_use_decides(advisor: Advisor) -> None:
    decision = decided(advisor, {**TRACES, "stack": {"in_use": ["jaeger"]}})
    found = contrast(decision, "jaeger", "tempo", "en")
    assert (found.slot, found.order, found.better) == ("tracing", "as-asked", "jaeger")
    assert rules(found) == [
        ("jaeger", "tracing/keep-existing-jaeger", True),
        ("jaeger", "tracing/jaeger-left-the-standard", False),
        ("tempo", "tracing/keep-existing-jaeger", True),
        ("tempo", "tracing/tempo-is-the-standard", False),
    ]
    assert found.summary.startswith("Jaeger (keep) is the pick, not Grafana Tempo (consider): Jaeger already runs here")
    facts = {node.id for node in found.graph.nodes if node.kind in ("answer", "edition")}
    assert facts == {"answer:stack.in_use includes jaeger", "edition:2026"}


def test_each_argument_tells_what_it_would_do_about_its_product(advisor: Advisor) -> None:
    """One rule keeps the one and calls the other an alternative: its reason is no reason for both."""
    decision = decided(advisor, {**TRACES, "stack": {"in_use": ["jaeger"]}})
    found = contrast(decision, "tempo", "jaeger", "en", level="reasons")
    said = {(edge.source, edge.target): edge.text for edge in found.graph.edges if "verdict:" in edge.target}
    keeping = "rule:tracing/keep-existing-jaeger"
    assert said[keeping, "verdict:tracing/jaeger"] == "keep"
    assert said[keeping, "verdict:tracing/tempo"] == "consider"
    assert said["rule:tracing/tempo-is-the-standard", "verdict:tracing/tempo"] == "adopt"
    text = tree_text(proof_tree(found.graph, "tracing", "en"))
    assert "├─ consider — Jaeger already runs here" in text
    assert "├─ keep — Jaeger already runs here" in text
    assert "└─ ✗ adopt — set aside: " in text


def test_why_the_slot_is_needed_says_nothing_of_either(advisor: Advisor) -> None:
    found = contrast(decided(advisor, TRACES), "tempo", "jaeger", "en")
    kinds = {node.kind for node in found.graph.nodes}
    assert kinds == {"edition", "argument", "verdict", "slot"}
    assert "answer:observability.signals includes traces" not in found.graph.by_id


def test_the_question_may_have_it_the_wrong_way_round(advisor: Advisor) -> None:
    decision = decided(advisor, TRACES)
    found = contrast(decision, "jaeger", "tempo", "ko")
    assert (found.order, found.better, found.other) == ("reversed", "tempo", "jaeger")
    assert found.summary.startswith("질문과는 반대입니다. Jaeger(비권장) 대신 Grafana Tempo(도입)를 추천합니다: ")
    assert found.arguments == contrast(decision, "tempo", "jaeger", "ko").arguments


def test_two_picks(advisor: Advisor) -> None:
    found = contrast(decided(advisor, {}), "github-actions", "jenkins", "en")
    assert found.order == "even"
    assert found.summary == ("Both are picks, and nothing puts GitHub Actions (adopt) before Jenkins (adopt).")
    assert [product for product, _ in found.arguments] == ["github-actions", "jenkins"]


def test_what_says_the_same_of_both_is_left_out(advisor: Advisor) -> None:
    found = contrast(decided(advisor, {}), "cilium", "istio", "ko", slot="ingress-gateway")
    assert (found.order, found.arguments) == ("even", ())
    assert found.summary == (
        "두 제품 모두 추천되지 않으며, Cilium(고려)과 Istio(고려)의 우열을 가르는 규칙이 없습니다."
    )


def test_neither_is_a_pick(advisor: Advisor) -> None:
    found = contrast(decided(advisor, {}), "cilium", "ingress-nginx", "en")
    assert (found.slot, found.order) == ("ingress-gateway", "as-asked")
    assert found.summary.startswith(
        "Neither is a pick, and Cilium (consider) fares better than Ingress NGINX (avoid): "
    )


def test_nothing_is_said_of_the_other(advisor: Advisor) -> None:
    found = contrast(decided(advisor, TRACES), "tempo", "zipkin", "en")
    assert found.summary.startswith("Grafana Tempo (adopt) is the pick, not Zipkin (no verdict): ")
    assert {product for product, _ in found.arguments} == {"tempo"}


def test_what_set_a_reason_aside_is_there_with_what_it_rests_on(advisor: Advisor) -> None:
    decision = decided(advisor, {"constraints": {"licences": "open-source"}, "security": {"secrets": True}})
    others = [pick for pick in decision.slot("secret-management").picks if pick != "vault"]
    if others:
        found = contrast(decision, others[0], "vault", "en")
        constraint = "rule:principles/licence-must-be-open-source@vault"
        assert "catalog:vault.osi_approved is false" in {edge.source for edge in found.graph.into[constraint]}


def test_products_that_cannot_be_set_against_each_other(advisor: Advisor) -> None:
    decision = decided(advisor, {})
    with pytest.raises(NoContrast, match="They have no slot in common: ") as caught:
        contrast(decision, "tempo", "argo-cd", "en")
    assert "Grafana Tempo fills “Tracing back end” and Argo CD fills “Continuous delivery”." in str(caught.value)
    with pytest.raises(NoContrast, match="Grafana Tempo is one product"):
        contrast(decision, "tempo", "tempo", "en")
    with pytest.raises(NoContrast, match=r"They do not both fill “Pod network \(CNI\)”: Cilium fills "):
        contrast(decision, "cilium", "istio", "en", slot="cni")


def test_as_plain_data(advisor: Advisor) -> None:
    decision = decided(advisor, {**TRACES, "stack": {"in_use": ["jaeger"]}})
    told = contrast_document(contrast(decision, "tempo", "jaeger", "en"), decision, "id", "en")
    assert (told["product"], told["verdict"], told["contrast"]["better"]) == ("tempo", "consider", "jaeger")
    assert told["contrast"]["facts"] == [
        {"kind": "answer", "about": "stack.in_use", "text": "Jaeger is in use (you said so)"},
        {"kind": "edition", "about": None, "text": "the edition is 2026"},
    ]


# --- whatever the rules ---------------------------------------------------------------------------------------


@given(decisions())
def test_it_is_the_same_contrast_whichever_product_comes_first(decision: Decision) -> None:
    turned = {"as-asked": "reversed", "reversed": "as-asked", "even": "even"}
    for outcome in decision.slots:
        for one, other in permutations([verdict.product for verdict in outcome.verdicts], 2):
            found = contrast(decision, one, other, "en", slot=outcome.slot)
            back = contrast(decision, other, one, "en", slot=outcome.slot)
            assert back.order == turned[found.order]
            assert set(back.arguments) == set(found.arguments)
            picked = [product in outcome.picks for product in (found.better, found.other)]
            assert picked != [False, True]


@given(decisions())
def test_it_has_the_arguments_on_either_product_that_do_not_say_the_same_of_both(decision: Decision) -> None:
    for outcome in decision.slots:
        for one, other in permutations([verdict.product for verdict in outcome.verdicts], 2):
            found = contrast(decision, one, other, "en", slot=outcome.slot)
            said = {
                (product, argument)
                for product in (one, other)
                for argument in arguments_on(decision, outcome.slot, product)
            }
            assert set(found.arguments) <= said
            left_out = {
                (argument.rule.template, argument.stance, argument.stands)
                for _, argument in said - set(found.arguments)
            }
            kept = {(argument.rule.template, argument.stance, argument.stands) for _, argument in found.arguments}
            assert not left_out & kept
            shown = {edge.source for edge in found.graph.edges if edge.target.startswith("verdict:")}
            assert {f"rule:{argument.rule.id}" for _, argument in found.arguments} <= shown
            assert not {node.kind for node in found.graph.nodes} & {"claim", "note", "open", "warning", "relation"}
