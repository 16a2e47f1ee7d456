"""One of two decisions set side by side, read by the names of rules: the two may be of two bodies of knowledge."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Literal

from engine.inference.encoding import IN_USE, WORKS_WELL
from engine.inference.literals import bits, mask_of
from engine.inference.plan import PlannedRule, SlotPlan
from engine.inference.profile import members_of
from engine.inference.reasoner import Decision
from engine.inference.resolution import SlotOutcome
from engine.inference.verdicts import ProductVerdict, speaking
from engine.model import Leaf

Side = Literal["before", "after"]
SIDES: tuple[Side, Side] = ("before", "after")


class Standing:
    """One of the two decisions, by the names of rules."""

    def __init__(self, name: Side, decision: Decision) -> None:
        self.name, self.decision = name, decision
        self.fired = decision.fired()
        self._outcomes = {outcome.slot: outcome for outcome in decision.slots}
        self._silenced: dict[str, dict[int, int]] = {}

    @cached_property
    def rules(self) -> dict[str, PlannedRule]:
        return {planned.rule.id: planned for planned in self.decision.plan.rules}

    @cached_property
    def deriving(self) -> dict[str, tuple[str, ...]]:
        """By concern the rules that derive it."""
        found: dict[str, list[str]] = {}
        for planned in self.decision.plan.rules:
            if planned.derives:
                for conclusion in planned.rule.then:
                    found.setdefault(conclusion.subject, []).append(planned.rule.id)
        return {concern: tuple(rules) for concern, rules in found.items()}

    def fires(self, rule: str) -> bool:
        return rule in self.rules and self.rules[rule].number in self.fired

    def outcome(self, slot: str) -> SlotOutcome | None:
        return self._outcomes.get(slot)

    def verdict(self, slot: str, product: str) -> ProductVerdict | None:
        outcome = self.outcome(slot)
        verdicts = outcome.verdicts if outcome else ()
        return next((verdict for verdict in verdicts if verdict.product == product), None)

    def ids(self, numbers: Iterable[int]) -> tuple[str, ...]:
        return tuple(self.decision.plan.rules[number].rule.id for number in numbers)

    def uses(self, product: str) -> bool:
        answers = self.decision.answers
        return any(product in members_of(answers.get(question, ())) for question in (IN_USE, WORKS_WELL))

    def holds(self, leaf: Leaf, wanted: bool) -> bool:
        """A test in the form that plans number. One that this side's rules never make does not hold."""
        number = self.decision.plan.atoms.find(leaf)
        return number is not None and bool(self.decision.facts.held >> 2 * number + (not wanted) & 1)

    def silencers(self, rule: str, slot: str, product: str | None) -> tuple[str, ...]:
        """The rules that set a rule that fired aside: in the slot, or in what the slot says of one product."""
        plan = self.decision.plan.slots.get(slot)
        number = self.rules[rule].number
        index = next((i for i, one in enumerate(plan.rules) if one.number == number), None) if plan else None
        if plan is None or index is None:
            return ()
        by = self._silenced_in(slot, plan).get(index)
        if by:
            return self.ids(plan.rules[i].number for i in bits(by))
        verdict = self.verdict(slot, product) if product else None
        defeats = verdict.defeated if verdict else ()
        return next((self.ids(defeat.by) for defeat in defeats if defeat.rule == number), ())

    def _silenced_in(self, slot: str, plan: SlotPlan) -> dict[int, int]:
        """By index the rules that were set aside in the whole slot, with those that did it as bits."""
        found = self._silenced.get(slot)
        if found is None:
            _, found = speaking(plan, plan.local(mask_of(self.fired)))
            self._silenced[slot] = found
        return found
