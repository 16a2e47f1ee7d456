"""durable-rules, the plain interpreter and the oracle agree on whatever rules and profiles hypothesis thinks of.

A long run, on all cores: each process draws other examples, and stops at the first that fails.

    for core in $(seq "$(nproc)"); do PORTOLAN_EXAMPLES=25000 pytest tests/engine/test_agreement.py & done; wait

On four cores that is 100,000 bodies of rules for each property here.
"""

from __future__ import annotations

from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.inference.plan import make_plan
from engine.inference.reasoner import Decision, Reasoner
from engine.inference.resolution import SlotOutcome
from engine.knowledge.loader import build_knowledge
from tests.engine.asking import TODAY, decide, document, durable, findings, plain, same, sound_plan
from tests.engine.files import files_of
from tests.engine.oracle import Oracle
from tests.engine.strategies import (
    Body,
    bodies,
    completed,
    dense_bodies,
    every_profile,
    flipped,
    full_profiles,
    profiles,
    requests,
    shuffled,
)

PROFILES = 3  # asked of each body: drawing a body costs more than deciding by it


@given(st.data())
def test_the_engines_say_what_the_oracle_says(data: st.DataObject) -> None:
    body = data.draw(bodies())
    plan, oracle = sound_plan(body), Oracle(body)
    with durable(plan) as durably, plain(plan, step_memo=0, decision_memo=0) as plainly:
        for _ in range(PROFILES):
            request = data.draw(requests(body))
            decision, other = decide(durably, request), decide(plainly, request)
            same(findings(decision), oracle.ask(**request), decision)
            assert decision.fired() == other.fired()
            assert decision.facts == other.facts
            assert document(decision, durably) == document(other, plainly)


@given(st.data())
def test_the_order_of_files_rules_and_products_does_not_matter(data: st.DataObject) -> None:
    body = data.draw(bodies())
    files = files_of(data.draw(shuffled_bodies(body)))
    plans = sound_plan(body), make_plan(build_knowledge(tuple(data.draw(st.permutations(files)))))
    request = data.draw(requests(body))
    with plain(plans[0]) as one, plain(plans[1]) as other:
        assert document(decide(one, request), one) == document(decide(other, request), other)


@st.composite
def shuffled_bodies(draw: Any, body: Body) -> Body:
    modules = [{**module, "rules": draw(st.permutations(module["rules"]))} for module in body["modules"]]
    products = dict(draw(st.permutations(list(body["products"].items()))))
    return {**body, "products": products, "modules": modules}


@given(st.data())
def test_the_order_and_repetition_of_answers_does_not_matter(data: st.DataObject) -> None:
    body = data.draw(bodies(most_rules=6))
    request = data.draw(requests(body))
    other = {**request, "profile": data.draw(shuffled(request["profile"]))}
    with plain(sound_plan(body), decision_memo=0) as reasoner:
        assert document(decide(reasoner, request), reasoner) == document(decide(reasoner, other), reasoner)


@given(st.data())
def test_what_is_remembered_never_changes_an_answer(data: st.DataObject) -> None:
    """One answer after the other is flipped on a reasoner that remembers; a cold one is asked the same."""
    body = data.draw(bodies())
    plan = sound_plan(body)
    request = data.draw(requests(body))
    with durable(plan, step_memo=data.draw(st.sampled_from((2, 1024)))) as warm:
        for _ in range(8):
            request = data.draw(flipped(body, request))
            # A plan remembers too: what is cold has one of its own.
            with plain(make_plan(plan.knowledge), step_memo=0, decision_memo=0) as cold:
                expected = document(decide(cold, request), cold)
            assert document(decide(warm, request), warm) == expected


# --- what an answer promises ----------------------------------------------------------------------------------


