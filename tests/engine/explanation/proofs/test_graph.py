"""The proof as a graph: what holds of every decision on every body of rules, and how worked examples read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.advisor import Advisor
from engine.explanation.proofs.graph import LEVELS, GraphEdge, GraphNode, ProofGraph, graph_document, proof_graph
from engine.explanation.proofs.tree import slot_proof, tree_text
from engine.explanation.trace import firings
from engine.inference.reasoner import Decision
from engine.model import LANGUAGES
from engine.request import read_request
from tests.engine.asking import decide, plain, sound_plan
from tests.engine.strategies import bodies, dense_bodies, requests

RESTS = ("supports", "opposes", "cites")

# --- whatever the rules ---------------------------------------------------------------------------------------


@st.composite
def decisions(draw: Any) -> Decision:
    body = draw(bodies() | dense_bodies())
    with plain(sound_plan(body)) as reasoner:
        return decide(reasoner, draw(requests(body)))


@given(decisions())
def test_every_node_leads_to_a_slot_and_comes_after_what_it_rests_on(decision: Decision) -> None:
    graph = proof_graph(decision, "en")
    place = {node.id: number for number, node in enumerate(graph.nodes)}
    assert len(place) == len(graph.nodes)
    assert all(place[edge.source] < place[edge.target] for edge in graph.edges if edge.kind in RESTS)
    reached = {f"slot:{outcome.slot}" for outcome in decision.slots}
    assert reached <= place.keys()
    waiting = list(reached)
    while waiting:
        sources = {edge.source for edge in graph.into.get(waiting.pop(), ())} - reached
        reached |= sources
        waiting.extend(sources)
    assert reached == place.keys()
    assert all(node.slots for node in graph.nodes)


@given(decisions())
def test_no_way_leads_back_to_where_it_began(decision: Decision) -> None:
    edges = [edge for edge in proof_graph(decision, "en").edges if edge.kind != "sets-aside"]
    left = Counter(edge.target for edge in edges)
    waiting = sorted({edge.source for edge in edges} - left.keys())
    while waiting:
        node = waiting.pop()
        for edge in edges:
            if edge.source == node:
                left[edge.target] -= 1
                if not left[edge.target]:
                    waiting.append(edge.target)
    assert not any(left.values())


@given(decisions())
def test_arguments_rest_on_what_their_rules_matched(decision: Decision) -> None:
    graph = proof_graph(decision, "en")
    fired = firings(decision)
    for node in graph.nodes:
        if node.kind == "argument":
            sources = [graph.by_id[edge.source] for edge in graph.into.get(node.id, ()) if edge.kind == "supports"]
            assert len(sources) <= len(fired[node.about or ""].matched)
            assert {source.kind for source in sources} == {one.kind for one in fired[node.about or ""].matched}
            cited = [edge.source for edge in graph.into.get(node.id, ()) if edge.kind == "cites"]
            assert cited == [f"claim:{id_}" for id_ in fired[node.about or ""].planned.rule.cites]


@given(decisions())
def test_arguments_stand_as_they_do_in_the_decision(decision: Decision) -> None:
    graph = proof_graph(decision, "en", level="reasons")
    rules = decision.plan.rules
    spoken = {(e.source, e.target): e.standing for e in graph.edges if e.kind in ("supports", "opposes")}
    expected: dict[tuple[str, str], str] = {}
    aside = set()
    for outcome in decision.slots:
        said = [(f"need:{outcome.slot}", outcome.needed_because, outcome.need_defeated)]
        said += [(f"verdict:{outcome.slot}/{v.product}", v.because, v.defeated) for v in outcome.verdicts]
        # Of a product that got no verdict, for all of it was set aside, the arguments lead to the slot.
        said += [(f"slot:{outcome.slot}", (), passed_over.defeated) for passed_over in outcome.passed_over]
        for target, because, defeated in said:
            expected |= {(f"rule:{rules[d.rule].rule.id}", target): "defeated" for d in defeated}
            expected |= {(f"rule:{rules[number].rule.id}", target): "stands" for number in because}
            aside |= {(rules[by].rule.id, rules[d.rule].rule.id) for d in defeated for by in d.by}
    found = {pair: standing for pair, standing in spoken.items() if pair[0].startswith("rule:")}
    found = {pair: standing for pair, standing in found.items() if pair[1].startswith(("need:", "verdict:", "slot:"))}
    assert found == expected
    assert aside == {(e.source[5:], e.target[5:]) for e in graph.edges if e.kind == "sets-aside"}
    for node in graph.nodes:
        if node.kind == "argument":
            own = {standing for (source, _), standing in spoken.items() if source == node.id}
            assert node.standing == ("defeated" if own == {"defeated"} else "stands")


@given(decisions(), st.data())
def test_less_is_a_part_of_more(decision: Decision, data: st.DataObject) -> None:
    """A lower level is part of a higher one, a product's proof part of its slot's, a slot's part of the whole."""
    by_level = [ids(proof_graph(decision, "en", level=level)) for level in LEVELS]
    assert by_level[0] <= by_level[1] <= by_level[2]
    slot = data.draw(st.sampled_from(decision.slots)).slot
    of_slot = ids(proof_graph(decision, "en", slots=[slot]))
    assert of_slot <= by_level[2]
    for product in decision.knowledge.products.values():
        if slot in product.slots:
            narrow = proof_graph(decision, "en", slots=[slot], product=product.id)
            # What connects the slot's picks is told of each pick; what connects a product, where it is at home.
            related = {node.id for node in narrow.nodes if node.kind == "relation"}
            assert ids(narrow) - of_slot - by_level[2] <= {f"absent:{product.id}"} | related | leading_to(
                narrow, related
            )


