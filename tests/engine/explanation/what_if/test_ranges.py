"""Ranges of numbers and versions, against trying the values in them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.explanation.what_if.effects import Change, Effect, effects
from engine.explanation.what_if.ranges import in_ranges, range_data, range_text
from engine.model import Question, Text
from engine.satisfiability.ranges import Bound, Range, merged, place, ranges_of
from tests.engine.asking import decide, durable, sound_plan
from tests.engine.explanation.what_if import singles
from tests.engine.strategies import bodies, requests


def within(value: Any, one: Range) -> bool:
    above_low = one.low is None or place(value) > place(one.low.value) or (value == one.low.value and not one.low.after)
    below_high = (
        one.high is None or place(value) < place(one.high.value) or (value == one.high.value and one.high.after)
    )
    return above_low and below_high


@given(st.data())
def test_every_value_in_a_range_does_the_same(data: st.DataObject) -> None:
    body = data.draw(bodies())
    plan, request = sound_plan(body), data.draw(requests(body))
    with durable(plan) as reasoner:
        decision = decide(reasoner, request)
        found: dict[str, list[Effect]] = {}
        for effect in effects(decision):
            found.setdefault(effect.change.question, []).append(effect)
        for question in plan.knowledge.questions.values():
            if question.type not in ("int", "number", "version"):
                continue
            for value in singles.SCALARS[question.type]:
                alone = singles.signature(decision, singles.decided(reasoner, request, question.id, value))
                holding = [
                    effect
                    for effect in found.get(question.id, ())
                    if any(within(value, one) for one in effect.change.ranges)
                ]
                assert len(holding) <= 1
                told = {
                    (singles.told(slot.before), singles.told(slot.after)) for effect in holding for slot in effect.slots
                }
                assert alone == told, (question.id, value)


def question(type_: str, minimum: float | None = None) -> Question:
    asked = object.__new__(Question)
    for name, value in {"id": "ask.it", "type": type_, "minimum": minimum, "text": Text("?", "?")}.items():
        object.__setattr__(asked, name, value)
    return asked


@pytest.mark.parametrize(
    ("type_", "one", "english", "korean"),
    [
        ("version", Range(None, Bound("1.30")), "below 1.30", "1.30 미만"),
        ("version", Range(Bound("1.30")), "1.30 or later", "1.30 이상"),
        ("version", Range(Bound("1.26"), Bound("1.30")), "from 1.26 to below 1.30", "1.26 이상 1.30 미만"),
        ("int", Range(Bound(2)), "2 or more", "2 이상"),
        ("int", Range(Bound(3), Bound(10)), "from 3 to 9", "3~9"),
        ("int", Range(Bound(3), Bound(4)), "3", "3"),
        ("int", Range(None, Bound(2)), "1", "1"),
        ("int", Range(None, Bound(10)), "up to 9", "9 이하"),
        ("number", Range(None, Bound(10)), "below 10", "10 미만"),
        ("number", Range(Bound(2.5, after=True)), "above 2.5", "2.5 초과"),
        ("number", Range(), "whatever it is", "어떤 값이든"),
    ],
)
def test_a_range_in_words(type_: str, one: Range, english: str, korean: str) -> None:
    asked = question(type_, minimum=1)
    assert (range_text(asked, [one], "en"), range_text(asked, [one], "ko")) == (english, korean)


def test_a_range_as_data_has_its_ends() -> None:
    assert range_data(question("int"), Range(Bound(3), Bound(10))) == {
        "at_least": 3,
        "above": None,
        "at_most": 9,
        "below": None,
    }


def test_neighbours_that_do_the_same_are_one_range() -> None:
    below, above = Range(None, Bound(3)), Range(Bound(5), None)
    middle = Range(Bound(3), Bound(5))
    changes = [(Change("ask.it", None, value, False, (one,)), "same") for value, one in ((4, middle), (1, below))]
    ((change, does),) = in_ranges([*changes])
    assert (change.after, change.ranges, does) == (4, (Range(None, Bound(5)),), "same")
    assert merged([above, below]) == (below, above)
    assert len(in_ranges([changes[0], (changes[1][0], "other")])) == 2


def test_values_part_where_a_test_names_one() -> None:
    parts = dict(ranges_of(["1.29", "1.30", "1.30.1", "1.31"], ["1.30"], whole=False))
    assert parts["1.29"] == Range(None, Bound("1.30"))
    assert parts["1.30"] == Range(Bound("1.30"), Bound("1.30", after=True))
    assert dict(ranges_of([9, 10, 11], [10], whole=False))[11] == Range(Bound(10, after=True), None)
    assert dict(ranges_of([9, 10, 11], [10], whole=True))[10] == Range(Bound(10), Bound(11))
