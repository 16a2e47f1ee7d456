"""The architecture picture of decisions that were made here."""

from __future__ import annotations

from typing import Any

import orjson
from flask import Response, request
from flask_smorest import Blueprint

from engine.explanation.picture.document import picture_document
from engine.explanation.picture.style import picture_policy
from engine.explanation.picture.svg import picture_svg
from engine.model import Language
from plugin_api.blueprints.decisions import find
from plugin_api.blueprints.shared import headers
from plugin_api.negotiation import media_type_for
from plugin_api.openapi import Documented, view
from plugin_api.picturing import wanted_of
from plugin_api.schemas.pictures import PictureQuery, PictureSchema
from plugin_api.service import current_service
from plugin_api.vocabulary import JSON, SVG

blueprint = Blueprint("pictures", __name__, url_prefix="/v1", description="Decisions as architecture pictures")


@view(
    blueprint,
    "GET",
    "/decisions/<string:decision_id>/picture",
    Documented(
        "getPicture",
        PictureSchema,
        query=PictureQuery,
        problems=(404, 406, 422, 503),
        cached="knowledge",
        headers=("Content-Language", "Content-Disposition"),
        description=(
            "The picture: as data, or as one SVG file with nothing in it that is fetched or run. "
            "Content-Disposition suggests a name for it."
        ),
        also=(SVG,),
    ),
)
def picture(arguments: dict[str, Any], decision_id: str) -> Response:
    """Read a decision as an architecture picture

    Areas in bands, the foundation lowest; in each its slots with picks, verdicts, how firm they stand, warnings, and
    what changed since the edition before. Its texts are in the decision's language unless `lang` asks for another.
    """
    asked = arguments.get("format")
    form = (
        media_type_for(request.headers.get("Accept"), JSON, SVG) if asked is None else SVG if asked == "svg" else JSON
    )
    record = find(decision_id)
    language: Language = arguments.get("lang") or record.language
    decision = current_service().again(record).decision
    wanted = wanted_of(arguments, decision)
    # What firm is takes a tenth of a second to find out, and an id always stands for the same decision.
    about = (wanted.since, ",".join(sorted(wanted.slots)), ",".join(sorted(wanted.areas)))
    key = ("picture", record.id, language, *about, form)
    kept = current_service().proofs
    body = kept.get(key)
    if body is None:
        document = picture_document(decision, record.id, language, wanted)
        body = picture_svg(document).encode() if form == SVG else orjson.dumps(document)
        kept.put(key, body, weight=len(body))
    return _response(body, form, language, f"architecture-{decision.edition}-{decision.as_of}-{language}")


def _response(body: bytes, form: str, language: Language, name: str) -> Response:
    ending = "svg" if form == SVG else "json"
    response = Response(body, content_type=form, headers=headers(language))
    response.headers["Content-Disposition"] = f'inline; filename="{name}.{ending}"'
    if form == SVG:
        response.headers["Content-Type"] = f"{SVG}; charset=utf-8"
        response.headers["Content-Security-Policy"] = picture_policy()
    return response
