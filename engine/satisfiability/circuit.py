"""Conjunctions and disjunctions of literals, each given a literal of its own once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from engine.satisfiability.solver import Solver


class Circuit:
    """Gates over a solver's literals. `true` always holds."""

    def __init__(self) -> None:
        self.solver = Solver()
        self.true = self.solver.variable()
        self.solver.add([self.true])
        self._gates: dict[frozenset[int], int] = {}

    @property
    def false(self) -> int:
        return self.true ^ 1

    def all_of(self, literals: Iterable[int]) -> int:
        """A literal that holds where all of these do."""
        parts = frozenset(literals) - {self.true}
        if self.false in parts or any(literal ^ 1 in parts for literal in parts):
            return self.false
        if len(parts) <= 1:
            return next(iter(parts), self.true)
        gate = self._gates.get(parts)
        if gate is None:
            gate = self._gates[parts] = self.solver.variable()
            for literal in parts:
                self.solver.add([gate ^ 1, literal])
            self.solver.add([gate, *(literal ^ 1 for literal in sorted(parts))])
        return gate

    def any_of(self, literals: Iterable[int]) -> int:
        """A literal that holds where one of these does."""
        return self.all_of(literal ^ 1 for literal in literals) ^ 1

    def at_most(self, most: int, literals: Sequence[int]) -> None:
        """No more than that many of these hold. Clauses of a running count: `counts[n]`, more than n did so far."""
        counts: list[int] = []
        for literal in literals:
            if len(counts) >= most:
                self.solver.add([literal ^ 1, counts[most - 1] ^ 1] if most else [literal ^ 1])
            following = []
            for n in range(min(most, len(counts) + 1)):
                count = self.solver.variable()
                if n < len(counts):
                    self.solver.add([count, counts[n] ^ 1])
                self.solver.add([count, literal ^ 1, *([counts[n - 1] ^ 1] if n else [])])
                following.append(count)
            counts = following
