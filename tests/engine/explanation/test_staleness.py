"""Verdicts that rest on what is no longer so carry a warning, and no others do."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from engine.explanation.document import decision_document
from engine.explanation.proofs.tree import slot_proof, tree_text
from engine.explanation.staleness import StalePremise, stale_premises
from engine.explanation.trace import trace_document
from engine.inference.interpreter import Interpreter
from engine.inference.plan import make_plan
from engine.inference.reasoner import Decision, Reasoner
from engine.knowledge.loader import build_knowledge
from engine.request import read_request
from tests.engine.knowledge.laying import laid

# The handbook is of 2024-06-01, the gazette has no day.
CLAIMS = """
claims:
  - {id: handbook/level, section: S, kind: maturity, category: tracing, products: [extra], when: null, en: E, ko: K}
  - {id: handbook/praise, section: S, kind: fits, category: tracing, products: [extra], when: null, en: E, ko: K}
  - {id: gazette/level, section: S, kind: maturity, category: tracing, products: [extra], when: null, en: E, ko: K}
  - {id: gazette/praise, section: S, kind: fits, category: tracing, products: [extra], when: null, en: E, ko: K}
"""
CATALOG = """
products:
  - id: extra
    name: Extra
    slots: [tracing]
    licences:
      - {spdx: Apache-2.0, since: null, cites: [handbook/level]}
      - {spdx: AGPL-3.0-only, since: LICENCE_DAY, source: gazette}
    cncf:
      - {level: incubating, since: 2020-01-01, cites: [handbook/level, gazette/level]}
      - {level: LEVEL, since: DAY, source: gazette}
  - id: other
    name: Other
    slots: [tracing]
    licences: [{spdx: Apache-2.0, since: null, source: gazette}]
