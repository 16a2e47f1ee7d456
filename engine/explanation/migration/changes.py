"""What changes from one migration plan to another."""

from __future__ import annotations

from dataclasses import dataclass

from engine.explanation.migration.plan import MigrationPlan, Step


@dataclass(frozen=True, slots=True)
class MoveChange:
    """A move that is in one plan alone, or leads elsewhere or by another day in the other."""

    product: str
    slot: str
    before: Step | None
    after: Step | None


def changed_moves(before: MigrationPlan, after: MigrationPlan) -> tuple[MoveChange, ...]:
    """In the order of the plan after, then what is no longer in it."""
    old, new = before.moves, after.moves
    found = [MoveChange(*key, old.get(key), new.get(key)) for key in dict.fromkeys((*new, *old))]
    return tuple(change for change in found if _told(change.before) != _told(change.after))


def _told(step: Step | None) -> tuple[object, ...] | None:
    return (step.to, step.by_date) if step else None
