"""One profile through all editions: what was decided on each day on which something could have changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from engine.inference.profile import Answers
from engine.inference.reasoner import Decision, Reasoner
from engine.model import Edition
from engine.satisfiability.domains import turning_days


def history(reasoner: Reasoner, answers: Answers, edition: str, as_of: date) -> tuple[Decision, ...]:
    """Oldest first: of each edition the decision on the day it was published, and those on later days on which a
    condition reads otherwise. The last one is the decision for that edition and day.

    An edition is read until the next one was published, and that of the request until its day.
    """
    editions = list(reasoner.plan.knowledge.editions.values())
    turning = _turning_days(reasoner)
    found = []
    for one, last in _read_until(editions, edition, as_of):
        days = [day for day in turning if one.published < day < last]
        found += [reasoner.decide(answers, one.id, day) for day in _differing(reasoner, answers, one, days)]
    final = reasoner.decide(answers, edition, as_of)
    return (*(decision for decision in found if decision is not final), final)


def _read_until(editions: list[Edition], edition: str, as_of: date) -> Iterator[tuple[Edition, date]]:
    """The editions up to one of them, each with the day on which it is no longer read."""
    for one, following in zip(editions, [*editions[1:], None], strict=True):
        last = one.id == edition
        yield one, as_of if last or following is None else following.published
        if last:
            return


def _differing(reasoner: Reasoner, answers: Answers, edition: Edition, days: list[date]) -> Iterator[date]:
    """The day that the edition was published, and the days on which other conditions hold than on the one before."""
    before = None
    for day in (edition.published, *days):
        facts = reasoner.encoder.encode(answers, edition.id, day).facts
        if facts != before:
            yield day
        before = facts


def _turning_days(reasoner: Reasoner) -> list[date]:
    """The days on which what is known of a product changes, and those that rules name."""
    found = {day for product in reasoner.plan.knowledge.products.values() for day in turning_days(product)}
    leaves = reasoner.plan.atoms.leaves
    found.update(
        leaf.value for leaf in leaves if leaf.kind in ("on_or_after", "before") and isinstance(leaf.value, date)
    )
    return sorted(found)
