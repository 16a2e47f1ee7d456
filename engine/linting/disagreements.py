"""Rules that can speak against each other: products whose verdict some profile would find contested."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from engine.inference.reasoner import Decision
from engine.knowledge.problems import Problem
from engine.linting.context import Context
from engine.linting.search import Search
from engine.linting.witness import Shows
from engine.model import STANCES_FOR, Rule
from engine.satisfiability.chain import SlotLogic

_HINT = "let one override the other, or test what keeps them apart"


def disagreements(context: Context) -> Iterator[Problem]:
    """Each pair of rules that can disagree, with a request in which they do. A contested verdict always has such a
    pair: one rule for and one against, or one that says adopt and one that says trial."""
    for slot in context.slots:
        search = context.searches.about(slot)
        logic = search.chain.slot(slot)
        for arguments in logic.plan.arguments:
            found = search.can(logic.needed, logic.voices(arguments.product).contested)
            if found.can is None:
                what = f"rules can disagree on {arguments.product!r} in the slot {slot!r}"
                yield context.unsettled(context.place("slot", slot), what)
            elif found.can:
                yield from _pairs(context, search, logic, arguments.product)


def _pairs(context: Context, search: Search, logic: SlotLogic, product: str) -> Iterator[Problem]:
    slot = logic.plan.slot
    for (i, stance, one), (j, other_stance, other) in combinations(logic.voices(product).each, 2):
        if not _disagree(stance, other_stance):
            continue
        rules = sorted([(logic.plan.rules[i], stance), (logic.plan.rules[j], other_stance)], key=_written_first)
        (first, says), (second, contradicts) = rules
        what = f"{first.rule.id!r} ({says}) and {second.rule.id!r} ({contradicts})"
        found = search.can(logic.needed, one, other)
        if found.can is None:
            said = f"{what} can disagree on {product!r} in the slot {slot!r}"
            yield context.unsettled(first.rule.place, said)
        elif found.can:
            shows = _contested_by(slot, product, {first.number, second.number})
            witness = context.searches.witness(search, found, shows)
            if witness is None:
                said = f"{what} disagree on {product!r} in the slot {slot!r}, where the search and the engine differ,"
                yield context.unsettled(first.rule.place, said)
                continue
            message = f"{what} disagree on {product!r} in the slot {slot!r}, as for {witness}"
            yield Problem(first.rule.place, "disagreement", message, _HINT)


def _written_first(said: tuple[object, str]) -> tuple[bool, str]:
    """A rule about one thing in particular is where a disagreement is mended, rather than one over all products."""
    rule: Rule = said[0].rule  # type: ignore[attr-defined]
    return rule.product is not None, rule.id


def _disagree(stance: str, other: str) -> bool:
    return (stance in STANCES_FOR) != (other in STANCES_FOR) or {stance, other} == {"adopt", "trial"}


def _contested_by(slot: str, product: str, rules: set[int]) -> Shows:
    def shows(decision: Decision) -> bool:
        outcome = decision.slot(slot)
        return outcome.status == "contested" and any(
            verdict.product == product and verdict.contested and rules <= set(verdict.because)
            for verdict in outcome.verdicts
        )

    return shows
