"""The way around a decision: what every page about it says of it and leads to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import url_for

from engine.explanation.comparison.since import edition_before
from engine.explanation.packs import knowledge_document
from engine.inference.reasoner import Decision
from engine.model import Knowledge, Language
from plugin_api.pages.phrases import phrase


@dataclass(frozen=True, slots=True)
class Way:
    """A page about the decision. `name` tells it apart, `word` is what it is called, `short` where there is no room."""

    name: str
    word: str
    short: str
    address: str


@dataclass(frozen=True, slots=True)
class Topic:
    """The decision that a page is about. `as_of` is an ISO date; `version`: of its knowledge, pack by pack."""

    id: str
    edition: str
    edition_title: str
    as_of: str
    knowledge: str
    version: str
    ways: tuple[Way, ...]


def topic_of(id_: str, decision: Decision, language: Language) -> Topic:
    return Topic(
        id=id_,
        edition=decision.edition,
        edition_title=decision.knowledge.editions[decision.edition].title.in_language(language),
        as_of=decision.as_of.isoformat(),
        knowledge=decision.knowledge.digest,
        version=_version(decision.knowledge),
        ways=_ways(id_, decision, language),
    )


def _version(knowledge: Knowledge) -> str:
    told = knowledge_document(knowledge)
    return ", ".join([told["version"], *(f"{one['pack']} {one['version']}" for one in told["packs"][1:])])


def ways_around(id_: str, decision: Decision, language: Language) -> tuple[tuple[str, str], ...]:
    """Words and addresses, for the page of a proof, which stands by itself."""
    ways = _ways(id_, decision, language)
    return tuple((f"← {way.word}" if way.name == "decision" else way.word, way.address) for way in ways)


def _ways(id_: str, decision: Decision, language: Language) -> tuple[Way, ...]:
    here: dict[str, Any] = {"decision_id": id_, "lang": language}
    before = edition_before(decision)

    def way(name: str, word: str, page: str, **more: Any) -> Way:
        said = {"edition": before} if before else {}
        short = phrase(f"nav.{name}", language, **said)
        return Way(name, phrase(word, language, **said), short, url_for(page, **here, **more))

    return (
        way("decision", "decision", "pages.decision"),
        way("proof", "proof", "explanations.trace", format="html"),
        way("graph", "graph", "proof_graph.proof_graph_page"),
        way("conflicts", "conflicts", "decision_pages.conflicts"),
        way("open", "open_short", "decision_pages.open_questions"),
        *([way("changes", "since_edition", "decision_pages.compared")] if before else ()),
        way("migration", "migration", "decision_pages.migration"),
        way("record", "record", "decision_pages.record"),
        way("review", "act", "review_pages.form"),
    )
