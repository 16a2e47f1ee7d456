"""Architecture decision records of decisions that were made here."""

from __future__ import annotations

from typing import Any

from flask import Response, request
from flask_smorest import Blueprint

from engine.explanation.records.markdown import record_markdown
from engine.explanation.records.record import Filing, Record, file_name
from engine.explanation.records.slot import slot_record
from engine.explanation.records.stack import stack_record
from plugin_api.blueprints.decisions import find
from plugin_api.blueprints.shared import check_filters
from plugin_api.negotiation import VARY, media_type_for, stated_language
from plugin_api.openapi import Documented, view
from plugin_api.schemas.adr import RecordQuery
from plugin_api.service import current_service
from plugin_api.vocabulary import MARKDOWN

blueprint = Blueprint("adr", __name__, url_prefix="/v1", description="Architecture decision records")


@view(
    blueprint,
    "GET",
    "/decisions/<string:decision_id>/adr",
    Documented(
        "getDecisionRecord",
        {"type": "string"},
        query=RecordQuery,
        problems=(404, 406, 422, 503),
        cached="knowledge",
        headers=("Content-Language", "Content-Disposition"),
        content_type=MARKDOWN,
        description=(
            "MADR 4, in UTF-8: front matter, then Markdown. Content-Disposition suggests a name that begins with 0000, "
            "in place of the number that the record gets where it is kept."
        ),
    ),
)
def decision_record(arguments: dict[str, Any], decision_id: str) -> Response:
    """Read a decision as an architecture decision record

    Of one slot in full, or of the whole decision in short. Its texts are in the language of `lang`, else in that
    of Accept-Language, else in the decision's own.
    """
    media_type_for(request.headers.get("Accept"), MARKDOWN)
    found = find(decision_id)
    again = current_service().again(found)
    slot = arguments.get("slot")
    check_filters(arguments, {"slot": again.advisor.knowledge.slots})
    language = arguments.get("lang") or stated_language(request.headers.get("Accept-Language")) or found.language
    record: Record = (
        slot_record(again.decision, slot, again.request, language)
        if slot
        else stack_record(again.decision, again.request, language)
    )
    filing = Filing(status=arguments.get("status", "proposed"), day=arguments.get("date"))
    return Response(
        record_markdown(record, filing),
        headers=[
            ("Content-Type", f"{MARKDOWN}; charset=utf-8"),
            ("Content-Language", language),
            ("Content-Disposition", f'inline; filename="{file_name(record.head, 0)}"'),
            ("Vary", VARY),
        ],
    )
