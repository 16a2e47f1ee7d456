"""Asking one question after another, the best one first. Nothing is kept: the caller holds the answers."""

from __future__ import annotations

from typing import Any

import orjson
from flask import Response, request
from flask_smorest import Blueprint

from engine.explanation.interview.document import interview_document
from engine.explanation.interview.request import read_step
from engine.inference.profile import Mistake, ProfileError
from plugin_api.blueprints.shared import headers, spoken
from plugin_api.negotiation import language_of, media_type_for
from plugin_api.openapi import Documented, view
from plugin_api.posting import read_posted
from plugin_api.problems import invalid
from plugin_api.schemas.interviews import InterviewQuery, InterviewSchema
from plugin_api.service import current_service
from plugin_api.vocabulary import JSON

blueprint = Blueprint("interviews", __name__, url_prefix="/v1", description="One question after another")

_LINKS = {"next": "/v1/interviews", "recommendations": "/v1/recommendations", "products": "/v1/products"}
_STEP = {
    "required": True,
    "description": (
        "A request as for a recommendation, with the ids of questions that were skipped. At most 256 KiB; everything"
        " may be left out."
    ),
    "content": {
        JSON: {
            "schema": {
                "type": "object",
                "properties": {
                    "profile": {"anyOf": [{"$ref": "#/components/schemas/Profile"}, {"type": "null"}]},
                    **{
                        name: {"$ref": f"#/components/schemas/Request/properties/{name}"}
                        for name in ("edition", "as_of", "language")
                    },
                    "skipped": {"type": ["array", "null"], "items": {"type": "string"}},
                },
                "additionalProperties": False,
            }
        }
    },
}


@view(
    blueprint,
    "GET",
    "/interviews",
    Documented(
        "startInterview",
        InterviewSchema,
        query=InterviewQuery,
        problems=(406, 422),
        description="The first question, for a profile that says nothing yet.",
    ),
)
def start(arguments: dict[str, Any]) -> Response:
    """Begin an interview

    Whoever knows some answers already posts them instead.
    """
    language = spoken(arguments)
    body = {name: arguments[name] for name in ("edition", "as_of") if name in arguments}
    try:
        return _answer({**body, "language": language})
    except ProfileError as error:
        mistakes = [Mistake(f"/query{one.pointer}", one.detail, one.hint) for one in error.mistakes]
        raise invalid(tuple(mistakes)) from None


@view(
    blueprint,
    "POST",
    "/interviews",
    Documented(
        "continueInterview",
        InterviewSchema,
        problems=(400, 406, 413, 415, 422),
        description="The next best question, why it matters now, and how far the interview is.",
        role="decide",
        request_body=_STEP,
    ),
)
def step() -> Response:
    """Go on with an interview

    Send the answers so far and the questions that were skipped. The next question is the one whose answer settles
    most on average, of those that could still change something; it is null once there is none.
    """
    media_type_for(request.headers.get("Accept"), JSON)
    return _answer(read_posted(request))


def _answer(body: Any) -> Response:
    service = current_service()
    default = language_of(request.headers.get("Accept-Language"))
    asked, skipped = read_step(body, service.knowledge, today=service.today(), language=default)
    outlook = service.interviewer.outlook(asked.answers, skipped, asked.edition, asked.as_of)
    document = {**interview_document(outlook, asked.language), "links": _LINKS}
    return Response(orjson.dumps(document), headers=[("Content-Type", JSON), *headers(asked.language).items()])