def ids(graph: ProofGraph) -> set[str]:
    return {node.id for node in graph.nodes}


def leading_to(graph: ProofGraph, targets: Iterable[str]) -> set[str]:
    found, waiting = set(), list(targets)
    while waiting:
        for edge in graph.into.get(waiting.pop(), ()):
            if edge.source not in found:
                found.add(edge.source)
                waiting.append(edge.source)
    return found


@given(decisions())
def test_the_same_decision_has_the_same_proof_and_it_can_be_told(decision: Decision) -> None:
    for language in LANGUAGES:
        graph = proof_graph(decision, language)
        assert graph_document(graph) == graph_document(proof_graph(decision, language))
        for outcome in decision.slots:
            told = tree_text(slot_proof(decision, outcome.slot, language))
            assert all(rule_of(verdict.because, decision) in told for verdict in outcome.verdicts if verdict.because)


def rule_of(because: tuple[int, ...], decision: Decision) -> str:
    return f"[{decision.plan.rules[because[0]].rule.id}, "


# --- worked examples ------------------------------------------------------------------------------------------

JAEGER = {"stack": {"in_use": ["jaeger"]}, "observability": {"signals": ["traces"]}}


def decided(advisor: Advisor, profile: dict[str, Any], **members: Any) -> Decision:
    request = {"profile": profile, "as_of": "2026-04-01", **members}
    return advisor.decide(read_request(request, advisor.knowledge, today=date(2026, 4, 1)))


def node(graph: ProofGraph, id_: str) -> GraphNode:
    return graph.by_id[id_]


