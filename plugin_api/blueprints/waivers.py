"""Waivers: what is allowed in spite of a verdict, for as long as the verdict rests on the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from flask import request
from flask_smorest import Blueprint

from engine.explanation.grounds.document import difference_document
from engine.explanation.grounds.grounds import Grounds, grounds
from engine.inference.profile import Mistake
from engine.inference.reasoner import Decision
from engine.knowledge.problems import listed, nearest
from engine.model import Language
from plugin_api.blueprints.shared import Arguments, headers, linked, spoken
from plugin_api.negotiation import language_of
from plugin_api.openapi import Documented, view
from plugin_api.problems import Problem, invalid, not_found
from plugin_api.reviewing.asking import as_it_stood, day_asked, named, tellings_asked
from plugin_api.reviewing.documents import waiver_document, waiver_standing_document, waiver_summary
from plugin_api.reviewing.finding import is_id, tellings
from plugin_api.reviewing.lists import page_of, span_of
from plugin_api.reviewing.model import Waiver
from plugin_api.reviewing.receiving import check_same, once, other_content, received
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
from plugin_api.security.caller import current_caller
from plugin_api.service import current_service
from plugin_api.store import Record, StoreError
from plugin_api.store.review_store import AlreadyWithdrawn, OtherContent, WaiverFilter
from plugin_api.vocabulary import FORBIDDEN, IDEMPOTENCY_KEY, JSON

blueprint = Blueprint("waivers", __name__, url_prefix="/v1", description="What is allowed in spite of verdicts")

_BODY = {
    "required": True,
    "description": "What is allowed, why, and until when. Who allows it comes from authentication alone.",
    "content": {JSON: {"schema": WaiverRequestSchema}},
}
_WITHDRAWAL = {"required": False, "content": {JSON: {"schema": WithdrawalRequestSchema}}}
_OUT_OF = "/v1/waivers"


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
    record = named(said["decision"], "/decision")
    decision = _again(record)
    mistakes = tuple(_misplaced(said["slot"], said["product"], decision))
    if mistakes:
        raise invalid(mistakes)
    found = grounds(decision, said["slot"], said["product"])
    _check_needed(found, decision)
    store = current_waivers().store
    waiver = Waiver(
        id=store.new_id(),
        decision=record.id,
        subject=said.get("subject") or _asked_for(record),
        slot=found.slot,
        product=found.product,
        reason=said["reason"],
        until=said["until"],
        by=current_caller().subject,
        at=store.now(),
        grounds=found,
    )
    _check_alive(waiver, today)
    try:
        kept, _ = store.grant(waiver, once("waiver", said))
    except OtherContent as error:
        raise other_content(error.id, _OUT_OF) from None
    language = language_of(request.headers.get("Accept-Language"))
    return _document(kept, today, language), {"Location": f"{_OUT_OF}/{kept.id}", **headers(language)}


def _asked_for(record: Record) -> str | None:
    """Whom the decision was asked for by, where that was one. Raises a 422 problem where it was several."""
    found = current_waivers().store.subjects_of(tellings(record))
    if len(found) > 1:
        hint = f"one of {listed(found)}"
        raise invalid((Mistake("/subject", "the decision was asked for by several: say for whom this is", hint),))
    return found[0] if found else None


def _again(record: Record) -> Decision:
    """Raises a 422 problem where the knowledge behind a decision is not kept any more."""
    service = current_service()
    try:
        return service.again(record).decision
    except StoreError:
        service.store.check()  # raises where it is the store that cannot be reached
        detail = f"the knowledge {record.knowledge} that it was made on is not kept, or cannot be read any more"
        raise invalid((Mistake("/decision", detail, "decide again, and waive on that decision"),)) from None


def _misplaced(slot: str, product: str, decision: Decision) -> Iterator[Mistake]:
    knowledge = decision.knowledge
    if slot not in knowledge.slots:
        hint = nearest(slot, knowledge.slots) or f"one of {listed(knowledge.slots, 12)}"
        yield Mistake("/slot", f"there is no slot {slot[:60]!r}", hint)
    if product not in knowledge.products:
        yield Mistake("/product", f"there is no product {product[:60]!r}", nearest(product, knowledge.products))
    elif slot in knowledge.slots:
        slots = knowledge.products[product].slots
        judged = any(one.product == product for one in decision.slot(slot).verdicts)
        if slot not in slots and not judged:
            hint = f"it fills {listed(slots)}" if slots else "it fills no slot of the architecture"
            yield Mistake("/slot", f"{product!r} does not fill {slot!r}", hint)


def _check_needed(found: Grounds, decision: Decision) -> None:
    """Raises a 422 problem where nothing stands against the product."""
    if found.objects:
        return
    if found.verdict is None:
        status = decision.slot(found.slot).status
        detail = f"there is no verdict on {found.product} in {found.slot}, which is {status}: there is nothing to waive"
    else:
        detail = f"the verdict on {found.product} in {found.slot} is {found.verdict}: it needs no waiver"
    raise invalid((Mistake("/product", detail),))


def _check_alive(waiver: Waiver, day: date) -> None:
    """Raises a 422 problem where it would not hold at all: what the verdict rested on has changed since."""
    held = current_waivers().would_stand(waiver, current_service(), day)
    if held.state == "active":
        return
    changed = [one["text"] for one in (difference_document(one, "en") for one in held.differences)]
    changed += [f"{one.pointer}: {one.detail}" for one in held.mistakes]
    detail = "what the verdict rested on in that decision has changed since: " + "; ".join(changed)
    raise invalid((Mistake("/decision", detail, "decide again, and waive on that decision if it is still needed"),))


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
    waiver, caller, store = _find(waiver_id), current_caller(), current_waivers().store
    if waiver.by != caller.subject and "admin" not in caller.roles:
        raise Problem(FORBIDDEN, f"{waiver.by} gave that waiver: only they, or an admin, can take it back.")
    try:
        store.withdraw(waiver.id, caller.subject, said.get("text"))
    except AlreadyWithdrawn as error:
        check_same(error.withdrawal, caller.subject, said.get("text"), "waiver")
    language = language_of(request.headers.get("Accept-Language"))
    return _document(_find(waiver_id), current_service().today(), language), headers(language)


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
    return _document(as_it_stood(_find(waiver_id), day), day, language), headers(language)


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
    found = as_it_stood(_find(waiver_id), day)
    service, known, other = current_service(), current_waivers(), arguments.get("decision")
    if other is None:
        held = known.standing(found, service, day)
    else:
        held = known.standing_in(found, named(other, "/query/decision"), service, day)
    return waiver_standing_document(found, held, language), headers(language)


def _find(id_: str) -> Waiver:
    """Raises a 404 problem."""
    found = current_waivers().store.waiver(id_) if is_id(id_) else None
    if found is None:
        raise not_found("waiver", id_)
    return found


def _document(waiver: Waiver, day: date, language: Language) -> dict[str, Any]:
    return waiver_document(waiver, current_waivers().standing(waiver, current_service(), day), language)
