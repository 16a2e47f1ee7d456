"""The pages of what was said of decisions: a review, and a waiver with whether it still holds."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_smorest import Blueprint
from werkzeug.wrappers import Response as AnyResponse

from plugin_api.blueprints.decisions import find
from plugin_api.negotiation import media_type_for
from plugin_api.openapi import Documented, view
from plugin_api.pages.navigation import topic_of
from plugin_api.pages.page import page, problem_page, reader_language
from plugin_api.pages.said import review_entry, waiver_entry
from plugin_api.problems import Problem
from plugin_api.reviewing.documents import waiver_standing_document
from plugin_api.reviewing.giving import kept_waiver
from plugin_api.reviewing.setup import current_waivers
from plugin_api.reviewing.writing import kept_review
from plugin_api.service import current_service
from plugin_api.store import Record
from plugin_api.vocabulary import HTML

blueprint = Blueprint("said_pages", __name__, description="What was said of decisions, as pages")
blueprint.register_error_handler(Problem, problem_page)

_PAGE = {"type": "string"}


@view(
    blueprint,
    "GET",
    "/reviews/<string:review_id>",
    Documented("getReviewEntryPage", _PAGE, reads=("lang",), problems=(404, 406, 503), content_type=HTML),
)
def review(review_id: str) -> AnyResponse:
    """The page of a review"""
    media_type_for(request.headers.get("Accept"), HTML)
    found = kept_review(review_id)
    record, language = _told(find(found.decision))
    knowledge = current_service().again(record).decision.knowledge
    entry = review_entry(found, record, knowledge, current_service().today(), language)
    return _page(record, found.decision, entry=entry, kind="reviews", json="decision_reviews.review", differences=[])


@view(
    blueprint,
    "GET",
    "/waivers/<string:waiver_id>",
    Documented("getWaiverPage", _PAGE, reads=("lang",), problems=(404, 406, 503), content_type=HTML),
)
def waiver(waiver_id: str) -> AnyResponse:
    """The page of a waiver: what it allows, and whether that which it rests on is still so"""
    media_type_for(request.headers.get("Accept"), HTML)
    found, service = kept_waiver(waiver_id), current_service()
    record, language = _told(find(found.decision))
    held = current_waivers().standing(found, service, service.today())
    entry = waiver_entry(found, held.state, record, service.again(record).decision.knowledge, service.today(), language)
    differences = [one["text"] for one in waiver_standing_document(found, held, language)["differences"]]
    return _page(record, found.decision, entry=entry, kind="waivers", json="waivers.waiver", differences=differences)


def _told(record: Record) -> tuple[Record, Any]:
    """The decision in the language of the page."""
    language = reader_language(record.language)
    if language == record.language:
        return record, language
    return find(current_service().in_language(record, language).id), language


def _page(record: Record, id_: str, **shown: Any) -> AnyResponse:
    """`record`: the decision in the language of the page; `id_`: that which it was said of."""
    decision = current_service().again(record).decision
    return page(
        "said_entry.html",
        record.language,
        topic=topic_of(id_, decision, record.language),
        here_is="said",
        **shown,
    )