"""
HEAD = "module: extra\nslot: tracing\ntitle: {en: E, ko: K}\nrules:\n"
PRAISE = "{id: extra/praise, then: [{consider: extra}], because: {en: E, ko: K}, cites: [handbook/praise]}"


def _reasoner(*rules: str, level: str = "archived", day: str = "2025-09-03", licence: str = "2030-01-01") -> Reasoner:
    catalog = CATALOG.replace("LEVEL", level).replace("LICENCE_DAY", licence).replace("DAY", day)
    module = HEAD + "".join(f"  - {rule}\n" for rule in rules)
    files = {"claims/extra.yaml": CLAIMS, "catalog/extra.yaml": catalog, "extra/extra.yaml": module}
    return Reasoner(make_plan(build_knowledge(laid(files))), Interpreter())


def _decide(reasoner: Reasoner, as_of: date = date(2026, 1, 15), **profile: Any) -> Decision:
    knowledge = reasoner.plan.knowledge
    request = read_request({"profile": profile, "as_of": as_of}, knowledge, today=as_of)
    return reasoner.decide(request.answers, request.edition, request.as_of)


def _stale(*rules: str, as_of: date = date(2026, 1, 15), answers: Any = None, **facts: str) -> list[StalePremise]:
    return list(stale_premises(_decide(_reasoner(*rules, **facts), as_of, **(answers or {}))))


# --- when -----------------------------------------------------------------------------------------------------


def test_a_verdict_that_rests_on_a_source_for_which_the_product_was_something_else() -> None:
    (stale,) = _stale(PRAISE)
    assert (stale.premise.product, stale.premise.value, stale.change.value) == ("extra", "incubating", "archived")
    assert (stale.rules, stale.slots) == (("extra/praise",), ("tracing",))
    assert stale.cites == ("handbook/level", "gazette")


@pytest.mark.parametrize(("as_of", "warned"), [(date(2025, 9, 2), False), (date(2025, 9, 3), True)])
def test_from_the_day_of_the_change_on(as_of: date, warned: bool) -> None:
    assert bool(_stale(PRAISE, as_of=as_of)) is warned


def test_what_had_changed_before_the_source_was_written_is_no_change() -> None:
    assert _stale(PRAISE, day="2024-06-01") == []
    assert _stale(PRAISE, day="2024-06-02") != []


def test_a_value_that_comes_to_the_same_is_none_either() -> None:
    assert _stale(PRAISE, level="incubating") == []


def test_a_source_without_a_day_rests_on_no_premise() -> None:
    assert _stale(PRAISE.replace("handbook/praise", "gazette/praise")) == []


def test_a_licence_is_a_premise_too() -> None:
    (stale,) = _stale(PRAISE, level="incubating", licence="2025-01-01")
    assert (stale.premise.attribute, stale.premise.value, stale.change.value) == (
        "licence",
        "Apache-2.0",
        "AGPL-3.0-only",
    )


def test_a_verdict_on_another_product_that_rests_on_the_very_claim() -> None:
    rule = PRAISE.replace("consider: extra", "consider: other")
    assert _stale(rule) == []
    (stale,) = _stale(rule.replace("handbook/praise", "handbook/level"))
    assert stale.premise.product == "extra"


# --- which verdicts -------------------------------------------------------------------------------------------

AVOID = (
    "{id: extra/avoid, strength: exception, then: [{avoid: extra}], overrides: [for], "
    "because: {en: E, ko: K}, cites: [gazette/praise]}"
)


def test_a_rule_that_was_set_aside_counts_too() -> None:
    (stale,) = _stale(PRAISE, AVOID)
    assert stale.rules == ("extra/praise",)


def test_what_stands_is_named_before_what_was_set_aside() -> None:
    (stale,) = _stale(PRAISE, AVOID.replace("gazette/praise", "handbook/praise").replace("extra/avoid", "extra/shun"))
    assert stale.rules == ("extra/shun", "extra/praise")


def test_a_product_that_nobody_wanted_is_not_spoken_of() -> None:
    rule = AVOID.replace("gazette/praise", "handbook/praise")
    assert _stale(rule) == []
    assert _stale(rule, answers={"stack": {"in_use": ["extra"]}}) != []
    assert _stale(rule, answers={"stack": {"works_well": ["extra"]}}) != []


def test_a_slot_that_is_not_needed_is_not_spoken_of() -> None:
    assert _stale(PRAISE, answers={"shop": {"signals": []}}) == []


def test_a_rule_that_did_not_fire_has_no_say() -> None:
    assert _stale(PRAISE.replace("then:", "when: {in_use: jaeger}, then:")) == []


# --- how it is told -------------------------------------------------------------------------------------------


def _warning(language: Any, **facts: str) -> dict[str, Any]:
    reasoner = _reasoner(PRAISE, **facts)
    (warning,) = decision_document(_decide(reasoner), reasoner, "id", language)["warnings"]
    return warning


def test_the_body_of_a_decision_warns_of_it() -> None:
    assert _warning("en") == {
        "product": "extra",
        "kind": "stale-premise",
        "date": "2025-09-03",
        "text": "“The handbook” (2024-06-01) describes Extra as an incubating project; the CNCF archived it on "
        "2025-09-03. Weigh again what is said of it there.",
        "rule": "extra/praise",
        "cites": ["handbook/level", "gazette"],
        "slots": ["tracing"],
    }


def test_in_korean_too() -> None:
    assert _warning("ko")["text"] == (
        "“편람”(2024-06-01)에서는 Extra 프로젝트를 인큐베이팅(incubating) 등급으로 설명하지만, "
        "CNCF는 2025-09-03에 이 프로젝트를 보관(archived) 처리했습니다. 이 출처에 근거한 내용을 다시 검토해야 합니다."
    )


@pytest.mark.parametrize(
    ("facts", "english", "korean"),
    [
        ({"level": "graduated"}, "it graduated on 2025-09-03", "졸업(graduated) 등급이 되었습니다"),
        ({"level": "sandbox"}, "since 2025-09-03 it has been a sandbox project", "샌드박스(sandbox) 등급입니다"),
        (
            {"level": "incubating", "licence": "2025-01-01"},
            "takes Extra to be under Apache-2.0; since 2025-01-01 it has been under AGPL-3.0-only",
            "2025-01-01부터는 AGPL-3.0-only 라이선스가 적용됩니다",
        ),
    ],
    ids=["graduated", "another level", "licence"],
)
def test_each_change_in_its_own_words(facts: dict[str, str], english: str, korean: str) -> None:
    assert english in _warning("en", **facts)["text"]
    assert korean in _warning("ko", **facts)["text"]


def test_the_trace_and_the_proof_tell_it() -> None:
    reasoner = _reasoner(PRAISE)
    decision = _decide(reasoner)
    (told,) = trace_document(decision, "id", "en")["stale_premises"]
    assert (told["was"], told["is"], told["since"], told["rules"]) == (
        "incubating",
        "archived",
        "2025-09-03",
        ["extra/praise"],
    )
    assert told["text"] in tree_text(slot_proof(decision, "tracing", "en", "extra"))
    assert told["text"] not in tree_text(slot_proof(decision, "tracing", "en", "tempo"))


def test_warnings_stay_in_the_order_of_the_slots() -> None:
    rule = (
        "{id: extra/beware, then: [{warn: grafana, kind: limit, slot: dashboards}], "
        "because: {en: E, ko: K}, cites: [handbook/keep]}"
    )
    reasoner = _reasoner(PRAISE, rule)
    slots = list(reasoner.plan.knowledge.slots)
    decision = _decide(reasoner, stack={"in_use": ["grafana"]})
    told = [warning["slots"][0] for warning in decision_document(decision, reasoner, "id", "en")["warnings"]]
    assert sorted(told, key=slots.index) == told
    assert set(told) == {"tracing", "dashboards"}
