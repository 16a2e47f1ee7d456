"""Each kind of finding on rules that are just large enough for it, told by what the rules test."""

from __future__ import annotations

from typing import Any

import pytest

from engine.checking.check import Checked
from engine.checking.findings import Finding
from tests.engine.checking.looking import Small

NEEDED = "need: {then: [{need: [one]}]}\n"


def one(result: Checked, kind: str) -> Finding:
    (found,) = [told.finding for told in result.findings if told.finding.kind == kind]
    return found


# --- verdicts against what is in use -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("against", "kind", "level"),
    [
        # Nothing but the edition, and that the product is in use.
        ("{when: {edition: e}, then: [{avoid: x}]}", "dropped", "warning"),
        ("{when: [{edition: e}, {in_use: x}], then: [{migrate: x, to: [z]}]}", "dropped", "warning"),
        ("{when: {product: x, attribute: cncf_level, is: none}, then: [{avoid: x}]}", "dropped", "warning"),
        ("{then: [{avoid: x}]}", "dropped", "warning"),
        # A successor, by the profile or by nothing at all.
        ("{when: {in_use: x}, then: [{migrate: x, to: [z]}]}", "superseded", "warning"),
        ("{when: {question: ask.flag, is: true}, then: [{migrate: x, to: [z]}]}", "superseded", "warning"),
        # The profile, another product, a constraint.
        ("{when: {question: ask.flag, is: true}, then: [{avoid: x}]}", "incompatible", "error"),
        ("{when: [{edition: e}, {question: ask.flag, is: true}], then: [{avoid: x}]}", "incompatible", "error"),
        ("{when: {in_use: z}, then: [{avoid: x}]}", "incompatible", "error"),
        (
            "{strength: constraint, when: {question: ask.flag, is: true}, then: [{migrate: x, to: [z]}]}",
            "incompatible",
            "error",
        ),
        ("{when: {question: ask.other_flag, unknown: true}, then: [{avoid: x}]}", "dropped", "warning"),
    ],
)
def test_a_verdict_against_what_is_in_use_is_of_the_kind_that_its_rule_tests(
    against: str, kind: str, level: str
) -> None:
    rules = Small(f"{NEEDED}against: {against}")
    found = rules.kinds("x", "z", answers={"flag": True})
    assert (kind, "x", level) in found
    assert {kind for kind, product, _ in found if product == "x"} == {kind}


def test_what_the_edition_dropped_is_that_whatever_a_rule_says_more_of_it() -> None:
    rules = Small(f"""
{NEEDED}
dropped: {{when: {{edition: e}}, then: [{{avoid: x}}]}}
elsewhere: {{strength: exception, when: {{question: ask.flag, is: true}}, then: [{{migrate: x, to: [z]}}],
            overrides: [m/dropped]}}
""")
    found = one(rules.check("x", answers={"flag": True}), "dropped")
    assert (found.rules, found.to, found.verdict) == (("m/elsewhere",), ("z",), "migrate")


def test_rules_of_two_kinds_against_one_product_are_two_findings() -> None:
    rules = Small(f"""
{NEEDED}
dropped: {{when: {{edition: e}}, then: [{{avoid: x}}]}}
fixed: {{when: {{question: ask.flag, is: true}}, then: [{{avoid: x}}]}}
""")
    assert rules.kinds("x", answers={"flag": True}) == [("incompatible", "x", "error"), ("dropped", "x", "warning")]


def test_a_licence_is_told_by_the_attribute_and_by_the_question_that_goes_with_it() -> None:
    rules = Small(f"""
{NEEDED}
licence: {{strength: constraint, when: [{{question: ask.flag, is: true}},
          {{product: y, attribute: osi_approved, is_not: true}}], then: [{{rule_out: y}}]}}
with-it: {{strength: constraint, when: {{question: ask.flag, is: true}}, then: [{{rule_out: x}}]}}
""")
    # The catalog knows no licence of y: nothing is told of what nobody knows, and x is merely unfit.
    assert ("incompatible", "x", "error") in rules.kinds("x", "y", answers={"flag": True})


