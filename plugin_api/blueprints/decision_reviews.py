"""Reviews of decisions: what people say of them, and what that comes to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask_smorest import Blueprint

from engine.inference.profile import Mistake
from engine.knowledge.problems import listed, nearest
from plugin_api.blueprints.decisions import find
from plugin_api.blueprints.shared import Arguments, headers, linked, spoken
from plugin_api.openapi import Documented, view
from plugin_api.problems import Problem, invalid, not_found
from plugin_api.reviewing.asking import as_it_stood, day_asked, tellings_asked
from plugin_api.reviewing.documents import review_document, standing_document
from plugin_api.reviewing.finding import is_id, slots_of, tellings
from plugin_api.reviewing.lists import page_of, span_of
from plugin_api.reviewing.model import Review
from plugin_api.reviewing.receiving import check_same, once, other_content, received
from plugin_api.reviewing.setup import current_reviews
from plugin_api.reviewing.standing import standing_of
from plugin_api.schemas.reviews import (
    AsOfQuery,
    DecisionStandingSchema,
    ReviewListSchema,
    ReviewRequestSchema,
    ReviewSchema,
    ReviewsOfDecisionQuery,
    ReviewsQuery,
)
from plugin_api.security.caller import current_caller
from plugin_api.service import current_service
from plugin_api.store import Record
from plugin_api.store.review_store import OLDEST_FIRST, AlreadyWithdrawn, OtherContent, ReviewFilter
from plugin_api.vocabulary import FORBIDDEN, IDEMPOTENCY_KEY, JSON

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
    mistakes = tuple(_misplaced(said, record))
    if mistakes:
        raise invalid(mistakes)
    caller, store, sent = current_caller(), current_reviews(), once(record.id, said)
    review = Review(
        id=store.new_id(),
        decision=record.id,
        kind=said["kind"],
        by=caller.subject,
        at=store.now(),
        withdraws=said.pop("review", None),
        **{name: value for name, value in said.items() if name != "kind"},
    )
    if review.withdraws is not None:
        _check_withdrawal(review.withdraws, record)
    try:
        kept, _ = store.add(review, sent)
    except OtherContent as error:
        raise other_content(error.id, "/v1/reviews") from None
    except AlreadyWithdrawn as error:
        check_same(error.withdrawal, review.by, review.text, "review")
        kept = _kept(error.withdrawal.id)
    return review_document(kept, today), {"Location": f"/v1/reviews/{kept.id}", "Content-Language": "en"}


def _kept(id_: str) -> Review:
    """Raises a 404 problem."""
    found = current_reviews().review(id_) if is_id(id_) else None
    if found is None:
        raise not_found("review", id_)
    return found


def _misplaced(said: dict[str, Any], record: Record) -> Iterator[Mistake]:
    """What is not in the decision: its slots, and the products that have a verdict in them."""
    slots: dict[str, Any] = {one["slot"]: one for one in slots_of(record)}
    slot, product = said.get("slot"), said.get("product")
    if slot is not None and slot not in slots:
        hint: str | None = nearest(slot, slots) or f"one of {listed(slots, 12)}"
        yield Mistake("/slot", f"the decision has no slot {slot[:60]!r}", hint)
        return
    judged: dict[str | None, str] = {
        one["product"]: one["verdict"]
        for name, inside in slots.items()
        if slot in (None, name)
        for one in inside["verdicts"]
    }
    if product is not None and product not in judged:
        hint = nearest(product, map(str, judged)) or (f"there is one on {listed(judged, 12)}" if judged else None)
        where = f"in {slot}" if slot else "in the decision"
        yield Mistake("/product", f"there is no verdict on {product[:60]!r} {where}", hint)
    elif product is not None and said.get("verdict") == judged[product]:
        yield Mistake("/verdict", f"the verdict on {product} is {judged[product]} already", "say another, or none")


def _check_withdrawal(id_: str, record: Record) -> None:
    """Raises a problem unless the review is there to be taken back, and this caller may."""
    found = current_reviews().review(id_) if is_id(id_) else None
    if found is None or found.decision not in tellings(record):
        raise invalid((Mistake("/review", f"the decision has no review {id_[:60]!r}"),))
    if found.kind == "withdraw":
        raise invalid((Mistake("/review", "what was taken back stays so", "write the review again"),))
    caller = current_caller()
    if found.by != caller.subject and "admin" not in caller.roles:
        raise Problem(FORBIDDEN, f"{found.by} wrote that review: only they, or an admin, can take it back.")


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
    return review_document(as_it_stood(_kept(review_id), day), day), headers(language)


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
