"""The evidence behind the rules that a record names."""

from __future__ import annotations

from collections.abc import Iterable

from engine.explanation.records.record import Point, Quoted
from engine.model import Knowledge, Language


def quoted(cites: Iterable[str], knowledge: Knowledge, language: Language) -> tuple[Quoted, ...]:
    """Claims by their sources, and sources cited as a whole; each once, in the order of first mention."""
    by_source: dict[str, list[Point]] = {}
    for id_ in dict.fromkeys(cites):
        claim = knowledge.claims.get(id_)
        found = by_source.setdefault(claim.source if claim else id_, [])
        if claim is not None:
            found.append(Point(claim.text.in_language(language), id_))
    return tuple(_of_source(id_, claims, knowledge, language) for id_, claims in by_source.items())


def cited_by(rules: Iterable[str], knowledge: Knowledge) -> list[str]:
    """What rules, by id, cite."""
    return [cite for rule in rules if rule in knowledge.rules for cite in knowledge.rules[rule].cites]


def _of_source(id_: str, claims: list[Point], knowledge: Knowledge, language: Language) -> Quoted:
    source = knowledge.sources[id_]
    return Quoted(source.title.in_language(language), source.date, source.url or source.repository, tuple(claims))