def test_what_has_left_the_standard_and_may_stay_is_a_note() -> None:
    rules = Small(f"""
{NEEDED}
dropped: {{when: {{edition: e}}, then: [{{avoid: x}}]}}
stays: {{strength: exception, when: {{in_use: x}}, then: [{{keep: x}}], overrides: [m/dropped]}}
""")
    found = one(rules.check("x"), "superseded")
    assert (found.said, found.rules, found.verdict) == ("stays", ("m/dropped", "m/stays"), "keep")
    assert rules.kinds("x") == [("superseded", "x", "note")]


def test_nothing_is_found_where_the_verdicts_are_for_what_is_in_use() -> None:
    assert Small(f"{NEEDED}default: {{then: [{{adopt: x}}]}}").kinds("x") == []


# --- ends of support ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "days", "told"),
    [
        ("2024-12-31", 90, []),  # not announced yet
        ("2025-01-01", 90, [("end-of-life", "y", "note")]),
        ("2025-01-01", 151, [("end-of-life", "y", "warning")]),
        ("2025-03-03", 90, [("end-of-life", "y", "warning")]),
        ("2025-06-01", 90, [("end-of-life", "y", "warning")]),
        ("2025-06-02", 90, [("end-of-life", "y", "error")]),
    ],
)
def test_an_end_of_support_counts_by_its_day(day: str, days: int, told: Any) -> None:
    rules = Small(f"{NEEDED}default: {{then: [{{adopt: y}}]}}")
    assert rules.kinds("y", as_of=day, end_of_life_days=days) == told


def test_an_end_of_support_names_the_rule_that_tells_of_it_and_where_to_go() -> None:
    rules = Small(f"""
{NEEDED}
ended: {{strength: constraint, when: [{{in_use: y}}, {{product: y, attribute: support, is: ended}}],
        then: [{{migrate: y, to: [x], by: end-of-life}}]}}
""")
    found = one(rules.check("y", as_of="2025-07-01"), "end-of-life")
    assert (found.rules, found.to, str(found.by)) == (("m/ended",), ("x",), "2025-06-01")
    assert found.pointer == "/profile/stack/in_use/0"


# --- slots --------------------------------------------------------------------------------------------------------


def test_a_slot_that_is_needed_for_sure_and_empty_is_missing() -> None:
    rules = Small(f"{NEEDED}default: {{then: [{{adopt: x}}]}}")
    found = one(rules.check("w"), "missing")
    assert (found.slot, found.to, found.rules) == ("one", ("x",), ("m/need",))
    assert found.pointer == "/profile/stack/in_use"
    assert rules.kinds("z") == []  # something is at home there
    assert rules.kinds("w", answers={}, levels={"missing": "off"}) == []


def test_a_slot_is_not_missing_while_its_need_is_open_or_where_nobody_said_what_is_in_use() -> None:
    rules = Small(
        "need: {when: {question: ask.flag, unknown: true}, then: [{need: one}]}\ndefault: {then: [{adopt: x}]}"
    )
    assert rules.kinds("w") == []
    always = Small(f"{NEEDED}default: {{then: [{{adopt: x}}]}}")
    assert not any(kind == "missing" for kind, *_ in always.kinds(profile={"stack": {"works_well": ["w"]}}))


@pytest.mark.parametrize("relation", ["carries", "brings", "needs"])
def test_a_slot_is_not_missing_where_what_is_in_use_brings_or_needs_what_fills_it(relation: str) -> None:
    rules = f"{NEEDED}default: {{then: [{{adopt: x}}]}}\n"
    related = Small(rules + f"related: {{when: {{in_use: w}}, then: [{{connect: w, to: [x], as: {relation}}}]}}")
    assert related.kinds("w") == []
    assert related.kinds() == [("missing", None, "note")]
    beside = Small(rules + "related: {when: {in_use: w}, then: [{connect: w, to: [x], as: works-with}]}")
    assert beside.kinds("w") == [("missing", None, "note")]


