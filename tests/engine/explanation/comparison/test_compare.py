"""What changes from one decision to another, by which rules, and what these come from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from engine.advisor import Advisor
from engine.explanation.comparison.compare import Comparison, ProductChange, SlotChange, Warned, compare
from engine.explanation.comparison.differences import Cause, Difference
from engine.inference.interpreter import Interpreter
from engine.inference.literals import DERIVED_KINDS
from engine.inference.plan import make_plan
from engine.inference.reasoner import Decision, Reasoner
from engine.knowledge.loader import build_knowledge
from engine.knowledge.references import leaves
from engine.request import read_request
from tests.engine.asking import decide, plain, sound_plan
from tests.engine.files import files_of
from tests.engine.inference.small import body
from tests.engine.strategies import bodies, flipped, requests

DAY = date(2025, 3, 1)


def reasoner_of(rules: str) -> Reasoner:
    return Reasoner(make_plan(build_knowledge(files_of(body(rules)))), Interpreter())


def decided(reasoner: Reasoner, as_of: date = DAY, **answers: Any) -> Decision:
    """Answers by question, a dot as two underscores. Nothing is in use unless a test says so."""
    profile: dict[str, dict[str, Any]] = {}
    for name, answer in {"stack__in_use": [], "stack__works_well": [], **answers}.items():
        section, _, question = name.partition("__")
        profile.setdefault(section, {})[question] = answer
    return decide(reasoner, {"profile": profile, "as_of": as_of})


def compared(rules: str, before: dict[str, Any], after: dict[str, Any]) -> Comparison:
    reasoner = reasoner_of(rules)
    return compare(decided(reasoner, **before), decided(reasoner, **after))


def only_slot(comparison: Comparison) -> SlotChange:
    (change,) = comparison.slots
    return change


def told(causes: tuple[Cause, ...]) -> list[tuple[str, str, str]]:
    return [(cause.rule.removeprefix("m/"), cause.side, cause.how) for cause in causes]


def product(change: SlotChange, id_: str) -> ProductChange:
    found = change.product(id_)
    assert found is not None, id_
    return found


# --- what changes ---------------------------------------------------------------------------------------------

FLAG = "{question: ask.flag, is: true}"
CHANGEOVER = f"""
need: {{then: [{{need: one}}]}}
old: {{when: {{not: {FLAG}}}, then: [{{adopt: x}}]}}
new: {{when: {FLAG}, then: [{{adopt: y}}]}}
beside: {{then: [{{adopt: z}}]}}
"""


def test_picks_that_come_go_and_stay() -> None:
    change = only_slot(compared(CHANGEOVER, {"ask__flag": False}, {"ask__flag": True}))
    assert (change.added, change.dropped, change.kept) == (("y",), ("x",), ("z",))


def test_a_verdict_is_absent_where_no_rule_speaks() -> None:
    change = only_slot(compared(CHANGEOVER, {"ask__flag": False}, {"ask__flag": True}))
    assert [(one.product, one.before is None, one.after is None) for one in change.products] == [
        ("y", True, False),
        ("x", False, True),
    ]


def test_the_rules_are_named_with_the_answer_behind_them() -> None:
    change = only_slot(compared(CHANGEOVER, {"ask__flag": False}, {"ask__flag": True}))
    (cause,) = product(change, "y").causes
    assert told((cause,)) == [("new", "after", "condition")]
    assert cause.differences == (Difference("answer", "ask.flag", None, False, True),)
    assert told(product(change, "x").causes) == [("old", "before", "condition")]


def test_a_slot_that_is_needed_on_one_side_alone_says_by_which_rules() -> None:
    rules = f"need: {{when: {FLAG}, then: [{{need: one}}]}}\npick: {{then: [{{adopt: x}}]}}"
    change = only_slot(compared(rules, {}, {"ask__flag": True}))
    assert told(change.need) == [("need", "after", "condition")]
    assert product(change, "x").by_need
    assert not product(change, "x").causes  # the rule for it fires on both sides


def test_what_is_in_use_is_a_fact_beside_the_rules() -> None:
    rules = "need: {then: [{need: one}]}\npick: {then: [{adopt: x}]}"
    change = only_slot(compared(rules, {}, {"stack__in_use": ["x"]}))
    one = product(change, "x")
    assert one.before and one.after
    assert (one.before.verdict, one.after.verdict) == ("adopt", "keep")
    assert not one.causes
    assert one.facts == (Difference("answer", "stack.in_use", "x", False, True),)


def test_causes_lead_through_concerns_to_answers() -> None:
    rules = f"""
    need: {{then: [{{need: one}}]}}
    worry: {{when: {FLAG}, then: [{{derive: worried}}]}}
    heed: {{when: {{concern: worried}}, then: [{{avoid: x}}]}}
    """
    (cause,) = product(only_slot(compared(rules, {}, {"ask__flag": True})), "x").causes
    assert [(leaf.kind, leaf.subject) for leaf, _ in cause.tests] == [("concern", "worried")]
    assert cause.differences == (Difference("answer", "ask.flag", None, None, True),)


def test_causes_lead_through_the_picks_of_another_slot() -> None:
    rules = f"""
    need: {{then: [{{need: [one, two]}}]}}
    pick: {{when: {FLAG}, then: [{{adopt: x}}]}}
    follow: {{when: {{slot: one, picks: x}}, then: [{{adopt: w, slot: two}}]}}
    """
    change = compared(rules, {}, {"ask__flag": True}).slot("two")
    assert change is not None
    (cause,) = product(change, "w").causes
    assert cause.differences == (Difference("answer", "ask.flag", None, None, True),)


def test_a_rule_that_is_set_aside_on_the_other_side_says_by_what() -> None:
    rules = f"""
    need: {{then: [{{need: one}}]}}
    standard: {{then: [{{adopt: x}}]}}
    better: {{strength: exception, when: {FLAG}, then: [{{adopt: y}}], overrides: [m/standard]}}
    """
    change = only_slot(compared(rules, {}, {"ask__flag": True}))
    (cause,) = product(change, "x").causes
    assert told((cause,)) == [("standard", "before", "set-aside")]
    assert cause.set_aside_by == ("m/better",)
    assert cause.differences == (Difference("answer", "ask.flag", None, None, True),)


def test_a_rule_that_a_constraint_silences_says_by_which() -> None:
    rules = f"""
    need: {{then: [{{need: one}}]}}
    standard: {{then: [{{adopt: x}}]}}
    ban: {{strength: constraint, when: {FLAG}, then: [{{rule_out: x}}]}}
    """
    change = only_slot(compared(rules, {}, {"ask__flag": True}))
    assert told(product(change, "x").causes) == [("ban", "after", "condition"), ("standard", "before", "set-aside")]
    assert product(change, "x").causes[1].set_aside_by == ("m/ban",)


def test_a_fact_of_the_catalog_differs_between_days() -> None:
    rules = """
    need: {then: [{need: one}]}
    over: {when: {product: y, attribute: support, is: ended}, then: [{avoid: y}]}
    """
    reasoner = reasoner_of(rules)
    days = date(2025, 3, 1), date(2025, 7, 1)  # it ends on 2025-06-01, which was known from January on
    change = only_slot(compare(*(decided(reasoner, as_of=day) for day in days)))
    (cause,) = product(change, "y").causes
    assert cause.differences == (Difference("catalog", "y", "support", "ending", "ended"),)


def test_warnings_that_came_and_went() -> None:
    rules = f"""
    need: {{then: [{{need: one}}]}}
    pick: {{then: [{{adopt: x}}]}}
    beware: {{when: {FLAG}, then: [{{warn: x, kind: limit}}]}}
    """
    reasoner = reasoner_of(rules)
    calm, warned = decided(reasoner), decided(reasoner, ask__flag=True)
    (new,) = only_slot(compare(calm, warned)).warnings
    assert new.before is None and new.after and new.after.product == "x"
    assert new.cause and new.cause.differences == (Difference("answer", "ask.flag", None, None, True),)
    (gone,) = only_slot(compare(warned, calm)).warnings
    assert gone.after is None and gone.before == new.after


# --- two bodies of knowledge ----------------------------------------------------------------------------------


def test_a_rule_that_only_one_body_of_knowledge_has() -> None:
    before = decided(reasoner_of("need: {then: [{need: one}]}"))
    after = decided(reasoner_of("need: {then: [{need: one}]}\npick: {then: [{adopt: x}]}"))
    (cause,) = product(only_slot(compare(before, after)), "x").causes
    assert told((cause,)) == [("pick", "after", "unknown")]
    assert cause.differences == (Difference("rule", "m/pick", None, None, True),)


def test_a_rule_that_was_rewritten_says_in_what() -> None:
    old = "need: {then: [{need: one}]}\npick: {then: [{adopt: x}]}"
    before, after = decided(reasoner_of(old)), decided(reasoner_of(old.replace("adopt", "trial")))
    (cause,) = product(only_slot(compare(before, after)), "x").causes
    assert told((cause,)) == [("pick", "after", "rewritten")]
    assert cause.differences == (Difference("rule", "m/pick", "then", True, True),)


def test_the_same_rules_in_two_bodies_change_nothing() -> None:
    before, after = decided(reasoner_of(CHANGEOVER)), decided(reasoner_of(CHANGEOVER))
    assert not compare(before, after).slots


# --- on whatever rules and requests ---------------------------------------------------------------------------


def pairs(data: st.DataObject) -> Iterator[tuple[Reasoner, Decision, Decision]]:
    """Two decisions by the same rules: of any requests, and of two that differ in one answer."""
    drawn = data.draw(bodies())
    with plain(sound_plan(drawn)) as reasoner:
        first = data.draw(requests(drawn))
        for other in (data.draw(requests(drawn)), data.draw(flipped(drawn, first))):
            yield reasoner, decide(reasoner, first), decide(reasoner, other)


@given(st.data())
def test_a_decision_compared_with_itself_changes_nothing(data: st.DataObject) -> None:
    for _, decision, _ in pairs(data):
        comparison = compare(decision, decision)
        assert not comparison.slots
        assert not comparison.differences


@given(st.data())
def test_the_other_way_round_it_is_mirrored(data: st.DataObject) -> None:
    for _, before, after in pairs(data):
        there, back = compare(before, after), compare(after, before)
        assert mirrored(there) == plainly(back)


@given(st.data())
def test_each_rule_that_is_named_stands_on_its_side_alone(data: st.DataObject) -> None:
    for _, before, after in pairs(data):
        for change in compare(before, after).slots:
            for one in change.products:
                for cause in one.causes:
                    stands = {
                        side: cause.rule in because(side_of(one, side), decision)
                        for side, decision in sides(before, after)
                    }
                    assert stands == {"before": cause.side == "before", "after": cause.side == "after"}


@given(st.data())
def test_no_verdict_changes_without_a_reason(data: st.DataObject) -> None:
    for _, before, after in pairs(data):
        for change in compare(before, after).slots:
            for one in change.products:
                assert one.causes or one.facts or one.by_need
                assert change.need or not one.by_need


@given(st.data())
def test_what_is_said_to_differ_does_and_everything_leads_back_to_it(data: st.DataObject) -> None:
    for _, before, after in pairs(data):
        comparison = compare(before, after)
        changed = {"edition": before.edition != after.edition, "day": before.read_on != after.read_on}
        for cause in all_causes(comparison):
            assert cause.differences, cause
            for one in cause.differences:
                assert one.before != one.after
                if one.kind in changed:
                    assert changed[one.kind]
                elif one.kind == "answer":
                    assert before.answers.get(one.subject) != after.answers.get(one.subject)
                elif one.kind == "catalog":
                    assert changed["day"]


@given(st.data())
def test_what_is_named_is_enough_for_the_rule_to_fire_on_the_other_side(data: st.DataObject) -> None:
    """Of rules that read nothing that is derived, this can be said exactly."""
    for reasoner, before, after in pairs(data):
        for cause in all_causes(compare(before, after)):
            rule = reasoner.plan.knowledge.rules[cause.rule]
            if cause.how == "condition" and not any(leaf.kind in DERIVED_KINDS for leaf in leaves(rule.when)):
                here, there = (before, after) if cause.side == "before" else (after, before)
                assert fires(cause.rule, with_differences(reasoner, there, here, cause))


def with_differences(reasoner: Reasoner, to: Decision, like: Decision, cause: Cause) -> Decision:
    """A decision again, with what a cause names as it is on the other side and nothing else."""
    answers, edition, day = dict(to.answers), to.edition, to.read_on
    for one in cause.differences:
        if one.kind == "answer":
            answers.pop(one.subject, None)
            if one.subject in like.answers:
                answers[one.subject] = like.answers[one.subject]
        elif one.kind == "edition":
            edition = like.edition
        elif one.kind in ("day", "catalog"):
            day = like.read_on
    return reasoner.decide(dict(sorted(answers.items())), edition, day)


def fires(rule: str, decision: Decision) -> bool:
    return any(decision.plan.rules[number].rule.id == rule for number in decision.fired())


def all_causes(comparison: Comparison) -> Iterator[Cause]:
    for change in comparison.slots:
        yield from change.need
        for one in change.products:
            yield from one.causes
        yield from (warning.cause for warning in change.warnings if warning.cause)


def sides(before: Decision, after: Decision) -> tuple[tuple[str, Decision], ...]:
    return ("before", before), ("after", after)


def side_of(change: ProductChange, side: str) -> Any:
    return change.before if side == "before" else change.after


def because(verdict: Any, decision: Decision) -> set[str]:
    return {decision.plan.rules[number].rule.id for number in verdict.because} if verdict else set()


def plainly(comparison: Comparison, flip: bool = False) -> dict[str, Any]:
    """All that is said, with the sides named, so that two comparisons can be set beside each other."""

    def pair(before: Any, after: Any) -> tuple[Any, Any]:
        return (after, before) if flip else (before, after)

    def side(name: str) -> str:
        return {"before": "after", "after": "before"}[name] if flip else name

    def difference(one: Difference) -> Any:
        return one.kind, one.subject, one.attribute, *pair(one.before, one.after)

    def cause(one: Cause) -> Any:
        return one.rule, side(one.side), one.how, one.set_aside_by, [difference(each) for each in one.differences]

    return {
        change.slot: (
            {cause(one)[0]: cause(one) for one in change.need},
            {
                one.product: (
                    pair(one.before, one.after),
                    {cause(each)[:2]: cause(each) for each in one.causes},
                    [difference(fact) for fact in one.facts],
                    one.by_need,
                )
                for one in change.products
            },
            {warning_name(one.warned): pair(one.before, one.after) for one in change.warnings},
            pair(change.added, change.dropped),
        )
        for change in comparison.slots
    }


def warning_name(warned: Warned) -> tuple[str, ...]:
    """Several premises about one product may have changed."""
    return warned.rule, warned.product, warned.kind, warned.stale.premise.attribute if warned.stale else ""


def mirrored(comparison: Comparison) -> dict[str, Any]:
    return plainly(comparison, flip=True)


# --- the shipped knowledge ------------------------------------------------------------------------------------


def shipped_picks(advisor: Advisor) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """By slot the picks that are gone and that are new, from the 2025 to the 2026 edition of the empty profile."""
    requests_ = [
        read_request({"profile": {}, "as_of": day}, advisor.knowledge, today=DAY)
        for day in ("2025-06-01", "2026-04-01")
    ]
    before, after = (advisor.decide(request) for request in requests_)
    return {change.slot: (change.dropped, change.added) for change in compare(before, after).slots}


def test_the_real_story_of_2025_to_2026(advisor: Advisor) -> None:
    changed = {slot: picks for slot, picks in shipped_picks(advisor).items() if any(picks)}
    assert changed == {
        "ingress-gateway": (("ingress-nginx",), ("gateway-api",)),
        "data-streaming": ((), ("strimzi",)),
        "analytics-database": ((), ("clickhouse",)),
        "log-storage": (("elasticsearch",), ("opensearch",)),
        "log-dashboard": (("kibana",), ("grafana",)),
        "tracing": (("jaeger",), ("tempo",)),
        "profiling": ((), ("pyroscope",)),
        "cluster-ui": (("lens",), ("headlamp",)),
    }
