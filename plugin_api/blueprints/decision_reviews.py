"""Reviews of decisions: what people say of them, and what that comes to."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint

from plugin_api.blueprints.decisions import find
from plugin_api.blueprints.shared import Arguments, headers, linked, spoken
from plugin_api.openapi import Documented, view
from plugin_api.reviewing.asking import as_it_stood, day_asked, tellings_asked
from plugin_api.reviewing.documents import review_document, standing_document
from plugin_api.reviewing.finding import slots_of, tellings
from plugin_api.reviewing.lists import page_of, span_of
from plugin_api.reviewing.receiving import once, received
from plugin_api.reviewing.setup import current_reviews
from plugin_api.reviewing.standing import standing_of
from plugin_api.reviewing.writing import add_review, kept_review
from plugin_api.schemas.reviews import (
    AsOfQuery,
    DecisionStandingSchema,
    ReviewListSchema,
    ReviewRequestSchema,
    ReviewSchema,
    ReviewsOfDecisionQuery,
    ReviewsQuery,
)
from plugin_api.service import current_service
from plugin_api.store.review_store import OLDEST_FIRST, ReviewFilter
from plugin_api.vocabulary import IDEMPOTENCY_KEY, JSON

blueprint = Blueprint("decision_reviews", __name__, url_prefix="/v1", description="What people say of decisions")

_BODY = {
    "required": True,
    "description": "What is said. Who says it comes from authentication alone.",
    "content": {
        JSON: {
            "schema": ReviewRequestSchema,
        }
    },
}


@view(
    blueprint,
    "POST",
    "/decisions/<string:decision_id>/reviews",
    Documented(
        "addReview",
        ReviewSchema,
        status=201,
        problems=(400, 403, 404, 406, 409, 413, 415, 422, 503),
        description="The review, as it is kept. Its address is in Location.",
        request_body=_BODY,
        role="review",
        reads=(IDEMPOTENCY_KEY,),
    ),
)
def add(decision_id: str) -> tuple[dict[str, Any], dict[str, str]]:
    """Review a decision

    The decision itself does not change. A review is never changed either: one of the kind `withdraw` takes it back.
    Whoever takes back again what they took back, in the same words, gets the same answer; in other words, a 409.
    """
    today = current_service().today()
    said = received(ReviewRequestSchema(today=today))
    record = find(decision_id)
    kept = add_review(said, record, once(record.id, said))
    return review_document(kept, today), {"Location": f"/v1/reviews/{kept.id}", "Content-Language": "en"}


@view(
    blueprint,
    "GET",
    "/decisions/<string:decision_id>/reviews",
    Documented(
        "listReviewsOfDecision",
        ReviewListSchema,
        query=ReviewsOfDecisionQuery,
        problems=(404, 406, 422, 503),
        description="The newest first.",
    ),
)
def reviews_of_decision(arguments: Arguments, decision_id: str) -> tuple[dict[str, Any], dict[str, str]]:
    """List the reviews of a decision

    Those of the same decision told in another language are among them.
    """
    language, record, day = spoken(arguments), find(decision_id), day_asked(arguments)
    kind, state = arguments.get("kind"), arguments.get("state")
    wanted = ReviewFilter(day, said_by=day, decisions=tellings(record), kind=kind, state=state)
    return linked(_page(wanted, arguments), headers(language))


@view(
    blueprint,
    "GET",
    "/reviews",
    Documented(
        "listReviews",
        ReviewListSchema,
        query=ReviewsQuery,
        problems=(406, 422, 503),
        description="The newest first.",
    ),
)
def reviews(arguments: Arguments) -> tuple[dict[str, Any], dict[str, str]]:
    """List the reviews of all decisions

    Those of the kind `withdraw` are among them, and so is what they took back: `state` tells them apart.
    """
    language, day = spoken(arguments), day_asked(arguments)
    wanted = ReviewFilter(
        day,
        said_by=day,
        decisions=tellings_asked(arguments),
        **{name: arguments.get(name) for name in ("subject", "by", "kind", "product", "slot", "state")},
    )
    return linked(_page(wanted, arguments), headers(language))


def _page(wanted: ReviewFilter, arguments: Arguments) -> dict[str, Any]:
    found = current_reviews().reviews(wanted, span_of(arguments))
    return page_of(found, arguments, lambda one: review_document(one, wanted.day))


@view(
    blueprint,
    "GET",
    "/reviews/<string:review_id>",
    Documented("getReview", ReviewSchema, query=AsOfQuery, problems=(404, 406, 422, 503)),
)
def review(arguments: Arguments, review_id: str) -> tuple[dict[str, Any], dict[str, str]]:
    """Read a review

    Its state is the one on the day that `as_of` names.
    """
    language, day = spoken(arguments), day_asked(arguments)
    return review_document(as_it_stood(kept_review(review_id), day), day), headers(language)


@view(
    blueprint,
    "GET",
    "/decisions/<string:decision_id>/standing",
    Documented("getDecisionStanding", DecisionStandingSchema, query=AsOfQuery, problems=(404, 406, 422, 503)),
)
def standing(arguments: Arguments, decision_id: str) -> tuple[dict[str, Any], dict[str, str]]:
    """Read what the reviews of a decision come to

    Which slots are accepted, which verdicts are overruled, and what waits for somebody. A review counts from the day
    (in UTC) on which it was written, until the day on which it was taken back; an overrule whose last day has passed
    does not count any more.
    """
    language, record, day = spoken(arguments), find(decision_id), day_asked(arguments)
    slots = slots_of(record)
    wanted = ReviewFilter(day, said_by=day, decisions=tellings(record))
    said = current_reviews().reviews(wanted, OLDEST_FIRST).items
    document = standing_document(standing_of(slots, said, day), record.id, {one["slot"]: one for one in slots}, day)
    return document, headers(language)
