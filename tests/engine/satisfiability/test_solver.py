"""The search against trying everything."""

from __future__ import annotations

from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.satisfiability.circuit import Circuit
from engine.satisfiability.solver import OutOfSteps, Solver

VARIABLES = 7
LITERALS = st.integers(0, 2 * VARIABLES - 1)
CLAUSES = st.lists(st.lists(LITERALS, min_size=1, max_size=3), max_size=24)


def holds(literal: int, values: tuple[bool, ...]) -> bool:
    return values[literal >> 1] != bool(literal & 1)


def models(clauses: list[list[int]], assumed: list[int]) -> bool:
    """Some values make every clause and every assumption hold."""
    return any(
        all(any(holds(literal, values) for literal in clause) for clause in clauses)
        and all(holds(literal, values) for literal in assumed)
        for values in product((False, True), repeat=VARIABLES)
    )


@given(st.lists(st.tuples(CLAUSES, st.lists(LITERALS, max_size=4)), min_size=1, max_size=3))
def test_it_finds_a_model_where_there_is_one_and_says_what_cannot_hold_where_there_is_none(
    questions: list[tuple[list[list[int]], list[int]]],
) -> None:
    """Clauses are added between the questions, and what was learned must not hurt."""
    solver, known = Solver(), list[list[int]]()
    for _ in range(VARIABLES):
        solver.variable()
    for clauses, assumed in questions:
        for clause in clauses:
            known.append(clause)
            solver.add(clause)
        answer = solver.solve(assumed)
        assert bool(answer) == models(known, assumed)
        if answer:
            values = tuple(answer.holds(2 * number) for number in range(VARIABLES))
            assert all(any(holds(literal, values) for literal in clause) for clause in known)
            assert all(map(answer.holds, assumed))
        else:
            assert answer.core <= set(assumed)
            assert not models(known, list(answer.core))


def pigeons(holes: int) -> Solver:
    """One pigeon more than there are holes, which takes a while to see."""
    solver = Solver()
    sits = [[solver.variable() for _ in range(holes)] for _ in range(holes + 1)]
    for row in sits:
        solver.add(row)
    for hole in range(holes):
        for one, other in combinations(range(holes + 1), 2):
            solver.add([sits[one][hole] ^ 1, sits[other][hole] ^ 1])
    return solver


def test_it_gives_up_after_as_many_conflicts_as_it_was_allowed_and_can_be_asked_again() -> None:
    solver = pigeons(5)
    with pytest.raises(OutOfSteps):
        solver.solve(steps=10)
    assert not solver.solve()


def test_gates_are_what_they_say_and_made_once() -> None:
    circuit = Circuit()
    one, other = circuit.solver.variable(), circuit.solver.variable()
    both, either = circuit.all_of([one, other]), circuit.any_of([one, other])
    assert circuit.all_of([other, one, circuit.true]) == both
    assert circuit.all_of([one, one ^ 1]) == circuit.false
    assert circuit.all_of([]) == circuit.true
    assert circuit.any_of([]) == circuit.false
    assert not circuit.solver.solve([both, other ^ 1])
    assert not circuit.solver.solve([either, one ^ 1, other ^ 1])
    assert circuit.solver.solve([either, one ^ 1]).holds(other)
