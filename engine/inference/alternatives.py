"""The alternatives of all rules as bits of one integer: which of them facts leave open is a matter of a few masks."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

from engine.inference.literals import bits
from engine.inference.plan import PlannedRule


class Alternatives:
    """Every disjunct of every rule has a bit: the first that of its rule's number, the others behind all rules.

    `testing` has by literal the alternatives that test it, `of_rule` by rule its own.
    """

    def __init__(self, rules: Sequence[PlannedRule], literals: int) -> None:
        self.testing = [0] * literals
        self.of_rule: list[int] = []
        self._masks: dict[int, int] = {}
        behind = count(len(rules))
        for rule in rules:
            own = 0
            for which, disjunct in enumerate(rule.disjuncts):
                number = next(behind) if which else rule.number
                self._masks[number] = rule.masks[which]
                own |= 1 << number
                for literal in disjunct:
                    self.testing[literal] |= 1 << number
            self.of_rule.append(own)

    def that_test(self, literals: int) -> int:
        """The alternatives that test one of these literals."""
        found = 0
        for literal in bits(literals):
            found |= self.testing[literal]
        return found

    def reads(self, alternatives: int) -> int:
        """The literals that these alternatives test."""
        found = 0
        for number in bits(alternatives):
            found |= self._masks[number]
        return found
