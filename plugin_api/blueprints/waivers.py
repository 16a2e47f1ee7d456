"""Waivers: what is allowed in spite of a verdict, for as long as the verdict rests on the same."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import request
from flask_smorest import Blueprint

from engine.model import Language
from plugin_api.blueprints.shared import Arguments, headers, linked, spoken
from plugin_api.negotiation import language_of
from plugin_api.openapi import Documented, view
from plugin_api.reviewing.asking import as_it_stood, day_asked, named, tellings_asked
from plugin_api.reviewing.documents import waiver_document, waiver_standing_document, waiver_summary
from plugin_api.reviewing.giving import ADDRESS, grant_waiver, kept_waiver, withdraw_waiver
from plugin_api.reviewing.lists import page_of, span_of
from plugin_api.reviewing.model import Waiver
from plugin_api.reviewing.receiving import once, received
from plugin_api.reviewing.setup import current_waivers
from plugin_api.schemas.reviews import AsOfQuery
from plugin_api.schemas.waivers import (
    WaiverListSchema,
    WaiverRequestSchema,
    WaiverSchema,
    WaiversQuery,
    WaiverStandingQuery,
    WaiverStandingSchema,
    WithdrawalRequestSchema,
)
from plugin_api.service import current_service
from plugin_api.store.review_store import WaiverFilter
from plugin_api.vocabulary import IDEMPOTENCY_KEY, JSON

blueprint = Blueprint("waivers", __name__, url_prefix="/v1", description="What is allowed in spite of verdicts")

_BODY = {
    "required": True,
    "description": "What is allowed, why, and until when. Who allows it comes from authentication alone.",
    "content": {JSON: {"schema": WaiverRequestSchema}},
}
_WITHDRAWAL = {"required": False, "content": {JSON: {"schema": WithdrawalRequestSchema}}}


# --- giving and taking back -----------------------------------------------------------------------------------


@view(
    blueprint,
    "POST",
    "/waivers",
    Documented(
        "grantWaiver",
        WaiverSchema,
        status=201,
        problems=(400, 406, 409, 413, 415, 422, 503),
        description="The waiver, as it is kept. Its address is in Location.",
        request_body=_BODY,
        role="review",
        reads=(IDEMPOTENCY_KEY,),
    ),
)
def grant() -> tuple[dict[str, Any], dict[str, str]]:
    """Allow a product in spite of its verdict

    Until a day, and for as long as the verdict rests on what it rests on now: when a rule, a fact or an answer behind
    it changes, the waiver is reopened and holds no more. Where that has happened since the decision was made, decide
    again first.
    """
    today = current_service().today()
    said = received(WaiverRequestSchema(today=today))
    kept = grant_waiver(said, once("waiver", said))
    language = language_of(request.headers.get("Accept-Language"))
    return _document(kept, today, language), {"Location": f"{ADDRESS}/{kept.id}", **headers(language)}


@view(
    blueprint,
    "POST",
    "/waivers/<string:waiver_id>/withdraw",
    Documented(
        "withdrawWaiver",
        WaiverSchema,
        problems=(400, 403, 404, 406, 409, 413, 415, 422, 503),
        description="The waiver, which stays readable.",
        request_body=_WITHDRAWAL,
        role="review",
    ),
)
def withdraw(waiver_id: str) -> tuple[dict[str, Any], dict[str, str]]:
    """Take a waiver back

    By whoever gave it, or somebody with the role admin. Whoever does it again, in the same words, gets the same answer:
    it needs no Idempotency-Key. Other words, or somebody else's, are a 409.
    """
    said = received(WithdrawalRequestSchema())
    waiver = withdraw_waiver(waiver_id, said.get("text"))
    language = language_of(request.headers.get("Accept-Language"))
    return _document(waiver, current_service().today(), language), headers(language)


# --- reading --------------------------------------------------------------------------------------------------


@view(
    blueprint,
    "GET",
    "/waivers",
    Documented(
        "listWaivers",
        WaiverListSchema,
        query=WaiversQuery,
        problems=(406, 422, 503),
        description="The newest first.",
    ),
)
def waivers(arguments: Arguments) -> tuple[dict[str, Any], dict[str, str]]:
    """List the waivers, each with its state against the knowledge in force

    One that is `reopened` holds no more: what its verdict rested on has changed since it was given.
    """
    language, day = spoken(arguments), day_asked(arguments)
    service, known = current_service(), current_waivers()
    wanted = WaiverFilter(
        day,
        said_by=day,
        decisions=tellings_asked(arguments),
        **{name: arguments.get(name) for name in ("subject", "by", "slot", "product")},
    )
    found = known.listed(wanted, arguments.get("state"), span_of(arguments), service)
    body = page_of(found, arguments, lambda one: waiver_summary(one, known.standing(one, service, day)))
    return linked(body, headers(language))


@view(
    blueprint,
    "GET",
    "/waivers/<string:waiver_id>",
    Documented("getWaiver", WaiverSchema, query=AsOfQuery, problems=(404, 406, 422, 503)),
)
def waiver(arguments: Arguments, waiver_id: str) -> tuple[dict[str, Any], dict[str, str]]:
    """Read a waiver, with all that its verdict rested on

    The grounds are those on which it was given, and stay as they were.
    """
    language, day = spoken(arguments), day_asked(arguments)
    return _document(as_it_stood(kept_waiver(waiver_id), day), day, language), headers(language)


@view(
    blueprint,
    "GET",
    "/waivers/<string:waiver_id>/standing",
    Documented("getWaiverStanding", WaiverStandingSchema, query=WaiverStandingQuery, problems=(404, 406, 422, 503)),
)
def standing(arguments: Arguments, waiver_id: str) -> tuple[dict[str, Any], dict[str, str]]:
    """Does a waiver still hold, and if not, what has changed?

    It is held against its own request, decided again, or against another `decision`. What has changed is told ground by
    ground.
    """
    language, day = spoken(arguments), day_asked(arguments)
    found = as_it_stood(kept_waiver(waiver_id), day)
    service, known, other = current_service(), current_waivers(), arguments.get("decision")
    if other is None:
        held = known.standing(found, service, day)
    else:
        held = known.standing_in(found, named(other, "/query/decision"), service, day)
    return waiver_standing_document(found, held, language), headers(language)


def _document(waiver: Waiver, day: date, language: Language) -> dict[str, Any]:
    return waiver_document(waiver, current_waivers().standing(waiver, current_service(), day), language)
