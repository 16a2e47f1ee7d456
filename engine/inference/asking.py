"""Which unanswered questions could still change a slot: worked out from a decision when somebody wants to know."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from engine.inference.literals import Facts, bits
from engine.inference.plan import Plan, PlannedRule
from engine.inference.resolution import SlotOutcome
from engine.inference.steps import SlotStep, Step


class Asking:
    """Follows what slots wait for back to questions, which are bits. `own`: by atom the question it asks, if any."""

    def __init__(self, plan: Plan, steps: Iterable[Step], own: Mapping[int, int]) -> None:
        self._rules, self._own = plan.rules, own
        # Slots, and rules that derive a concern, each after all that it reads.
        self._steps: list[SlotStep | PlannedRule] = []
        for step in steps:
            if isinstance(step, SlotStep):
                self._steps.append(step)
            else:
                self._steps.extend(rule for rule in step.stage.rules if rule.derives)

    def asks(self, facts: Facts, undetermined: int, outcomes: Sequence[SlotOutcome], stack: int) -> tuple[int, ...]:
        """The questions behind each outcome. `undetermined`: the rules that could fire or not; `stack`: the question
        that is next to ask about what is in use.
        """
        behind: dict[int, int] = {}  # questions behind atoms that rules settle
        found = [0] * len(outcomes)
        for step in self._steps:
            if isinstance(step, PlannedRule):
                if undetermined >> step.number & 1:
                    asked = self._questions([step], facts, behind)
                    behind.update((atom, behind.get(atom, 0) | asked) for atom in step.derives)
                continue
            outcome = outcomes[step.order]
            if outcome.settled and not step.facts.atoms:
                continue
            waiting = outcome.waiting & undetermined  # others fire for sure, and wait to be set aside or not
            asked = self._questions([self._rules[number] for number in bits(waiting)], facts, behind)
            if outcome.waits_for_stack:
                asked |= stack
            found[step.order] = asked
            behind.update(dict.fromkeys(step.facts.atoms, asked))
        return tuple(found)

    def _questions(self, rules: Iterable[PlannedRule], facts: Facts, behind: Mapping[int, int]) -> int:
        """The questions behind what keeps rules from firing for sure: tests neither certain nor impossible."""
        missing = 0
        for rule in rules:
            for mask in rule.masks:
                if facts.possible & mask == mask:
                    missing |= mask
        asked = 0
        for literal in bits(missing & ~facts.certain):
            question = self._own.get(literal >> 1)
            asked |= behind.get(literal >> 1, 0) if question is None else question
        return asked
