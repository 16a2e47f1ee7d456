"""Where sources disagree on what a slot's record is about: both sides, and how it was settled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from typing import Any

from engine.conflict import Conflict
from engine.explanation.conflicts import all_conflicts, conflict_document
from engine.explanation.records.record import Disagreement, Side
from engine.explanation.records.words import dated
from engine.inference.reasoner import Decision
from engine.inference.resolution import SlotOutcome
from engine.model import Knowledge, Language


def disagreements(
    outcome: SlotOutcome, rules: Iterable[str], cites: Iterable[str], decision: Decision, language: Language
) -> tuple[Disagreement, ...]:
    """Those about a product that was judged here, if a rule or a claim of the record has part in them.

    `rules`, `cites`: those of the record. What only the catalog's facts show takes part by the product alone.
    """
    judged = {verdict.product for verdict in outcome.verdicts}
    said, cited = {*rules}, {*cites}
    knowledge = decision.knowledge
    return tuple(
        _told(conflict_document(conflict, knowledge, language))
        for conflict in all_conflicts(knowledge)
        if not judged.isdisjoint(conflict.products) and _bears(conflict, said, cited, knowledge)
    )


def _bears(conflict: Conflict, rules: Set[str], cites: Set[str], knowledge: Knowledge) -> bool:
    if conflict.computed or not conflict.settled.rules:
        return True
    settling = {name for rule in conflict.settled.rules for name in _copies(rule, conflict, knowledge)}
    return not (settling.isdisjoint(rules) and cites.isdisjoint(c for side in conflict.sides for c in side.cites))


def _copies(rule: str, conflict: Conflict, knowledge: Knowledge) -> Iterator[str]:
    """A rule, or, of one that was written for many products, the copies for those that the conflict is about."""
    yield from (id_ for id_ in (rule, *(f"{rule}@{one}" for one in conflict.products)) if id_ in knowledge.rules)


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
