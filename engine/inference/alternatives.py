"""The alternatives of all rules as bits of one integer: which of them facts leave open is a matter of a few masks."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

from engine.inference.literals import bits
from engine.inference.plan import PlannedRule


class Alternatives:
    """Every disjunct of every rule has a bit: the first that of its rule's number, the others behind all rules.

    `testing` has by literal the alternatives that test it, `of_rule` by rule its own, each with what it tests.
    """

    def __init__(self, rules: Sequence[PlannedRule], literals: int) -> None:
        self.testing = [0] * literals
        self.of_rule: list[tuple[tuple[int, int], ...]] = []
        behind = count(len(rules))
        for rule in rules:
            own = []
            for which, disjunct in enumerate(rule.disjuncts):
                bit = 1 << (next(behind) if which else rule.number)
                own.append((bit, rule.masks[which]))
                for literal in disjunct:
                    self.testing[literal] |= bit
            self.of_rule.append(tuple(own))

    def that_test(self, literals: int) -> int:
        """The alternatives that test one of these literals."""
        found = 0
        for literal in bits(literals):
            found |= self.testing[literal]
        return found
