"""How products move through the rings, on small bodies of rules with three editions."""

from __future__ import annotations

from datetime import date

from engine.explanation.radar.history import history
from engine.explanation.radar.movement import Point, timelines
from engine.explanation.radar.standing import RINGS, standings
from engine.inference.interpreter import Interpreter
from engine.inference.plan import make_plan
from engine.inference.reasoner import Reasoner
from engine.knowledge.loader import build_knowledge
from tests.engine.files import files_of
from tests.engine.inference.small import body

EDITIONS = [{"id": f"e{year}", "published": date(year, 1, 1)} for year in (2024, 2025, 2026)]
NEEDED = "needed: {then: [{need: one}, {need: two}]}\n"


def moved(rules: str, edition: str = "e2026", as_of: date = date(2026, 3, 1)) -> dict[str, tuple[Point, ...]]:
    knowledge = build_knowledge(files_of({**body(NEEDED + rules), "editions": EDITIONS}))
    reasoner = Reasoner(make_plan(knowledge), Interpreter())
    return timelines(history(reasoner, {}, edition, as_of))


def told(points: tuple[Point, ...]) -> list[tuple[str, str, int]]:
    return [(str(point.day), RINGS[point.ring].id, point.moved) for point in points]


def test_each_edition_is_a_point_the_newest_first() -> None:
    found = moved("same: {then: [{adopt: x}]}")
    assert told(found["x"]) == [("2026-01-01", "adopt", 0), ("2025-01-01", "adopt", 0), ("2024-01-01", "adopt", 0)]


def test_what_enters_an_edition_moves_in_and_what_leaves_it_moves_out_to_hold() -> None:
    found = moved(
        "old: {when: {edition: e2025}, then: [{adopt: x}]}\nnew: {when: {edition: e2026}, then: [{trial: y}]}"
    )
    assert told(found["x"]) == [("2026-01-01", "hold", -1), ("2025-01-01", "adopt", 1)]
    assert found["x"][0].standing is None
    assert told(found["y"])[0] == ("2026-01-01", "trial", 1)


def test_what_was_gone_in_the_edition_before_is_on_no_radar() -> None:
    assert "x" not in moved("old: {when: {edition: e2024}, then: [{adopt: x}]}\nnew: {then: [{adopt: y}]}")


def test_an_edition_asked_for_knows_nothing_of_later_ones() -> None:
    found = moved("new: {when: {edition: e2026}, then: [{adopt: x}]}\nold: {then: [{adopt: y}]}", edition="e2025")
    assert "x" not in found
    assert [day for day, _, _ in told(found["y"])] == ["2025-01-01", "2024-01-01"]


def test_what_turns_within_an_edition_has_its_day() -> None:
    """And movement is told against the edition before."""
    rules = """
before: {when: {before: 2026-02-01}, then: [{adopt: x}]}
after: {when: {on_or_after: 2026-02-01}, then: [{avoid: x}]}
"""
    assert told(moved(rules)["x"]) == [
        ("2026-02-01", "hold", -1),
        ("2026-01-01", "adopt", 0),
        ("2025-01-01", "adopt", 0),
        ("2024-01-01", "adopt", 0),
    ]
    assert told(moved(rules, as_of=date(2026, 1, 31))["x"])[0] == ("2026-01-01", "adopt", 0)


def test_an_edition_asked_for_before_its_day_is_read_as_it_was_first_published() -> None:
    found = moved("same: {then: [{adopt: x}]}", as_of=date(2020, 1, 1))
    assert told(found["x"])[0] == ("2026-01-01", "adopt", 0)


def test_of_several_slots_the_best_verdict_leads_and_of_equals_that_at_home() -> None:
    found = moved("a: {then: [{avoid: z}]}\nb: {then: [{adopt: z, slot: two}]}")
    (first, verdict), (second, _) = found["z"][0].standing.verdicts  # type: ignore[union-attr]
    assert (first, verdict.verdict, second) == ("two", "adopt", "one")
    equal = moved("a: {then: [{adopt: z}]}\nb: {then: [{adopt: z, slot: two}]}")
    assert equal["z"][0].standing is not None
    assert equal["z"][0].standing.slot == "one"


def test_what_is_contested_is_to_be_assessed() -> None:
    found = moved("for: {then: [{adopt: x}]}\nagainst: {then: [{avoid: x}]}")
    assert RINGS[found["x"][0].ring].id == "assess"


def test_the_last_of_a_history_is_the_decision_that_was_asked_for() -> None:
    knowledge = build_knowledge(files_of({**body(NEEDED + "a: {then: [{adopt: x}]}"), "editions": EDITIONS}))
    reasoner = Reasoner(make_plan(knowledge), Interpreter())
    last = history(reasoner, {}, "e2026", date(2026, 5, 5))[-1]
    assert last is reasoner.decide({}, "e2026", date(2026, 5, 5))
    assert list(standings(last)) == ["x"]
