"""Rules are put in stages, each after those that it reads from; what needs itself is named."""

from __future__ import annotations

import pytest

from engine.inference.literals import MAX_LITERALS
from engine.inference.plan import Plan, Stage, make_plan
from engine.knowledge.loader import build_knowledge
from engine.knowledge.problems import KnowledgeError
from engine.model import Knowledge
from tests.engine.files import files_of
from tests.engine.inference.small import body


def planned(rules: str) -> Plan:
    return make_plan(build_knowledge(files_of(body(rules))))


def steps(rules: str) -> list[object]:
    """Stages as the sets of their rules, resolutions of slots as their names."""
    return [
        {rule.rule.id.removeprefix("m/") for rule in step.rules} if isinstance(step, Stage) else step.slot
        for step in planned(rules).steps
    ]


def problem(rules: str) -> str:
    with pytest.raises(KnowledgeError) as caught:
        planned(rules)
    (found,) = caught.value.problems
    return f"{found.code}: {found.message}"


CHAIN = """
last: {when: {slot: one, picks: x}, then: [{adopt: w, slot: two}]}
third: {when: {not: {concern: b}}, then: [{adopt: x}]}
second: {when: {concern: a}, then: [{derive: b}]}
first: {when: {in_use: x}, then: [{derive: a}]}
"""


def test_a_rule_comes_after_the_rules_whose_conclusions_it_reads() -> None:
    assert steps(CHAIN) == [{"first"}, {"second"}, {"third"}, "one", {"last"}, "two"]


def test_rules_that_do_not_wait_for_each_other_share_a_stage() -> None:
    rules = "a: {then: [{adopt: x}]}\nb: {then: [{need: one}]}\nc: {when: {in_use: y}, then: [{keep: y}]}\n"
    assert steps(rules) == [{"a", "b", "c"}, "one", "two"]


def test_a_rule_waits_for_those_that_override_what_it_reads() -> None:
    rules = """
    reader: {when: {slot: one, picks: x}, then: [{adopt: w, slot: two}]}
    default: {then: [{adopt: x}]}
    overrider: {when: {concern: late}, then: [{avoid: x}], overrides: [m/default]}
    late: {then: [{derive: late}]}
    """
    found = steps(rules)
    assert found.index("one") > next(i for i, step in enumerate(found) if "overrider" in step)
    assert found.index("one") < next(i for i, step in enumerate(found) if "reader" in step)


def test_whether_a_slot_is_needed_is_known_before_its_stances_where_a_rule_asks() -> None:
    rules = "need: {then: [{need: one}]}\nstance: {when: {needed: one}, then: [{adopt: x}]}\n"
    assert [step for step in steps(rules) if step != "two"] == [{"need"}, "one", {"stance"}, "one"]


def test_every_rule_is_in_one_stage_and_every_slot_is_resolved(shipped: Knowledge) -> None:
    plan = make_plan(shipped)
    in_stages = [rule.rule.id for stage in plan.stages for rule in stage.rules]
    assert sorted(in_stages) == sorted(shipped.rules)
    resolved = [step.slot for step in plan.steps if not isinstance(step, Stage) and not step.need_only]
    assert sorted(resolved) == sorted(shipped.slots)
    assert [rule.number for rule in plan.rules] == list(range(len(plan.rules)))


def test_a_long_chain_is_no_matter() -> None:
    links = "".join(f"r{n}: {{when: {{concern: c{n}}}, then: [{{derive: c{n + 1}}}]}}\n" for n in range(1100))
    assert len(planned("start: {then: [{derive: c0}]}\n" + links).stages) == 1101


def test_a_long_row_of_exceptions_to_exceptions_is_no_matter() -> None:
    links = "".join(f"r{n}: {{then: [{{consider: x}}], overrides: [m/r{n - 1}]}}\n" for n in range(1, 1100))
    assert len(planned("r0: {then: [{adopt: x}]}\n" + links).stages) == 1


