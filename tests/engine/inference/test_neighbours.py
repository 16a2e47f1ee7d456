"""A neighbour decided from where its neighbour left off is what it would be if it were decided by itself."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from engine.inference.neighbours import Neighbours
from engine.inference.reasoner import Decision
from engine.inference.resolution import SlotOutcome
from engine.request import read_request
from tests.engine.asking import TODAY, decide, durable, plain, sound_plan
from tests.engine.strategies import bodies, profiles, requests

STEPS = 3  # from one neighbour to the next


def told(outcome: SlotOutcome) -> dict[str, Any]:
    return {field.name: getattr(outcome, field.name) for field in fields(outcome)}


def same_slots(there: tuple[SlotOutcome, ...], alone: Decision) -> None:
    for found, expected in zip(there, alone.slots, strict=True):
        assert told(found) == told(expected)


@given(st.data())
def test_outcomes_are_those_of_deciding_anew(data: st.DataObject) -> None:
    body = data.draw(bodies())
    plan = sound_plan(body)
    request = data.draw(requests(body))
    with durable(plan) as reasoner, plain(plan, step_memo=0, decision_memo=0) as checker:
        here = Neighbours.of(decide(reasoner, request))
        for _ in range(STEPS):
            other = {**request, "profile": data.draw(profiles(body["words"]))}
            alone = decide(checker, other)
            there = here.at(read_request(other, plan.knowledge, today=TODAY).answers)
            same_slots((there or here).slots, alone)
            here = there or here
