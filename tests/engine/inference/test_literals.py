"""Conditions become disjunctions of literals with the same truth value, in Kleene's three values."""

from __future__ import annotations

from typing import Any as Anything

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.inference.literals import (
    MAX_DISJUNCTS,
    MAX_LITERALS,
    Atoms,
    TooComplex,
    bits,
    mask_of,
    opposite,
    positive,
)
from engine.model import ALWAYS, All, Any, Condition, Leaf, Not

A, B, C = (Leaf("in_use", name) for name in "abc")
IS, IS_NOT = Leaf("question", "q", "is", 1), Leaf("question", "q", "is_not", 1)
PAIRS = [("is", "is_not"), ("includes", "excludes"), ("known", "unknown"), ("at_least", "below"), ("above", "at_most")]
LEAVES = [A, B, C, *(Leaf("question", "q", operator, 1) for pair in PAIRS for operator in pair)]


def conditions() -> st.SearchStrategy[Condition]:
    return st.recursive(
        st.sampled_from(LEAVES),
        lambda inside: (
            st.builds(Not, inside)
            | st.builds(All, st.lists(inside, max_size=3).map(tuple))
            | st.builds(Any, st.lists(inside, max_size=3).map(tuple))
        ),
        max_leaves=8,
    )


def value(condition: Condition, facts: dict[Leaf, bool | None]) -> bool | None:
    """Kleene's tables."""
    if isinstance(condition, Leaf):
        leaf, wanted = positive(condition)
        return None if facts[leaf] is None else facts[leaf] == wanted
    if isinstance(condition, Not):
        inside = value(condition.part, facts)
        return None if inside is None else not inside
    decisive = isinstance(condition, Any)
    values = [value(part, facts) for part in condition.parts]
    if decisive in values:
        return decisive
    return None if None in values else not decisive


def holds(condition: Condition, atoms: Atoms, held: int) -> bool:
    return any(held & mask_of(disjunct) == mask_of(disjunct) for disjunct in atoms.disjuncts(condition))


FACTS = st.fixed_dictionaries({leaf: st.sampled_from((True, False, None)) for leaf in LEAVES if positive(leaf)[1]})


@given(conditions(), FACTS)
def test_the_disjuncts_have_the_truth_value_of_the_condition(condition: Condition, facts: dict[Leaf, Anything]) -> None:
    atoms = Atoms()
    held = mask_of(atoms.literal(leaf, truth) for leaf, truth in facts.items() if truth is not None)
    try:
        found = holds(condition, atoms, held), holds(Not(condition), atoms, held)
    except TooComplex:
        return
    assert found == {True: (True, False), False: (False, True), None: (False, False)}[value(condition, facts)]


@given(conditions())
def test_no_disjunct_contains_another(condition: Condition) -> None:
    try:
        disjuncts = Atoms().disjuncts(condition)
    except TooComplex:
        return
    assert not any(one < other for one in disjuncts for other in disjuncts)
    assert len(set(disjuncts)) == len(disjuncts)


# --- examples -------------------------------------------------------------------------------------------------


def said(condition: Condition) -> list[set[str]]:
    """The disjuncts in words: `a` for "a holds", `-a` for "a does not hold"."""
    atoms = Atoms()
    for leaf in (A, B, C):
        atoms.number(leaf)
    return [{("-" if literal & 1 else "") + "abc"[literal >> 1] for literal in d} for d in atoms.disjuncts(condition)]


@pytest.mark.parametrize(
    ("condition", "disjuncts"),
    [
        (ALWAYS, [set()]),
        (Any(()), []),
        (A, [{"a"}]),
        (Not(A), [{"-a"}]),
        (All((A, B)), [{"a", "b"}]),
        (Any((A, B)), [{"a"}, {"b"}]),
        (All((A, Any((B, C)))), [{"a", "b"}, {"a", "c"}]),
        (Not(All((A, Not(B)))), [{"-a"}, {"b"}]),
        (Not(Any((A, B))), [{"-a", "-b"}]),
        (Any((A, All((A, B)))), [{"a"}]),
        # Not everything is known: neither of these is as good as true or false.
        (Any((A, Not(A))), [{"a"}, {"-a"}]),
        (All((A, Not(A))), [{"a", "-a"}]),
    ],
)
def test_a_condition_in_words(condition: Condition, disjuncts: list[set[str]]) -> None:
    assert said(condition) == disjuncts


def test_a_test_and_its_opposite_are_one_atom() -> None:
    atoms = Atoms()
    assert atoms.literal(IS_NOT) == atoms.literal(IS) + 1 == atoms.literal(IS_NOT, False) + 1
    assert atoms.leaves == [IS]
    assert atoms.find(IS_NOT) is None


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_every_opposite_knows_its_contrary(one: str, other: str) -> None:
    leaf, contrary = Leaf("question", "q", one, 1), Leaf("question", "q", other, 1)
    assert positive(contrary) == (leaf, False)
    assert positive(contrary, False) == (leaf, True)
    assert opposite(leaf) == contrary
    assert opposite(A) is None


def test_where_a_test_stands_is_no_part_of_its_atom() -> None:
    atoms = Atoms()
    here, there = Leaf("in_use", "a", path=("when",)), Leaf("in_use", "a", path=("when", 0))
    assert atoms.number(here) == atoms.number(there)
    assert atoms.leaves[0].path == ()


def test_too_many_alternatives_are_turned_away() -> None:
    fitting = Any(tuple(Leaf("in_use", str(n)) for n in range(MAX_DISJUNCTS)))
    assert len(Atoms().disjuncts(fitting)) == MAX_DISJUNCTS
    with pytest.raises(TooComplex):
        Atoms().disjuncts(Any((*fitting.parts, Leaf("in_use", "one more"))))


def test_alternatives_that_multiply_are_turned_away_before_they_are_written_out() -> None:
    either = tuple(Any(tuple(Leaf("in_use", f"{n}{side}") for side in "abcdefgh")) for n in range(30))
    with pytest.raises(TooComplex):
        Atoms().disjuncts(All(either))


def test_too_many_tests_in_one_alternative_are_turned_away() -> None:
    fitting = All(tuple(Leaf("in_use", str(n)) for n in range(MAX_LITERALS)))
    assert len(Atoms().disjuncts(fitting)[0]) == MAX_LITERALS
    with pytest.raises(TooComplex):
        Atoms().disjuncts(All((*fitting.parts, Leaf("in_use", "one more"))))


@given(st.integers(0, 2**80))
def test_bits_and_masks_are_the_same_set(mask: int) -> None:
    assert mask_of(bits(mask)) == mask
    assert bits(mask) == sorted(bits(mask))
