"""The search for counterfactuals finds what trying every profile finds: all of the smallest, and no others.

A long run of the generated tests: `PORTOLAN_EXAMPLES=20000 pytest tests/engine/explanation/test_counterfactuals.py`.
"""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.advisor import Advisor
from engine.explanation.conditions import questions_behind
from engine.explanation.why_not.counterfactuals import MOST_CHANGES, Counterfactual, counterfactuals, standing_of
from engine.explanation.why_not.holding import Hold, held_questions
from engine.inference.reasoner import Decision, Reasoner
from engine.request import read_request
from engine.satisfiability.cone import cone_of
from engine.satisfiability.domains import Domains
from engine.satisfiability.edits import span_of
from tests.engine.asking import decide, plain, sound_plan
from tests.engine.explanation.why_not.changing import found_ones, how_many, smallest, ways_to_change
from tests.engine.strategies import Body, bodies, dense_bodies, requests
from tests.engine.strategies.words import CITES, TEXT, Draw

EXAMPLES = max(30, settings().max_examples // 3)
MOST_PROFILES = 1500  # tried for one request


def check(decision: Decision, reasoner: Reasoner) -> None:
    """Holds the search against trying everything, for every product in every slot."""
    for outcome in decision.slots:
        for arguments in decision.plan.slots[outcome.slot].arguments:
            product = arguments.product
            if product in outcome.picks:
                assert not counterfactuals(decision, outcome.slot, product, ()).found
                continue
            cone = cone_of(decision.plan, outcome.slot, product, standing_of(decision, ()).may_hold)
            ways = ways_to_change(decision, dict.fromkeys(q for leaf in cone.tests for q in questions_behind(leaf)))
            while how_many(ways, MOST_CHANGES) > MOST_PROFILES:
                ways.pop(max(ways, key=lambda id_: len(ways[id_])))
            held = tuple(id_ for id_ in decision.knowledge.questions if id_ not in ways)
            found = counterfactuals(decision, outcome.slot, product, held)
            assert found.complete
            shown = found_ones(decision, outcome.slot, product, held, found.found, ways)
            assert shown == smallest(decision, outcome.slot, product, ways, MOST_CHANGES, reasoner)


@given(st.data())
@settings(max_examples=EXAMPLES)
def test_with_a_bit_of_everything(data: st.DataObject) -> None:
    body = data.draw(bodies(most_rules=14))
    with plain(sound_plan(body)) as reasoner:
        check(decide(reasoner, data.draw(requests(body))), reasoner)


@st.composite
def demanding(draw: Draw) -> Body:
    """A body in which some products are wanted, or unwanted, only where several answers come together."""
    body = draw(dense_bodies(most_rules=5))
    tests = st.sampled_from(
        [
            *({"question": f"ask.{name}", "is": value} for name in ("flag", "other_flag") for value in (True, False)),
            *({"question": "ask.pick", "is": value} for value in ("a", "b")),
            *({kind: product} for kind in ("in_use", "works_well") for product in ("p0", "p1")),
            {"not": {"in_use": "p0"}},
            {"question": "ask.pick", "unknown": True},
        ]
    )
    rules = []
    for i in range(draw(st.integers(2, 6))):
        when = {draw(st.sampled_from(("all", "all", "any"))): draw(st.lists(tests, min_size=2, max_size=3))}
        stance = draw(st.sampled_from(("adopt", "adopt", "trial", "keep", "avoid")))
        strength = draw(st.sampled_from(("default", "exception")))
        overrides = {"overrides": ["against"]} if stance != "avoid" and draw(st.booleans()) else {}
        then = [{stance: draw(st.sampled_from(("p0", "p1"))), "slot": body["slots"][0]}]
        rule = {"id": f"m0/more-{i}", "strength": strength, "when": when, "then": then, **overrides}
        rules.append({**rule, "because": TEXT, "cites": CITES})
    need = {"id": "m0/need", "then": [{"need": body["slots"]}], "because": TEXT, "cites": CITES}
    first, *others = body["modules"]
    return {**body, "modules": [{**first, "rules": [*first["rules"], need, *rules]}, *others]}


@given(st.data())
@settings(max_examples=EXAMPLES)
def test_where_answers_have_to_come_together(data: st.DataObject) -> None:
    body = data.draw(demanding())
    with plain(sound_plan(body)) as reasoner:
        check(decide(reasoner, data.draw(requests(body))), reasoner)


@given(st.data())
@settings(max_examples=EXAMPLES)
def test_where_rules_get_in_each_others_way(data: st.DataObject) -> None:
    body = data.draw(dense_bodies(most_rules=14))
    with plain(sound_plan(body)) as reasoner:
        check(decide(reasoner, data.draw(requests(body))), reasoner)


# --- on the shipped knowledge -------------------------------------------------------------------------------------

DAY = date(2026, 4, 1)


def asked(advisor: Advisor, profile: dict[str, Any], **members: Any) -> Decision:
    request = {"profile": profile, "as_of": DAY, **members}
    return advisor.decide(read_request(request, advisor.knowledge, today=DAY))


def ways_in(decision: Decision, product: str, hold: Hold = "given", *also: str) -> list[dict[str, Any]]:
    """The changes that bring a product into its home slot."""
    held = held_questions(decision.knowledge, decision.answers, hold, also)
    slot = decision.knowledge.products[product].slots[0]
    found = counterfactuals(decision, slot, product, held)
    assert found.complete
    return [{change.question: change.after for change in one.changes} for one in found.found]


def test_jaeger_comes_back_where_it_is_in_use(advisor: Advisor) -> None:
    decision = asked(advisor, {"observability": {"signals": ["traces"]}})
    found = counterfactuals(decision, "tracing", "jaeger", ())
    by_question = {one.changes[0].question: one for one in found.found if len(one.changes) == 1}
    one = by_question["stack.in_use"]
    assert (one.changes[0].before, one.changes[0].after, one.verdict) == (None, ("jaeger",), "keep")
    assert decide_again(advisor, one).slot("tracing").picks == ("jaeger",)


def decide_again(advisor: Advisor, one: Counterfactual) -> Decision:
    return advisor.reasoner.decide(one.answers, "2026", DAY)


def test_a_fact_that_was_stated_is_held_and_one_that_was_not_is_not(advisor: Advisor) -> None:
    silent, stated = asked(advisor, {}), asked(advisor, {"stack": {"in_use": ["zipkin"]}})
    assert {"stack.in_use": ("jaeger",)} in ways_in(silent, "jaeger")
    assert all("stack.in_use" not in changes for changes in ways_in(stated, "jaeger"))
    assert {"stack.in_use": ("jaeger", "zipkin")} in ways_in(stated, "jaeger", "none")
    assert all("stack.in_use" not in changes for changes in ways_in(silent, "jaeger", "marked"))
    named = ways_in(silent, "jaeger", "none", "stack.in_use", "constraints.licences")
    assert not any({"stack.in_use", "constraints.licences"} & changes.keys() for changes in named)


def test_what_is_a_pick_already_takes_no_change(advisor: Advisor) -> None:
    assert ways_in(asked(advisor, {}), "tempo") == []


def test_of_answers_that_no_rule_tells_apart_one_is_shown_and_the_others_are_named(advisor: Advisor) -> None:
    decision = asked(advisor, {"constraints": {"licences": "open-source"}})
    found = counterfactuals(decision, "secret-management", "vault", ())
    (licences,) = [one.changes for one in found.found if one.changes[0].question == "constraints.licences"][:1]
    options = advisor.knowledge.questions["constraints.licences"].option_ids
    assert {licences[0].after, *licences[0].alike} <= set(options) - {"open-source"}


def test_of_numbers_and_versions_those_that_do_as_well_are_a_range(advisor: Advisor) -> None:
    def spans(question: str, product: str, slot: str, profile: dict[str, Any]) -> set[tuple[Any, Any] | None]:
        found = counterfactuals(asked(advisor, profile), slot, product, ())
        return {change.span for one in found.found for change in one.changes if change.question == question}

    version = "platform.kubernetes_version"
    policies = {"platform": {"kubernetes_version": "1.28"}, "security": {"policies": ["validate"]}}
    assert ("1.30", None) in spans(version, "native-admission", "policy", policies)
    assert (2, None) in spans("platform.clusters", "karmada", "multi-cluster", {"platform": {"clusters": 1}})


def test_a_span_is_of_all_that_was_tried_in_between() -> None:
    assert span_of([2, 3], [2, 1, 3]) == (2, None)
    assert span_of([1, 2], [2, 1, 3]) == (None, 2)
    assert span_of([3, 1], [1, 2, 3]) is None
    assert span_of(["1.10", "1.9"], ["1.8", "1.9", "1.10", "2"]) == ("1.9", "1.10")
    assert span_of([True], [True, False]) is None
    assert span_of(["small"], ["small", "large"]) is None


def test_a_search_that_is_stopped_says_so(advisor: Advisor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.explanation.why_not.counterfactuals._MOST_SETS", 1)
    found = counterfactuals(asked(advisor, {}), "tracing", "jaeger", ())
    assert (len(found.found), found.complete) == (1, False)


def test_what_the_engine_does_not_confirm_is_never_shown(
    advisor: Advisor, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    decision = asked(advisor, {})
    monkeypatch.setattr("engine.explanation.why_not.counterfactuals.edited", lambda answers, edits: dict(answers))
    found = counterfactuals(decision, "tracing", "jaeger", ())
    assert (found.found, found.complete) == ((), False)
    assert "a counterfactual does not hold" in caplog.text


@pytest.mark.parametrize("seed", range(12))
def test_on_a_few_questions_of_the_shipped_knowledge_it_finds_what_trying_everything_finds(
    advisor: Advisor, seed: int
) -> None:
    drawn = Random(seed)
    knowledge = advisor.knowledge
    domains = Domains(knowledge, advisor.plan.atoms)
    one_value = [q for q in knowledge.questions.values() if q.type in ("bool", "choice", "int", "number")]
    answers = {q.id: drawn.choice(domains.values(q)) for q in drawn.sample(one_value, drawn.choice((0, 5, 20)))}
    edition = drawn.choice(list(knowledge.editions))
    decision = advisor.reasoner.decide(dict(sorted(answers.items())), edition, DAY)
    slot = drawn.choice([slot for slot in knowledge.slots if decision.plan.slots[slot].arguments])
    for arguments in decision.plan.slots[slot].arguments[:3]:
        if arguments.product not in decision.slot(slot).picks:
            hold_against_trying(decision, slot, arguments.product, advisor.reasoner, drawn)


def hold_against_trying(decision: Decision, slot: str, product: str, reasoner: Reasoner, drawn: Random) -> None:
    """Some of the questions that bear on a product may change, as many as can be tried through."""
    cone = cone_of(decision.plan, slot, product, standing_of(decision, ()).may_hold)
    near = list(dict.fromkeys(q for leaf in cone.tests for q in questions_behind(leaf)))
    lists = [id_ for id_ in near if decision.knowledge.questions[id_].type in ("products", "choices", "versions")]
    near = [id_ for id_ in near if id_ not in lists]
    ways = ways_to_change(decision, drawn.sample(near, len(near)))
    while how_many(ways, MOST_CHANGES) > MOST_PROFILES:
        ways.popitem()
    held = tuple(id_ for id_ in decision.knowledge.questions if id_ not in ways)
    found = counterfactuals(decision, slot, product, held)
    assert found.complete
    shown = found_ones(decision, slot, product, held, found.found, ways)
    assert shown == smallest(decision, slot, product, ways, MOST_CHANGES, reasoner)
