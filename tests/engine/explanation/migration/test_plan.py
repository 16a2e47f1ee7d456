"""The way from what is in use to what is recommended: steps, their order, deadlines, and what stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from engine.explanation.installation import install_order
from engine.explanation.migration.changes import changed_moves
from engine.explanation.migration.document import changes_document, migration_document
from engine.explanation.migration.order import Ordering, Wait
from engine.explanation.migration.plan import MigrationPlan, Step, migration_plan
from engine.inference.interpreter import Interpreter
from engine.inference.plan import make_plan
from engine.inference.reasoner import Decision, Reasoner
from engine.knowledge.loader import build_knowledge
from engine.knowledge.relations import order_of
from engine.model import AdoptionStage, Roadmap, Text
from tests.engine.asking import decide, plain, sound_plan
from tests.engine.explanation.comparison.test_compare import decided, reasoner_of
from tests.engine.files import files_of
from tests.engine.inference.small import body
from tests.engine.strategies import bodies, requests

NEED = "need: {then: [{need: [one, two]}]}"
# x gives way to y in the first slot, and z, which is at home there too, to w in the second.
LEAVE = f"""
{NEED}
leave: {{then: [{{avoid: x}}]}}
take: {{then: [{{adopt: y}}]}}
"""
DAY = date(2025, 3, 1)


def plan(rules: str, as_of: date = DAY, **answers: Any) -> MigrationPlan:
    return migration_plan(decided(reasoner_of(rules), as_of, **answers))


def told(plan: MigrationPlan) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(step.kind, step.product, step.to) for step in plan.steps]


def step(plan: MigrationPlan, kind: str, product: str) -> Step:
    return next(one for one in plan.steps if (one.kind, one.product) == (kind, product))


# --- what is left, and where to -------------------------------------------------------------------------------


def test_nothing_in_use_means_nothing_to_do() -> None:
    found = plan(LEAVE)
    assert (found.in_use, found.steps, found.stays) == ((), (), ())


def test_what_is_to_be_left_leads_to_the_picks_which_are_set_up_first() -> None:
    assert told(plan(LEAVE, stack__in_use=["x"])) == [("install", "y", ()), ("move", "x", ("y",))]


def test_what_works_well_is_in_use_too() -> None:
    assert told(plan(LEAVE, stack__works_well=["x"])) == [("install", "y", ()), ("move", "x", ("y",))]


def test_a_rule_can_say_where_it_leads() -> None:
    rules = f"{NEED}\nleave: {{then: [{{migrate: x, to: [z]}}]}}\ntake: {{then: [{{adopt: [y, z]}}]}}"
    assert told(plan(rules, stack__in_use=["x"])) == [("install", "z", ()), ("move", "x", ("z",))]


def test_what_is_there_already_is_not_set_up() -> None:
    assert told(plan(LEAVE, stack__in_use=["x", "y"])) == [("move", "x", ("y",))]
    assert told(plan(LEAVE, stack__in_use=["x"], platform__built_in=["y"])) == [("move", "x", ("y",))]


def test_where_nothing_serves_the_move_leads_nowhere_and_says_so() -> None:
    rules = f"{NEED}\nleave: {{then: [{{avoid: x}}]}}"
    found = plan(rules, stack__in_use=["x"])
    assert told(found) == [("move", "x", ())]
    assert found.steps[0].needed
    told_step = migration_document(found.decision, "en")["steps"][0]
    assert told_step["text"] == "Leave X: nothing is left to move to"


def test_in_a_slot_that_is_not_needed_nothing_takes_its_place() -> None:
    found = plan("leave: {then: [{avoid: x}]}", stack__in_use=["x"])
    assert not found.steps[0].needed
    assert migration_document(found.decision, "en")["steps"][0]["text"] == "Leave X: nothing needs to take its place"


# --- what has to be there first -------------------------------------------------------------------------------


def test_what_the_new_one_needs_is_set_up_before_it() -> None:
    more = "more: {then: [{adopt: w, slot: two}]}\norder: {then: [{connect: y, to: [w], as: needs}]}"
    rules = f"{LEAVE}\n{more}"
    found = plan(rules, stack__in_use=["x"])
    assert told(found) == [("install", "w", ()), ("install", "y", ()), ("move", "x", ("y",))]
    (wait,) = step(found, "install", "y").placed.waits
    assert (wait.first, wait.how, wait.rule) == (("w", ""), "connection", "m/order")


def test_picks_that_no_move_needs_are_none_of_its_business() -> None:
    rules = f"{LEAVE}\nmore: {{then: [{{adopt: w, slot: two}}]}}"
    assert "w" not in {one.product for one in plan(rules, stack__in_use=["x"]).steps}


def test_what_a_pick_comes_with_is_a_prerequisite() -> None:
    rules = f"{NEED}\nleave: {{then: [{{avoid: x}}]}}\ntake: {{then: [{{adopt: y, with: [w]}}]}}"
    found = step(plan(rules, stack__in_use=["x", "w"]), "install", "y").prerequisites
    assert [(one.needs, one.how, one.rule, one.there) for one in found] == [("w", "with", "m/take", True)]
    missing = plan(rules, stack__in_use=["x"])
    assert told(missing)[0] == ("install", "w", ())


def test_a_version_that_a_rule_for_it_asks_for_is_read_from_the_trace() -> None:
    rules = f"""
    {NEED}
    leave: {{then: [{{avoid: x}}]}}
    modern: {{when: {{question: platform.kubernetes_version, at_least: "1.30"}}, then: [{{derive: modern}}]}}
    take: {{when: {{concern: modern}}, then: [{{adopt: y}}]}}
    """
    found = step(plan(rules, stack__in_use=["x"], platform__kubernetes_version="1.31"), "install", "y")
    assert [(one.leaf.value, one.rule, one.met) for one in found.versions] == [("1.30", "m/modern", True)]


def test_so_is_one_below_which_a_rule_would_be_against_it() -> None:
    old = 'old: {when: {question: platform.kubernetes_version, below: "1.30"}, then: [{avoid: y}]}'
    rules = f"{LEAVE}\n{old}"
    known = plan(rules, stack__in_use=["x"], platform__kubernetes_version="1.31")
    unknown = plan(rules, stack__in_use=["x"])
    assert [(one.rule, one.met) for one in step(known, "install", "y").versions] == [("m/old", True)]
    assert [(one.rule, one.met) for one in step(unknown, "install", "y").versions] == [("m/old", None)]


# --- the order ------------------------------------------------------------------------------------------------

TWO_MOVES = f"""
{NEED}
leave: {{then: [{{migrate: x, to: [y]}}]}}
take: {{then: [{{adopt: y}}]}}
leave-two: {{then: [{{migrate: w, to: [z], slot: two}}]}}
take-two: {{then: [{{adopt: z, slot: two}}]}}
"""


def moves(found: MigrationPlan) -> list[str]:
    return [one.product for one in found.steps if one.kind == "move"]


def test_where_nothing_decides_the_order_is_the_architecture_s() -> None:
    found = plan(TWO_MOVES, stack__in_use=["w", "x"])
    assert moves(found) == ["x", "w"]
    assert found.steps[0].placed.by == "architecture"


def test_what_feeds_something_moves_after_it() -> None:
    rules = f"{TWO_MOVES}\nflow: {{then: [{{connect: y, to: [z], as: feeds}}]}}"
    found = plan(rules, stack__in_use=["w", "x"])
    assert moves(found) == ["w", "x"]
    wait = next(one for one in step(found, "move", "x").placed.waits if one.how == "connection")
    assert (wait.first, wait.rule) == (("w", "two"), "m/flow")


def test_what_ends_soonest_comes_first() -> None:
    rules = TWO_MOVES.replace("to: [z], slot: two", "to: [z], slot: two, by: 2025-04-01")
    found = plan(rules, stack__in_use=["w", "x"])
    assert moves(found) == ["w", "x"]
    assert found.steps[0].placed.by == "deadline"


def test_an_earlier_stage_of_adoption_moves_first_even_where_a_later_one_ends_sooner() -> None:
    text = Text("T", "T")
    stages = (
        AdoptionStage("early", text, text, ("two",), (), ()),
        AdoptionStage("late", text, text, (), ("y",), ()),
    )
    rules = TWO_MOVES.replace("to: [y]", "to: [y], by: 2025-04-01")
    knowledge = replace(build_knowledge(files_of(body(rules))), roadmap=Roadmap("ask.pick", stages))
    found = migration_plan(decided(Reasoner(make_plan(knowledge), Interpreter()), stack__in_use=["w", "x"]))
    assert moves(found) == ["w", "x"]
    assert [(one.how, one.first) for one in step(found, "move", "x").placed.waits] == [
        ("stage", ("w", "two")),
        ("target", ("y", "")),
    ]


def test_what_would_close_a_circle_is_not_heard() -> None:
    ordering = Ordering({("a", ""): (0, "a"), ("b", ""): (1, "b")}, {})
    ordering.add(("a", ""), Wait(("b", ""), "connection", "first"))
    ordering.add(("b", ""), Wait(("a", ""), "with", "second"))
    assert [placed.node for placed in ordering.sorted()] == [("b", ""), ("a", "")]


# --- deadlines ------------------------------------------------------------------------------------------------


def test_days_are_counted_from_the_day_of_the_decision() -> None:
    rules = TWO_MOVES.replace("to: [y]", "to: [y], by: 2025-03-31")
    told_days = {}
    for day in (date(2025, 3, 1), date(2025, 3, 30), date(2025, 3, 31), date(2025, 4, 1)):
        move = migration_document(plan(rules, day, stack__in_use=["x"]).decision, "en")["steps"][-1]
        told_days[move["days_left"]] = (move["overdue"], move["deadline"])
    assert told_days == {
        30: (False, "30 days left, until 2025-03-31"),
        1: (False, "1 day left, until 2025-03-31"),
        0: (False, "due today, 2025-03-31"),
        -1: (True, "overdue by 1 day: the deadline was 2025-03-31"),
    }


# --- what stays -----------------------------------------------------------------------------------------------


def test_what_is_recommended_stays() -> None:
    (stay,) = plan(LEAVE, stack__in_use=["y"]).stays
    assert (stay.product, stay.ground, stay.slots) == ("y", "keep", (("one", ("m/take",)),))


def test_where_no_rule_speaks_nothing_is_said_for_it_either() -> None:
    found = plan(LEAVE, stack__in_use=["z"])
    assert [(one.product, one.ground) for one in found.stays] == [("z", "unspoken")]
    assert migration_document(found.decision, "en")["stays"][0]["text"] == "nothing speaks against it"


def test_what_stays_may_be_wrong_in_a_slot_that_is_not_its_home() -> None:
    rules = f"{NEED}\ngood: {{then: [{{adopt: z}}]}}\nbad: {{then: [{{avoid: z, slot: two}}]}}"
    (stay,) = plan(rules, stack__in_use=["z"]).stays
    assert stay.ground == "keep"
    assert stay.not_for == (("two", ("m/bad",)),)


def test_an_end_that_is_known_is_said_of_what_stays() -> None:
    found = plan(LEAVE, date(2025, 5, 31), stack__in_use=["y"])  # y ends on 2025-06-01
    told_stay = migration_document(found.decision, "en")["stays"][0]
    assert (told_stay["days_left"], told_stay["ends_text"]) == (1, "support ends on 2025-06-01, in 1 day")


# --- what changes in a plan -----------------------------------------------------------------------------------


def test_a_move_that_is_new_one_that_is_gone_and_one_that_leads_elsewhere() -> None:
    rules = """
    need: {then: [{need: one}]}
    leave: {then: [{avoid: x}]}
    take: {when: {not: {question: ask.flag, is: true}}, then: [{adopt: y}]}
    other: {when: {question: ask.flag, is: true}, then: [{adopt: z}]}
    """
    reasoner = reasoner_of(rules)
    idle = migration_plan(decided(reasoner))
    before = migration_plan(decided(reasoner, stack__in_use=["x"], ask__flag=False))
    after = migration_plan(decided(reasoner, stack__in_use=["x"], ask__flag=True))

    def changes(one: MigrationPlan, other: MigrationPlan) -> list[tuple[str, str]]:
        return [(change["product"], change["change"]) for change in changes_document(one, other, "en")]

    assert changes(idle, before) == [("x", "new")]
    assert changes(before, idle) == [("x", "gone")]
    assert changes(before, after) == [("x", "otherwise")]
    assert not changed_moves(after, after)


# --- on whatever rules and requests ---------------------------------------------------------------------------


def drawn(data: st.DataObject) -> Decision:
    knowledge = data.draw(bodies())
    with plain(sound_plan(knowledge)) as reasoner:
        return decide(reasoner, data.draw(requests(knowledge)))


@given(st.data())
def test_each_step_comes_after_what_it_waits_for(data: st.DataObject) -> None:
    found = migration_plan(drawn(data))
    place = {one.placed.node: number for number, one in enumerate(found.steps)}
    assert len(place) == len(found.steps)
    for one in found.steps:
        assert all(place[wait.first] < place[one.placed.node] for wait in one.placed.waits)


@given(st.data())
def test_a_move_comes_after_what_it_leads_to_is_there(data: st.DataObject) -> None:
    decision = drawn(data)
    found = migration_plan(decision)
    set_up: set[str] = set()
    there = {*found.in_use, *decision.answers.get("platform.built_in", ())}  # type: ignore[misc]
    for one in found.steps:
        if one.kind == "install":
            set_up.add(one.product)
        elif one.kind == "move":
            assert set(one.to) <= set_up | there


@given(st.data())
def test_the_order_keeps_to_the_rules_of_installing(data: st.DataObject) -> None:
    decision = drawn(data)
    order = [one.product for one in migration_plan(decision).steps if one.kind == "install"]
    fired = [decision.plan.rules[number].rule for number in decision.fired()]
    for rule in fired:
        for conclusion in rule.then:
            for later, first in order_of(conclusion) if conclusion.kind in ("connect", "install") else ():
                if later in order and first in order:
                    assert order.index(first) < order.index(later), rule.id


@given(st.data())
def test_everything_in_use_is_left_or_stays(data: st.DataObject) -> None:
    found = migration_plan(drawn(data))
    left = {one.product for one in found.steps if one.kind == "move"}
    assert left | {one.product for one in found.stays} == set(found.in_use)


@given(st.data())
def test_what_is_installed_here_is_installed_there_too_or_asked_for_by_something(data: st.DataObject) -> None:
    """Of the architecture's own install order only what the moves need; beyond it only what a rule asks for."""
    decision = drawn(data)
    found = migration_plan(decision)
    whole = {one["product"] for one in install_order(decision)}
    named = {wait.first[0] for one in found.steps for wait in one.placed.waits}
    for one in found.steps:
        assert one.kind == "move" or one.product in whole | named
