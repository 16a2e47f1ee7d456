"""What other answers would change in a decision: those still to be given, and those that picks hang on."""

from __future__ import annotations

from typing import Any

import orjson
from flask import Response, request
from flask_smorest import Blueprint

from engine.explanation.what_if.open_questions import open_document, still_open
from engine.explanation.what_if.robustness import robustness
from engine.explanation.what_if.robustness_document import robustness_document
from plugin_api.blueprints.decisions import find
from plugin_api.blueprints.shared import check_filters, headers
from plugin_api.negotiation import media_type_for
from plugin_api.openapi import Documented, view
from plugin_api.schemas.what_if import OpenQuestionsSchema, RobustnessQuery, RobustnessSchema, SlotQuery
from plugin_api.service import Again, current_service
from plugin_api.store import Record
from plugin_api.vocabulary import JSON

blueprint = Blueprint("what_if", __name__, url_prefix="/v1", description="What other answers would change")

_PROBLEMS = (404, 406, 422, 503)


@view(
    blueprint,
    "GET",
    "/decisions/<string:decision_id>/open-questions",
    Documented(
        "getOpenQuestions",
        OpenQuestionsSchema,
        query=SlotQuery,
        problems=_PROBLEMS,
        cached="knowledge",
        description="The unanswered questions that could change a slot, by what single answers change.",
    ),
)
def open_questions(arguments: dict[str, Any], decision_id: str) -> Response:
    """Read which unanswered questions could change which slots, and how

    A question of which no answer changes a slot by itself says so: it could only together with others. Lists are tried
    one member at a time, versions for the products in use, and what works well of products in use where that was
    answered.
    """
    record, again = _found(arguments, decision_id)
    slots = {arguments["slot"]} if "slot" in arguments else None
    language = arguments.get("lang") or record.language
    return _response(open_document(still_open(again.decision, slots), again.decision, record.id, language), language)


@view(
    blueprint,
    "GET",
    "/decisions/<string:decision_id>/robustness",
    Documented(
        "getRobustness",
        RobustnessSchema,
        query=RobustnessQuery,
        problems=_PROBLEMS,
        cached="knowledge",
        description="Every pick with the single answers that would take it away, or put another beside it.",
    ),
)
def firmness(arguments: dict[str, Any], decision_id: str) -> Response:
    """Read how firm each pick stands

    Each answer is tried by itself: combinations of several are what `why-not` looks for.
    """
    record, again = _found(arguments, decision_id)
    found = robustness(again.decision, hold=arguments["hold"])
    if "slot" in arguments:
        found = tuple(one for one in found if one.slot == arguments["slot"])
    language = arguments.get("lang") or record.language
    knowledge = again.decision.knowledge
    return _response(robustness_document(found, knowledge, record.id, language, arguments["hold"]), language)


def _found(arguments: dict[str, Any], id_: str) -> tuple[Record, Again]:
    media_type_for(request.headers.get("Accept"), JSON)
    record = find(id_)
    again = current_service().again(record)
    check_filters(arguments, {"slot": again.decision.knowledge.slots})
    return record, again


def _response(document: dict[str, Any], language: Any) -> Response:
    return Response(orjson.dumps(document), headers=headers(language), content_type=JSON)
