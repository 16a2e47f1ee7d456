"""The proofs of decisions: the whole, what bears on one product, and what decides between two."""

from __future__ import annotations

from typing import Any

import orjson
from flask import Response, request
from flask_smorest import Blueprint

from engine.explanation.proofs.contrast import Contrast, NoContrast, contrast, contrast_document
from engine.explanation.proofs.drawing.layered import CannotDraw
from engine.explanation.proofs.graph import Level, graph_document, proof_graph
from engine.explanation.proofs.renderers import RENDERERS, Shown
from engine.explanation.proofs.slot_trace import slot_trace_document
from engine.explanation.proofs.why import slot_of, why_document
from engine.explanation.trace import trace_document
from engine.inference.profile import Mistake
from engine.inference.reasoner import Decision
from engine.model import Knowledge, Language
from plugin_api.blueprints.decisions import find
from plugin_api.blueprints.shared import check_filters, headers
from plugin_api.negotiation import media_type_for
from plugin_api.openapi import Documented, view
from plugin_api.pages.navigation import ways_around
from plugin_api.problems import Problem, invalid, not_found
from plugin_api.schemas.decisions import TraceSchema
from plugin_api.schemas.explanations import ProofQuery, WhyQuery, WhySchema
from plugin_api.service import current_service
from plugin_api.store import Record
from plugin_api.vocabulary import JSON, NOT_ACCEPTABLE, NOT_FOUND

blueprint = Blueprint("explanations", __name__, url_prefix="/v1", description="Why decisions came out as they did")

_FORMS = {renderer.media_type: renderer for renderer in RENDERERS}


@view(
    blueprint,
    "GET",
    "/decisions/<string:decision_id>/trace",
    Documented(
        "getTrace",
        TraceSchema,
        query=ProofQuery,
        problems=(404, 406, 422, 503),
        cached="knowledge",
        description="The proof, on the knowledge that the decision was made on.",
        also=tuple(_FORMS),
    ),
)
def trace(arguments: dict[str, Any], decision_id: str) -> Response:
    """Read the proof of a decision

    Its texts are in the decision's language unless `lang` asks for another. JSON and YAML are the trace, with `slot` as
    much of it as bears on that slot, and with `level` the graph beside it; other media types show the graph.
    """
    form, record, language = _form(arguments, decision_id)
    slot, level = arguments.get("slot"), arguments.get("level")
    if form == JSON:
        return _response(_trace_json(record, language, slot, level), JSON, language)
    # A page of all slots takes a third of a second to make, and an id always stands for the same decision.
    key = (record.id, language, level, slot, form)
    kept = current_service().proofs
    body = kept.get(key)
    if body is None:
        decision = current_service().again(record).decision
        check_filters({"slot": slot}, {"slot": decision.knowledge.slots})
        graph = proof_graph(decision, language, slots=None if slot is None else [slot], level=level or "full")
        shown = Shown(graph, decision, language, ways=ways_around(record.id, decision, language))
        body = _rendered(shown, form).encode()
        kept.put(key, body, weight=len(body))
    return _response(body, form, language)


def _trace_json(record: Record, language: Language, slot: str | None, level: Level | None) -> bytes:
    decision = current_service().again(record).decision
    check_filters({"slot": slot}, {"slot": decision.knowledge.slots})
    if slot is None:
        document = trace_document(decision, record.id, language)
    else:
        document = slot_trace_document(decision, record.id, language, slot)
    if level:
        slots = None if slot is None else [slot]
        document["graph"] = graph_document(proof_graph(decision, language, slots=slots, level=level))
    return orjson.dumps(document)


