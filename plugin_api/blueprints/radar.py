"""Technology radars, as Backstage's Tech Radar reads them."""

from __future__ import annotations

from typing import Any

import orjson
from flask import Response, request
from flask_smorest import Blueprint

from engine.explanation.radar.document import radar_document
from engine.explanation.radar.history import history
from engine.inference.profile import Mistake, ProfileError
from engine.model import Language
from plugin_api.addresses import public_address
from plugin_api.blueprints.decisions import find
from plugin_api.blueprints.shared import headers, spoken
from plugin_api.negotiation import media_type_for
from plugin_api.openapi import Documented, view
from plugin_api.problems import Problem, invalid
from plugin_api.schemas.base import LanguageQuery
from plugin_api.schemas.radar import RadarQuery, RadarSchema
from plugin_api.service import current_service
from plugin_api.store import Record
from plugin_api.vocabulary import JSON, NOT_FOUND

blueprint = Blueprint("radar", __name__, url_prefix="/v1", description="Decisions as technology radars")

_ASKED = ("edition", "as_of")


@view(
    blueprint,
    "GET",
    "/radar",
    Documented(
        "getRadar",
        RadarSchema,
        query=RadarQuery,
        problems=(404, 406, 422, 503),
        description="What `techRadar.url` of a Backstage back end may name.",
    ),
)
def radar(arguments: dict[str, Any]) -> Response:
    """Read an edition as a technology radar

    It is the decision on the empty profile, which is kept as any other, with movement since the edition before and the
    history through all editions. A product has one entry: of several slots, the one with its best verdict leads.
    """
    language = spoken(arguments)
    asked = {"profile": {}, **{name: arguments[name] for name in _ASKED if name in arguments}}
    try:
        made = current_service().answer(orjson.dumps(asked), language)
    except ProfileError as error:
        mistakes = (Mistake(f"/query{one.pointer}", one.detail, one.hint) for one in error.mistakes)
        raise invalid(tuple(mistakes)) from None
    return _response(find(made.id), language)


@view(
    blueprint,
    "GET",
    "/decisions/<string:decision_id>/radar",
    Documented("getDecisionRadar", RadarSchema, query=LanguageQuery, problems=(404, 406, 422, 503)),
)
def decision_radar(arguments: dict[str, Any], decision_id: str) -> Response:
    """Read a decision as a technology radar

    Its history is what the same profile would have been told under earlier editions. Its texts are in the decision's
    language unless `lang` asks for another.
    """
    media_type_for(request.headers.get("Accept"), JSON)
    record = find(decision_id)
    return _response(record, arguments.get("lang") or record.language)


def _response(record: Record, language: Language) -> Response:
    base = public_address()
    key = ("radar", record.id, language, base)
    kept = current_service().proofs
    body = kept.get(key)
    if body is None:
        body = orjson.dumps(_document(record, language, base))
        kept.put(key, body, weight=len(body))
    return Response(body, headers={"Content-Type": JSON, **headers(language)})


def _document(record: Record, language: Language, base: str) -> dict[str, Any]:
    again = current_service().again(record)
    if not again.advisor.knowledge.quadrants:
        mistake = Mistake("", "no quadrants", "name four `quadrants` in slots.yaml, and one of them in each area")
        raise Problem(NOT_FOUND, "The knowledge of this decision has no radar: it names no quadrants.", (mistake,))
    asked = again.request
    decisions = history(again.advisor.reasoner, asked.answers, asked.edition, asked.as_of)
    return radar_document(decisions, record.id, base, language)
