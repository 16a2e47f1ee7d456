"""What works together: every connection of a rule that fired, in the order of the architecture."""

from __future__ import annotations

from typing import Any

import pytest

from engine.explanation.connections import sentence
from engine.explanation.trace import trace_document
from engine.model import LANGUAGES, RELATIONS
from engine.request import read_request
from tests.engine.inference.small import asked
from tests.engine.knowledge.laying import base_with

PICKS = """
need: {then: [{need: [one, two]}]}
picks: {then: [{adopt: [x, y]}]}
more: {then: [{adopt: w, slot: two}]}
"""
RULES = f"""{PICKS}
last: {{when: {{slot: two, picks: w}}, then: [{{connect: w, to: [kubernetes], as: works-with}}]}}
first: {{when: {{slot: one, picks: x}}, then: [{{connect: [y, x], to: [w], as: feeds}}]}}
beyond: {{then: [{{connect: kubernetes, to: [x, w], as: brings}}]}}
other: {{when: {{in_use: x}}, then: [{{connect: x, to: [y], as: needs}}]}}
"""


def test_connections_are_those_of_rules_that_fired_in_the_order_of_the_architecture() -> None:
    found = asked(RULES).document()["connections"]
    told = [(one["rule"], one["product"], one["as"], [other["product"] for other in one["to"]]) for one in found]
    assert told == [
        ("m/first", "x", "feeds", ["w"]),
        ("m/first", "y", "feeds", ["w"]),
        ("m/last", "w", "works-with", ["kubernetes"]),
        ("m/beyond", "kubernetes", "brings", ["x", "w"]),
    ]


def test_a_connection_names_products_reason_and_evidence() -> None:
    (first, *_) = asked(RULES).document()["connections"]
    assert first == {
        "product": "x",
        "name": "X",
        "to": [{"product": "w", "name": "W"}],
        "as": "feeds",
        "rule": "m/first",
        "text": "E",
        "cites": ["src/claim"],
    }


def test_a_rule_over_products_connects_each() -> None:
    all_ = "for_each: products, when: {in_use: each}, then: [{connect: each, to: [kubernetes], as: needs}]"
    rules = f"{PICKS}\nall: {{{all_}}}"
    found = asked(rules).document(stack__in_use=["x", "w"])["connections"]
    assert [(one["rule"], one["product"]) for one in found] == [("m/all@x", "x"), ("m/all@w", "w")]


def test_what_is_related_changes_no_verdict() -> None:
    without, with_ = asked(PICKS).document(), asked(RULES).document()
    assert [slot["verdicts"] for slot in with_["slots"]] == [slot["verdicts"] for slot in without["slots"]]
    assert with_["open_questions"] == without["open_questions"]


def test_relations_stand_in_the_trace_as_what_they_say() -> None:
    found = asked(f"{RULES}\norder: {{then: [{{install: [x, y], after: [w]}}]}}")
    knowledge = found.reasoner.plan.knowledge
    request = read_request({"profile": {}}, knowledge, today=knowledge.editions["e"].published)
    trace = trace_document(found.reasoner.decide(request.answers, request.edition, request.as_of), "id", "en")
    produced: dict[str, Any] = {firing["rule"]: firing["produced"] for firing in trace["firings"]}
    assert produced["m/last"] == [{"connection": "works-with", "product": "w", "to": ["kubernetes"]}]
    assert produced["m/order"] == [{"install": "x", "after": ["w"]}, {"install": "y", "after": ["w"]}]
    names = [firing["rule"] for firing in trace["firings"]]
    assert names.index("m/more") < names.index("m/last")


@pytest.mark.parametrize("relation", RELATIONS)
def test_every_way_of_being_connected_has_words(relation: str) -> None:
    said = {sentence("A", relation, "B", language) for language in LANGUAGES}
    assert len(said) == len(LANGUAGES)
    assert all("A" in one and "B" in one for one in said)


def test_one_name_or_a_list_of_them_is_the_same() -> None:
    module = """
module: extra
title: {en: "E", ko: "K"}
rules:
  - id: extra/connected
    then:
      - {connect: tempo, to: grafana, as: feeds}
      - {install: ledger, after: grafana}
    because: {en: "E", ko: "K"}
    cites: [handbook/tempo]
"""
    connect, install = base_with(module).rules["extra/connected"].then
    assert (connect.to, install.after) == (("grafana",), ("grafana",))
    assert (connect.slot, install.slot) == (None, None)