@given(st.data())
def test_what_is_decided_stays_decided_whatever_is_answered_further(data: st.DataObject) -> None:
    body = data.draw(bodies())
    request = data.draw(requests(body))
    with plain(sound_plan(body)) as reasoner:
        before = decide(reasoner, request)
        for _ in range(6):
            further = data.draw(profiles(body["words"]) | full_profiles(body["words"]))
            after = decide(reasoner, {**request, "profile": completed(request["profile"], further)})
            keeps_its_promises(before, after)


def keeps_its_promises(before: Decision, after: Decision) -> None:
    for was, now in zip(before.slots, after.slots, strict=True):
        if was.status in ("not-needed", "unserved", "decided"):
            assert now.status == was.status, was.slot
        if was.status == "decided":
            assert now.picks == was.picks, was.slot
            assert verdicts(now) == verdicts(was), was.slot
        assert not was.need_settled or now.needed == was.needed, was.slot
    fired = {number for number, _ in after.fired().items()}
    assert numbers(before.certain) <= fired <= numbers(before.possible)


def numbers(rules: int) -> set[int]:
    """The numbers of rules that are given as bits."""
    return {number for number in range(rules.bit_length()) if rules >> number & 1}


@given(dense_bodies(), st.randoms(use_true_random=False))
@settings(max_examples=max(40, settings().max_examples // 4))
def test_every_profile_of_a_few_questions_keeps_its_promises_in_whatever_order_it_is_asked(
    body: Body, random: Random
) -> None:
    """Asked one after the other of a reasoner that remembers, each as of one that does not; and whoever gives one
    answer more gets what was promised."""
    plan, every = sound_plan(body), every_profile()
    order = random.sample(sorted(every), len(every))
    with plain(plan) as warm, plain(make_plan(plan.knowledge), step_memo=0, decision_memo=0) as cold:
        request = {"edition": "e0", "as_of": TODAY}
        decisions = {choice: decide(warm, {"profile": every[choice], **request}) for choice in order}
        for choice, decision in decisions.items():
            expected = decide(cold, {"profile": every[choice], **request})
            assert document(decision, warm) == document(expected, cold)
    for choice, before in decisions.items():
        for i, answer in enumerate(choice):
            for more in (1, 2) if answer == 0 else ():
                after = decisions.get((*choice[:i], more, *choice[i + 1 :]))
                if after is not None:
                    keeps_its_promises(before, after)
                    (question,) = after.answers.keys() - before.answers.keys()
                    was_asked_or_changes_nothing(question, before, after, warm)


def was_asked_or_changes_nothing(question: str, before: Decision, after: Decision, reasoner: Reasoner) -> None:
    """A slot that is open names every question whose answer alone could change it."""
    for was, now, asks in zip(before.slots, after.slots, before.asks, strict=True):
        named = {*reasoner.questions_of(asks, before.answers)}
        if "stack.in_use" in named:  # what works well is in use, and not asked twice
            named.add("stack.works_well")
        if was.status == "open" and question not in named:
            assert (now.picks, verdicts(now)) == (was.picks, verdicts(was)), f"{was.slot} did not ask {question}"


def verdicts(outcome: SlotOutcome) -> dict[str, str]:
    return {verdict.product: verdict.verdict for verdict in outcome.verdicts}


@given(st.data())
def test_what_is_certain_is_so_and_what_is_so_is_possible(data: st.DataObject) -> None:
    """The memo leaves `certain` out of its keys, for it follows from the other two."""
    body = data.draw(bodies())
    request = data.draw(requests(body))
    plan = sound_plan(body)
    with plain(plan) as reasoner:
        facts = decide(reasoner, request).facts
    assert facts.held & ~facts.possible == 0
    for atom in range(len(plan.atoms.leaves)):
        for literal, contrary in ((2 * atom, 2 * atom + 1), (2 * atom + 1, 2 * atom)):
            so, contrary_possible = facts.held >> literal & 1, facts.possible >> contrary & 1
            assert facts.certain >> literal & 1 == (so and not contrary_possible), plan.atoms.leaves[atom]
