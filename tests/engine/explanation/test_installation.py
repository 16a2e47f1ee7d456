"""The order of installing: what is still to be installed, each after what the rules that fired put before it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from engine.explanation.installation import install_order
from tests.engine.asking import decide, findings, plain, sound_plan
from tests.engine.inference.small import asked
from tests.engine.strategies import bodies, requests

PICKS = """
need: {then: [{need: [one, two]}]}
picks: {then: [{adopt: [x, y]}]}
more: {then: [{adopt: w, slot: two}]}
"""


def order(rules: str, **answers: object) -> list[str]:
    return [step["product"] for step in asked(f"{PICKS}\n{rules}").document(**answers)["install_order"]]


def waits(rules: str, **answers: object) -> dict[str, list[tuple[str, str]]]:
    """By product, what it waits for and the rule that says so; of those that wait for something."""
    steps = asked(f"{PICKS}\n{rules}").document(**answers)["install_order"]
    told = {step["product"]: [(first["product"], first["rule"]) for first in step["after"]] for step in steps}
    return {product: after for product, after in told.items() if after}


# --- what is in it --------------------------------------------------------------------------------------------


def test_without_a_rule_of_order_it_is_the_architecture_s() -> None:
    assert order("") == ["x", "y", "w"]


def test_what_is_in_use_works_well_or_is_built_in_is_there_already() -> None:
    assert order("", stack__in_use=["x"]) == ["y", "w"]
    assert order("", stack__works_well=["y"]) == ["x", "w"]
    assert order("", platform__built_in=["w"]) == ["x", "y"]


def test_what_some_slot_keeps_is_there_whatever_tells_of_it() -> None:
    keep = "keep: {when: {question: platform.kubernetes_version, known: true}, then: [{keep: x}]}"
    assert order(keep, platform__kubernetes_version="1.31") == ["y", "w"]
    assert order(keep) == ["x", "y", "w"]


def test_what_has_a_version_in_use_is_there() -> None:
    assert order("", stack__versions={"x": "1.0"}) == ["y", "w"]


def test_a_slot_that_is_not_needed_has_nothing_to_install() -> None:
    assert order("none: {strength: exception, then: [{no_need: one}]}") == ["w"]


def test_a_product_stands_once_in_its_first_slot() -> None:
    steps = asked(f"{PICKS}\nboth: {{then: [{{adopt: z}}, {{adopt: z, slot: two}}]}}").document()["install_order"]
    assert [(step["product"], step["slot"]) for step in steps] == [
        ("x", "one"),
        ("y", "one"),
        ("z", "one"),
        ("w", "two"),
    ]


# --- rules of order -------------------------------------------------------------------------------------------


def test_what_comes_after_something_waits_for_it() -> None:
    rule = "order: {then: [{install: x, after: [w]}]}"
    assert order(rule) == ["y", "w", "x"]
    assert waits(rule) == {"x": [("w", "m/order")]}


def test_what_is_needed_comes_first_and_what_is_brought_or_carried_comes_later() -> None:
    assert order("order: {then: [{connect: x, to: [w], as: needs}]}") == ["y", "w", "x"]
    assert order("order: {then: [{connect: w, to: [x], as: brings}]}") == ["y", "w", "x"]
    assert order("order: {then: [{connect: w, to: [x, y], as: carries}]}") == ["w", "x", "y"]


def test_other_connections_give_no_order() -> None:
    for relation in ("shows-in", "feeds", "works-with"):
        assert order(f"order: {{then: [{{connect: x, to: [w], as: {relation}}}]}}") == ["x", "y", "w"]


def test_only_rules_that_fired_count() -> None:
    rule = "order: {when: {question: ask.flag, is: true}, then: [{install: x, after: [w]}]}"
    assert order(rule) == ["x", "y", "w"]
    assert order(rule, ask__flag=True) == ["y", "w", "x"]


def test_what_is_not_to_be_installed_is_not_waited_for() -> None:
    rule = "order: {then: [{install: x, after: [kubernetes, z, w]}]}"
    assert waits(rule, stack__in_use=["w"]) == {}


def test_what_waits_and_the_rules_that_say_so_stand_in_order() -> None:
    rules = "b: {then: [{install: w, after: [y, x]}]}\na: {then: [{connect: w, to: [y], as: needs}]}"
    assert waits(rules) == {"w": [("x", "m/b"), ("y", "m/a"), ("y", "m/b")]}


# --- what verdicts come with ----------------------------------------------------------------------------------


def test_what_a_pick_comes_with_comes_first() -> None:
    rule = "through: {then: [{adopt: x, with: [w]}]}"
    assert order(rule) == ["y", "w", "x"]
    assert waits(rule) == {"x": [("w", "m/through")]}


def test_what_a_defeated_rule_would_have_come_with_does_not_count() -> None:
    better = "better: {strength: exception, then: [{adopt: x}], overrides: [m/through]}"
    rules = f"through: {{then: [{{adopt: x, with: [w]}}]}}\n{better}"
    assert waits(rules) == {}


def test_what_comes_with_each_other_comes_together() -> None:
    rules = "through: {then: [{adopt: x, with: [w]}]}\nback: {then: [{adopt: w, slot: two, with: [x]}]}"
    assert order(rules) == ["x", "y", "w"]
    assert waits(rules) == {}


def test_a_rule_of_order_wins_over_what_verdicts_come_with() -> None:
    """As where Strimzi comes with Kafka, and brings it."""
    rules = "through: {then: [{adopt: x, with: [w]}]}\norder: {then: [{connect: x, to: [w], as: brings}]}"
    assert order(rules) == ["x", "y", "w"]
    assert waits(rules) == {"w": [("x", "m/order")]}


# --- whatever the rules ---------------------------------------------------------------------------------------


@given(st.data())
def test_the_order_keeps_to_every_rule_of_order_that_fired(data: st.DataObject) -> None:
    body = data.draw(bodies())
    with plain(sound_plan(body)) as reasoner:
        decision = decide(reasoner, data.draw(requests(body)))
    steps = install_order(decision)
    place = {step["product"]: number for number, step in enumerate(steps)}
    assert len(place) == len(steps)
    assert {product for outcome in decision.slots for product in outcome.picks} >= place.keys()
    for product, first in findings(decision).before:
        if product in place and first in place:
            assert place[first] < place[product]
            waited_for = {one["product"] for one in steps[place[product]]["after"]}
            assert first in waited_for
    for step in steps:
        assert all(place[first["product"]] < place[step["product"]] for first in step["after"])
        fired = {decision.plan.rules[number].rule.id for number in decision.fired()}
        assert {first["rule"] for first in step["after"]} <= fired
