"""Findings as the facts and check results of Backstage's Tech Insights."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import orjson
from flask import Response, request
from flask_smorest import Blueprint

from engine.checking.insights import CHECKS, check_definitions, check_results, fact_schema, facts_of
from engine.model import Language
from plugin_api.blueprints.shared import headers, spoken
from plugin_api.checking import current_checking
from plugin_api.insights import Asked, asked_of, compound, read_checks, read_entities, unknown_members
from plugin_api.openapi import Documented, view
from plugin_api.posting import read_posted
from plugin_api.problems import not_found
from plugin_api.schemas.base import LanguageQuery
from plugin_api.schemas.tech_insights import (
    EntityFactsSchema,
    EntityResultsSchema,
    FactSchemaSchema,
    InsightCheckDefinitionSchema,
    InsightResultSchema,
)
from plugin_api.vocabulary import JSON

blueprint = Blueprint(
    "tech-insights", __name__, url_prefix="/v1/tech-insights", description="Facts and checks for a portal's scorecards"
)

_ON: dict[str, Any] = {
    "request": {"anyOf": [{"$ref": "#/components/schemas/CheckRequest"}, {"type": "null"}]},
    "decision": {"type": ["string", "null"], "description": "The id of a decision that was made here."},
}
_NAMED: dict[str, Any] = {part: {"type": "string", "maxLength": 63} for part in ("kind", "namespace", "name")}
_ENTITIES: dict[str, Any] = {
    "type": "array",
    "maxItems": 100,
    "items": {
        "oneOf": [
            {"type": "string", "description": "A reference, as component:default/shop."},
            {
                "type": "object",
                "additionalProperties": False,
                "required": list(_NAMED),
                "properties": {**_NAMED, **_ON},
            },
        ]
    },
}
_CHECKS: dict[str, Any] = {
    "type": ["array", "null"],
    "items": {"enum": list(CHECKS)},
    "description": "Which; else all.",
}


def _body(properties: dict[str, Any], *required: str) -> dict[str, Any]:
    schema = {
        # What may be left out may be null.
        "type": "object" if required else ["object", "null"],
        "additionalProperties": False,
        "properties": properties,
        **({"required": list(required)} if required else {}),
    }
    described = "Without a request or a decision, what was asked for last with the entity as its subject is told of."
    return {"required": True, "description": described, "content": {JSON: {"schema": schema}}}


_PROBLEMS = (400, 406, 413, 415, 422, 503)


@view(
    blueprint,
    "GET",
    "/fact-schemas",
    Documented("listFactSchemas", FactSchemaSchema(many=True), query=LanguageQuery, problems=(406, 422)),
)
def fact_schemas(arguments: dict[str, Any]) -> Response:
    """Read the schema of the facts

    As a back end of Tech Insights registers it: the type and the meaning of each fact.
    """
    language = spoken(arguments)
    return _json([fact_schema(language)], language)


@view(
    blueprint,
    "GET",
    "/checks",
    Documented("listInsightChecks", InsightCheckDefinitionSchema(many=True), query=LanguageQuery, problems=(406, 422)),
)
def checks(arguments: dict[str, Any]) -> Response:
    """List the checks

    Each with its rule, so that a back end may run it on facts that it keeps itself.
    """
    language = spoken(arguments)
    return _json(check_definitions(language, _address()), language)


@view(
    blueprint,
    "POST",
    "/facts",
    Documented(
        "retrieveFacts",
        EntityFactsSchema(many=True),
        query=LanguageQuery,
        problems=_PROBLEMS,
        description="The facts of each entity that there is something to tell of.",
        request_body=_body({"entities": _ENTITIES}, "entities"),
        role="decide",
    ),
)
def facts(arguments: dict[str, Any]) -> Response:
    """Read the facts of entities, as a fact retriever hands them on

    Each entity is told of by the request or the decision beside it, else by the latest decision with it as subject.
    """
    language = spoken(arguments)
    asked = read_entities(read_posted(request), current_checking(), language)
    now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    found = [
        {
            "entity": one.entity.compound(),
            "facts": facts_of(one.result.checked, one.result.id),
            "timestamp": now,
        }
        for one in asked
        if one.result
    ]
    return _json(found, language)


@view(
    blueprint,
    "POST",
    "/checks/run",
    Documented(
        "runInsightChecks",
        EntityResultsSchema(many=True),
        query=LanguageQuery,
        problems=_PROBLEMS,
        description="The results of each entity; none where there is nothing to tell of it.",
        request_body=_body({"entities": _ENTITIES, "checks": _CHECKS}, "entities"),
        role="decide",
    ),
)
def run_for_many(arguments: dict[str, Any]) -> Response:
    """Run the checks on many entities

    Each entity is told of by the request or the decision beside it, else by the latest decision with it as subject.
    """
    language = spoken(arguments)
    raw = read_posted(request)
    asked = read_entities(raw, current_checking(), language, also=("checks",))
    only = read_checks(raw)
    return _json([{"entity": one.entity.ref, "results": _results(one, only, language)} for one in asked], language)


@view(
    blueprint,
    "POST",
    "/checks/run/<string:entity_namespace>/<string:entity_kind>/<string:entity_name>",
    Documented(
        "runInsightChecksOnEntity",
        InsightResultSchema(many=True),
        query=LanguageQuery,
        problems=(*_PROBLEMS, 404),
        description="The result of each check.",
        request_body={**_body({**_ON, "checks": _CHECKS}), "required": False},
        role="decide",
    ),
)
def run_for_one(arguments: dict[str, Any], entity_namespace: str, entity_kind: str, entity_name: str) -> Response:
    """Run the checks on an entity

    Told of by the request or the decision of the body, else by the latest decision with the entity as its subject.
    """
    language = spoken(arguments)
    raw = read_posted(request, empty=None)
    unknown_members(raw, ("checks", *_ON))
    entity = compound(entity_kind, entity_namespace, entity_name)
    asked, only = asked_of(entity, raw, current_checking(), language), read_checks(raw)
    if asked.result is None:
        raise not_found("decision with the subject", entity.ref, hint="send a request, or the id of a decision")
    return _json(_results(asked, only, language), language)


def _results(asked: Asked, only: tuple[str, ...] | None, language: Language) -> list[dict[str, Any]]:
    if asked.result is None:
        return []
    return check_results(asked.result.checked, asked.result.id, language, only=only, service=_address())


def _address() -> str:
    return request.host_url.rstrip("/")


def _json(found: list[dict[str, Any]], language: Language) -> Response:
    return Response(orjson.dumps(found), headers={"Content-Type": JSON, **headers(language)})
