"""Which unanswered questions could change which slots, and how."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from engine.advisor import Advisor
from engine.explanation.what_if.open_questions import OpenQuestion, open_document, still_open
from engine.inference.encoding import IN_USE, WORKS_WELL
from engine.inference.reasoner import Decision
from tests.engine.asking import decide, durable, sound_plan
from tests.engine.explanation.what_if import singles
from tests.engine.strategies import bodies, requests

DAY = date(2026, 4, 1)


def asked(found: tuple[OpenQuestion, ...]) -> dict[str, OpenQuestion]:
    return {one.question.id: one for one in found}


def decided(advisor: Advisor, profile: dict[str, Any]) -> Decision:
    return decide(advisor.reasoner, {"profile": profile, "edition": "2026", "as_of": DAY})


@given(st.data())
def test_what_is_not_named_changes_nothing(data: st.DataObject) -> None:
    """And a question that is said to tell nothing alone has no answer that does."""
    body = data.draw(bodies())
    plan, request = sound_plan(body), data.draw(requests(body))
    with durable(plan) as reasoner:
        decision = decide(reasoner, request)
        found = asked(still_open(decision))
        assert not found.keys() & decision.answers.keys()
        for question in plan.knowledge.questions.values():
            if question.id in decision.answers or (question.id in found and found[question.id].effects):
                continue
            scalars = singles.SCALARS.get(question.type, ())
            for value in singles.values(question, request, plan.knowledge.products, scalars):
                if question.id == WORKS_WELL and not {*value} <= {*decision.answers.get(IN_USE, value)}:
                    continue  # what is said not to be in use
                alone = singles.decided(reasoner, request, question.id, value)
                assert not singles.signature(decision, alone), (question.id, value)


def test_questions_that_tell_only_together_with_others_are_told_apart(advisor: Advisor) -> None:
    found = asked(still_open(decided(advisor, {})))
    assert found["stack.in_use"].effects
    # Which versions are running says nothing as long as it is not known of what.
    assert not found["stack.versions"].effects and found["stack.versions"].slots


def test_those_that_change_the_picks_of_most_slots_come_first(advisor: Advisor) -> None:
    found = still_open(decided(advisor, {}))
    assert [len(one.moved) for one in found] == sorted((len(one.moved) for one in found), reverse=True)
    assert not found[-1].effects


def test_what_people_can_decide_comes_before_facts_that_change_as_much(advisor: Advisor) -> None:
    found = still_open(decided(advisor, {}))
    for one, following in pairwise(found):
        if len(one.moved) == len(following.moved) and bool(one.effects) == bool(following.effects):
            assert one.question.fixed <= following.question.fixed


def test_of_products_that_are_not_in_use_nobody_is_asked_whether_they_work_well(advisor: Advisor) -> None:
    found = asked(still_open(decided(advisor, {"stack": {"in_use": ["jaeger", "harbor"]}})))
    tried = {effect.change.after for effect in found["stack.works_well"].tried}
    assert ("jaeger",) in tried and tried <= {(), ("jaeger",), ("harbor",)}


def test_one_slot_is_asked_about_as_if_there_were_no_other(advisor: Advisor) -> None:
    found = still_open(decided(advisor, {}), {"tracing"})
    assert all(set(one.slots) | set(one.changed) == {"tracing"} for one in found)
    assert "stack.in_use" in asked(found)


def test_a_slot_that_is_decided_asks_for_nothing(advisor: Advisor) -> None:
    decision = decided(advisor, {"delivery": {"gitops": False}})
    settled = [outcome.slot for outcome in decision.slots if outcome.settled and outcome.verdicts_settled]
    assert still_open(decision, settled) == ()


def test_the_document_has_every_answer_that_changes_a_slot(advisor: Advisor) -> None:
    decision = decided(advisor, {"observability": {"signals": ["traces"]}})
    found = still_open(decision, {"tracing"})
    document = open_document(found, decision, "id", "en")
    licences = next(one for one in document["questions"] if one["question"] == "constraints.licences")
    (permissive,) = licences["answers"]
    assert (permissive["to"], permissive["text"]) == ("permissive", "permissive")
    (tracing,) = permissive["slots"]
    assert tracing["picks"] == {"from": ["tempo"], "to": ["jaeger"]}
    assert {"product": "tempo", "from": "adopt", "to": "avoid"} in tracing["verdicts"]
