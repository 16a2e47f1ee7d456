"""Making decisions and reading them again."""

from __future__ import annotations

from typing import Any

from flask import Response, request
from flask_smorest import Blueprint

from engine.told import told
from plugin_api.conditional import REVALIDATED
from plugin_api.negotiation import VARY, language_of, media_type_for, require_json
from plugin_api.openapi import Documented, view
from plugin_api.posting import is_yaml, read_posted
from plugin_api.problems import not_found
from plugin_api.reading import read_body
from plugin_api.schemas.base import LanguageQuery
from plugin_api.schemas.decisions import DecisionSchema
from plugin_api.service import current_service
from plugin_api.store import Record
from plugin_api.vocabulary import JSON

blueprint = Blueprint("decisions", __name__, url_prefix="/v1", description="Decisions and their proofs")

# For whoever names a decision that is not kept here.
ELSEWHERE = told(
    "decisions are found on the service that made them: post the request again",
    "결정은 그 결정을 내린 서비스에만 있습니다. 다시 추천받으십시오",
)

_REQUEST_BODY = {
    "required": True,
    "description": "At most 256 KiB. Everything but the profile may be left out.",
    "content": {JSON: {"schema": {"$ref": "#/components/schemas/Request"}}},
}


@view(
    blueprint,
    "POST",
    "/recommendations",
    Documented(
        "recommend",
        DecisionSchema,
        problems=(400, 406, 413, 415, 422, 503),
        description="The decision. It is kept, and found again under its id.",
        role="decide",
        request_body=_REQUEST_BODY,
    ),
)
def recommend() -> Response:
    """Decide a profile

    The hot path: neither webargs nor marshmallow, which would cost more than the reasoning.
    """
    asked = request.headers
    media_type_for(asked.get("Accept"), JSON)
    posted_yaml = is_yaml(asked.get("Content-Type"))
    if not posted_yaml:
        require_json(asked.get("Content-Type"), asked.get("Content-Encoding"))
    language = language_of(asked.get("Accept-Language"))
    if posted_yaml:
        answer = current_service().answer_to(read_posted(request), language)
    else:
        answer = current_service().answer(read_body(request), language)
    return _response(answer.body, answer.language)


def _response(body: bytes, language: str) -> Response:
    return Response(
        body,
        headers=[
            ("Content-Type", JSON),
            ("Vary", VARY),
            ("Cache-Control", REVALIDATED),
            ("Content-Language", language),
        ],
    )


@view(
    blueprint,
    "GET",
    "/decisions/<string:decision_id>",
    Documented(
        "getDecision",
        DecisionSchema,
        query=LanguageQuery,
        problems=(404, 406, 422, 503),
        cached="kept",
        headers=("Content-Language", "Content-Location"),
        description="The body that was answered when the decision was made.",
    ),
)
def decision(arguments: dict[str, Any], decision_id: str) -> Response:
    """Read a decision

    A decision keeps the language it was made in. `lang` asks for the same decision told in another language: that one
    has an id of its own, which Content-Location names.
    """
    media_type_for(request.headers.get("Accept"), JSON)
    record = find(decision_id)
    answer = current_service().in_language(record, arguments.get("lang") or record.language)
    response = _response(answer.body, answer.language)
    if answer.id != record.id:
        response.headers["Content-Location"] = f"/v1/decisions/{answer.id}"
    return response


def find(id_: str) -> Record:
    """Raises a 404 problem."""
    record = current_service().find(id_)
    if record is None:
        raise not_found("decision", id_, hint=ELSEWHERE)
    return record
