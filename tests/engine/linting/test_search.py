"""What the search says can come about does when the engine decides it, and what it rules out never does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.inference.plan import Plan
from engine.inference.reasoner import Decision
from engine.linting.context import Context
from engine.linting.disagreements import disagreements
from engine.linting.lint import lint
from engine.linting.search import Search, Searches
from engine.linting.witness import Shows
from engine.model import VERDICTS
from tests.engine.asking import TODAY, decide, plain, sound_plan
from tests.engine.linting.laying import SOUND, added, plan_of
from tests.engine.strategies import Body, bodies, dense_bodies, every_profile, requests

EXAMPLES = max(40, settings().max_examples // 3)


def events(search: Search, slot: str) -> Iterator[tuple[str, tuple[int, ...], Shows]]:
    """Things that can come about in a slot: a name, its literals, and how a decision shows it."""
    logic = search.chain.slot(slot)
    yield "needed", (logic.needed,), lambda decision: decision.slot(slot).needed
    for arguments in logic.plan.arguments:
        product = arguments.product
        contested = (logic.needed, logic.voices(product).contested)
        yield f"contested {product}", contested, lambda decision, p=product: is_contested(decision, slot, p)
        yield f"picks {product}", (logic.picks(product),), lambda decision, p=product: p in decision.slot(slot).picks
        for verdict in VERDICTS:
            literal = logic.says(product, frozenset({verdict}))
            yield f"{verdict} {product}", (literal,), lambda d, p=product, v=verdict: verdicts(d, slot).get(p) == v
    for rule, fires in zip(logic.plan.rules, logic.fires, strict=True):
        yield f"{rule.rule.id} fires", (fires,), lambda decision, n=rule.number: n in decision.fired()


def verdicts(decision: Decision, slot: str) -> dict[str, str]:
    return {verdict.product: verdict.verdict for verdict in decision.slot(slot).verdicts}


def is_contested(decision: Decision, slot: str, product: str) -> bool:
    outcome = decision.slot(slot)
    return outcome.needed and any(v.product == product and v.contested for v in outcome.verdicts)


def check(plan: Plan, decisions: list[Decision]) -> None:
    searches = Searches(plan)
    for slot in plan.knowledge.slots:
        search = searches.about(slot)
        for what, literals, shows in events(search, slot):
            found = search.can(*literals)
            if found.can:
                assert searches.witness(search, found, shows), f"{slot}: {what} cannot be shown"
            else:
                assert not any(map(shows, decisions)), f"{slot}: {what} can come about"


@given(st.data())
@settings(max_examples=EXAMPLES)
def test_with_a_bit_of_everything(data: st.DataObject) -> None:
    body = data.draw(bodies())
    plan = sound_plan(body)
    with plain(plan) as reasoner:
        check(plan, [decide(reasoner, data.draw(requests(body))) for _ in range(8)])


def every_decision(plan: Plan, body: Body) -> list[Decision]:
    with plain(plan) as reasoner:
        edition: Any = body["editions"][0]["id"]
        profiles = every_profile().values()
        return [decide(reasoner, {"profile": profile, "edition": edition, "as_of": TODAY}) for profile in profiles]


@given(dense_bodies())
@settings(max_examples=EXAMPLES)
def test_with_every_profile_there_is(body: Body) -> None:
    plan = sound_plan(body)
    check(plan, every_decision(plan, body))


@given(dense_bodies())
@settings(max_examples=EXAMPLES)
def test_a_disagreement_is_reported_where_some_profile_meets_one_and_nowhere_else(body: Body) -> None:
    """Trying every profile knows a few answers only; the linter may know of more, and shows each."""
    plan = sound_plan(body)
    slots = tuple(plan.knowledge.slots)
    problems = list(disagreements(Context(plan.knowledge, plan, Searches(plan), slots)))
    assert {problem.code for problem in problems} <= {"disagreement"}
    reported = {slot for slot in slots for problem in problems if f"in the slot {slot!r}" in problem.message}
    met = {outcome.slot for d in every_decision(plan, body) for outcome in d.slots if outcome.status == "contested"}
    assert met <= reported


def test_what_is_not_settled_is_said() -> None:
    """A search that may take no step at all settles nothing that takes one."""
    module = """
module: extra
slot: tracing
title: {en: "Extra", ko: "추가"}
rules:
  - id: extra/never
    when:
      all:
        - any: [{question: shop.size, is: small}, {question: shop.people, is: 1}]
        - any: [{question: shop.size, is: small}, {question: shop.people, is: 2}]
        - any: [{question: shop.size, is: large}, {question: shop.people, is: 3}]
        - any: [{question: shop.size, is: large}, {question: shop.people, is: 4}]
    then: [{consider: zipkin}]
    because: {en: "Zipkin.", ko: "Zipkin입니다."}
    cites: [book-2025/keep]
"""
    plan = plan_of(added(module))
    assert "never-fires" in {problem.code for problem in lint(plan)}
    unsettled = [problem for problem in lint(plan, steps=0) if problem.code == "not-settled"]
    assert {problem.level for problem in unsettled} == {"warning"}
    assert any("'extra/never' can fire" in problem.message for problem in unsettled)


def test_slots_can_be_searched_alone() -> None:
    plan, asked = plan_of(SOUND), list[str]()
    lint(plan, slots=["dashboards"], progress=lambda done, of, what: asked.append(f"{done}/{of} {what}"))
    assert asked[0].endswith("disagreements")
    assert asked[-1].split()[0].split("/")[0] == asked[-1].split()[0].split("/")[1]
