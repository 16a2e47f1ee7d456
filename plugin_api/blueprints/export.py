"""The knowledge in force as a whole, for whoever wants to keep it or work on it elsewhere."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import orjson
from flask import Response, request
from flask_smorest import Blueprint

from plugin_api.export import MEMBERS, export_document, export_schema
from plugin_api.negotiation import media_type_for
from plugin_api.openapi import Documented, view
from plugin_api.service import current_service
from plugin_api.vocabulary import JSON, JSON_SCHEMA

blueprint = Blueprint("export", __name__, url_prefix="/v1", description="The knowledge in force as a whole")

_ANSWER: dict[str, Any] = {
    "type": "object",
    "description": "GET /v1/export/schema has the JSON Schema in full.",
    "properties": {name: {"type": ["array", "object", "null"]} for name in ("knowledge", *MEMBERS)},
    "required": ["knowledge", *MEMBERS],
}


@view(blueprint, "GET", "/export", Documented("exportKnowledge", _ANSWER, problems=(406,), headers=()))
def export() -> Response:
    """Read the whole body of knowledge

    Sources, claims, questionnaire, catalog, editions, slots, rules and packs, in both languages: some megabytes.
    """
    media_type_for(request.headers.get("Accept"), JSON)
    digest = current_service().knowledge.digest
    return Response(_rendered(digest), headers={"Content-Type": JSON, "Vary": "Accept"})


@lru_cache(maxsize=1)
def _rendered(digest: str) -> bytes:
    """The digest, which names the knowledge in force, is the key of the memory."""
    return orjson.dumps(export_document(current_service().knowledge))


@view(
    blueprint,
    "GET",
    "/export/schema",
    Documented("getExportSchema", {"type": "object"}, problems=(406,), description="JSON Schema, 2020-12", headers=()),
)
def schema() -> Response:
    """Read the JSON Schema of the export"""
    form = media_type_for(request.headers.get("Accept"), JSON, JSON_SCHEMA)
    return Response(orjson.dumps(export_schema()), headers={"Content-Type": form, "Vary": "Accept"})
