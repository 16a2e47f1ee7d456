"""What becomes of arguments: who speaks, what a verdict is, and whether it can still change."""

from __future__ import annotations

from datetime import date
from textwrap import dedent
from typing import Any

import pytest

from tests.engine.inference.small import Asked, asked

NEEDED = "need: {then: [{need: [one, two]}]}\n"


def needed(rules: str) -> Asked:
    """Rules where both slots are needed anyway."""
    return asked(NEEDED + dedent(rules))


# --- who speaks -----------------------------------------------------------------------------------------------


def test_an_exception_sets_a_default_aside() -> None:
    rules = needed("""
    default: {then: [{adopt: x}]}
    exception: {strength: exception, when: {in_use: y}, then: [{avoid: x}], overrides: [m/default]}
    """)
    assert rules.verdicts() == {"x": "adopt"}
    verdict = rules.verdict("x", stack__in_use=["y"])
    assert verdict["verdict"] == "avoid"
    assert [because["rule"] for because in verdict["because"]] == ["m/exception"]
    assert verdict["defeated"] == [{"rule": "m/default", "by": "m/exception"}]


def test_what_gave_the_verdict_is_told_before_what_is_stronger() -> None:
    rules = needed("""
    default: {then: [{adopt: x}]}
    exception: {strength: exception, when: {in_use: y}, then: [{keep: y}, {consider: x}]}
    stronger: {strength: exception, when: {question: ask.flag, is: true}, then: [{adopt: x}]}
    """)

    def told(**answers: Any) -> tuple[str, list[str]]:
        verdict = rules.verdict("x", **answers)
        return verdict["verdict"], [because["rule"] for because in verdict["because"]]

    assert told(stack__in_use=["y"]) == ("adopt", ["m/default", "m/exception"])
    assert told(stack__in_use=["y"], ask__flag=True) == ("adopt", ["m/stronger", "m/default", "m/exception"])
    # What is in use is kept for the very reason why it would be adopted.
    assert told(stack__in_use=["x", "y"]) == ("keep", ["m/default", "m/exception"])


def test_reasons_that_disagree_are_told_by_strength_alone() -> None:
    rules = needed("""
    against: {then: [{avoid: x}]}
    for: {strength: exception, then: [{adopt: x}]}
    neither: {then: [{consider: x}]}
    """)
    verdict = rules.verdict("x")
    assert (verdict["verdict"], verdict["contested"]) == ("consider", True)
    assert [because["rule"] for because in verdict["because"]] == ["m/for", "m/against", "m/neither"]


def test_what_is_set_aside_sets_nothing_aside() -> None:
    rules = needed("""
    default: {then: [{adopt: x}]}
    exception: {strength: exception, then: [{avoid: x}], overrides: [m/default]}
    exception-to-it: {strength: exception, then: [{consider: y}], overrides: [m/exception]}
    """)
    assert rules.verdicts() == {"x": "adopt", "y": "consider"}
    assert rules.verdict("x")["defeated"] == [{"rule": "m/exception", "by": "m/exception-to-it"}]


def test_a_constraint_defeats_what_disagrees_on_its_product_alone() -> None:
    rules = needed("""
    default: {then: [{adopt: x}, {consider: y}]}
    constraint: {strength: constraint, then: [{rule_out: x}]}
    """)
    assert rules.verdicts() == {"x": "avoid", "y": "consider"}
    assert rules.verdict("x")["defeated"] == [{"rule": "m/default", "by": "m/constraint"}]
    assert rules.verdict("x")["ruled_out_by"] == ["m/constraint"]
    assert rules.verdict("y")["defeated"] == []


def test_a_rule_that_constraints_leave_nothing_of_sets_nothing_aside() -> None:
    rules = needed("""
    default: {then: [{adopt: y}]}
    exception: {strength: exception, then: [{adopt: x}], overrides: [m/default]}
    constraint: {strength: constraint, when: {in_use: z}, then: [{rule_out: x}]}
    """)
    assert rules.verdicts() == {"x": "adopt"}
    assert rules.verdicts(stack__in_use=["z"]) == {"y": "adopt", "x": "avoid"}


