"""Products in use that stand in one another's way: several in one slot where one suffices, or in a slot not needed."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checking.declared import Declared
from engine.checking.findings import Finding
from engine.explanation.connections import fired_relations
from engine.inference.reasoner import Decision
from engine.inference.resolution import ProductVerdict, SlotOutcome
from engine.knowledge.relations import products_of
from engine.model import PICKED, STANCES_FOR, VERDICTS


def redundant(outcome: SlotOutcome, decision: Decision, stack: Declared) -> Iterator[Finding]:
    """Of products that are at home in the slot. What is to be left there anyway is told as that."""
    verdicts = {verdict.product: verdict for verdict in outcome.verdicts}
    here = [
        product
        for product in stack.products
        if decision.knowledge.products[product].home == outcome.slot
        and (product not in verdicts or verdicts[product].verdict in STANCES_FOR)
    ]
    if not outcome.needed:
        yield from _unneeded(outcome, here, decision, stack)
    elif len(here) > 1 and not decision.knowledge.slots[outcome.slot].several_jobs:
        yield from _beside_another(here, verdicts, outcome, decision, stack)


def _unneeded(outcome: SlotOutcome, here: list[str], decision: Decision, stack: Declared) -> Iterator[Finding]:
    """Where a rule says so; that nobody asked for the slot is no ground."""
    rules = [decision.plan.rules[number].rule for number in outcome.needed_because]
    declining = tuple(r.id for r in rules if any(c.kind == "no_need" and c.subject == outcome.slot for c in r.then))
    if outcome.need_settled and declining:
        for product in here:
            yield Finding(
                "redundant",
                "not needed",
                "full",
                stack.products[product],
                product=product,
                slots=(outcome.slot,),
                rules=declining,
            )


def _beside_another(
    here: list[str], verdicts: dict[str, ProductVerdict], outcome: SlotOutcome, decision: Decision, stack: Declared
) -> Iterator[Finding]:
    """The verdicts may keep several. What they do not keep, and what does not go with those, is one too many."""

    def worth(product: str) -> tuple[int, str]:
        return VERDICTS.index(verdicts[product].verdict) if product in verdicts else len(VERDICTS), product

    ordered = sorted(here, key=worth)
    kept = [product for product in ordered if product in verdicts and verdicts[product].verdict in PICKED]
    staying = kept or [product for product in ordered[:1] if product in verdicts]
    if not staying:  # no rule speaks of any of them
        return
    together = _belonging_together(decision)
    for product in ordered:
        through = verdicts[product].through if product in verdicts else ()
        companions = {one for one in staying if one in through or frozenset((one, product)) in together}
        if product in staying or companions:
            continue
        told = [*staying, product]
        numbers = [number for one in told if one in verdicts for number in verdicts[one].because]
        yield Finding(
            "redundant",
            "redundant" if len(staying) == 1 else "redundant beside several",
            "full",
            stack.products[product],
            product=product,
            slots=(outcome.slot,),
            rules=tuple(dict.fromkeys(decision.plan.rules[number].rule.id for number in numbers)),
            others=tuple(staying),
            verdict=verdicts[product].verdict if product in verdicts else None,
        )


def _belonging_together(decision: Decision) -> set[frozenset[str]]:
    """Pairs of products that a rule which fired connects."""
    found: set[frozenset[str]] = set()
    for _, conclusion in fired_relations(decision):
        first, *others = products_of(conclusion)
        found.update(frozenset((first, other)) for other in others)
    return found
