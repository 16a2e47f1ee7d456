"""Minimal sets of soft literals, and bounds on how many hold, against trying everything."""

from __future__ import annotations

from itertools import chain, combinations, product

from hypothesis import given
from hypothesis import strategies as st

from engine.satisfiability.circuit import Circuit
from engine.satisfiability.minimal import minimal_sets
from engine.satisfiability.solver import Solver

SOFT, OTHERS = 5, 4
LITERALS = st.integers(0, 2 * (SOFT + OTHERS) - 1)
CLAUSES = st.lists(st.lists(LITERALS, min_size=1, max_size=4), max_size=16)


def by_trying(clauses: list[list[int]]) -> set[frozenset[int]]:
    working = set()
    for values in product((False, True), repeat=SOFT + OTHERS):
        if all(any(values[literal >> 1] != bool(literal & 1) for literal in clause) for clause in clauses):
            working.add(frozenset(2 * number for number in range(SOFT) if values[number]))
    return {one for one in working if not any(other < one for other in working)}


@given(CLAUSES)
def test_all_minimal_sets_are_found_and_no_others(clauses: list[list[int]]) -> None:
    solver = Solver()
    soft = [solver.variable(soft=True) for _ in range(SOFT)]
    for _ in range(OTHERS):
        solver.variable(first=True)
    for clause in clauses:
        solver.add(clause)
    found = minimal_sets(solver, soft, steps=10_000, most=1000)
    assert found.complete
    assert len(found.sets) == len(set(found.sets))
    assert set(found.sets) == by_trying(clauses)


def test_where_it_stops_early_it_says_so() -> None:
    solver = Solver()
    soft = [solver.variable(soft=True) for _ in range(4)]
    solver.add(soft)
    assert minimal_sets(solver, soft, steps=10_000, most=3).complete is False


def test_what_a_search_learned_does_not_change_what_is_decided_first() -> None:
    """Pigeons in too few holes, unless a soft literal opens one more: it does not hold without need."""
    solver = Solver()
    opened, needless = solver.variable(soft=True), solver.variable(soft=True)
    sits = [[solver.variable(first=True) for _ in range(5)] for _ in range(6)]
    for row in sits:
        solver.add([*row, opened])
    for hole in zip(*sits, strict=True):
        for one, other in combinations(hole, 2):
            solver.add([one ^ 1, other ^ 1])
    found = minimal_sets(solver, (opened, needless), steps=100_000, most=10)
    assert (found.sets, found.complete) == ((frozenset({opened}),), True)


@given(st.integers(0, 4), st.integers(0, 6))
def test_at_most_so_many_hold(most: int, many: int) -> None:
    circuit = Circuit()
    literals = [circuit.solver.variable() for _ in range(many)]
    circuit.at_most(most, literals)
    chosen = chain.from_iterable(combinations(literals, size) for size in range(many + 1))
    for held in chosen:
        values = [literal if literal in held else literal ^ 1 for literal in literals]
        assert bool(circuit.solver.solve(values)) == (len(held) <= most)