def test_a_rule_of_which_something_is_left_goes_on_setting_aside() -> None:
    rules = needed("""
    default: {then: [{adopt: y}]}
    exception: {strength: exception, then: [{adopt: x}, {consider: z}], overrides: [m/default]}
    constraint: {strength: constraint, then: [{rule_out: x}]}
    """)
    assert rules.verdicts() == {"z": "consider", "x": "avoid"}


def test_nothing_overrides_a_constraint_not_even_through_a_wildcard() -> None:
    rules = needed("""
    constraint: {strength: constraint, then: [{rule_out: x}]}
    exception: {strength: exception, then: [{keep: x}], overrides: [defaults, against]}
    """)
    assert rules.verdicts() == {"x": "avoid"}


def test_what_speaks_for_a_product_is_set_aside_unless_it_knows_better() -> None:
    rules = needed("""
    default: {then: [{adopt: x}, {adopt: y}]}
    archived: {strength: exception, then: [{avoid: x}], overrides: [for]}
    well: {strength: exception, when: {works_well: x}, then: [{keep: x}], overrides: [against]}
    """)
    assert rules.verdict("x")["defeated"] == [{"rule": "m/default", "by": "m/archived"}]
    assert rules.verdicts(stack__in_use=["x"])["x"] == "migrate"
    assert rules.verdicts(stack__works_well=["x"])["x"] == "keep"
    assert not rules.verdict("x", stack__works_well=["x"])["contested"]


def test_a_constraint_for_a_product_defeats_what_speaks_against_it() -> None:
    rules = needed("""
    default: {then: [{avoid: x}, {avoid: y}]}
    constraint: {strength: constraint, then: [{adopt: x}]}
    """)
    assert rules.verdicts() == {"x": "adopt", "y": "avoid"}
    assert rules.verdict("x")["defeated"] == [{"rule": "m/default", "by": "m/constraint"}]


def test_a_constraint_that_agrees_is_not_said_to_defeat() -> None:
    rules = needed("""
    default: {then: [{keep: x}, {keep: y}]}
    for-it: {strength: constraint, then: [{keep: x}]}
    against-it: {strength: constraint, then: [{avoid: x}]}
    """)
    verdict = rules.verdict("x")
    assert verdict["contested"]
    assert verdict["defeated"] == [{"rule": "m/default", "by": "m/against-it"}]


# --- what a verdict is ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stances", "verdict"),
    [
        ("[{consider: x}]", "consider"),
        ("[{consider: x}, {trial: x}]", "trial"),
        ("[{consider: x}, {adopt: x}]", "adopt"),
        ("[{adopt: x}, {keep: x}]", "keep"),
        ("[{trial: x}, {keep: x}]", "keep"),
        ("[{avoid: x}]", "avoid"),
        ("[{avoid: x}, {migrate: x, to: y}]", "migrate"),
    ],
)
def test_stances_combine_to_the_strongest(stances: str, verdict: str) -> None:
    assert needed(f"rule: {{then: {stances}}}").verdicts() == {"x": verdict}


@pytest.mark.parametrize(
    "stances", ["[{adopt: x}, {avoid: x}]", "[{consider: x}, {migrate: x, to: y}]", "[{adopt: x}, {trial: x}]"]
)
def test_stances_that_cannot_be_combined_make_the_slot_contested_and_pick_nothing(stances: str) -> None:
    slot = needed(f"rule: {{then: {stances}}}").slot()
    assert (slot["status"], slot["picks"]) == ("contested", [])
    assert [verdict["contested"] for verdict in slot["verdicts"]] == [True]


def test_what_is_avoided_and_in_use_at_home_is_to_be_left() -> None:
    rules = needed("rule: {then: [{avoid: y}, {adopt: x}, {avoid: z, slot: two}]}")
    assert rules.verdicts() == {"x": "adopt", "y": "avoid"}
    in_use = {"stack__in_use": ["y", "z"]}
    assert rules.verdicts(**in_use) == {"x": "adopt", "y": "migrate"}
    assert rules.verdicts("two", **in_use) == {"z": "avoid"}
    assert rules.verdicts(stack__works_well=["y"]) == {"x": "adopt", "y": "migrate"}


