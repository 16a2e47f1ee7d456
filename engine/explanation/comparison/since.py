"""What an earlier edition of the rules says of the same profile, on the last day on which it was the newest."""

from __future__ import annotations

from datetime import date, timedelta

from engine.inference.reasoner import Decision


def last_day(edition: str, decision: Decision) -> date:
    """The day before the next edition was published; that of the decision, where this is no later."""
    published = decision.knowledge.editions[edition].published
    later = [one.published for one in decision.knowledge.editions.values() if one.published > published]
    return min(decision.as_of, later[0] - timedelta(days=1)) if later else decision.as_of


def edition_before(decision: Decision) -> str | None:
    """None where the decision's edition is the first."""
    editions = list(decision.knowledge.editions)
    place = editions.index(decision.edition)
    return editions[place - 1] if place else None


def read_in(edition: str, decision: Decision) -> Decision:
    """The same profile, decided by another edition as it was read on its last day."""
    return decision.reasoner.decide(decision.answers, edition, last_day(edition, decision))