def test_a_slot_where_everything_is_ruled_out_is_missing_with_nowhere_to_go() -> None:
    rules = Small(f"{NEEDED}out: {{strength: constraint, then: [{{rule_out: x}}]}}")
    found = one(rules.check("w"), "missing")
    assert (found.said, found.to) == ("unserved", ())


def test_two_products_in_one_slot_are_one_too_many_unless_the_verdicts_keep_both() -> None:
    rules = Small(f"{NEEDED}default: {{then: [{{adopt: x}}, {{consider: z}}]}}")
    found = one(rules.check("z", "x"), "redundant")
    assert (found.product, found.others, found.pointer) == ("z", ("x",), "/profile/stack/in_use/0")
    assert Small(f"{NEEDED}default: {{then: [{{adopt: [x, z]}}]}}").kinds("x", "z") == []
    together = Small(f"{NEEDED}default: {{then: [{{adopt: x}}, {{consider: z, with: [x]}}]}}")
    assert together.kinds("x", "z") == []


def test_what_fills_a_slot_that_a_rule_declines_is_redundant() -> None:
    rules = Small("""
    need: {then: [{need: one}]}
    none: {strength: exception, when: {question: ask.flag, is: true}, then: [{no_need: one}], overrides: [m/need]}
    default: {then: [{adopt: x}]}
    """)
    assert rules.kinds("x", answers={"flag": True}) == [("redundant", "x", "note")]
    assert rules.kinds("x", answers={"flag": False}) == []


def test_rules_that_disagree_are_told_for_the_slot() -> None:
    rules = Small(f"{NEEDED}for: {{then: [{{adopt: x}}]}}\nagainst: {{then: [{{avoid: x}}]}}")
    found = one(rules.check("x"), "contested")
    assert (found.slot, found.others, set(found.rules)) == ("one", ("x",), {"m/for", "m/against"})


@pytest.mark.parametrize(
    ("warning", "kind", "level"),
    [("deprecation", "superseded", "note"), ("licence", "licence", "warning"), ("conflict", "incompatible", "warning")],
)
def test_warnings_about_what_is_in_use_are_findings_a_level_below(warning: str, kind: str, level: str) -> None:
    rules = Small(f"{NEEDED}default: {{then: [{{adopt: x}}]}}\nwarn: {{then: [{{warn: x, kind: {warning}}}]}}")
    assert rules.kinds("x") == [(kind, "x", level)]
    assert ("missing", None, "note") in rules.kinds("w")
    assert not any(product == "x" for _, product, _ in rules.kinds("w"))


def test_that_a_product_to_be_left_is_deprecated_is_told_with_that() -> None:
    rules = Small(f"""
{NEEDED}
left: {{when: {{edition: e}}, then: [{{avoid: x}}]}}
warn: {{then: [{{warn: x, kind: deprecation}}]}}
""")
    assert rules.kinds("x") == [("dropped", "x", "warning")]
    assert one(rules.check("x"), "dropped").rules == ("m/left", "m/warn")


def test_a_question_is_told_where_its_answer_could_change_what_is_said_of_the_stack() -> None:
    rules = Small(f"""
{NEEDED}
default: {{then: [{{adopt: x}}]}}
against: {{when: {{question: ask.flag, is: true}}, then: [{{avoid: y}}]}}
""")
    found = one(rules.check("x"), "open-question")
    assert (found.question, found.slots, found.pointer) == ("ask.flag", ("one",), "/profile/ask")
    assert not any(told.finding.question for told in rules.check("x", answers={"flag": False}).findings)
    assert not any(told.finding.question for told in rules.check("w").findings)
