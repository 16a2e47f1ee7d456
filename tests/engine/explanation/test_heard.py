"""Of the rules that fire, those are heard of which something comes through."""

from __future__ import annotations

from datetime import date

from engine.explanation.heard import heard
from engine.linting.witness import Witnesses
from engine.satisfiability.inputs import Sketch
from tests.engine.linting.laying import SOUND, plan_of

PLAN = plan_of(SOUND)


def names(profile: dict[str, dict[str, object]], edition: str = "2025") -> tuple[set[str], set[str]]:
    """The rules that fired and were not heard, and those that were."""
    decision = Witnesses(PLAN).decide(Sketch(profile, edition, date(2026, 1, 15)))
    fired = {PLAN.rules[number].rule.id for number in decision.fired()}
    came_through = {PLAN.rules[number].rule.id for number in heard(decision)}
    return fired - came_through, came_through


def test_what_an_exception_sets_aside_is_not_heard() -> None:
    unheard, came_through = names({"shop": {"size": "small"}, "stack": {"in_use": ["jaeger"]}})
    assert unheard == {"tracing/tempo-is-the-standard"}
    assert came_through >= {"tracing/jaeger-may-stay", "tracing/traces-are-wanted", "principles/a-small-shop"}


def test_a_stance_is_not_heard_where_the_slot_is_not_needed_and_a_need_is_where_it_is() -> None:
    unheard, came_through = names({"shop": {"signals": ["none"]}}, "2024")
    assert unheard == {"tracing/jaeger-is-the-standard", "dashboards/grafana-is-the-standard"}
    assert came_through == set()


def test_a_constraint_is_heard_and_what_it_forbids_is_not() -> None:
    unheard, came_through = names({"platform": {"kubernetes_version": "1.29"}})
    assert "tracing/tempo-needs-1-30" in came_through
    assert "tracing/tempo-is-the-standard" not in unheard  # it also speaks of Jaeger
