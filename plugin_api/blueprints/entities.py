"""Entities of a developer portal's catalog: decided by their annotation, and told of their decision."""

from __future__ import annotations

from typing import Any

import orjson
from flask import Response, request
from flask_smorest import Blueprint

from engine.catalog_entity import DECISION, PROFILE
from engine.inference.profile import ProfileError
from engine.model import LANGUAGES, Language, Text
from plugin_api.addresses import public_address
from plugin_api.blueprints.decisions import find
from plugin_api.blueprints.shared import headers
from plugin_api.entities import MAX_ENTITIES, Asked, Posted, read_entities
from plugin_api.negotiation import language_of, media_type_for
from plugin_api.openapi import Documented, view
from plugin_api.posting import read_posted
from plugin_api.schemas.base import LanguageQuery
from plugin_api.schemas.entities import EntityDecisionsSchema, EntityFragmentSchema
from plugin_api.service import Answer, current_service
from plugin_api.vocabulary import JSON

blueprint = Blueprint("entities", __name__, url_prefix="/v1", description="A portal's catalog and its decisions")

_TITLE = Text("Portolan: decision under edition {edition}", "Portolan 결정 (기준 판: {edition})")
_ENTITY: dict[str, Any] = {
    "type": "object",
    "description": f"As Backstage has it; the annotation `{PROFILE}` is its profile, as YAML or JSON text.",
    "properties": {
        "apiVersion": {"type": "string"},
        "kind": {"type": "string"},
        "metadata": {
            "type": "object",
            "properties": {
                "name": {"type": "string"},
                "namespace": {"type": "string"},
                "annotations": {"type": "object", "additionalProperties": {"type": "string"}},
            },
            "required": ["name"],
        },
    },
    "required": ["kind", "metadata"],
}
_ENTITIES: dict[str, Any] = {"type": "array", "items": _ENTITY, "minItems": 1, "maxItems": MAX_ENTITIES}
_ENVELOPE: dict[str, Any] = {
    "type": "object",
    "properties": {
        "entities": _ENTITIES,
        "profiles": {
            "type": ["object", "null"],
            "description": "By ref, for entities that name a file: the profile or request that is in it.",
            "additionalProperties": {"type": "object"},
        },
        "edition": {"type": ["string", "null"]},
        "as_of": {"type": ["string", "null"], "format": "date"},
        "language": {"enum": [*LANGUAGES, None]},
    },
    "required": ["entities"],
    "additionalProperties": False,
}
_LISTED: dict[str, Any] = {
    "type": "object",
    "description": "What a catalog answers to /entities/by-query.",
    "properties": {"items": _ENTITIES},
    "required": ["items"],
}
_BODY: dict[str, Any] = {
    "required": True,
    "description": f"An entity, a list of them, or a list with what goes with it; at most {MAX_ENTITIES}, and 256 KiB.",
    "content": {JSON: {"schema": {"anyOf": [_ENVELOPE, _LISTED, _ENTITIES, _ENTITY]}}},
}


@view(
    blueprint,
    "POST",
    "/entities/recommendations",
    Documented(
        "recommendEntities",
        EntityDecisionsSchema,
        problems=(400, 406, 413, 415, 422, 503),
        description="In short what was decided for each entity. Its decision is kept, with the entity as its subject.",
        request_body=_BODY,
        role="decide",
    ),
)
def recommend_entities() -> Response:
    """Decide the profiles of entities of a catalog

    All of them or, where one cannot be understood, none.
    """
    asked = request.headers
    media_type_for(asked.get("Accept"), JSON)
    posted = read_entities(read_posted(request))
    language = language_of(asked.get("Accept-Language"))
    items = [_told(one, answer) for one, answer in _decided(posted, language)]
    body = orjson.dumps({"items": items, "without_profile": posted.without})
    return Response(body, headers={"Content-Type": JSON, **headers(language)})


def _decided(posted: Posted, language: Language) -> list[tuple[Asked, Answer]]:
    service = current_service()
    mistakes = list(posted.mistakes)
    requests = []
    for one in posted.asked:
        try:
            requests.append((one, service.understand(one.request, language)))
        except ProfileError as error:
            mistakes += map(one.mistake, error.mistakes)
    if mistakes:
        raise ProfileError(list(dict.fromkeys(mistakes)))
    return [(one, service.decide(understood)) for one, understood in requests]


def _told(asked: Asked, answer: Answer) -> dict[str, Any]:
    body = orjson.loads(answer.body)
    links = body["links"]
    return {
        "entity": asked.subject,
        "decision": answer.id,
        "edition": body["edition"],
        "as_of": body["as_of"],
        "picks": {slot["slot"]: slot["picks"] for slot in body["slots"] if slot["picks"]},
        "warnings": len(body["warnings"]),
        "links": {"decision": links["self"], "page": links["page"], "radar": f"{links['self']}/radar"},
    }


@view(
    blueprint,
    "GET",
    "/decisions/<string:decision_id>/entity",
    Documented(
        "getEntityFragment",
        EntityFragmentSchema,
        query=LanguageQuery,
        problems=(404, 406, 422, 503),
        description="A part of an entity's metadata: as YAML it can be pasted into a catalog-info.yaml.",
    ),
)
def entity_fragment(arguments: dict[str, Any], decision_id: str) -> Response:
    """Read what names a decision in a catalog-info.yaml"""
    media_type_for(request.headers.get("Accept"), JSON)
    record = find(decision_id)
    language = arguments.get("lang") or record.language
    edition = orjson.loads(record.request)["edition"]
    link = {
        "url": f"{public_address()}/decisions/{record.id}",
        "title": _TITLE.in_language(language).format(edition=edition),
    }
    body = orjson.dumps({"metadata": {"annotations": {DECISION: record.id}, "links": [link]}})
    return Response(body, headers={"Content-Type": JSON, **headers(language)})
