"""Which answers a pick hangs on, against trying every other answer."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.advisor import Advisor
from engine.explanation.what_if.effects import with_answer
from engine.explanation.what_if.robustness import Firmness, robustness
from engine.inference.reasoner import Decision, Reasoner
from engine.model import Question
from tests.engine.asking import decide, durable, plain, sound_plan
from tests.engine.explanation.what_if import singles
from tests.engine.strategies import bodies, requests
from tests.engine.test_shipped import REQUESTS, durable_plan, knowledge

Pick = tuple[str, str]
DAY = date(2026, 4, 1)


def hanging(found: tuple[Firmness, ...], question: str) -> set[Pick]:
    return {
        (one.slot, one.product)
        for one in found
        if any(deciding.question == question for deciding in (*one.given, *one.open))
    }


def lost_by_trying(
    decision: Decision, checker: Reasoner, request: singles.Request, question: Question, scalars: dict[str, Any]
) -> set[Pick]:
    """Every pick that some other answer takes away."""
    lost: set[Pick] = set()
    for value in singles.values(question, request, decision.knowledge.products, scalars.get(question.type, ())):
        lost |= singles.lost(decision, singles.decided(checker, request, question.id, value))
    return lost


def takes_away(firmness: Firmness, decision: Decision, checker: Reasoner) -> None:
    """What is said of a pick is so: each value loses it, and leads where it is said to lead."""
    for deciding in firmness.joined:
        for turn in deciding.turns:
            answers = with_answer(decision.answers, deciding.question, turn.change.after)
            alone = checker.decide(answers, decision.edition, decision.as_of).slot(firmness.slot)
            assert {firmness.product, *turn.beside} <= set(alone.picks) and turn.beside
            assert not set(turn.beside) & set(decision.slot(firmness.slot).picks)
    for deciding in (*firmness.given, *firmness.open):
        assert deciding.given == decision.answers.get(deciding.question)
        for loss in deciding.turns:
            answers = with_answer(decision.answers, deciding.question, loss.change.after)
            alone = checker.decide(answers, decision.edition, decision.as_of).slot(firmness.slot)
            assert firmness.product not in alone.picks
            assert (alone.picks, alone.status) == (loss.outcome.picks, loss.outcome.status)
            assert {v.product: v.verdict for v in alone.verdicts}.get(firmness.product) == loss.verdict


@given(st.data())
def test_small_knowledge_against_trying_everything(data: st.DataObject) -> None:
    body = data.draw(bodies())
    plan, request = sound_plan(body), data.draw(requests(body))
    with durable(plan) as reasoner, plain(plan, step_memo=0) as checker:
        decision = decide(reasoner, request)
        found = robustness(decision)
        assert [(one.slot, one.product) for one in found] == [(o.slot, p) for o in decision.slots for p in o.picks]
        for one in found:
            takes_away(one, decision, checker)
        for question in plan.knowledge.questions.values():
            # Domains know values that the words of the test do not have, so there may be more of them.
            assert lost_by_trying(decision, checker, request, question, singles.SCALARS) <= hanging(found, question.id)


@given(REQUESTS, st.data())
@settings(max_examples=10)
def test_the_shipped_knowledge_against_trying_everything(request: dict[str, Any], data: st.DataObject) -> None:
    decision = decide(durable_plan(), request)
    found = robustness(decision)
    for one in data.draw(st.lists(st.sampled_from(found), max_size=5, unique=True)) if found else ():
        takes_away(one, decision, durable_plan())
    given_ids = sorted(decision.answers) or ["stack.in_use"]
    asked = (data.draw(st.sampled_from(given_ids)), data.draw(st.sampled_from(sorted(knowledge().questions))))
    for question in (knowledge().questions[id_] for id_ in asked):
        assert lost_by_trying(decision, durable_plan(), request, question, singles.SHIPPED_SCALARS) <= hanging(
            found, question.id
        )


def of(found: tuple[Firmness, ...], slot: str) -> Firmness:
    return next(one for one in found if one.slot == slot)


def test_a_product_that_is_kept_because_it_is_in_use_hangs_on_that_answer(advisor: Advisor) -> None:
    profile = {"stack": {"in_use": ["jaeger"]}, "observability": {"signals": ["traces"]}}
    found = robustness(decide(advisor.reasoner, {"profile": profile, "edition": "2026", "as_of": DAY}))
    kept = of(found, "tracing")
    assert (kept.product, kept.badge) == ("jaeger", "sensitive")
    (deciding,) = (one for one in kept.given if one.question == "stack.in_use")
    assert deciding.fixed
    (loss,) = (loss for loss in deciding.turns if loss.change.after == ())
    assert (loss.outcome.picks, loss.verdict) == (("tempo",), "avoid")


def test_badges_tell_given_answers_from_those_that_could_be_given(advisor: Advisor) -> None:
    found = robustness(decide(advisor.reasoner, {"profile": {}, "edition": "2026", "as_of": DAY}))
    by_badge: dict[str, set[str]] = defaultdict(set)
    for one in found:
        by_badge[one.badge].add(one.product)
    assert "kubernetes" in by_badge["firm"]
    assert {"tempo", "headlamp"} <= by_badge["may-change"]
    assert not by_badge["sensitive"]  # nothing was given


def test_what_is_held_takes_no_pick_away(advisor: Advisor) -> None:
    profile = {"stack": {"in_use": ["jaeger"]}, "observability": {"signals": ["traces"]}}
    decision = decide(advisor.reasoner, {"profile": profile, "edition": "2026", "as_of": DAY})
    assert not any(one.fixed for firmness in robustness(decision, hold="given") for one in firmness.given)
    assert not any(one.fixed for firmness in robustness(decision, hold="marked") for one in firmness.open)
