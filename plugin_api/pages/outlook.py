"""What the answers on the form at / come to so far: the architecture in small, and which questions still matter."""

from __future__ import annotations

from typing import Any

import orjson

from engine.explanation.interview.standings import standings_document
from engine.explanation.labels import verdict_word
from engine.explanation.picture.boxes import tint_of
from engine.explanation.proofs.words import status_word
from engine.inference.reasoner import Decision
from engine.inference.resolution import SlotOutcome
from engine.model import Language
from engine.request import Request, decision_id
from plugin_api.service import Service

# What is folded away in a form: an answer to it changes nothing any more, or it is beside the point.
IDLE = ("settled", "beside")


def outlook_of(asked: Request, service: Service) -> dict[str, Any]:
    """As plain data; the same answers on the same day are worked out once."""
    key = ("outlook", decision_id(asked, service.knowledge))
    body = service.proofs.get(key)
    if body is None:
        body = orjson.dumps(_outlook(asked, service))
        service.proofs.put(key, body, weight=len(body))
    found: dict[str, Any] = orjson.loads(body)
    return found


def _outlook(asked: Request, service: Service) -> dict[str, Any]:
    knowledge, language = service.knowledge, asked.language
    ahead = service.interviewer.outlook(asked.answers, (), asked.edition, asked.as_of)
    questions = {one["question"]: one for one in standings_document(ahead, language)}
    next_ = ahead.next.question if ahead.next else None
    areas = _areas(service.advisor.decide(asked), language)
    shown = [one for area in areas for slot in area["slots"] for one in (*slot["picks"], *slot["leaving"])]
    return {
        "edition": asked.edition,
        "as_of": asked.as_of.isoformat(),
        "remaining": ahead.progress.remaining,
        "answered": len(asked.answers),
        "settled": ahead.progress.settled,
        "slots": ahead.progress.slots,
        "next": {"id": next_.id, "text": next_.text.in_language(language)} if next_ else None,
        "questions": {
            id_: {"standing": one["standing"], "text": one["text"], "matters": bool(one["slots"])}
            for id_, one in questions.items()
        },
        "sections": {
            section.id: _section([questions[question.id]["standing"] for question in section.questions])
            for section in knowledge.sections
        },
        "areas": areas,
        "verdicts": {one["verdict"]: one["text"] for one in shown},
    }


def _section(standings: list[str]) -> dict[str, int]:
    return {
        "all": len(standings),
        "open": sum(one in ("open", "waiting") for one in standings),
        "answered": sum(one in ("answered", "implied") for one in standings),
        "idle": sum(one in IDLE for one in standings),
    }


def _areas(decision: Decision, language: Language) -> list[dict[str, Any]]:
    """From top to bottom, as in the picture: the first area of the architecture is its foundation, and stands lowest.

    Only what is needed, and what is in use.
    """
    by_area: dict[str, list[SlotOutcome]] = {area: [] for area in decision.knowledge.areas}
    for outcome in decision.slots:
        if outcome.needed or any(verdict.verdict != "avoid" for verdict in outcome.verdicts):
            by_area[decision.knowledge.slots[outcome.slot].area].append(outcome)
    return [
        {
            "area": area,
            "title": decision.knowledge.areas[area].title.in_language(language),
            "slots": [_slot(outcome, decision, language) for outcome in outcomes],
        }
        for area, outcomes in reversed(by_area.items())
        if outcomes
    ]


def _slot(outcome: SlotOutcome, decision: Decision, language: Language) -> dict[str, Any]:
    knowledge = decision.knowledge
    verdicts = {verdict.product: verdict.verdict for verdict in outcome.verdicts}
    leaving = [product for product, verdict in verdicts.items() if verdict == "migrate"]

    def products(ids: list[str]) -> list[dict[str, str]]:
        return [
            {
                "name": knowledge.products[id_].name,
                "verdict": verdicts[id_],
                "text": verdict_word(verdicts[id_], language),
            }
            for id_ in ids
        ]

    shown: dict[str, Any] = {
        "slot": outcome.slot,
        "title": knowledge.slots[outcome.slot].title.in_language(language),
        "status": outcome.status,
        "status_text": status_word(outcome.status, language),
        "picks": products(list(outcome.picks)),
        "leaving": products(leaving),
        "warnings": (),
    }
    return {**shown, "tint": tint_of(shown)}
