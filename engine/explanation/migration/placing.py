"""Why a step of a migration plan stands where it does, in words."""

from __future__ import annotations

from engine.explanation.migration.plan import MigrationPlan, Step
from engine.explanation.migration.words import say
from engine.model import Language


def placed_text(plan: MigrationPlan, number: int, language: Language) -> str:
    """Of the step with that number, from 1. What it waits for is told beside that."""
    step = plan.steps[number - 1]
    if len(plan.steps) == 1:
        return say("alone", language)
    if step.placed.by == "deadline":
        return _deadline(plan, step, language)
    if step.placed.by == "only" and step.placed.waits:
        return say("follows", language)
    waiting = _first_waiting(plan, step)
    if step.placed.by == "only" and waiting is not None:
        return say("awaited", language, step=waiting)
    return _order(plan, number, language)


def _deadline(plan: MigrationPlan, step: Step, language: Language) -> str:
    due = step.placed.due
    if due is None or due == step.placed.node:
        return say("deadline", language)
    return say("due first", language, step=plan.number(due))


def _order(plan: MigrationPlan, number: int, language: Language) -> str:
    """What has a deadline of its own, or of what waits for it, stands before what has none."""
    step, before, after = plan.steps[number - 1], plan.steps[: number - 1], plan.steps[number:]
    if not any(one.by_date for one in before):
        return say("architecture", language)
    if step.placed.due is not None:
        return say("due later" if step.placed.by == "only" else "architecture", language)
    return say("architecture" if any(one.by_date for one in after) else "after deadlines", language)


def _first_waiting(plan: MigrationPlan, step: Step) -> int | None:
    """The first step that waits for this one."""
    waiting = (one for one in plan.steps if any(wait.first == step.placed.node for wait in one.placed.waits))
    return next((plan.number(one.placed.node) for one in waiting), None)
