"""The page on which the proof of a slot is walked through as a graph."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from flask import request, url_for
from flask_smorest import Blueprint
from werkzeug.wrappers import Response as AnyResponse

from engine.explanation.proofs.drawing.layered import CannotDraw
from engine.explanation.proofs.drawing.panels import panels
from engine.explanation.proofs.drawing.style import hash_of, stylesheet
from engine.explanation.proofs.drawing.svg import page_drawing, page_samples
from engine.explanation.proofs.graph import LEVELS, Level, NodeKind, proof_graph
from engine.inference.reasoner import Decision
from engine.model import Language
from plugin_api.blueprints.proof_pages import asked_of
from plugin_api.blueprints.shared import check_filters
from plugin_api.openapi import Documented, view
from plugin_api.pages.graph_words import followed_words, graph_word
from plugin_api.pages.lines import address_of
from plugin_api.pages.navigation import topic_of
from plugin_api.pages.page import page, policy_with_style, problem_page
from plugin_api.problems import Problem
from plugin_api.vocabulary import HTML

blueprint = Blueprint("proof_graph", __name__, description="The proof of a decision to walk through")
blueprint.register_error_handler(Problem, problem_page)

_PAGE = {"type": "string"}


@dataclass(frozen=True, slots=True)
class GraphView:
    """`drawing`: inline SVG; empty where this machine cannot draw, for the reason in `missing`."""

    drawing: str
    missing: str
    samples: tuple[tuple[str, str], ...]
    words: dict[str, str]


@view(
    blueprint,
    "GET",
    "/decisions/<string:decision_id>/proof",
    Documented(
        "getProofGraphPage",
        _PAGE,
        reads=("lang", "slot", "level"),
        problems=(404, 406, 422, 503),
        content_type=HTML,
    ),
)
def proof_graph_page(decision_id: str) -> AnyResponse:
    """The page of a decision's proof as a graph, one slot at a time

    `slot` is the first with a pick where it is left out; `level` says how much is shown, as for the trace.
    """
    record, decision, language = asked_of(decision_id)
    slot, level = request.args.get("slot") or None, request.args.get("level") or None
    slots = decision.knowledge.slots
    check_filters({"slot": slot, "level": level}, {"slot": slots, "level": LEVELS})
    slot = slot or next((outcome.slot for outcome in decision.slots if outcome.picks), decision.slots[0].slot)
    shown: Level = next((one for one in LEVELS if one == level), "full")
    order = [outcome.slot for outcome in decision.slots]
    at = order.index(slot)
    return page(
        "proof_graph.html",
        language,
        say_graph=partial(graph_word, language=language),
        graph=_view(decision, slot, shown, record.id, language),
        style=stylesheet(),
        slot=slot,
        title=slots[slot].title.in_language(language),
        areas=_by_area(decision, order, language),
        level=shown,
        levels=LEVELS,
        beside=[(way, order[i]) for way, i in (("before", at - 1), ("after", at + 1)) if 0 <= i < len(order)],
        topic=topic_of(record.id, decision, language),
        here_is="graph",
        headers={"Content-Security-Policy": policy_with_style(hash_of(stylesheet()))},
    )


def _view(decision: Decision, slot: str, level: Level, id_: str, language: Language) -> GraphView:
    graph = proof_graph(decision, language, slots=[slot], level=level)
    address = partial(_address, decision=decision, slot=slot, decision_id=id_, language=language)
    drawing = missing = ""
    try:
        drawing = page_drawing(panels(graph, language)[0], language, 0, address)
    except CannotDraw as error:
        missing = str(error)
    return GraphView(drawing, missing, page_samples(language), followed_words(language))


def _address(kind: NodeKind, id_: str, *, decision: Decision, slot: str, decision_id: str, language: Language) -> str:
    if kind == "verdict":
        return url_for("decision_pages.why", decision_id=decision_id, product_id=id_, slot=slot, lang=language)
    return address_of(id_, decision.knowledge, language)


def _by_area(decision: Decision, slots: Sequence[str], language: Language) -> dict[str, list[tuple[str, str]]]:
    """Slots with their titles, by the title of their area."""
    knowledge = decision.knowledge
    found: dict[str, list[tuple[str, str]]] = {}
    for id_ in slots:
        area = knowledge.areas[knowledge.slots[id_].area].title.in_language(language)
        found.setdefault(area, []).append((id_, knowledge.slots[id_].title.in_language(language)))
    return found
