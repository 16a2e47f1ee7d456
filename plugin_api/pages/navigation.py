"""The way around a decision: what every page about it says of it and leads to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import url_for

from engine.explanation.comparison.since import edition_before
from engine.inference.reasoner import Decision
from engine.model import Language
from plugin_api.pages.phrases import phrase


@dataclass(frozen=True, slots=True)
class Way:
    """A page about the decision. `name` tells it apart, `word` is what it is called."""

    name: str
    word: str
    address: str


@dataclass(frozen=True, slots=True)
class Topic:
    """The decision that a page is about. `as_of` is an ISO date."""

    id: str
    edition: str
    edition_title: str
    as_of: str
    knowledge: str
    ways: tuple[Way, ...]


def topic_of(id_: str, decision: Decision, language: Language) -> Topic:
    return Topic(
        id=id_,
        edition=decision.edition,
        edition_title=decision.knowledge.editions[decision.edition].title.in_language(language),
        as_of=decision.as_of.isoformat(),
        knowledge=decision.knowledge.digest,
        ways=_ways(id_, decision, language),
    )


def ways_around(id_: str, decision: Decision, language: Language) -> tuple[tuple[str, str], ...]:
    """Words and addresses, for the page of a proof, which stands by itself."""
    ways = _ways(id_, decision, language)
    return tuple((f"← {way.word}" if way.name == "decision" else way.word, way.address) for way in ways)


def _ways(id_: str, decision: Decision, language: Language) -> tuple[Way, ...]:
    here: dict[str, Any] = {"decision_id": id_, "lang": language}
    before = edition_before(decision)
    changes = [
        Way("changes", phrase("since_edition", language, edition=before), url_for("decision_pages.compared", **here))
    ]
    return (
        Way("decision", phrase("decision", language), url_for("pages.decision", **here)),
        Way("proof", phrase("proof", language), url_for("explanations.trace", **here, format="html")),
        Way("graph", phrase("graph", language), url_for("proof_graph.proof_graph_page", **here)),
        Way("conflicts", phrase("conflicts", language), url_for("decision_pages.conflicts", **here)),
        Way("open", phrase("open_short", language), url_for("decision_pages.open_questions", **here)),
        *(changes if before else ()),
        Way("migration", phrase("migration", language), url_for("decision_pages.migration", **here)),
        Way("record", phrase("record", language), url_for("decision_pages.record", **here)),
    )
