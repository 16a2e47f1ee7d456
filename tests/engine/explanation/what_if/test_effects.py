"""What single changes do, against deciding each of them."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.advisor import Advisor
from engine.explanation.what_if.effects import Effect, effects, with_answer
from engine.inference.reasoner import Decision, Reasoner
from tests.engine.asking import decide, durable, plain, sound_plan
from tests.engine.explanation.what_if import singles
from tests.engine.strategies import bodies, requests
from tests.engine.test_shipped import REQUESTS, durable_plan, knowledge

DAY = date(2026, 4, 1)


def told(effect: Effect) -> frozenset[singles.Signature]:
    return frozenset((singles.told(slot.before), singles.told(slot.after)) for slot in effect.slots)


def checked(decision: Decision, checker: Reasoner) -> dict[str, set[frozenset[singles.Signature]]]:
    """By question all that its answers do, each decided again from nothing; where no rule can tell, nothing at all."""
    found: dict[str, set[frozenset[singles.Signature]]] = defaultdict(lambda: {frozenset()})
    for effect in effects(decision):
        change = effect.change
        assert change.before == decision.answers.get(change.question) != change.after
        answers = with_answer(decision.answers, change.question, change.after)
        alone = checker.decide(answers, decision.edition, decision.as_of)
        assert told(effect) == singles.signature(decision, alone)
        found[change.question].add(told(effect))
    return found


@given(st.data())
def test_it_finds_what_trying_everything_finds(data: st.DataObject) -> None:
    body = data.draw(bodies())
    plan, request = sound_plan(body), data.draw(requests(body))
    with durable(plan) as reasoner, plain(plan, step_memo=0) as checker:
        decision = decide(reasoner, request)
        found = checked(decision, checker)
        for question in plan.knowledge.questions.values():
            scalars = singles.SCALARS.get(question.type, ())
            for value in singles.values(question, request, plan.knowledge.products, scalars):
                alone = singles.decided(checker, request, question.id, value)
                assert singles.signature(decision, alone) in found[question.id], (question.id, value)


@given(REQUESTS, st.data())
@settings(max_examples=10)
def test_it_holds_on_the_shipped_knowledge(request: dict[str, Any], data: st.DataObject) -> None:
    reasoner = durable_plan()
    decision = decide(reasoner, request)
    found = checked(decision, reasoner)
    asked = data.draw(st.lists(st.sampled_from(sorted(knowledge().questions)), min_size=4, max_size=4, unique=True))
    for question in (knowledge().questions[id_] for id_ in asked):
        scalars = singles.SHIPPED_SCALARS.get(question.type, ())
        for value in singles.values(question, request, knowledge().products, scalars):
            alone = singles.decided(reasoner, request, question.id, value)
            assert singles.signature(decision, alone) in found[question.id], (question.id, value)


def test_a_change_names_the_slots_it_moves_and_no_other(advisor: Advisor) -> None:
    decision = decide(advisor.reasoner, {"profile": {}, "edition": "2026", "as_of": DAY})
    (effect,) = (one for one in effects(decision, questions={"stack.in_use"}) if one.change.after == ("jaeger",))
    (tracing,) = (slot for slot in effect.slots if slot.moves_picks)
    assert (tracing.slot, tracing.before.picks, tracing.after.picks) == ("tracing", ("tempo",), ("jaeger",))
    assert ("jaeger", "avoid", "keep") in tracing.verdicts
    assert effect.change.fixed


def test_only_the_questions_asked_for_are_tried(advisor: Advisor) -> None:
    decision = decide(advisor.reasoner, {"profile": {}, "edition": "2026", "as_of": DAY})
    tried = {effect.change.question for effect in effects(decision, questions={"security.policies", "mesh.wanted"})}
    assert tried <= {"security.policies", "mesh.wanted"} and "security.policies" in tried


@pytest.mark.parametrize(
    ("hold", "tried"),
    [("none", {"stack.in_use", "stack.works_well"}), ("given", {"stack.works_well"}), ("marked", set())],
)
def test_facts_are_held_as_asked(hold: Any, tried: set[str], advisor: Advisor) -> None:
    """What is in use was said, what works well was not; both are facts that nobody changes at will."""
    profile = {"stack": {"in_use": ["jaeger"]}}
    decision = decide(advisor.reasoner, {"profile": profile, "edition": "2026", "as_of": DAY})
    asked = {"stack.in_use", "stack.works_well"}
    assert {effect.change.question for effect in effects(decision, questions=asked, hold=hold)} == tried


def test_a_list_is_changed_by_one_member(advisor: Advisor) -> None:
    profile = {"security": {"policies": ["validate", "mutate"]}}
    decision = decide(advisor.reasoner, {"profile": profile, "edition": "2026", "as_of": DAY})
    tried = {effect.change.after for effect in effects(decision, questions={"security.policies"})}
    assert ("mutate",) in tried and ("validate",) in tried and () not in tried
    assert all(len({"mutate", "validate"} ^ set(after)) == 1 for after in tried)


def test_trying_everything_pushes_no_decision_out_of_the_memo(advisor: Advisor) -> None:
    decision = decide(advisor.reasoner, {"profile": {}, "edition": "2026", "as_of": DAY})
    assert len(list(effects(decision))) > 500
    assert decide(advisor.reasoner, {"profile": {}, "edition": "2026", "as_of": DAY}) is decision
