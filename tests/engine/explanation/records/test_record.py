"""The record of a slot, and of a whole decision, says what the decision holds, and nothing else."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import yaml

from engine.explanation.records.markdown import record_markdown
from engine.explanation.records.record import Effect, Filing, Link, Mark, Point, SlotRecord, StackRecord
from engine.explanation.records.request import request_lines
from engine.explanation.records.slot import slot_record
from engine.explanation.records.stack import stack_record
from engine.explanation.records.words import slug
from engine.model import LANGUAGES, Language
from engine.request import decision_id, read_request
from tests.engine.inference.small import asked
from tests.engine.madr import read_madr

DAY = date(2025, 3, 1)
TRACING = """
need: {then: [{need: one}]}
standard: {then: [{adopt: x}, {consider: z}]}
keeping: {strength: exception, when: {in_use: z}, then: [{keep: z}, {consider: x}], overrides: [m/standard]}
"""


def made(rules: str, language: Language = "en", slot: str | None = "one", day: date = DAY, **answers: Any) -> Any:
    reasoner = asked(rules).reasoner
    profile: dict[str, dict[str, Any]] = {}
    for name, answer in answers.items():
        section, _, question = name.partition("__")
        profile.setdefault(section, {})[question] = answer
    request = read_request({"profile": profile}, reasoner.plan.knowledge, today=day)
    decision = reasoner.decide(request.answers, request.edition, request.as_of)
    return slot_record(decision, slot, request, language) if slot else stack_record(decision, request, language)


def record(rules: str, language: Language = "en", day: date = DAY, **answers: Any) -> SlotRecord:
    found = made(rules, language, day=day, **answers)
    assert isinstance(found, SlotRecord)
    return found


def written(rules: str, filing: Filing | None = None, **answers: Any) -> str:
    return record_markdown(made(rules, **answers), filing or Filing())


def said(points: tuple[Point, ...]) -> list[str]:
    return [point.text for point in points]


# --- titles and statuses --------------------------------------------------------------------------------------

RULED_OUT = """
need: {then: [{need: one}]}
adopt: {then: [{adopt: x}]}
ruled: {strength: constraint, then: [{rule_out: x}]}
"""
SERVED = {"stack__in_use": [], "stack__works_well": [], "platform__built_in": []}


@pytest.mark.parametrize(
    ("rules", "answers", "title"),
    [
        (TRACING, SERVED, "one: use X"),
        (TRACING, {"stack__in_use": ["z"], **{k: SERVED[k] for k in list(SERVED)[1:]}}, "one: keep Z"),
        (TRACING, {}, "one: use X"),
        (
            "needed: {then: [{need: one}]}\ntrial: {then: [{trial: x}, {adopt: y}]}",
            SERVED,
            "one: use Y, try X",
        ),
        ("needed: {then: [{need: one}]}\nmaybe: {then: [{consider: [x, y]}]}", SERVED, "one: compare X, Y"),
        ("need: {then: [{need: one}]}", SERVED, "one: nothing is recommended"),
        ("adopt: {then: [{adopt: x}]}", SERVED, "one: do without"),
        (
            "adopt: {then: [{adopt: x}]}\nneed: {when: {question: ask.flag, is: true}, then: [{need: one}]}",
            SERVED,
            "one: not needed so far",
        ),
        (
            "need: {then: [{need: one}]}\nadopt: {when: {question: ask.flag, is: true}, then: [{adopt: x}]}",
            SERVED,
            "one: still open",
        ),
        (
            RULED_OUT,
            SERVED,
            "one: nothing is left to choose",
        ),
        (
            "needed: {then: [{need: one}]}\nadopt: {then: [{adopt: x}]}\nruled: {then: [{avoid: x}]}",
            SERVED,
            "one: not settled for X",
        ),
    ],
)
def test_the_title_says_what_was_found_and_the_record_is_proposed(
    rules: str, answers: dict[str, Any], title: str
) -> None:
    for language in LANGUAGES:
        found = record(rules, language, **answers)
        read = read_madr(record_markdown(found, Filing()))
        assert read.front["status"] == "proposed", "people accept it"
        assert read.title == found.head.title
    assert record(rules, **answers).head.title == title


def test_where_nothing_is_left_the_outcome_names_what_rules_it_out() -> None:
    found = record(RULED_OUT)
    assert found.outcome == "No option is left: the slot is needed, but whatever could fill it is ruled out."
    assert [point.id for point in found.reasons] == ["m/ruled"]


def test_where_rules_disagree_both_are_heard() -> None:
    found = record("needed: {then: [{need: one}]}\nadopt: {then: [{adopt: x}]}\nruled: {then: [{avoid: x}]}")
    assert found.outcome.startswith("Not settled: of X,")
    assert [point.id for point in found.reasons] == ["m/adopt", "m/ruled"]


def test_a_slot_that_is_not_needed_says_by_what() -> None:
    found = record("needed: {then: [{need: one}]}\nadopt: {then: [{adopt: x}]}\nnone: {then: [{no_need: one}]}")
    assert (found.needed, [point.id for point in found.need]) == ("The slot is not needed:", ["m/none"])
    assert found.outcome == "Chosen option: none. The slot is not needed."


def test_what_is_open_names_the_questions_and_what_is_decided_says_so() -> None:
    rules = (
        f"{TRACING}\nruled: {{strength: constraint, when: {{question: ask.flag, is: true}}, then: [{{rule_out: x}}]}}"
    )
    assert [point.id for point in record(rules, **SERVED).open] == ["ask.flag"]
    assert "Still open." in written(rules, **SERVED)
    settled = record(rules, **SERVED, ask__flag=False)
    assert (settled.open, settled.settled) == ((), True)
    assert "No further answer can change it." in written(rules, **SERVED, ask__flag=False)


# --- what it rests on -----------------------------------------------------------------------------------------


def test_only_answers_that_the_proof_rests_on_are_told() -> None:
    found = record(TRACING, stack__in_use=["z", "kubernetes"], ask__flag=True, ask__count=3)
    assert said(found.answers) == ["Z is in use"]
    assert said(record(TRACING, ask__flag=True).answers) == []


def test_an_answer_is_told_with_its_question_and_a_missing_one_as_missing() -> None:
    rules = """
    need: {when: {question: ask.count, at_least: 2}, then: [{need: one}]}
    adopt: {when: {question: ask.flag, unknown: true}, then: [{adopt: x}]}
    """
    found = record(rules, ask__count=3)
    assert found.answers == (Point("ask.count? 3", "ask.count"),)
    assert found.unanswered == (Point("ask.flag?", "ask.flag"),)


def test_answers_are_followed_through_concerns_and_through_other_slots() -> None:
    rules = """
    need: {then: [{need: [one, two]}]}
    worry: {when: {question: ask.flag, is: true}, then: [{derive: worried}]}
    there: {when: {concern: worried}, then: [{adopt: w, slot: two}]}
    here: {when: {slot: two, picks: w}, then: [{adopt: x}]}
    """
    found = record(rules, ask__flag=True)
    assert said(found.answers) == ["“two” picks W", "ask.flag? yes"]
    assert [point.id for point in found.drivers] == ["m/worry"]


def test_drivers_are_constraints_and_concerns() -> None:
    found = record(f"{TRACING}\nruled: {{strength: constraint, then: [{{rule_out: z}}]}}")
    assert [point.id for point in found.drivers] == ["m/ruled"]


def test_what_set_the_default_aside_is_told_in_the_outcome_and_with_the_options() -> None:
    found = record(TRACING, stack__in_use=["z"])
    assert found.set_aside == (Point("E", "m/standard", (Point("", "m/keeping"),)),)
    kept, considered = found.options
    assert (kept.names, kept.verdict) == (("Z",), "keep")
    assert kept.effects == (
        Effect("good", Point("e", "m/keeping")),
        Effect("good", Point("e", "m/standard", (Point("", "m/keeping"),))),
    )
    assert considered.names == ("X",)


def test_that_a_product_may_be_considered_is_neutral_and_what_was_set_aside_for_it_tells_why() -> None:
    _, considered = record(TRACING, stack__in_use=["z"]).options
    assert considered.effects == (
        Effect("neutral", Point("e", "m/keeping")),
        Effect("good", Point("e", "m/standard", (Point("e", "m/keeping"),))),
    )
    told = read_madr(written(TRACING, stack__in_use=["z"])).under("X")
    assert told == ["Neutral, because e m/keeping", "Good, because e m/standard — set aside by m/keeping, because e"]


# --- what follows ---------------------------------------------------------------------------------------------


def test_consequences_are_what_the_picks_bring_and_what_is_to_be_left() -> None:
    rules = """
    need: {then: [{need: one}]}
    adopt: {then: [{adopt: x, with: [w]}]}
    leave: {when: {in_use: y}, then: [{migrate: y, to: x, by: end-of-life}]}
    warned: {then: [{warn: y, kind: end-of-life, date: end-of-life}]}
    feeds: {when: {slot: one, picks: x}, then: [{connect: x, to: [kubernetes], as: feeds}]}
    needs: {when: {slot: one, picks: x}, then: [{connect: x, to: [kubernetes], as: needs}]}
    first: {when: {slot: one, picks: x}, then: [{install: x, after: [w]}]}
    advice: {when: {slot: one, picks: x}, then: [{advise: operation}]}
    other: {then: [{advise: operation}]}
    """
    found = record(rules, stack__in_use=["y"])
    assert [(effect.tone, effect.point.text, effect.point.id) for effect in found.consequences] == [
        ("good", "X feeds KUBERNETES: E", "m/feeds"),
        ("neutral", "X is installed after W: E", "m/first"),
        ("neutral", "X needs KUBERNETES: E", "m/needs"),
        ("neutral", "X is used together with W", "m/adopt"),
        ("bad", "Y has to be left for X by 2025-06-01: E", "m/leave"),
        ("bad", "e (2025-06-01)", "m/warned"),
    ]
    assert [point.id for point in found.advice] == ["m/advice"]


def test_connections_that_lead_to_a_pick_are_consequences_too() -> None:
    rules = """
    need: {then: [{need: one}]}
    adopt: {then: [{adopt: x}]}
    shown: {when: {in_use: w}, then: [{connect: w, to: [x], as: feeds}]}
    needed: {when: {in_use: w}, then: [{connect: w, to: [kubernetes, x], as: needs}]}
    other: {when: {in_use: w}, then: [{connect: w, to: [kubernetes], as: feeds}]}
    """
    assert [(effect.tone, effect.point.text) for effect in record(rules, stack__in_use=["w"]).consequences] == [
        ("good", "W feeds X: E"),
        ("neutral", "W needs KUBERNETES, X: E"),
    ]


@pytest.mark.parametrize(
    ("day", "told", "qualified"),
    [
        (date(2025, 6, 1), "Y has to be left for X by 2025-06-01: E", "to X, by 2025-06-01"),
        (date(2025, 6, 2), "Y has to be left for X, overdue since 2025-06-01: E", "to X, overdue since 2025-06-01"),
    ],
)
def test_a_day_that_has_passed_is_overdue(day: date, told: str, qualified: str) -> None:
    found = record(
        "leave: {when: {in_use: y}, then: [{migrate: y, to: x, by: end-of-life}]}", day=day, stack__in_use=["y"]
    )
    assert [effect.point.text for effect in found.consequences] == [told]
    assert [option.qualified for option in found.options] == [qualified]


# --- what a choice hangs on -----------------------------------------------------------------------------------


def test_an_answer_that_only_kept_a_rule_from_speaking_is_told() -> None:
    text = "against: {strength: constraint, when: {question: ask.flag, is: false}, then: [{rule_out: x}]}"
    found = record(f"need: {{then: [{{need: one}}]}}\nstandard: {{then: [{{adopt: x}}]}}\n{text}", ask__flag=True)
    assert found.answers == ()
    assert found.hanging == (Point("ask.flag? yes (no → no pick)", "ask.flag"),)


def test_no_question_that_bears_on_other_slots_alone_is_told_nor_one_without_an_answer() -> None:
    rules = """
    need: {then: [{need: [one, two]}]}
    standard: {then: [{adopt: x}]}
    against: {strength: constraint, when: {question: ask.flag, is: false}, then: [{rule_out: x}]}
    there: {when: {question: ask.count, at_least: 2}, then: [{adopt: w, slot: two}]}
    """
    assert record(rules, ask__count=3).hanging == ()


def test_what_a_reason_names_is_not_told_again() -> None:
    rules = """
    need: {then: [{need: one}]}
    standard: {when: {question: ask.flag, is: true}, then: [{adopt: x}]}
    """
    found = record(rules, ask__flag=True)
    assert (said(found.answers), found.hanging) == (["ask.flag? yes"], ())


def test_of_what_is_in_use_only_what_no_reason_names_is_told() -> None:
    rules = """
    need: {then: [{need: one}]}
    keeping: {when: {all: [{in_use: x}, {not: {in_use: y}}]}, then: [{keep: x}]}
    ruled: {strength: constraint, when: {in_use: z}, then: [{rule_out: x}]}
    """
    (point,) = record(rules, stack__in_use=["x"], stack__works_well=[]).hanging[:1]
    assert point == Point("stack.in_use? (with Z → no pick)", "stack.in_use")


def test_a_warning_on_what_is_not_picked_stands_with_that_option() -> None:
    rules = """
    needed: {then: [{need: one}]}
    adopt: {then: [{adopt: x}, {consider: y}]}
    warned: {then: [{warn: y, kind: limit}]}
    """
    found = record(rules)
    assert found.consequences == ()
    assert found.options[1].effects == (
        Effect("neutral", Point("e", "m/adopt")),
        Effect("bad", Point("e", "m/warned")),
    )


def test_options_alike_are_told_as_one() -> None:
    (option,) = record("need: {then: [{need: one}]}\nsame: {then: [{consider: [x, y, z]}]}").options
    assert option.names == ("X", "Y", "Z")


def test_claims_are_told_by_source_each_with_its_date_and_not_as_quotations() -> None:
    assert "So it is. — Source (2024-01-01) src/claim" in read_madr(written(TRACING)).under("More Information")
    (source,) = record(TRACING).quoted
    assert (source.source, source.published) == ("Source", date(2024, 1, 1))
    assert source.claims == (Point("So it is.", "src/claim"),)


# --- being recognised -----------------------------------------------------------------------------------------


def test_a_mark_is_read_back() -> None:
    for mark in (record(TRACING).head.mark, made(TRACING, slot=None).head.mark):
        assert Mark.read(str(mark)) == mark
    for other in ("", "slot=one", None, 5, {"slot": "one"}, "slot=a b decision=1 outcome=2"):
        assert Mark.read(other) is None


def test_the_outcome_is_the_same_in_every_language_and_for_answers_that_change_nothing() -> None:
    outcome = record(TRACING).head.mark.outcome
    assert record(TRACING, "ko").head.mark.outcome == outcome
    assert record(TRACING, ask__flag=True).head.mark.outcome == outcome
    assert record(TRACING, stack__in_use=["z"]).head.mark.outcome != outcome
    assert record(TRACING, **SERVED).head.mark.outcome != outcome, "it is decided now"


def test_what_is_only_considered_is_no_part_of_the_outcome() -> None:
    more = f"{TRACING}\nmore: {{then: [{{consider: y}}]}}"
    assert record(more, **SERVED).head.mark.outcome == record(TRACING, **SERVED).head.mark.outcome


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Pod network (CNI): use Calico, Cilium", "pod-network-cni-use-calico-cilium"),
        ("Größe: Café", "groe-cafe"),
        ("추적 백엔드", "tracing"),
        ("…", "tracing"),
        ("word " * 40, "-".join(["word"] * 16)),
        ("w" * 200, "w" * 80),
    ],
)
def test_a_slug_is_plain_ascii_of_a_bearable_length(title: str, name: str) -> None:
    assert slug(title, "tracing") == name


def test_the_slug_is_english_in_every_language() -> None:
    assert record(TRACING, "ko").head.slug == record(TRACING).head.slug == "one-use-x"


# --- as Markdown ----------------------------------------------------------------------------------------------

HEADINGS = (
    "Context and Problem Statement",
    "Considered Options",
    "Decision Outcome",
    "Pros and Cons of the Options",
    "More Information",
)


def test_it_has_the_headings_of_madr() -> None:
    assert read_madr(written(TRACING)).sections == HEADINGS
    assert read_madr(written(TRACING, slot=None)).sections == HEADINGS
    assert (
        "Decision Drivers"
        in read_madr(written(f"{TRACING}\nruled: {{strength: constraint, then: [{{avoid: z}}]}}")).sections
    )


def test_what_people_say_of_it_is_in_the_front_matter() -> None:
    filing = Filing("rejected", date(2026, 2, 3), ("A. Navigator", 'the "board": #1, [x]'))
    front = read_madr(written(TRACING, filing)).front
    assert (front["status"], front["date"]) == ("rejected", date(2026, 2, 3))
    assert front["decision-makers"] == ["A. Navigator", 'the "board": #1, [x]']
    assert read_madr(written(TRACING)).front["date"] == DAY


def test_it_links_what_it_supersedes() -> None:
    text = written(TRACING, Filing(supersedes=(Link("ADR-0004", "0004-a (b).md"),)))
    assert "* Supersedes [ADR-0004](0004-a%20%28b%29.md)\n" in text
    assert "Supersedes ADR-0004" in read_madr(text).under("More Information")


def test_it_carries_the_request_and_the_id_that_it_gives() -> None:
    answers: dict[str, Any] = {"stack__in_use": ["z"], "ask__flag": False, "ask__count": 3}
    for slot in ("one", None):
        found = made(TRACING, slot=slot, **answers)
        read = read_madr(record_markdown(found, Filing()))
        knowledge = asked(TRACING).reasoner.plan.knowledge
        again = read_request(yaml.safe_load(read.request), knowledge, today=date(2030, 1, 1))
        assert decision_id(again, knowledge) == found.head.mark.decision
        assert any(found.head.mark.decision in line for line in read.under("More Information") if "To check" in line)


def test_names_that_yaml_takes_for_something_else_are_written_as_texts() -> None:
    request = {"profile": {"on": {"no": ["y"], "a-1": {"x": "1.10"}}}, "edition": "2026", "as_of": "2026-01-15"}
    assert yaml.safe_load("\n".join(request_lines(request))) == request
    assert yaml.safe_load("\n".join(request_lines({"profile": {}, "language": "```"}))) == {
        "profile": {},
        "language": "```",
    }
    assert "`" not in "".join(request_lines({"profile": {}, "language": "```"}))


def test_a_whole_decision_has_a_table_of_what_is_needed_and_names_the_rest() -> None:
    found = made(TRACING, slot=None, stack__in_use=["z"])
    assert isinstance(found, StackRecord)
    assert found.left_out == ("two",)
    read = read_madr(record_markdown(found, Filing()))
    assert [line.cells for line in read.lines if line.kind == "row"] == [
        ("Slot", "Picks", "Status"),
        ("---", "---", "---"),
        ("one", "keep Z", "decided"),
    ]
    assert read.under("Area") == ["one — keep Z: E m/keeping", "consider X"]
    assert said(found.answers) == ["Z is in use"]


def test_what_has_to_be_left_is_told_of_a_slot_that_is_not_needed_too() -> None:
    found = made("leave: {when: {in_use: y}, then: [{migrate: y, to: x}]}", slot=None, stack__in_use=["y"])
    assert [line.title for area in found.areas for line in area.slots] == ["one"]
    assert [effect.point.text for effect in found.consequences] == ["Y has to be left for X by 2025-06-01: E"]


def test_the_same_decision_gives_the_same_bytes() -> None:
    assert written(TRACING, stack__in_use=["z"]) == written(TRACING, stack__in_use=["z"])
