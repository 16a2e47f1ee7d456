"""Asking whether something can come about: one search a slot, with what was found on the way.

Requests that a search found are kept: most questions are answered by a request that an earlier one came upon.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from engine.inference.plan import Plan
from engine.linting.witness import Shows, Witness, Witnesses
from engine.satisfiability.chain import Chain
from engine.satisfiability.inputs import Sketch
from engine.satisfiability.solver import Answer, OutOfSteps

STEPS = 20_000
_KEPT = 24


@dataclass(frozen=True, slots=True)
class Found:
    """What a search came to: `can` is None where it gave up. `core`: literals that cannot hold together."""

    can: bool | None
    answer: Answer | None = None
    core: frozenset[int] = frozenset()


@dataclass(slots=True)
class Search:
    """A chain and its solver, for the questions about one slot or module."""

    chain: Chain
    steps: int
    _models: list[Answer] = field(default_factory=list)

    def can(self, *literals: int) -> Found:
        """Is there a request in which all of these hold?"""
        circuit = self.chain.circuit
        if circuit.false in literals:
            return Found(False, core=frozenset({circuit.false}))
        for model in self._models:
            if all(model.knows(literal) and model.holds(literal) for literal in literals):
                return Found(True, model)
        try:
            answer = circuit.solver.solve(literals, steps=self.steps)
        except OutOfSteps:
            return Found(None)
        if not answer:
            return Found(False, core=answer.core)
        self._models = [answer, *self._models[: _KEPT - 1]]
        return Found(True, answer)

    def sketch(self, found: Found) -> Sketch:
        assert found.answer is not None
        return self.chain.inputs.read(found.answer)


class Searches:
    """One search for each slot, made when it is first asked for, on one plan."""

    def __init__(self, plan: Plan, steps: int = STEPS) -> None:
        self.plan = plan
        self.witnesses = Witnesses(plan)
        self._steps = steps
        self._searches: dict[str, Search] = {}

    def about(self, name: str) -> Search:
        """`name`: a slot, or a module whose rules bear on none."""
        if name not in self._searches:
            self._searches[name] = Search(Chain(self.plan), self._steps)
        return self._searches[name]

    def witness(self, search: Search, found: Found, shows: Shows) -> Witness | None:
        return self.witnesses.smallest(search.sketch(found), shows)

    def forget(self, name: str) -> None:
        """Gives the memory back."""
        self._searches.pop(name, None)


def first_that_can(found: Iterable[Found]) -> Found:
    """The first that can come about; none of them for sure, or not as far as was settled."""
    unsettled = False
    for one in found:
        if one.can:
            return one
        unsettled = unsettled or one.can is None
    return Found(None if unsettled else False)
