"""The disagreements between sources that bear on a decision, and what became in it of the rules that settle them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from engine.conflict import Conflict
from engine.explanation.conflicts import all_conflicts, conflict_document
from engine.inference.encoding import IN_USE
from engine.inference.profile import members_of
from engine.inference.reasoner import Decision
from engine.inference.resolution import SlotOutcome
from engine.model import Knowledge, Language, Rule

# What became of a rule here: it spoke and stands, it was set aside, or its conditions do not hold.
Standing = Literal["stands", "defeated", "silent"]
# How close a conflict is: its rules speak, its claims are cited, it is about a product.
_RULES, _CLAIMS, _ABOUT = 3, 2, 1


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A conflict with the slots that it bears on, in the order of the architecture, and the rules that settle it.

    `spoken`: a rule that settles it, or a claim of one of its sides, speaks there; else it is only about a product.
    """

    conflict: Conflict
    spoken: bool
    slots: tuple[str, ...]
    rules: tuple[tuple[str, Standing], ...]


def disagreements(
    decision: Decision, slots: Iterable[str] | None = None, products: Collection[str] | None = None
) -> tuple[Disagreement, ...]:
    """Those whose rules, claims or products bear on the slots; those first whose own rules speak there.

    `slots`: None for all of them. `products`: with it only arguments on these count, and conflicts about them. Without
    it, a conflict about a product bears on the slots in which that is picked or in use.
    """
    chosen = [decision.slot(slot) for slot in slots] if slots is not None else list(decision.slots)
    heard = [(outcome, _Heard.of(outcome, decision, products)) for outcome in chosen]
    found = []
    for conflict in all_conflicts(decision.knowledge):
        weights = {outcome.slot: said.weight(conflict) for outcome, said in heard}
        touched = tuple(slot for slot, weight in weights.items() if weight > 0)
        if touched:
            rules = tuple(_standings(conflict, decision))
            weight = max(weights.values())
            found.append((weight, Disagreement(conflict, weight > _ABOUT, touched, rules)))
    return tuple(one for _, one in sorted(found, key=lambda entry: -entry[0]))


@dataclass(frozen=True, slots=True)
class _Heard:
    """What is said in a slot: rules by their own ids and by those they were written under, claims, products."""

    rules: frozenset[str]
    claims: frozenset[str]
    products: frozenset[str]

    @classmethod
    def of(cls, outcome: SlotOutcome, decision: Decision, products: Collection[str] | None) -> _Heard:
        rules = [decision.plan.rules[number].rule for number in _numbers(outcome, products)]
        about = products if products is not None else _acted_on(outcome, decision)
        return cls(
            frozenset(name for rule in rules for name in (rule.id, rule.template)),
            frozenset(claim for rule in rules for claim in rule.cites),
            frozenset(about),
        )

    def weight(self, conflict: Conflict) -> int:
        if not self.rules.isdisjoint(conflict.settled.rules):
            return _RULES
        if any(claim in self.claims for side in conflict.sides for claim in side.cites):
            return _CLAIMS
        return 0 if self.products.isdisjoint(conflict.products) else _ABOUT


def _acted_on(outcome: SlotOutcome, decision: Decision) -> set[str]:
    in_use = members_of(decision.answers.get(IN_USE, ()))
    return {*outcome.picks, *(one.product for one in outcome.verdicts if one.product in in_use)}


def _numbers(outcome: SlotOutcome, products: Collection[str] | None) -> Iterator[int]:
    yield from outcome.needed_because
    yield from (defeat.rule for defeat in outcome.need_defeated)
    for verdict in outcome.verdicts:
        if products is None or verdict.product in products:
            yield from verdict.because
            yield from (defeat.rule for defeat in verdict.defeated)
    for passed_over in outcome.passed_over:
        if products is None or passed_over.product in products:
            yield from (defeat.rule for defeat in passed_over.defeated)
    yield from (warning.rule for warning in outcome.warnings if products is None or warning.product in products)


def _standings(conflict: Conflict, decision: Decision) -> Iterator[tuple[str, Standing]]:
    fallen = {defeat.rule for outcome in decision.slots for defeat in outcome.defeats}
    fired = frozenset(decision.fired())
    numbers = {planned.rule.id: number for number, planned in enumerate(decision.plan.rules)}
    for rule in _settling(conflict, decision.knowledge):
        number = numbers.get(rule.id)
        if number in fallen:
            yield rule.id, "defeated"
        else:
            yield rule.id, "stands" if number in fired else "silent"


def _settling(conflict: Conflict, knowledge: Knowledge) -> Iterator[Rule]:
    """Of a rule that was written for many products, the copies for those that the conflict is about."""
    for name in conflict.settled.rules:
        for id_ in (name, *(f"{name}@{product}" for product in conflict.products)):
            if id_ in knowledge.rules:
                yield knowledge.rules[id_]


def disagreement_document(found: Disagreement, decision: Decision, language: Language) -> dict[str, Any]:
    """As `conflict_document` tells a conflict, with `slots`, `spoken` and what became of each rule here."""
    document = conflict_document(found.conflict, decision.knowledge, language)
    slots = decision.knowledge.slots
    return {
        **document,
        "slots": [{"slot": id_, "title": slots[id_].title.in_language(language)} for id_ in found.slots],
        "spoken": found.spoken,
        "rules": [{"id": id_, "standing": standing} for id_, standing in found.rules],
    }