def test_a_migration_leads_to_the_picks_by_the_end_of_life() -> None:
    rules = needed("rule: {then: [{avoid: y}, {adopt: x}]}")
    verdict = rules.verdict("y", stack__in_use=["y"])
    assert (verdict["to"], verdict["by_date"]) == (["x"], "2025-06-01")
    before = rules.verdict("y", stack__in_use=["y"], as_of=date(2024, 12, 31))
    assert (before["to"], before["by_date"]) == (["x"], None)


@pytest.mark.parametrize(
    ("product", "stance", "to", "by"),
    [
        ("y", "{migrate: y, to: z}", ["z"], "2025-06-01"),
        ("y", "{migrate: y, to: z, by: 2025-04-01}", ["z"], "2025-04-01"),
        ("y", "{migrate: y, to: z, by: 2027-04-01}", ["z"], "2027-04-01"),
        ("y", "{migrate: y, to: [z, x], by: end-of-life}", ["z", "x"], "2025-06-01"),
        ("z", "{migrate: z, to: x, by: end-of-life}", ["x"], None),
    ],
)
def test_a_rule_may_say_where_to_and_by_when(product: str, stance: str, to: list[str], by: str | None) -> None:
    rules = needed(f"rule: {{then: [{stance}, {{adopt: x}}]}}")
    verdict = rules.verdict(product)
    assert (verdict["verdict"], verdict["to"], verdict["by_date"]) == ("migrate", to, by)


def test_verdicts_and_picks_come_best_first() -> None:
    rules = needed("""
    default: {then: [{adopt: z}, {adopt: x}]}
    exception: {strength: exception, then: [{adopt: y}]}
    """)
    assert rules.slot()["picks"] == ["y", "x", "z"]
    kept = needed("rule: {then: [{consider: x}, {trial: y}, {keep: z}]}")
    assert list(kept.verdicts()) == ["z", "y", "x"]
    assert kept.slot()["picks"] == ["z", "y"]


# --- whether a slot is needed ---------------------------------------------------------------------------------


def test_a_slot_that_nobody_needs_has_no_picks_but_says_what_to_avoid() -> None:
    slot = asked("rule: {then: [{adopt: x}, {avoid: y}]}").slot()
    assert (slot["status"], slot["picks"], slot["need"]["needed"]) == ("not-needed", [], False)
    assert [(verdict["product"], verdict["verdict"]) for verdict in slot["verdicts"]] == [("y", "avoid")]


def test_no_need_wins_unless_it_is_overridden() -> None:
    rules = asked("""
    need: {then: [{need: one}]}
    no-need: {when: {in_use: x}, then: [{no_need: one}]}
    need-after-all: {strength: exception, when: {in_use: y}, then: [{need: one}], overrides: [m/no-need]}
    """)
    assert rules.slot()["need"]["needed"]
    assert not rules.slot(stack__in_use=["x"])["need"]["needed"]
    after_all = rules.slot(stack__in_use=["x", "y"])["need"]
    assert after_all["needed"]
    assert after_all["defeated"] == [{"rule": "m/no-need", "by": "m/need-after-all"}]


# --- whether it can still change ------------------------------------------------------------------------------

IF_FLAG = """
default: {then: [{adopt: x}]}
exception: {strength: exception, when: {question: ask.flag, is: true}, then: [{adopt: y}], overrides: [m/default]}
"""


def test_a_slot_is_open_while_an_answer_could_change_it_and_says_which() -> None:
    rules = needed(IF_FLAG)
    assert rules.status() == "open"
    assert rules.questions() == {"ask.flag": ["one"]}
    for flag in (True, False):
        assert rules.status(ask__flag=flag) == "decided"
        assert rules.questions(ask__flag=flag) == {}


def test_a_slot_is_decided_where_an_answer_could_not_change_it() -> None:
    rules = needed(IF_FLAG + "same: {when: {question: ask.other_flag, is: true}, then: [{adopt: x}]}")
    assert rules.status(ask__flag=False) == "decided"


def test_a_rule_that_will_be_set_aside_anyway_keeps_nothing_open() -> None:
    rules = needed("""
    default: {when: {question: ask.flag, is: true}, then: [{adopt: x}]}
    exception: {strength: exception, then: [{consider: x}], overrides: [m/default]}
    """)
    assert rules.status() == "decided"


