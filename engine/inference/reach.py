"""Which steps of a chain bear on which: what is to be taken again where an answer differs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_

from engine.inference.literals import bits, mask_of
from engine.inference.steps import StageStep, Step


class Reach:
    """Which steps of a chain bear on which. Sets of steps are integers, bit i for the i-th.

    Steps that relate products are left out: no slot rests on them. `settles`: by step both bits of every atom that it
    settles; `settled`: all of these.
    """

    def __init__(self, steps: Sequence[Step]) -> None:
        self.steps = steps
        self.settles = tuple(_both(_settled(step)) for step in steps)
        self.settled = union(self.settles)
        self._reading: dict[int, int] = defaultdict(int)  # by atom
        settling: dict[int, int] = defaultdict(int)
        for number, step in enumerate(steps):
            for atom in _read(step):
                self._reading[atom] |= 1 << number
            for atom in _settled(step):
                settling[atom] |= 1 << number
        # Steps that speak of one fact go together: what was so before any of them spoke is known.
        following = [union(self._reading[atom] | settling[atom] for atom in _settled(step)) for step in steps]
        for number, step in enumerate(steps):
            if isinstance(step, StageStep):
                following[number] |= _heard_by(step, steps)
        self._reached = tuple(_closure(1 << number, following) for number in range(len(steps)))

    def of(self, literals: int) -> list[int]:
        """The numbers of the steps, in order, that tests on the profile bear on. `literals`: bits of the tests."""
        direct = found = 0
        for literal in bits(literals):
            direct |= self._reading.get(literal >> 1, 0)
        for number in bits(direct):
            found |= self._reached[number]
        return bits(found)


def _settled(step: Step) -> tuple[int, ...]:
    """The atoms that later steps may read."""
    if isinstance(step, StageStep):
        return tuple(literal.bit_length() - 1 >> 1 for literal, _ in step.derives)
    return step.facts.atoms


def _read(step: Step) -> Iterable[int]:
    """The atoms that a step reads by itself."""
    if not isinstance(step, StageStep):
        return [literal >> 1 for literal in bits(step.uses)]
    return () if step.stage.relates else dict.fromkeys(literal >> 1 for literal in bits(step.stage.reads))


def _heard_by(stage: StageStep, steps: Sequence[Step]) -> int:
    """The resolutions that take a stage's rules into account."""
    return mask_of(
        number for number, step in enumerate(steps) if not isinstance(step, StageStep) and step.rules & stage.rules
    )


def _both(atoms: Iterable[int]) -> int:
    return sum(3 << 2 * atom for atom in set(atoms))


def union(sets: Iterable[int]) -> int:
    return reduce(or_, sets, 0)


def _closure(start: int, following: Sequence[int]) -> int:
    found, waiting = 0, start
    while waiting:
        found |= waiting
        waiting = union(following[number] for number in bits(waiting)) & ~found
    return found
