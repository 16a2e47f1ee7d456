"""Why a product got the verdict that it did: the arguments on it, and the part of the proof that bears on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from engine.explanation.proofs.graph import Level, graph_document, proof_graph
from engine.explanation.proofs.words import say, verdict_title
from engine.explanation.texts import reason
from engine.inference.reasoner import Decision
from engine.inference.resolution import ProductVerdict, SlotOutcome
from engine.model import STANCES, STANCES_FOR, Language, Rule


@dataclass(frozen=True, slots=True)
class Argument:
    """One rule's stance on one product in one slot. `set_aside_by`: the rules that defeated it; none, and it stands."""

    rule: Rule
    stance: str
    set_aside_by: tuple[str, ...]

    @property
    def stands(self) -> bool:
        return not self.set_aside_by

    @property
    def favours(self) -> bool:
        return self.stance in STANCES_FOR


def slot_of(decision: Decision, *products: str) -> str | None:
    """The first slot of a product, its home before others, that speaks of it; without such, its home.

    Of several products, a slot of them all, that speaks of as many of them as any. None: they share no slot.
    """
    first, *others = (decision.knowledge.products[product].slots for product in products)
    shared = [slot for slot in first if all(slot in slots for slots in others)]
    spoken = {
        slot: sum(verdict_on(decision.slot(slot), product) is not None for product in products) for slot in shared
    }
    return max(shared, key=lambda slot: spoken[slot], default=None)


def verdict_on(outcome: SlotOutcome, product: str) -> ProductVerdict | None:
    return next((verdict for verdict in outcome.verdicts if verdict.product == product), None)


def arguments_on(decision: Decision, slot: str, product: str) -> tuple[Argument, ...]:
    """Those that stand, the strongest first, then those that were set aside."""
    outcome = decision.slot(slot)
    verdict = verdict_on(outcome, product)
    rules = [planned.rule for planned in decision.plan.rules]
    standing = [(rules[number], ()) for number in verdict.because] if verdict else []
    passed_over = (one.defeated for one in outcome.passed_over if one.product == product)
    defeated = verdict.defeated if verdict else next(passed_over, ())
    fallen = [(rules[defeat.rule], tuple(rules[by].id for by in defeat.by)) for defeat in defeated]
    return tuple(
        Argument(rule, _stance(rule, slot, product), set_aside_by) for rule, set_aside_by in (*standing, *fallen)
    )


def _stance(rule: Rule, slot: str, product: str) -> str:
    return next(c.kind for c in rule.then if c.kind in STANCES and c.slot == slot and c.subject == product)


def summary(decision: Decision, slot: str, product: str, language: Language) -> str:
    """The verdict, with the strongest reason for it."""
    knowledge = decision.knowledge
    outcome = decision.slot(slot)
    verdict = verdict_on(outcome, product)
    if verdict is None:
        passed_over = any(one.product == product for one in outcome.passed_over)
        return say("passed over" if passed_over else "absent", language, name=knowledge.products[product].name)
    title = verdict_title(verdict, knowledge, language)
    reasons = [reason(decision.plan.rules[number].rule, decision, language) for number in verdict.because[:1]]
    return " — ".join([title, *reasons])


def why_document(
    decision: Decision, id_: str, slot: str, product: str, language: Language, level: Level = "full"
) -> dict[str, Any]:
    """The part of a proof that bears on one product, as plain data. `verdict` is null where nothing speaks of it."""
    arguments = [(product, argument) for argument in arguments_on(decision, slot, product)]
    return {
        **why_head(decision, id_, slot, product),
        "summary": summary(decision, slot, product, language),
        "arguments": argument_documents(arguments, decision, language),
        "contrast": None,
        "graph": graph_document(proof_graph(decision, language, slots=[slot], product=product, level=level)),
    }


def why_head(decision: Decision, id_: str, slot: str, product: str) -> dict[str, Any]:
    return {
        "decision": id_,
        "slot": slot,
        "status": decision.slot(slot).status,
        **verdict_document(decision, slot, product),
        "links": {"decision": f"/v1/decisions/{id_}", "trace": f"/v1/decisions/{id_}/trace"},
    }


def verdict_document(decision: Decision, slot: str, product: str) -> dict[str, Any]:
    outcome = decision.slot(slot)
    verdict = verdict_on(outcome, product)
    return {
        "product": product,
        "name": decision.knowledge.products[product].name,
        "verdict": verdict.verdict if verdict else None,
        "pick": product in outcome.picks,
    }


def argument_documents(
    arguments: Iterable[tuple[str, Argument]], decision: Decision, language: Language
) -> list[dict[str, Any]]:
    """Arguments with the products that they are on."""
    return [
        {
            "product": product,
            "rule": argument.rule.id,
            "stance": argument.stance,
            "side": "for" if argument.favours else "against",
            "strength": argument.rule.strength,
            "text": reason(argument.rule, decision, language),
            "standing": "stands" if argument.stands else "defeated",
            "set_aside_by": list(argument.set_aside_by),
            "cites": list(argument.rule.cites),
        }
        for product, argument in arguments
    ]