def test_a_slot_is_open_while_an_answer_could_change_the_order_of_its_picks() -> None:
    rules = needed("""
    default: {then: [{adopt: x}, {adopt: y}]}
    exception: {strength: exception, when: {question: ask.flag, is: true}, then: [{adopt: y}]}
    """)
    assert (rules.status(), rules.slot()["picks"]) == ("open", ["x", "y"])
    assert (rules.status(ask__flag=True), rules.slot(ask__flag=True)["picks"]) == ("decided", ["y", "x"])


def test_an_order_of_one_pick_is_no_matter() -> None:
    rules = needed("""
    default: {then: [{adopt: x}]}
    exception: {strength: exception, when: {question: ask.flag, is: true}, then: [{adopt: x}]}
    """)
    assert rules.status() == "decided"


def test_a_need_that_is_open_keeps_the_slot_open() -> None:
    rules = asked("need: {when: {question: ask.flag, is: true}, then: [{need: one}]}\nrule: {then: [{adopt: x}]}")
    assert rules.status() == "open"
    assert rules.questions() == {"ask.flag": ["one"]}
    assert rules.status(ask__flag=False) == "not-needed"
    assert rules.status(ask__flag=True) == "decided"


def test_a_need_that_could_be_set_aside_asks_what_would_do_so() -> None:
    rules = asked("""
    default: {then: [{need: one}]}
    exception: {when: {question: ask.flag, is: true}, then: [{need: two}], overrides: [m/default]}
    """)
    assert rules.status() == "open"
    assert rules.questions() == {"ask.flag": ["one", "two"]}


def test_whether_an_avoided_product_is_in_use_is_worth_asking() -> None:
    rules = needed("rule: {then: [{avoid: y}]}")
    unsaid = {"stack__in_use": None, "stack__works_well": None}
    assert rules.questions(**unsaid) == {"stack.in_use": ["one"]}
    assert rules.questions(**unsaid | {"stack__in_use": []}) == {"stack.works_well": ["one"]}
    assert rules.status(**unsaid | {"stack__in_use": ["y"]}) == "decided"
    assert rules.status() == "decided"


def test_nothing_leads_to_what_is_ruled_out() -> None:
    rules = needed("""
    default: {then: [{migrate: x, to: [y, z]}, {consider: z}]}
    constraint: {strength: constraint, when: {question: ask.flag, is: true}, then: [{rule_out: y}]}
    both: {strength: constraint, when: {question: ask.other_flag, is: true}, then: [{rule_out: [y, z]}]}
    """)
    assert rules.verdict("x")["to"] == ["y", "z"]
    assert rules.verdict("x", ask__flag=True)["to"] == ["z"]
    assert rules.verdict("x", ask__other_flag=True)["to"] is None


def test_what_is_taken_and_in_use_already_is_kept() -> None:
    rules = needed("rule: {then: [{adopt: x}, {adopt: z, slot: two}]}\nother: {then: [{need: two}]}")
    assert rules.verdicts() == {"x": "adopt"}
    assert rules.verdicts(stack__in_use=["x", "z"]) == {"x": "keep"}
    assert rules.verdicts("two", stack__in_use=["x", "z"]) == {"z": "adopt"}
    assert rules.questions(stack__in_use=None) == {"stack.in_use": ["one"]}


def test_an_open_question_is_passed_on_through_concerns_needs_and_verdicts() -> None:
    rules = needed("""
    concern: {when: {question: ask.flag, is: true}, then: [{derive: c}]}
    stance: {when: {concern: c}, then: [{adopt: x}]}
    far: {when: {slot: one, picks: x}, then: [{adopt: w, slot: two}]}
    """)
    assert rules.questions() == {"ask.flag": ["one", "two"]}
    assert rules.status("two", ask__flag=False) == "decided"


def test_what_a_slot_that_is_not_needed_says_to_avoid_may_still_change_what_others_say() -> None:
    rules = asked("""
    need: {then: [{need: two}]}
    against: {when: {question: ask.flag, is: true}, then: [{migrate: x, to: y}]}
    reader: {when: {slot: one, product: x, verdict: migrate}, then: [{adopt: w, slot: two}]}
    """)
    assert (rules.status("one"), rules.status("two")) == ("not-needed", "open")
    assert rules.questions() == {"ask.flag": ["two"]}
    assert (rules.status("two", ask__flag=False), rules.slot("two", ask__flag=False)["picks"]) == ("decided", [])
    assert (rules.status("two", ask__flag=True), rules.slot("two", ask__flag=True)["picks"]) == ("decided", ["w"])


