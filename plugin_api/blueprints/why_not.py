"""Why a product is not a pick, and what would make it one."""

from __future__ import annotations

from typing import Any

import orjson
from flask import Response, request
from flask_smorest import Blueprint

from engine.explanation.why_not.answer import why_not
from engine.explanation.why_not.document import why_not_document
from engine.explanation.why_not.holding import HoldError, held_questions, read_hold
from engine.explanation.why_not.text import why_not_markdown
from engine.inference.profile import Mistake
from engine.knowledge.problems import nearest
from engine.model import Knowledge, Language
from plugin_api.blueprints.decisions import find
from plugin_api.blueprints.shared import headers
from plugin_api.negotiation import media_type_for
from plugin_api.openapi import Documented, view
from plugin_api.problems import Problem, invalid, not_found
from plugin_api.schemas.why_not import WhyNotQuery, WhyNotSchema
from plugin_api.service import current_service
from plugin_api.vocabulary import JSON, MARKDOWN, NOT_FOUND

blueprint = Blueprint("why_not", __name__, url_prefix="/v1", description="Why products are not picks")


@view(
    blueprint,
    "GET",
    "/decisions/<string:decision_id>/why-not/<string:product_id>",
    Documented(
        "getWhyNot",
        WhyNotSchema,
        query=WhyNotQuery,
        problems=(404, 406, 422, 503),
        cached="knowledge",
        description="The answer, on the knowledge that the decision was made on.",
        also=(MARKDOWN,),
    ),
)
def why_not_product(arguments: dict[str, Any], decision_id: str, product_id: str) -> Response:
    """Read why a product is not a pick, and what would make it one

    Putting every `to` of a counterfactual in the place of its answer and asking again gives its verdict and makes the
    product a pick. No smaller set of changes does, and no set of up to three questions is left out.
    """
    form = media_type_for(request.headers.get("Accept"), JSON, MARKDOWN)
    record = find(decision_id)
    language: Language = arguments.get("lang") or record.language
    decision = current_service().again(record).decision
    slot = _slot(product_id, arguments.get("slot"), decision.knowledge)
    held = held_questions(decision.knowledge, decision.answers, *_hold(arguments.get("hold", ()), decision.knowledge))
    told = why_not(decision, slot, product_id, held)
    if form == MARKDOWN:
        body: str | bytes = why_not_markdown(told, language)
        return Response(body, content_type=f"{MARKDOWN}; charset=utf-8", headers=headers(language))
    body = orjson.dumps(why_not_document(told, record.id, language))
    return Response(body, content_type=JSON, headers=headers(language))


def _slot(product_id: str, slot: str | None, knowledge: Knowledge) -> str:
    """The slot that is asked about. Raises a 404 problem, and a 422 problem for a slot that cannot be."""
    product = knowledge.products.get(product_id)
    if product is None:
        raise not_found("product", product_id, knowledge.products)
    if not product.slots:
        raise Problem(NOT_FOUND, f"{product.name} fills no slot of the architecture: nothing decides on it.")
    if slot is None:
        return product.slots[0]
    if slot not in product.slots:
        exists = slot in knowledge.slots
        detail = f"{product.name} does not fill the slot {slot!r}" if exists else f"there is no slot {slot[:60]!r}"
        hint = (None if exists else nearest(slot[:200], knowledge.slots)) or f"it fills {', '.join(product.slots)}"
        raise invalid((Mistake("/query/slot", detail, hint),))
    return slot


def _hold(words: list[str], knowledge: Knowledge) -> Any:
    """Raises a 422 problem."""
    try:
        return read_hold([part for word in words for part in word.split(",") if part], knowledge)
    except HoldError as error:
        raise invalid((Mistake("/query/hold", error.detail, error.hint),)) from None