def test_why_jaeger_is_kept(advisor: Advisor) -> None:
    """In use: kept. The default is set aside, and by what."""
    graph = proof_graph(decided(advisor, JAEGER), "en", product="jaeger")
    keep, default = "rule:tracing/keep-existing-jaeger", "rule:tracing/jaeger-left-the-standard"
    assert node(graph, "verdict:tracing/jaeger").title == "Jaeger: keep"
    assert node(graph, default).standing == "defeated"
    assert set(graph.into["verdict:tracing/jaeger"]) == {
        GraphEdge(keep, "verdict:tracing/jaeger", "supports"),
        GraphEdge(default, "verdict:tracing/jaeger", "opposes", "defeated"),
    }
    assert GraphEdge(keep, default, "sets-aside") in graph.edges
    answer = node(graph, "answer:stack.in_use includes jaeger")
    assert (answer.title, answer.text, answer.about) == (
        "Jaeger is in use",
        "Jaeger is in use (you said so)",
        "stack.in_use",
    )
    assert GraphEdge(answer.id, keep, "supports") in graph.edges
    assert node(graph, "claim:arch-2026/keep-jaeger").kind == "claim"
    assert node(graph, "edition:2026").title == "the edition is 2026"


def test_what_is_ruled_out_says_by_which_constraint(advisor: Advisor) -> None:
    profile = {"constraints": {"licences": "open-source"}, "security": {"secrets": True}}
    graph = proof_graph(decided(advisor, profile), "en", product="vault", level="full")
    constraint = "rule:principles/licence-must-be-open-source@vault"
    assert node(graph, "verdict:secret-management/vault").outcome == "avoid"
    assert node(graph, constraint).strength == "constraint"
    facts = {edge.source for edge in graph.into[constraint] if edge.kind == "supports"}
    assert facts == {"answer:constraints.licences in open-source,permissive", "catalog:vault.osi_approved is false"}
    fallen = {edge.target for edge in graph.edges if (edge.source, edge.kind) == (constraint, "sets-aside")}
    assert fallen and {node(graph, rule).standing for rule in fallen} == {"defeated"}


def test_what_an_old_release_lacks(advisor: Advisor) -> None:
    profile = {"platform": {"kubernetes_version": "1.28"}, "security": {"policies": ["validate"]}}
    graph = proof_graph(decided(advisor, profile), "en", product="native-admission")
    verdict = node(graph, "verdict:policy/native-admission")
    assert verdict.outcome == "avoid"
    said = node(graph, "answer:platform.kubernetes_version below 1.30")
    assert said.text.endswith("(you said: 1.28)")
    rules = {edge.target for edge in graph.edges if edge.source == said.id}
    assert {edge.target for edge in graph.edges if edge.source in rules} >= {verdict.id}


def test_a_warning_is_noted_on_the_verdict(advisor: Advisor) -> None:
    profile = {"stack": {"in_use": ["ingress-nginx"]}, "platform": {"production": True}}
    graph = proof_graph(decided(advisor, profile), "ko", product="ingress-nginx", level="reasons")
    warnings = [one for one in graph.nodes if one.kind == "warning"]
    assert [(one.title, one.outcome) for one in warnings] == [
        ("Ingress NGINX: 경고(지원 종료, 2026-03-31)", "end-of-life")
    ]
    assert GraphEdge(warnings[0].id, "verdict:ingress-gateway/ingress-nginx", "notes") in graph.edges


def test_a_summary_has_one_sentence_a_verdict(advisor: Advisor) -> None:
    graph = proof_graph(decided(advisor, JAEGER), "en", slots=["tracing"], level="summary")
    assert [(one.kind, one.title, one.text.split(" and")[0]) for one in graph.nodes] == [
        ("verdict", "Jaeger: keep", "Jaeger already runs here"),
        ("verdict", "Grafana Tempo: consider", "Jaeger already runs here"),
        ("slot", "Tracing back end — open, picks Jaeger", ""),
    ]


def test_a_slot_that_nothing_asks_for(advisor: Advisor) -> None:
    graph = proof_graph(decided(advisor, {}), "en", slots=["coordination"])
    need = node(graph, "need:coordination")
    assert (need.outcome, need.text) == ("not-needed", "no rule asks for it")


def test_slots_and_products_that_are_not(advisor: Advisor) -> None:
    decision = decided(advisor, {})
    with pytest.raises(KeyError):
        proof_graph(decision, "en", slots=["trasing"])
    with pytest.raises(KeyError):
        proof_graph(decision, "en", product="jager")
