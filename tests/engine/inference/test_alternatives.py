"""What answers close and leave waiting, by masks, is what every rule's condition says when it is looked at alone."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from engine.inference.alternatives import Alternatives
from engine.inference.encoding import Encoder
from engine.inference.literals import DERIVED_KINDS
from engine.inference.plan import Plan, make_plan
from engine.knowledge.loader import build_knowledge
from engine.request import read_request
from tests.engine.asking import TODAY, decide, plain, sound_plan
from tests.engine.files import files_of
from tests.engine.inference.small import body as small_body
from tests.engine.strategies import bodies, requests

PROFILES = 3  # asked of each body: drawing a body costs more than deciding by it


def alternatives(plan: Plan) -> Alternatives:
    return Alternatives(plan.rules, 2 * len(plan.atoms.leaves))


def test_a_rules_first_alternative_has_its_number_and_further_ones_stand_behind_all_rules() -> None:
    rules = """
    either: {when: {any: [{in_use: x}, {in_use: y}, {in_use: w}]}, then: [{adopt: x}]}
    plain: {when: {in_use: y}, then: [{adopt: y}]}
    """
    plan = make_plan(build_knowledge(files_of(small_body(rules))))
    found = alternatives(plan)
    bits = {rule.rule.id: [bit for bit, _ in found.of_rule[rule.number]] for rule in plan.rules}
    assert bits == {"m/either": [1, 4, 8], "m/plain": [2]}
    y = next(n for n, leaf in enumerate(plan.atoms.leaves) if (leaf.kind, leaf.subject) == ("in_use", "y"))
    assert found.that_test(1 << 2 * y) & bits["m/plain"][0]
    assert found.that_test(2 << 2 * y) == 0


@given(st.data())
def test_answers_close_and_leave_waiting_what_each_condition_says(data: st.DataObject) -> None:
    body = data.draw(bodies())
    plan = sound_plan(body)
    found = alternatives(plan)
    encoder = Encoder(plan.knowledge, plan.atoms, found)
    derived = sum(3 << 2 * n for n, leaf in enumerate(plan.atoms.leaves) if leaf.kind in DERIVED_KINDS)
    for _ in range(PROFILES):
        asked = read_request(data.draw(requests(body)), plan.knowledge, today=TODAY)
        facts, closed, waiting = encoder.encode(asked.answers, asked.edition, asked.as_of)
        for rule in plan.rules:
            for bit, mask in found.of_rule[rule.number]:
                tests = mask & ~derived
                assert bool(closed & bit) == (facts.possible & tests != tests)
                assert bool((closed | waiting) & bit) == (facts.certain & tests != tests)


@given(st.data())
def test_what_fires_is_what_the_finished_facts_satisfy(data: st.DataObject) -> None:
    """durable-rules and the interpreter are shown only what open alternatives test: nothing may be lost by that."""
    body = data.draw(bodies())
    plan = sound_plan(body)
    with plain(plan) as reasoner:
        for _ in range(PROFILES):
            decision = decide(reasoner, data.draw(requests(body)))
            held = {
                rule.number: [which for which, mask in enumerate(rule.masks) if decision.facts.held & mask == mask]
                for rule in plan.rules
            }
            assert decision.fired() == {number: which[0] for number, which in held.items() if which}
