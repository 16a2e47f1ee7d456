"""What every check looks at: the knowledge, its plan, and searches on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from engine.inference.plan import Plan, PlannedRule
from engine.knowledge.problems import Problem
from engine.linting.mentions import Mentions
from engine.linting.search import Search, Searches
from engine.model import Knowledge, Place

# The name under which rules that bear on no slot are searched.
NO_SLOT = ""


@dataclass(frozen=True)
class Context:
    """`slots`: those that checks of single slots look at."""

    knowledge: Knowledge
    plan: Plan
    searches: Searches
    slots: tuple[str, ...]

    @cached_property
    def mentions(self) -> Mentions:
        return Mentions(self.knowledge)

    @cached_property
    def written(self) -> dict[str, tuple[PlannedRule, ...]]:
        """The rules as they were written: under the id of each, what it was grounded to."""
        ordered = sorted(self.plan.rules, key=lambda planned: (planned.rule.template, planned.rule.id))
        return {id_: tuple(copies) for id_, copies in groupby(ordered, key=lambda planned: planned.rule.template)}

    def written_in(self, slot: str) -> Iterator[tuple[str, tuple[PlannedRule, ...]]]:
        """The written rules that bear on a slot first of all; with NO_SLOT those that derive concerns."""
        for id_, copies in self.written.items():
            if self._homes[copies[0].number] == slot:
                yield id_, copies

    @cached_property
    def _homes(self) -> dict[int, str]:
        return {planned.number: next(iter(planned.rule.slots), NO_SLOT) for planned in self.plan.rules}

    def search_of(self, planned: PlannedRule) -> Search:
        """The search for questions about one rule."""
        return self.searches.about(self._homes[planned.number])

    def place(self, sort: str, id_: str) -> Place:
        return self.knowledge.places.get((sort, id_), Place(f"{sort}s", 1, 1))

    def unsettled(self, place: Place, what: str) -> Problem:
        hint = "make the conditions simpler, or look at it yourself"
        return Problem(place, "not-settled", f"whether {what} was not settled within bounds", hint, "warning")


Check = Callable[[Context], Iterator[Problem]]