def test_the_picks_of_a_slot_that_is_not_needed_are_settled() -> None:
    rules = asked("""
    need: {then: [{need: two}]}
    maybe: {when: {question: ask.flag, is: true}, then: [{adopt: x}]}
    reader: {when: {not: {slot: one, picks: x}}, then: [{adopt: w, slot: two}]}
    """)
    assert rules.status("two") == "decided"


def test_a_date_or_an_edition_is_never_open() -> None:
    rules = needed("rule: {when: {all: [{before: 2025-04-01}, {edition: e}]}, then: [{adopt: x}]}")
    assert rules.status() == "decided"


# --- what is needed and cannot be had -------------------------------------------------------------------------

RULED_OUT = """
default: {then: [{adopt: x}]}
constraint: {strength: constraint, when: {question: ask.flag, is: true}, then: [{rule_out: x}]}
"""


def test_a_slot_is_unserved_where_all_that_could_serve_is_ruled_out() -> None:
    slot = needed(RULED_OUT).slot(ask__flag=True)
    assert (slot["status"], slot["picks"]) == ("unserved", [])
    assert slot["verdicts"][0]["ruled_out_by"] == ["m/constraint"]


def test_a_slot_is_not_unserved_while_something_could_still_serve() -> None:
    rules = needed(RULED_OUT + "other: {when: {question: ask.other_flag, is: true}, then: [{consider: y}]}")
    assert rules.status(ask__flag=True) == "open"
    assert rules.status(ask__flag=True, ask__other_flag=True, stack__in_use=["x"]) == "decided"
    assert rules.status(ask__flag=True, ask__other_flag=False) == "unserved"


def test_a_slot_is_not_unserved_while_it_is_only_ruled_out_for_want_of_an_answer() -> None:
    rules = needed(
        "constraint: {strength: constraint, when: {question: ask.flag, unknown: true}, then: [{rule_out: x}]}"
    )
    assert rules.status() == "open"
    assert rules.status(ask__flag=False) == "decided"


def test_a_slot_that_nothing_was_ever_meant_for_is_decided() -> None:
    assert needed("rule: {then: [{avoid: w, slot: two}]}").status() == "decided"


def test_a_slot_that_is_not_needed_is_not_unserved() -> None:
    assert asked(RULED_OUT).status(ask__flag=True) == "not-needed"


# --- in the catalog's words -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "verdicts"),
    [
        ({}, {}),
        ({"stack__in_use": []}, {"x": "adopt"}),
        ({"stack__in_use": ["x"]}, {}),
        ({"stack__works_well": []}, {}),
        ({"stack__works_well": ["x"]}, {}),
        ({"stack__in_use": [], "stack__works_well": ["x"]}, {}),
        ({"stack__in_use": [], "stack__works_well": []}, {"x": "adopt"}),
    ],
)
def test_what_works_well_is_in_use_and_what_nobody_said_is_unknown(
    answers: dict[str, list[str]], verdicts: dict[str, str]
) -> None:
    rules = needed("rule: {when: {not: {in_use: x}}, then: [{adopt: x}]}")
    assert rules.verdicts(**{"stack__in_use": None, "stack__works_well": None, **answers}) == verdicts


@pytest.mark.parametrize("said", ["1.30", "v1.30", "1.30.0"])
def test_one_version_written_in_several_ways_is_one_version(said: str) -> None:
    for test in ('is: "1.30"', 'in: ["1.29", "1.30.0"]', 'at_least: "1.30.0"', 'at_most: "1.30"'):
        rules = needed(f"rule: {{when: {{question: platform.kubernetes_version, {test}}}, then: [{{adopt: x}}]}}")
        assert rules.verdicts(platform__kubernetes_version=said) == {"x": "adopt"}, test
    negated = needed('rule: {when: {question: platform.kubernetes_version, is_not: "1.30"}, then: [{adopt: x}]}')
    assert negated.verdicts(platform__kubernetes_version=said) == {}
    assert negated.verdicts(platform__kubernetes_version="1.3") == {"x": "adopt"}
