"""The versions that a step asks for, read from the rules that fired for it and from those that would not be against
it but for a version."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from engine.inference.literals import bits
from engine.inference.plan import PlannedRule
from engine.inference.reasoner import Decision
from engine.model import STANCES_AGAINST, Leaf

_LOWER_BOUNDS = ("at_least", "above")


@dataclass(frozen=True, slots=True)
class VersionAsked:
    """A version from which on something can be used: a rule for it asks for that, or one would be against it below.

    `met`: None where nobody said which version is in use.
    """

    leaf: Leaf
    rule: str
    met: bool | None


class Versions:
    """Of one decision."""

    def __init__(self, decision: Decision) -> None:
        self.decision = decision
        self.fired = decision.fired()
        self._deriving: dict[str, list[int]] = {}
        for number in self.fired:
            planned = decision.plan.rules[number]
            for conclusion in planned.rule.then if planned.derives else ():
                self._deriving.setdefault(conclusion.subject, []).append(number)

    def asked(self, rules: Iterable[int], products: Iterable[str], slot: str) -> tuple[VersionAsked, ...]:
        """By rules that fired, given by their numbers, and by those against products in a slot, if any. Each once."""
        against = (one for product in products for one in self._against(product, slot))
        found: dict[Leaf, VersionAsked] = {}
        for one in (*self._for(rules), *against):
            found.setdefault(one.leaf, one)
        return tuple(found.values())

    def _for(self, rules: Iterable[int]) -> Iterator[VersionAsked]:
        """What rules, and those behind the concerns that they heed, found."""
        seen, waiting = set[int](), list(rules)
        while waiting:
            number = waiting.pop(0)
            if number in seen:
                continue
            seen.add(number)
            planned = self.decision.plan.rules[number]
            for literal in bits(planned.masks[self.fired[number]]) if planned.masks else ():
                leaf = self.decision.plan.atoms.leaves[literal >> 1]
                if not literal & 1 and self._is_bound(leaf):
                    yield VersionAsked(leaf, planned.rule.id, True)
                elif not literal & 1 and leaf.kind == "concern":
                    waiting.extend(self._deriving.get(leaf.subject, ()))

    def _against(self, product: str, slot: str) -> Iterator[VersionAsked]:
        """Rules that speak against a product as soon as a version is below their bound, all else being as it is."""
        plan = self.decision.plan.slots.get(slot)
        for planned in plan.rules if plan else ():
            stances = [c for c in planned.rule.then if c.kind in STANCES_AGAINST and c.subject == product]
            if stances and planned.number not in self.fired:
                yield from self._near(planned)

    def _near(self, planned: PlannedRule) -> Iterator[VersionAsked]:
        held = self.decision.facts.held
        leaves = self.decision.plan.atoms.leaves
        for mask in planned.masks:
            missing = bits(mask & ~held)
            if missing and all(literal & 1 and self._is_bound(leaves[literal >> 1]) for literal in missing):
                for literal in missing:
                    met = bool(held >> (literal ^ 1) & 1) or None
                    yield VersionAsked(leaves[literal >> 1], planned.rule.id, met)

    def _is_bound(self, leaf: Leaf) -> bool:
        question = self.decision.knowledge.questions.get(leaf.subject) if leaf.kind == "question" else None
        about_version = leaf.kind == "version_of" or (question is not None and question.type == "version")
        return about_version and leaf.operator in _LOWER_BOUNDS
