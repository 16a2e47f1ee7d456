"""What bears on one product's place in one slot: the rules, and the tests that they make.

A rule is left out where it can never fire by what is settled, or where it could not matter whether it does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from engine.inference.literals import DERIVED_KINDS, bits
from engine.inference.plan import Plan, PlannedRule, SlotPlan
from engine.model import Leaf

# May a test on answers, edition, day or catalog hold, or its contrary where the second argument is False?
MayHold = Callable[[Leaf, bool], bool]


@dataclass(frozen=True, slots=True)
class Cone:
    """`rules`: by number in the plan. `tests`: what their open alternatives ask of answers, in the order of atoms."""

    rules: frozenset[int]
    tests: tuple[Leaf, ...]


def cone_of(plan: Plan, slot: str, product: str, may_hold: MayHold) -> Cone:
    """The rules that could have a say in whether the product is a pick of the slot."""
    return _Tracing(plan, may_hold).cone(slot, product)


class _Tracing:
    """Follows rules down to the answers, then drops those that what is settled keeps from firing."""

    def __init__(self, plan: Plan, may_hold: MayHold) -> None:
        self.plan, self.may_hold = plan, may_hold
        self.leaves = plan.atoms.leaves
        self.slots = {(step.slot, step.need_only): step for step in plan.steps if isinstance(step, SlotPlan)}
        self.deriving = _deriving(plan)
        self.settled: dict[int, bool] = {}
        self.derivable: set[str] = set()

    def cone(self, slot: str, product: str) -> Cone:
        start = Leaf("picks", slot, about=product)
        level = {rule.number: stage.level for stage in self.plan.stages for rule in stage.rules}
        live: dict[int, list[frozenset[int]]] = {}
        # Lowest level first: a concern that no live rule derives does not hold.
        for number in sorted(self._below(start, None), key=lambda number: (level[number], number)):
            disjuncts = [d for d in self.plan.rules[number].disjuncts if all(map(self._open, d))]
            if disjuncts:
                live[number] = disjuncts
                concerns = (c.subject for c in self.plan.rules[number].rule.then if c.kind == "derive")
                self.derivable.update(concerns)
        rules = self._below(start, live)
        asked = {literal >> 1 for number in rules for disjunct in live[number] for literal in disjunct}
        tests = [self.leaves[atom] for atom in sorted(asked | self._stacks(start, rules, live))]
        return Cone(frozenset(rules), tuple(leaf for leaf in tests if leaf.kind not in DERIVED_KINDS))

    def _below(self, start: Leaf, live: Mapping[int, list[frozenset[int]]] | None) -> set[int]:
        """The rules that settle a fact, those that settle what these read, and so on; of the live ones, where given."""
        found: set[int] = set()
        waiting = self._settling(start)
        while waiting:
            new = {n for n in waiting if n not in found and (live is None or n in live)}
            found |= new
            read = {leaf for number in new for leaf in self._read(number, live)}
            waiting = {number for leaf in read for number in self._settling(leaf)}
        return found

    def _read(self, number: int, live: Mapping[int, list[frozenset[int]]] | None) -> Iterable[Leaf]:
        disjuncts: Iterable[frozenset[int]] = self.plan.rules[number].disjuncts if live is None else live[number]
        for disjunct in disjuncts:
            for literal in disjunct:
                if self.leaves[literal >> 1].kind in DERIVED_KINDS:
                    yield self.leaves[literal >> 1]

    def _settling(self, leaf: Leaf) -> set[int]:
        """The rules that settle a derived fact."""
        if leaf.kind == "concern":
            return {rule.number for rule in self.deriving.get(leaf.subject, ())}
        plan = self.slots.get((leaf.subject, leaf.kind == "needed")) or self.slots[leaf.subject, False]
        return {plan.rules[i].number for i in _heard(plan, leaf.about if leaf.kind != "needed" else None)}

    def _stacks(self, start: Leaf, rules: set[int], live: Mapping[int, list[frozenset[int]]]) -> set[int]:
        """What verdicts on products at home in their slot ask beside rules: whether they are in use."""
        found = set()
        for leaf in {start, *(leaf for number in rules for leaf in self._read(number, live))}:
            if leaf.kind in ("picks", "verdict"):
                literal = self.slots[leaf.subject, False].in_use.get(leaf.about or "")
                if literal is not None:
                    found.add(literal >> 1)
        return found

    def _open(self, literal: int) -> bool:
        """May it hold, by what is settled?"""
        if literal not in self.settled:
            leaf, wanted = self.leaves[literal >> 1], not literal & 1
            if leaf.kind == "concern":
                return not wanted or leaf.subject in self.derivable
            self.settled[literal] = leaf.kind in DERIVED_KINDS or self.may_hold(leaf, wanted)
        return self.settled[literal]


def _deriving(plan: Plan) -> Mapping[str, list[PlannedRule]]:
    found: dict[str, list[PlannedRule]] = defaultdict(list)
    for planned in plan.rules:
        for conclusion in planned.rule.then:
            if conclusion.kind == "derive":
                found[conclusion.subject].append(planned)
    return found


def _heard(plan: SlotPlan, product: str | None) -> set[int]:
    """The rules, as indices of the slot's plan, that say whether it is needed or speak of the product, and whatever
    could set one of them aside.
    """
    seeds = plan.asking | plan.declining
    for arguments in plan.arguments:
        if arguments.product == product:
            seeds |= arguments.rules
    found, waiting = 0, seeds
    while waiting:
        found |= waiting
        more = 0
        for i in bits(waiting):
            more |= plan.silencers[i]
        waiting = more & ~found
    return set(bits(found))