# --- relations ------------------------------------------------------------------------------------------------


def test_rules_that_relate_products_share_one_stage_after_all_that_they_read() -> None:
    rules = """
    early: {then: [{connect: x, to: [y], as: feeds}]}
    late: {when: {slot: two, picks: w}, then: [{install: x, after: [w]}]}
    first: {then: [{adopt: w, slot: two}]}
    """
    assert steps(rules) == [{"first"}, "one", "two", {"early", "late"}]


def test_a_relation_between_slots_makes_no_circle() -> None:
    rules = """
    to: {when: {slot: one, picks: x}, then: [{connect: x, to: [w], as: needs}]}
    back: {when: {slot: two, picks: w}, then: [{connect: w, to: [x], as: feeds}]}
    """
    assert {"to", "back"} in steps(rules)


# --- circles --------------------------------------------------------------------------------------------------


def test_a_circle_is_named_with_its_rules_and_the_facts_between_them() -> None:
    rules = """
    outside: {when: {concern: a}, then: [{adopt: x}]}
    one: {when: {concern: c}, then: [{derive: a}]}
    two: {when: {not: {concern: a}}, then: [{derive: b}]}
    three: {when: {any: [{concern: b}, {in_use: x}]}, then: [{derive: c}]}
    """
    circle, facts = "m/one → m/three → m/two → m/one", "concern 'c', concern 'b', concern 'a'"
    assert problem(rules) == f"rule-cycle: rules need each other in a circle: {circle} (through {facts})"


@pytest.mark.parametrize(
    ("rules", "through"),
    [
        ("a: {when: {slot: one, product: x, verdict: adopt}, then: [{adopt: y}]}", "verdict 'one'"),
        ("a: {when: {slot: one, picks: x}, then: [{need: one}]}", "verdict 'one'"),
        ("a: {when: {needed: one}, then: [{no_need: one}]}", "need 'one'"),
        ("a: {when: {slot: one, picks: x}, then: [{warn: y, kind: limit}]}", "verdict 'one'"),
        ("a: {when: {concern: c}, then: [{derive: c}]}", "concern 'c'"),
    ],
)
def test_a_rule_that_needs_itself_is_named(rules: str, through: str) -> None:
    assert problem(rules) == f"rule-cycle: rules need each other in a circle: m/a → m/a (through {through})"


def test_a_circle_through_an_override_is_named() -> None:
    rules = """
    default: {then: [{adopt: x}]}
    overrider: {when: {concern: c}, then: [{avoid: x}], overrides: [m/default]}
    concern: {when: {slot: one, picks: x}, then: [{derive: c}]}
    """
    assert problem(rules).startswith(
        "rule-cycle: rules need each other in a circle: m/concern → m/overrider → m/concern"
    )


def test_a_verdict_may_ask_for_another_slot_s_need() -> None:
    assert planned("a: {when: {needed: two}, then: [{adopt: x}]}\nb: {when: {in_use: x}, then: [{need: two}]}")


# --- too much -------------------------------------------------------------------------------------------------


def test_a_condition_that_the_engine_cannot_take_is_a_problem_when_it_is_planned() -> None:
    tests = ", ".join(f"{{question: ask.count, is_not: {n}}}" for n in range(MAX_LITERALS + 1))
    expected = "too-complex: 'm/a' has too many tests or alternatives in its condition"
    assert problem(f"a: {{when: {{all: [{tests}]}}, then: [{{adopt: x}}]}}") == expected


def test_all_conditions_that_are_too_complex_are_named_at_once() -> None:
    either = ", ".join(
        f"{{any: [{{question: ask.count, is: {n}}}, {{question: ask.size, is: {n}}}]}}" for n in range(6)
    )
    with pytest.raises(KnowledgeError) as caught:
        planned("".join(f"{name}: {{when: {{all: [{either}]}}, then: [{{adopt: x}}]}}\n" for name in "ab"))
    assert [found.code for found in caught.value.problems] == ["too-complex"] * 2
