"""Where sources disagree on what a slot's record is about: both sides, and how it was settled."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.explanation.conflicts import conflict_document
from engine.explanation.disagreements import disagreements as bearing_on
from engine.explanation.records.record import Disagreement, Side
from engine.explanation.records.words import dated
from engine.inference.reasoner import Decision
from engine.model import Language


def disagreements(decision: Decision, slot: str, language: Language) -> tuple[Disagreement, ...]:
    """Those in which what is said in the slot takes part, as the pages of a decision find them."""
    found = [one for one in bearing_on(decision, slots=[slot]) if one.spoken]
    return tuple(_told(conflict_document(one.conflict, decision.knowledge, language)) for one in found)


def _told(document: Mapping[str, Any]) -> Disagreement:
    settled = document["settled"]
    return Disagreement(
        about=document["about"],
        sides=tuple(
            Side(side["says"], tuple(dict.fromkeys(map(_source, side["citations"]))), side["favoured"])
            for side in document["sides"]
        ),
        how=settled["how_text"],
        because=settled["because"],
        by=tuple(rule["id"] for rule in settled["rules"]),
    )


def _source(citation: Mapping[str, Any]) -> str:
    return dated(citation["title"], citation["date"])
