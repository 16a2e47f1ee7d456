"""All minimal ways to satisfy clauses: which of some soft literals have to hold, as few as it goes.

A solver that decides the soft literals before all others, and denies what it decides, comes upon a model in which no
soft literal holds that could be denied without another one holding in its place: each that holds was implied by those
that were denied. So no model has a proper subset of them. Each set found is then forbidden, with all that contain it,
and the search goes on until nothing is left. That end is the proof that all were found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.satisfiability.solver import OutOfSteps, Solver


@dataclass(frozen=True, slots=True)
class Minimal:
    """Sets of soft literals, in the order in which they were found. `complete`: there are no others."""

    sets: tuple[frozenset[int], ...]
    complete: bool


def minimal_sets(solver: Solver, soft: Sequence[int], *, steps: int, most: int) -> Minimal:
    """`soft` are variables made so. `steps`: conflicts allowed for each set; `most`: sets to look for at most.

    The sets are forbidden in the solver from then on.
    """
    found: list[frozenset[int]] = []
    while True:
        try:
            answer = solver.solve(steps=steps)
        except OutOfSteps:
            return Minimal(tuple(found), False)
        if not answer:
            return Minimal(tuple(found), True)
        if len(found) == most:
            return Minimal(tuple(found), False)
        found.append(frozenset(literal for literal in soft if answer.holds(literal)))
        solver.add([literal ^ 1 for literal in found[-1]])
