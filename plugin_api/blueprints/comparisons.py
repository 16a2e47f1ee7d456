"""What changes between two decisions, and the way from what is in use to what is recommended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import orjson
from flask import Response, request
from flask_smorest import Blueprint

from engine.explanation.comparison.answer import comparison_answer
from engine.explanation.comparison.compare import compare
from engine.explanation.comparison.outline import comparison_lines
from engine.explanation.comparison.standing import SIDES
from engine.explanation.migration.document import migration_document
from engine.explanation.migration.outline import migration_lines
from engine.explanation.outline import outline_markdown
from engine.inference.profile import Mistake, ProfileError, pointer
from engine.inference.reasoner import Decision
from engine.knowledge.problems import listed, nearest_after, one_of
from engine.model import LANGUAGES, Language
from engine.request import read_request
from plugin_api.blueprints.decisions import find
from plugin_api.blueprints.shared import headers
from plugin_api.negotiation import language_of, media_type_for
from plugin_api.openapi import Documented, view
from plugin_api.posting import read_posted
from plugin_api.schemas.base import LanguageQuery
from plugin_api.schemas.comparisons import ComparisonSchema
from plugin_api.schemas.migration import MigrationSchema
from plugin_api.service import current_service
from plugin_api.vocabulary import JSON, MARKDOWN

blueprint = Blueprint("comparisons", __name__, url_prefix="/v1", description="What changes, and the way there")

_MEMBERS = (*SIDES, "language")
_KEPT: dict[str, Any] = {
    "type": "object",
    "properties": {"decision": {"type": "string", "description": "The id of a decision that was made here."}},
    "required": ["decision"],
    "additionalProperties": False,
}
_SIDE: dict[str, Any] = {"oneOf": [{"$ref": "#/components/schemas/Request"}, _KEPT]}
_BODY: dict[str, Any] = {
    "required": True,
    "description": "Two requests as for a recommendation, or decisions that were made here. At most 256 KiB.",
    "content": {
        JSON: {
            "schema": {
                "type": "object",
                "properties": {
                    **dict.fromkeys(SIDES, _SIDE),
                    "language": {"type": ["string", "null"], "enum": [*LANGUAGES, None]},
                },
                "required": list(SIDES),
                "additionalProperties": False,
            }
        }
    },
}


@view(
    blueprint,
    "POST",
    "/comparisons",
    Documented(
        "compare",
        ComparisonSchema,
        problems=(400, 406, 413, 415, 422, 503),
        description="What changes, slot by slot, why, and the migration plan for what is in use after.",
        role="decide",
        request_body=_BODY,
        also=(MARKDOWN,),
    ),
)
def comparisons() -> Response:
    """Compare two editions, days, profiles, or decisions that were made here

    Both sides are kept as decisions. The texts are in `language`, else in what Accept-Language likes best; a language
    that a side names is passed over.
    """
    form = media_type_for(request.headers.get("Accept"), JSON, MARKDOWN)
    language, before, after = _sides(read_posted(request))
    document = comparison_answer(compare(before, after), language)
    if form == MARKDOWN:
        return _markdown(
            outline_markdown(comparison_lines(document, before.knowledge, after.knowledge, language)), language
        )
    return _json(document, language)


@view(
    blueprint,
    "GET",
    "/decisions/<string:decision_id>/migration",
    Documented(
        "getMigration",
        MigrationSchema,
        query=LanguageQuery,
        problems=(404, 406, 422, 503),
        cached="knowledge",
        description="The plan, on the knowledge that the decision was made on.",
        also=(MARKDOWN,),
    ),
)
def migration(arguments: dict[str, Any], decision_id: str) -> Response:
    """Read the way from what is in use to what a decision recommends

    Days are counted from the day of the decision. Its texts are in the decision's language unless `lang` asks for
    another.
    """
    form = media_type_for(request.headers.get("Accept"), JSON, MARKDOWN)
    record = find(decision_id)
    language: Language = arguments.get("lang") or record.language
    document = migration_document(current_service().again(record).decision, language)
    document = {**document, "id": record.id, "links": {"decision": f"/v1/decisions/{record.id}"}}
    if form == MARKDOWN:
        return _markdown(outline_markdown(migration_lines(document, language)), language)
    return _json(document, language)


def _json(document: Mapping[str, Any], language: Language) -> Response:
    return Response(orjson.dumps(document), headers={"Content-Type": JSON, **headers(language)})


def _markdown(text: str, language: Language) -> Response:
    return Response(text, headers={"Content-Type": f"{MARKDOWN}; charset=utf-8", **headers(language)})


# --- the body -------------------------------------------------------------------------------------------------


def _sides(body: Any) -> tuple[Language, Decision, Decision]:
    """Raises ProfileError with the mistakes of both sides."""
    if not isinstance(body, Mapping):
        raise ProfileError([Mistake("", "a comparison is a mapping with members `before` and `after`")])
    mistakes: list[Mistake] = []
    for member in body:
        if member not in _MEMBERS:
            hint = nearest_after(mistakes, member, _MEMBERS) or f"known: {listed(_MEMBERS)}"
            mistakes.append(Mistake(pointer(member), f"there is no member {str(member)[:60]!r}", hint))
    language = _language(body.get("language"), mistakes)
    found = []
    for side in SIDES:
        try:
            found.append(_decision(body.get(side), language))
        except ProfileError as error:
            mistakes.extend(Mistake(f"/{side}{one.pointer}", one.detail, one.hint) for one in error.mistakes)
    if mistakes:
        raise ProfileError(mistakes)
    before, after = found
    return language, before, after


def _language(raw: Any, mistakes: list[Mistake]) -> Language:
    if raw is None:
        return language_of(request.headers.get("Accept-Language"))
    for language in LANGUAGES:
        if raw == language:
            return language
    mistakes.append(Mistake("/language", f"there is no language {str(raw)[:40]!r}", one_of(raw, LANGUAGES)))
    return LANGUAGES[0]


def _decision(raw: Any, language: Language) -> Decision:
    """One side, decided and kept. Raises ProfileError with pointers into it."""
    service = current_service()
    if raw is None:
        hint = 'a request, as {"profile": {}}, or a decision that was made here, as {"decision": "…"}'
        raise ProfileError([Mistake("", "this side is missing", hint)])
    if isinstance(raw, Mapping) and "decision" in raw:
        return _kept(raw, language)
    asked = read_request(raw, service.knowledge, today=service.today(), language=language)
    asked = replace(asked, language=language)
    service.decide(asked)
    return service.advisor.decide(asked)


def _kept(raw: Mapping[str, Any], language: Language) -> Decision:
    mistakes = [
        Mistake(pointer(member), f"there is no member {str(member)[:60]!r} beside `decision`", "leave it out")
        for member in raw
        if member != "decision"
    ]
    id_ = raw["decision"]
    service = current_service()
    record = service.find(id_) if isinstance(id_, str) else None
    if record is None:
        hint = "decisions are found on the service that made them: give the request instead"
        mistakes.append(Mistake("/decision", f"there is no decision {str(id_)[:40]!r}", hint))
    if mistakes or record is None:
        raise ProfileError(mistakes)
    service.in_language(record, language)
    return service.again(record).decision
