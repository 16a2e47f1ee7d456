"""Picks on the stages of adoption, seen from where the platform stands."""

from __future__ import annotations

from typing import Any

import pytest

from engine.advisor import Advisor
from engine.explanation.roadmap import roadmap
from engine.inference.interpreter import Interpreter
from engine.inference.plan import make_plan
from engine.inference.reasoner import Reasoner
from engine.knowledge.loader import build_knowledge
from engine.model import Knowledge, Language
from engine.request import read_request
from tests.engine.inference.small import asked
from tests.engine.knowledge.laying import BASE, laid

TRACES = {"shop": {"signals": ["traces"]}}


def told(knowledge: Knowledge, profile: dict[str, Any], language: Language = "en") -> dict[str, Any] | None:
    newest = list(knowledge.editions.values())[-1]
    request = read_request({"profile": profile}, knowledge, today=newest.published)
    reasoner = Reasoner(make_plan(knowledge), Interpreter())
    return roadmap(reasoner.decide(request.answers, request.edition, request.as_of), language)


@pytest.fixture(scope="module")
def base() -> Knowledge:
    return build_knowledge(BASE)


def test_picks_stand_by_product_first_and_by_slot_else(base: Knowledge) -> None:
    """Ledger is a dashboard, but placed by itself with what follows."""
    found = told(base, TRACES)
    assert found is not None
    picks = {stage["stage"]: [(pick["slot"], pick["product"]) for pick in stage["picks"]] for stage in found["stages"]}
    assert picks == {
        "small": [("dashboards", "grafana")],
        "large": [("tracing", "tempo"), ("dashboards", "ledger")],
    }


def test_without_an_answer_nobody_knows_what_is_next(base: Knowledge) -> None:
    found = told(base, TRACES)
    assert found is not None
    assert found["stage"] is None
    assert [stage["position"] for stage in found["stages"]] == [None, None]


@pytest.mark.parametrize(("answer", "positions"), [("small", ["reached", "next"]), ("large", ["reached", "reached"])])
def test_positions_are_seen_from_the_answer(base: Knowledge, answer: str, positions: list[str]) -> None:
    found = told(base, {"shop": {"size": answer}})
    assert found is not None
    assert (found["stage"], [stage["position"] for stage in found["stages"]]) == (answer, positions)


def test_a_stage_tells_what_it_is_for_in_either_language(base: Knowledge) -> None:
    for language, title, text in (("en", "Seeing", "First see."), ("ko", "보기", "먼저 봅니다.")):
        found = told(base, {}, "ko" if language == "ko" else "en")
        assert found is not None
        first = found["stages"][0]
        assert (first["title"], first["text"], first["cites"]) == (title, text, ["handbook/keep"])


def test_picks_on_no_stage_are_left_out() -> None:
    stages = """
question: shop.size
stages:
  - id: small
    title: {en: "E", ko: "K"}
    because: {en: "E", ko: "K"}
    slots: [dashboards]
    cites: [handbook/keep]
  - id: large
    title: {en: "E", ko: "K"}
    because: {en: "E", ko: "K"}
    cites: [handbook/keep]
"""
    found = told(build_knowledge(laid({"stages.yaml": stages})), TRACES)
    assert found is not None
    assert [pick["product"] for stage in found["stages"] for pick in stage["picks"]] == ["grafana", "ledger"]


def test_a_slot_that_is_not_needed_is_on_no_stage(base: Knowledge) -> None:
    found = told(base, {"shop": {"signals": []}})
    assert found is not None
    assert [stage["picks"] for stage in found["stages"]] == [[], []]


def test_knowledge_without_stages_has_no_roadmap() -> None:
    assert asked("a: {then: [{adopt: x}]}").document()["roadmap"] is None


# --- the shipped roadmap --------------------------------------------------------------------------------------

STAGES = ["foundation", "core-platform", "specialised", "bleeding-edge"]


@pytest.mark.parametrize(
    ("answer", "positions"),
    [
        ("foundation", ["reached", "next", "later", "later"]),
        ("core-platform", ["reached", "reached", "next", "later"]),
        ("specialised", ["reached", "reached", "reached", "next"]),
        ("bleeding-edge", ["reached"] * 4),
    ],
)
def test_the_way_goes_from_the_foundation_to_the_newest(advisor: Advisor, answer: str, positions: list[str]) -> None:
    profile = {"organisation": {"adoption_stage": answer}}
    newest = list(advisor.knowledge.editions.values())[-1]
    found = roadmap(advisor.decide(read_request({"profile": profile}, advisor.knowledge, today=newest.published)), "en")
    assert found is not None
    assert [stage["stage"] for stage in found["stages"]] == STAGES
    assert [stage["position"] for stage in found["stages"]] == positions
    (foundation, *_) = found["stages"]
    assert {"slot": "orchestration", "product": "kubernetes"} in foundation["picks"]


def test_every_claim_about_a_stage_is_cited_by_a_stage(shipped: Knowledge) -> None:
    assert shipped.roadmap is not None
    cited = {claim for stage in shipped.roadmap.stages for claim in stage.cites}
    claims = {claim.id for claim in shipped.claims.values() if claim.source == "roadmap" and claim.kind == "stage"}
    assert claims - cited == set()