@view(
    blueprint,
    "GET",
    "/decisions/<string:decision_id>/why/<string:product_id>",
    Documented(
        "getWhy",
        WhySchema,
        query=WhyQuery,
        problems=(404, 406, 422, 503),
        cached="knowledge",
        description="The arguments on the product, and the part of the proof that bears on it.",
        also=tuple(_FORMS),
    ),
)
def why(arguments: dict[str, Any], decision_id: str, product_id: str) -> Response:
    """Read why a product got its verdict

    Of a product that fills several slots, the first in which anything is said of it, unless `slot` names another one.
    `rather_than` asks only for what decides between the product and another one.
    """
    form, record, decision, language = _asked(arguments, decision_id)
    slot = _slot(arguments, product_id, decision)
    level: Level = arguments.get("level") or "full"
    other = arguments.get("rather_than")
    if other is not None:
        try:
            found = contrast(decision, product_id, other, language, slot=arguments.get("slot"), level=level)
        except NoContrast as error:
            raise invalid((Mistake("/query/rather_than", str(error).rstrip(".")),)) from None
        return _contrast(found, form, decision, record, language)
    if form == JSON:
        document = why_document(decision, record.id, slot, product_id, language, level)
        return _response(orjson.dumps(document), JSON, language)
    graph = proof_graph(decision, language, slots=[slot], product=product_id, level=level)
    shown = Shown(graph, decision, language, ways=ways_around(record.id, decision, language))
    return _response(_rendered(shown, form), form, language)


def _form(arguments: dict[str, Any], decision_id: str) -> tuple[str, Record, Language]:
    """The media type of the answer, the decision as it was stored, the language."""
    named = {renderer.name: renderer.media_type for renderer in RENDERERS}
    asked = arguments.get("format")
    form = named.get(asked, JSON) if asked else media_type_for(request.headers.get("Accept"), JSON, *_FORMS)
    record = find(decision_id)
    language: Language = arguments.get("lang") or record.language
    return form, record, language


def _asked(arguments: dict[str, Any], decision_id: str) -> tuple[str, Record, Decision, Language]:
    """The media type of the answer, the decision as it was stored and as it was made again, the language."""
    form, record, language = _form(arguments, decision_id)
    return form, record, current_service().again(record).decision, language


def _slot(arguments: dict[str, Any], product: str, decision: Decision) -> str:
    """The slot that is asked about. Raises a 404 problem for a product that nothing decides on, and a 422 problem."""
    knowledge: Knowledge = decision.knowledge
    if product not in knowledge.products:
        raise not_found("product", product, knowledge.products)
    check_filters(arguments, {"slot": knowledge.slots, "rather_than": knowledge.products})
    slots, slot = knowledge.products[product].slots, arguments.get("slot")
    if not slots:
        name = knowledge.products[product].name
        raise Problem(NOT_FOUND, f"{name} fills no slot of the architecture: nothing decides on it.")
    if slot is not None and slot not in slots:
        said = f"{knowledge.products[product].name} does not fill the slot {slot!r}"
        raise invalid((Mistake("/query/slot", said, f"one of {', '.join(slots)}"),))
    return slot or slot_of(decision, product) or slots[0]


def _contrast(found: Contrast, form: str, decision: Decision, record: Record, language: Language) -> Response:
    if form == JSON:
        return _response(orjson.dumps(contrast_document(found, decision, record.id, language)), JSON, language)
    ways = ways_around(record.id, decision, language)
    shown = Shown(found.graph, decision, language, found.summary, ways)
    return _response(_rendered(shown, form), form, language)


def _rendered(shown: Shown, form: str) -> str:
    """Raises a 406 problem where this machine cannot make the form."""
    try:
        return _FORMS[form].render(shown)
    except CannotDraw as error:
        raise Problem(NOT_ACCEPTABLE, f"{form} cannot be made here: {error}.") from None


def _response(body: str | bytes, media_type: str, language: Language) -> Response:
    content_type = media_type if media_type == JSON else f"{media_type}; charset=utf-8"
    response = Response(body, content_type=content_type, headers=headers(language))
    policy = _FORMS[media_type].policy if media_type in _FORMS else None
    if policy is not None:
        response.headers["Content-Security-Policy"] = policy()
    return response
