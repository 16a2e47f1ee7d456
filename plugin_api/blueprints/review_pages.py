"""Reviewing a decision by forms: what they send is checked and kept by the functions behind the API."""

from __future__ import annotations

from collections.abc import Mapping

from flask import redirect, request, url_for
from flask_smorest import Blueprint
from werkzeug.wrappers import Response as AnyResponse

from engine.inference.profile import Mistake
from engine.knowledge.problems import listed, nearest
from engine.model import Language
from engine.told import told
from plugin_api.blueprints.decisions import find
from plugin_api.negotiation import media_type_for
from plugin_api.openapi import Documented, view
from plugin_api.pages.acting import ACTIONS, Form, acting_of, review_said, waiver_said, withdrawal_said
from plugin_api.pages.navigation import topic_of
from plugin_api.pages.page import chosen, page, problem_page, reader_language
from plugin_api.pages.said import said_of
from plugin_api.problems import Problem, invalid
from plugin_api.reading import read_form
from plugin_api.reviewing.giving import grant_waiver, withdraw_waiver
from plugin_api.reviewing.model import Once
from plugin_api.reviewing.receiving import digest_of, once_by, understood
from plugin_api.reviewing.setup import current_waivers
from plugin_api.reviewing.writing import add_review
from plugin_api.schemas.reviews import ReviewRequestSchema
from plugin_api.schemas.waivers import WaiverRequestSchema, WithdrawalRequestSchema
from plugin_api.security.sites import current_sites
from plugin_api.service import current_service
from plugin_api.store import Record
from plugin_api.vocabulary import CONFLICT, FORBIDDEN, FORM, HTML, INVALID, NOT_FOUND, UNSUPPORTED_MEDIA_TYPE

blueprint = Blueprint("review_pages", __name__, description="Reviewing a decision by forms")
blueprint.register_error_handler(Problem, problem_page)

_PAGE = {"type": "string"}
_BODY = {
    "content": {FORM: {"schema": {"type": "object", "additionalProperties": {"type": "string"}}}},
    "description": (
        f"`action`, one of {', '.join(ACTIONS)}, with the fields of its form: `about` (a slot, or a slot and a product "
        "with a blank between), `text`, `verdict`, `until`, `subject`, `id` (of what is taken back), `key`, `lang`."
    ),
}
# What is wrong with what was typed, and is shown in the form that it was typed into.
_TOLD_IN_FORM = (INVALID, CONFLICT, FORBIDDEN, NOT_FOUND)
# Characters of a form's own key that count: the rest of an Idempotency-Key tells what was said.
_KEY = 64


@view(
    blueprint,
    "GET",
    "/decisions/<string:decision_id>/review",
    Documented(
        "getReviewPage", _PAGE, reads=("lang", "slot", "product"), problems=(404, 406, 422, 503), content_type=HTML
    ),
)
def form(decision_id: str) -> AnyResponse:
    """The page with the forms of a review

    `slot` and `product` name the verdict that the forms begin with.
    """
    media_type_for(request.headers.get("Accept"), HTML)
    kept = find(decision_id)
    record, language = _told(kept, reader_language(kept.language))
    about = " ".join(filter(None, (request.args.get("slot"), request.args.get("product"))))
    return _page(decision_id, record, language, {"about": about}, None)


@view(
    blueprint,
    "POST",
    "/decisions/<string:decision_id>/review",
    Documented(
        "reviewForm",
        None,
        problems=(400, 403, 404, 406, 409, 413, 415, 422, 503),
        status=303,
        description="To the page of the decision, where it stands",
        role="review",
        headers=(),
        request_body=_BODY,
    ),
)
def send(decision_id: str) -> AnyResponse:
    """Comment, accept, overrule, waive, or take back, as a form says

    What is wrong is told in the form, with what was typed. The same words sent again from the same page are kept once.
    """
    current_sites().check_change(request.environ)
    media_type_for(request.headers.get("Accept"), HTML)
    if request.mimetype != FORM:
        raise Problem(UNSUPPORTED_MEDIA_TYPE, f"A form is sent as {FORM}.", headers={"Accept": FORM})
    typed = read_form(request)
    record, language = _told(find(decision_id), typed.get("lang"))
    try:
        _act(typed, record)
    except Problem as error:
        if error.kind not in _TOLD_IN_FORM:
            raise
        return _page(decision_id, record, language, typed, error)
    return redirect(url_for("pages.decision", decision_id=decision_id, lang=language, _anchor="reviews"), 303)


def _act(typed: Form, record: Record) -> None:
    """Raises Problem and StoreError."""
    action, today = typed.get("action", ""), current_service().today()
    if action not in ACTIONS:
        hint = nearest(action[:60], ACTIONS) or f"one of {listed(ACTIONS)}"
        raise invalid((Mistake("/action", f"there is no action {action[:60]!r}", hint),))
    if action == "waiver":
        said = waiver_said(typed, record.id)
        grant_waiver(understood(WaiverRequestSchema(today=today), said), _once(typed, record, said))
    elif action == "withdraw-waiver":
        text = understood(WithdrawalRequestSchema(), withdrawal_said(typed)).get("text")
        if not typed.get("id"):
            raise invalid(
                (Mistake("/id", told("it is missing: the waiver to take back", "철회할 예외 승인을 고르십시오")),)
            )
        withdraw_waiver(typed["id"], text)
    else:
        said = review_said(typed)
        add_review(understood(ReviewRequestSchema(today=today), said), record, _once(typed, record, said))


def _once(typed: Form, record: Record, said: Mapping[str, str]) -> Once | None:
    """The form's own key alone would make whoever goes back and says something else repeat themselves."""
    key = typed.get("key", "")
    if not key:
        return None
    digest = digest_of(record.id, dict(said))
    return once_by(f"form-{key[:_KEY]}-{digest}", record.id, dict(said))


def _told(record: Record, wanted: str | None) -> tuple[Record, Language]:
    """The decision in the language that is asked for."""
    language = chosen(wanted)
    if language in (None, record.language):
        return record, record.language
    return find(current_service().in_language(record, language).id), language


def _page(
    id_: str, record: Record, language: Language, typed: Mapping[str, str], refused: Problem | None
) -> AnyResponse:
    """`record`: the decision in the language of the page; `id_`: as it is asked for."""
    service = current_service()
    decision = service.again(record).decision
    said = said_of(record, decision.knowledge, current_waivers(), service, language)
    return page(
        "review.html",
        language,
        refused.kind.status if refused else 200,
        topic=topic_of(id_, decision, language),
        said=said,
        acting=acting_of(record, said, service.today(), language, typed, refused),
        here_is="review",
    )
