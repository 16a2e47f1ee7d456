"""The stages of adoption with what a decision picks for each: what to take up next, and what not yet."""

from __future__ import annotations

from typing import Any

from engine.inference.reasoner import Decision
from engine.model import Language, Roadmap

POSITIONS = ("reached", "next", "later")


def roadmap(decision: Decision, language: Language) -> dict[str, Any] | None:
    """None where the knowledge has no stages. Picks that are on no stage are left out."""
    found = decision.knowledge.roadmap
    if found is None:
        return None
    answer = decision.answers.get(found.question)
    ids = [stage.id for stage in found.stages]
    here = ids.index(str(answer)) if answer is not None else None
    picks = _picks(decision, found)
    return {
        "stage": answer,
        "stages": [
            {
                "stage": stage.id,
                "title": stage.title.in_language(language),
                "text": stage.because.in_language(language),
                "cites": list(stage.cites),
                "position": None if here is None else _position(number - here),
                "picks": picks[stage.id],
            }
            for number, stage in enumerate(found.stages)
        ],
    }


def _position(ahead: int) -> str:
    """`ahead`: how many stages beyond the one where the platform stands."""
    return POSITIONS[min(max(ahead, 0), 2)]


def _picks(decision: Decision, found: Roadmap) -> dict[str, list[dict[str, str]]]:
    """By stage. A product's own stage wins over that of its slot."""
    by_product = {product: stage.id for stage in found.stages for product in stage.products}
    by_slot = {slot: stage.id for stage in found.stages for slot in stage.slots}
    picks: dict[str, list[dict[str, str]]] = {stage.id: [] for stage in found.stages}
    for outcome in decision.slots:
        for product in outcome.picks:
            stage = by_product.get(product) or by_slot.get(outcome.slot)
            if stage is not None:
                picks[stage].append({"slot": outcome.slot, "product": product})
    return picks
