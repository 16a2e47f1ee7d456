"""Deciding kept decisions again."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_smorest import Blueprint

from engine.explanation.replay.document import replay_document
from engine.explanation.replay.recorded import read_recorded
from engine.explanation.replay.replay import replay
from plugin_api.blueprints.shared import headers, spoken
from plugin_api.openapi import Documented, view
from plugin_api.posting import read_posted
from plugin_api.schemas.base import LanguageQuery
from plugin_api.schemas.replays import KeptDecisionSchema, ReplaySchema
from plugin_api.service import current_service
from plugin_api.vocabulary import JSON

blueprint = Blueprint("replays", __name__, url_prefix="/v1", description="Decisions that were kept elsewhere")

_REQUEST_BODY = {
    "required": True,
    "description": "A decision, as this or another service answered it. At most 256 KiB.",
    "content": {JSON: {"schema": KeptDecisionSchema}},
}


@view(
    blueprint,
    "POST",
    "/replays",
    Documented(
        "replay",
        ReplaySchema,
        query=LanguageQuery,
        problems=(400, 406, 413, 415, 422),
        description="Whether it is still what the knowledge says, and if not, what differs and why.",
        role="decide",
        request_body=_REQUEST_BODY,
    ),
)
def replays(arguments: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """Decide a decision again

    On the knowledge in force, and on the one it was decided on where that is kept here. Nothing is stored.
    """
    language = spoken(arguments)
    recorded = read_recorded(read_posted(request))
    service = current_service()
    return replay_document(replay(recorded, service.advisor, service.kept(recorded.digest)), language), headers(
        language
    )
