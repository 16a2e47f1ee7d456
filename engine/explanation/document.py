"""A decision as plain data: the body that the API answers and the command line prints."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from engine.explanation.advice import advice
from engine.explanation.connections import connections
from engine.explanation.installation import install_order
from engine.explanation.packs import knowledge_document
from engine.explanation.roadmap import roadmap
from engine.explanation.staleness import stale_premises, stale_warning
from engine.explanation.texts import reason
from engine.inference.reasoner import Decision, Reasoner
from engine.inference.resolution import Defeat, ProductVerdict, SlotOutcome
from engine.model import Language
from engine.request import Request, canonical, request_digest


def decision_document(decision: Decision, reasoner: Reasoner, id_: str, language: Language) -> dict[str, Any]:
    """The whole decision. It depends on nothing but knowledge and request."""
    return {
        **head(decision, id_),
        "slots": [slot_document(outcome, decision, language) for outcome in decision.slots],
        **above_slots(decision, language),
        **tail(decision, reasoner, id_, language),
    }


def head(decision: Decision, id_: str) -> dict[str, Any]:
    return {
        "id": id_,
        "edition": decision.edition,
        "as_of": decision.as_of.isoformat(),
        "knowledge": knowledge_document(decision.knowledge),
    }


def above_slots(decision: Decision, language: Language) -> dict[str, Any]:
    """What stands above the slots: what belongs together, what comes first, and how to go about it."""
    return {
        "connections": connections(decision, language),
        "install_order": install_order(decision),
        "roadmap": roadmap(decision, language),
        "advice": advice(decision, language),
    }


def tail(decision: Decision, reasoner: Reasoner, id_: str, language: Language) -> dict[str, Any]:
    return {
        "open_questions": open_questions(decision, reasoner, language),
        "warnings": warnings(decision, language),
        "receipt": receipt(decision, language),
        "links": {
            "self": f"/v1/decisions/{id_}",
            "trace": f"/v1/decisions/{id_}/trace",
            "page": f"/decisions/{id_}",
        },
    }


def receipt(decision: Decision, language: Language) -> dict[str, Any]:
    """What it takes, with `knowledge`, to decide again: the request with nothing left open, and a digest over it."""
    request = canonical(Request(decision.answers, decision.edition, decision.as_of, language))
    return {"request": request, "request_digest": request_digest(request)}


def slot_document(outcome: SlotOutcome, decision: Decision, language: Language) -> dict[str, Any]:
    slot = decision.knowledge.slots[outcome.slot]
    return {
        "slot": slot.id,
        "title": slot.title.in_language(language),
        "area": slot.area,
        "status": outcome.status,
        "picks": list(outcome.picks),
        "verdicts": [_verdict(verdict, decision, language) for verdict in outcome.verdicts],
        "need": {
            "needed": outcome.needed,
            "because": _reasons(outcome.needed_because, decision, language),
            "defeated": _defeated(outcome.need_defeated, decision),
        },
    }


def _verdict(verdict: ProductVerdict, decision: Decision, language: Language) -> dict[str, Any]:
    rules = decision.plan.rules
    return {
        "product": verdict.product,
        "name": decision.knowledge.products[verdict.product].name,
        "verdict": verdict.verdict,
        "because": _reasons(verdict.because, decision, language),
        "defeated": _defeated(verdict.defeated, decision),
        "to": list(verdict.to) or None,
        "by_date": verdict.by_date.isoformat() if verdict.by_date else None,
        "with": list(verdict.through),
        "ruled_out_by": [rules[number].rule.id for number in verdict.ruled_out_by],
        "contested": verdict.contested,
    }


def _reasons(numbers: Iterable[int], decision: Decision, language: Language) -> list[dict[str, Any]]:
    rules = [decision.plan.rules[number].rule for number in numbers]
    return [
        {
            "rule": rule.id,
            "strength": rule.strength,
            "text": reason(rule, decision, language),
            "cites": list(rule.cites),
        }
        for rule in rules
    ]


def _defeated(defeats: Iterable[Defeat], decision: Decision) -> list[dict[str, str]]:
    rules = decision.plan.rules
    return [{"rule": rules[d.rule].rule.id, "by": rules[by].rule.id} for d in defeats for by in d.by]


def open_questions(decision: Decision, reasoner: Reasoner, language: Language) -> list[dict[str, Any]]:
    """The unanswered questions that could still change a slot, those that bear on most slots first."""
    slots: dict[str, list[str]] = {}
    for outcome, asks in zip(decision.slots, decision.asks, strict=True):
        if outcome.status in ("open", "contested"):
            for question in reasoner.questions_of(asks, decision.answers):
                slots.setdefault(question, []).append(outcome.slot)
    order = {question: i for i, question in enumerate(decision.knowledge.questions)}
    ordered = sorted(slots, key=lambda question: (-len(slots[question]), order[question]))
    questions = decision.knowledge.questions
    return [
        {"question": id_, "text": questions[id_].text.in_language(language), "slots": slots[id_]} for id_ in ordered
    ]


def warnings(decision: Decision, language: Language) -> list[dict[str, Any]]:
    """All warnings, in the order of the slots; the same warning for several slots once.

    Premises that have changed come after what rules warn of in the same slot.
    """
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for outcome in decision.slots:
        for warning in outcome.warnings:
            rule = decision.plan.rules[warning.rule].rule
            entry = found.setdefault(
                (rule.id, warning.product),
                {
                    "product": warning.product,
                    "kind": warning.kind,
                    "date": warning.date.isoformat() if warning.date else None,
                    "text": reason(rule, decision, language),
                    "rule": rule.id,
                    "cites": list(rule.cites),
                    "slots": [],
                },
            )
            if outcome.slot not in entry["slots"]:
                entry["slots"].append(outcome.slot)
    stale = [stale_warning(one, decision.knowledge, language) for one in stale_premises(decision)]
    if not stale:
        return list(found.values())
    order = {outcome.slot: i for i, outcome in enumerate(decision.slots)}
    return sorted([*found.values(), *stale], key=lambda warning: order[warning["slots"][0]])
