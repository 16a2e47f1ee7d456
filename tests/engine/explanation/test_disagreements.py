"""Which disagreements between sources bear on a slot, and what became there of the rules that settle them."""

from __future__ import annotations

from datetime import date

import pytest

from engine.advisor import Advisor
from engine.explanation.disagreements import disagreement_document, disagreements
from engine.inference.reasoner import Decision
from engine.request import read_request

PROFILE = {"stack": {"in_use": ["jaeger"]}, "observability": {"signals": ["traces"]}}


@pytest.fixture(scope="module")
def decision(advisor: Advisor) -> Decision:
    request = {"profile": PROFILE, "edition": "2026"}
    return advisor.decide(read_request(request, advisor.knowledge, today=date(2026, 4, 1)))


def test_whether_jaeger_may_stay_is_what_sources_disagree_on_first(decision: Decision) -> None:
    first = disagreements(decision, ["tracing"], ["jaeger"])[0]
    assert (first.conflict.id, first.slots, first.spoken) == ("jaeger-in-use", ("tracing",), True)
    assert dict(first.rules) == {
        "tracing/keep-existing-jaeger": "stands",
        "tracing/jaeger-left-the-standard": "defeated",
        "tracing/indexing-large-volumes-is-costly": "silent",
    }


def test_a_conflict_that_is_only_about_a_product_comes_after_those_that_speak(decision: Decision) -> None:
    spoken = [one.spoken for one in disagreements(decision)]
    assert spoken == sorted(spoken, reverse=True)
    assert {True, False} == set(spoken)


def test_what_bears_on_a_slot_bears_on_the_decision(decision: Decision) -> None:
    here = {one.conflict.id for one in disagreements(decision, ["tracing"])}
    whole = {one.conflict.id for one in disagreements(decision) if "tracing" in one.slots}
    assert here == whole


def test_other_products_of_the_slot_keep_their_conflicts_to_themselves(decision: Decision) -> None:
    about_zipkin = {one.conflict.id for one in disagreements(decision, ["tracing"], ["zipkin"])}
    assert "zipkin-and-otlp" in about_zipkin
    assert "jaeger-and-opentracing" not in about_zipkin


def test_as_plain_data_both_sides_are_told(decision: Decision) -> None:
    document = disagreement_document(disagreements(decision, ["tracing"], ["jaeger"])[0], decision, "ko")
    assert len(document["sides"]) == 2
    assert document["slots"] == [{"slot": "tracing", "title": "추적 백엔드"}]
    assert document["settled"]["how"] == "condition"


def test_a_rule_that_lost_on_a_product_without_a_verdict_does_not_stand(advisor: Advisor) -> None:
    profile = {"stack": {"works_well": ["kibana", "tracee"]}}
    asked = read_request({"profile": profile, "edition": "2026"}, advisor.knowledge, today=date(2026, 4, 1))
    standings = {rule: standing for one in disagreements(advisor.decide(asked)) for rule, standing in one.rules}
    assert standings["log-dashboard/grafana-shows-logs-too"] == "defeated"
