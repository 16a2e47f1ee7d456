"""How firm picks stand, as plain data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from engine.explanation.texts import answer_text
from engine.explanation.what_if.changes import answer_data, to_document
from engine.explanation.what_if.ranges import in_ranges
from engine.explanation.what_if.robustness import BADGES, Deciding, Firmness, robustness
from engine.explanation.why_not.holding import Hold
from engine.inference.reasoner import Decision
from engine.model import Knowledge, Language


def robustness_document(
    found: Iterable[Firmness], knowledge: Knowledge, id_: str, language: Language, hold: Hold
) -> dict[str, Any]:
    picks = [pick_document(one, knowledge, language) for one in found]
    return {
        "decision": id_,
        "hold": hold,
        "counts": {badge: sum(pick["badge"] == badge for pick in picks) for badge in BADGES},
        "picks": picks,
        "links": {"self": f"/v1/decisions/{id_}/robustness", "decision": f"/v1/decisions/{id_}"},
    }


def with_robustness(document: dict[str, Any], decision: Decision, language: Language) -> dict[str, Any]:
    """The document of a decision with a member `robustness` in each slot: how its picks stand."""
    by_slot: dict[str, list[dict[str, Any]]] = {slot["slot"]: [] for slot in document["slots"]}
    for one in robustness(decision):
        by_slot[one.slot].append(pick_document(one, decision.knowledge, language))
    return {**document, "slots": [{**slot, "robustness": by_slot[slot["slot"]]} for slot in document["slots"]]}


def pick_document(one: Firmness, knowledge: Knowledge, language: Language) -> dict[str, Any]:
    return {
        "slot": one.slot,
        "product": one.product,
        "name": knowledge.products[one.product].name,
        "badge": one.badge,
        "given": [_deciding(deciding, knowledge, language) for deciding in one.given],
        "open": [_deciding(deciding, knowledge, language) for deciding in one.open],
        "joined": [_deciding(deciding, knowledge, language) for deciding in one.joined],
    }


def _deciding(deciding: Deciding, knowledge: Knowledge, language: Language) -> dict[str, Any]:
    question, given = knowledge.questions[deciding.question], deciding.given
    told = in_ranges(
        (turn.change, (turn.verdict, turn.outcome.picks, turn.outcome.status, turn.beside)) for turn in deciding.turns
    )
    return {
        "question": question.id,
        "text": question.text.in_language(language),
        "fixed": deciding.fixed,
        "from": answer_data(question, given),
        "from_text": None if given is None else answer_text(question, given, knowledge, language),
        "changes": [
            {
                **to_document(change, knowledge, language),
                "verdict": verdict,
                "picks": list(picks),
                "status": status,
                "beside": list(beside),
            }
            for change, (verdict, picks, status, beside) in told
        ],
    }
