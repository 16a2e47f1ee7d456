"""Conditions → literals: every test that some rule makes becomes an atom with two bits, "holds" and "does not hold".

A literal is one of the two. Both bits of an atom may be down: the answer it asks about is unknown. Facts about a
profile are then three integers (`Facts`), and whether a rule fires is whether the bits of one of its disjuncts are all
up. That is Kleene's three-valued logic, in which distributing and De Morgan's laws hold, so that a rule's disjunctive
normal form has the rule's truth value.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import reduce
from itertools import product

from engine.model import All, Any, Condition, Leaf, Not

MAX_DISJUNCTS = 48
MAX_LITERALS = 200  # in one alternative; durable-rules takes 254

# Tests that are the opposite of another test, and that other test.
_OPPOSITES = {"is_not": "is", "excludes": "includes", "unknown": "known", "below": "at_least", "at_most": "above"}
DERIVED_KINDS = frozenset({"concern", "needed", "picks", "verdict"})
CONTEXT_KINDS = frozenset({"attribute", "on_or_after", "before", "edition", "edition_from", "edition_until"})

# A conjunction of literals, each an atom's number times two, plus one where it is the "does not hold" bit.
Disjunct = frozenset[int]


class TooComplex(Exception):
    """A condition with more alternatives than `MAX_DISJUNCTS`, or more tests in one than `MAX_LITERALS`."""


@dataclass(slots=True)
class Facts:
    """What is so (`held`), is so whatever is answered further (`certain`), or could be so (`possible`)."""

    held: int
    certain: int
    possible: int


class Atoms:
    """The atoms of one body of rules, numbered in the order in which they are met."""

    def __init__(self) -> None:
        self.leaves: list[Leaf] = []
        self._numbers: dict[Leaf, int] = {}

    def number(self, leaf: Leaf) -> int:
        known = self._numbers.get(leaf)
        if known is None:
            known = self._numbers[leaf] = len(self.leaves)
            self.leaves.append(replace(leaf, path=()))
        return known

    def find(self, leaf: Leaf) -> int | None:
        return self._numbers.get(leaf)

    def literal(self, leaf: Leaf, wanted: bool = True) -> int:
        leaf, wanted = positive(leaf, wanted)
        return 2 * self.number(leaf) + (not wanted)

    def disjuncts(self, condition: Condition) -> tuple[Disjunct, ...]:
        """The condition's disjunctive normal form, without disjuncts that another one contains."""
        found = _minimal(self._alternatives(condition, True))
        if any(len(disjunct) > MAX_LITERALS for disjunct in found):
            raise TooComplex
        return tuple(sorted(found, key=lambda disjunct: (len(disjunct), sorted(disjunct))))

    def _alternatives(self, condition: Condition, wanted: bool) -> list[Disjunct]:
        if isinstance(condition, Leaf):
            return [frozenset({self.literal(condition, wanted)})]
        if isinstance(condition, Not):
            return self._alternatives(condition.part, not wanted)
        parts = [self._alternatives(part, wanted) for part in condition.parts]
        if isinstance(condition, All) == wanted:
            if reduce(lambda total, part: total * len(part), parts, 1) > MAX_DISJUNCTS**2:
                raise TooComplex
            together = [frozenset().union(*choice) for choice in product(*parts)]
        else:
            together = [disjunct for part in parts for disjunct in part]
        found = _minimal(together)
        if len(found) > MAX_DISJUNCTS:
            raise TooComplex
        return found


def positive(leaf: Leaf, wanted: bool = True) -> tuple[Leaf, bool]:
    """The leaf in the one form of its atom: `is_not` becomes the opposite of `is`, and so on."""
    if leaf.operator in _OPPOSITES:
        return replace(leaf, operator=_OPPOSITES[leaf.operator], path=()), not wanted
    return leaf, wanted


def opposite(leaf: Leaf) -> Leaf | None:
    """The leaf that says the contrary, where the language has a word for it."""
    for said, contrary in _OPPOSITES.items():
        if leaf.operator == contrary:
            return replace(leaf, operator=said)
    return None


def _minimal(disjuncts: Iterable[Disjunct]) -> list[Disjunct]:
    kept: list[Disjunct] = []
    for disjunct in sorted(set(disjuncts), key=lambda d: (len(d), sorted(d))):
        if not any(other <= disjunct for other in kept):
            kept.append(disjunct)
    return kept


def mask_of(literals: Iterable[int]) -> int:
    mask = 0
    for literal in literals:
        mask |= 1 << literal
    return mask


def bits(mask: int) -> list[int]:
    """The numbers of the bits that are up, lowest first."""
    found = []
    while mask:
        low = mask & -mask
        found.append(low.bit_length() - 1)
        mask ^= low
    return found


__all__ = [
    "CONTEXT_KINDS",
    "DERIVED_KINDS",
    "Any",
    "Atoms",
    "Disjunct",
    "Facts",
    "TooComplex",
    "bits",
    "mask_of",
    "opposite",
    "positive",
]
