"""The pages: a form that works, and a decision to read. They need no JavaScript and fetch nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import orjson
from flask import Response, redirect, request, url_for
from flask_smorest import Blueprint
from werkzeug.wrappers import Response as AnyResponse

from engine.inference.profile import Mistake, ProfileError
from engine.model import Knowledge, Language
from engine.request import read_request
from plugin_api.blueprints.decisions import find
from plugin_api.blueprints.shared import check_filters
from plugin_api.negotiation import media_type_for
from plugin_api.openapi import Documented, view
from plugin_api.pages.acting import acting_of
from plugin_api.pages.forms import NONE, Form, form_of, request_of
from plugin_api.pages.navigation import topic_of
from plugin_api.pages.page import asked_language, chosen, page, problem_page, reader_language
from plugin_api.pages.said import said_of
from plugin_api.pages.shown import shown_of
from plugin_api.pages.views import status_counts
from plugin_api.problems import Problem
from plugin_api.reading import read_form
from plugin_api.reviewing.setup import current_waivers
from plugin_api.service import current_service
from plugin_api.vocabulary import FORM, HTML, UNSUPPORTED_MEDIA_TYPE

blueprint = Blueprint("pages", __name__, description="The same for people")

_PAGE = {"type": "string"}
# Asks for every slot in full.
_ALL = "all"
_FORM_BODY = {
    "content": {FORM: {"schema": {"type": "object", "additionalProperties": {"type": "string"}}}},
    "description": "The answers by question id, `edition`, `as_of` and `lang`, as the form at / sends them.",
}


@view(
    blueprint,
    "GET",
    "/",
    Documented("getStartPage", _PAGE, reads=("lang", "from"), problems=(404, 406, 503), content_type=HTML),
)
def start() -> AnyResponse:
    """The questionnaire as a form

    `from` names a decision whose answers the form shows.
    """
    media_type_for(request.headers.get("Accept"), HTML)
    language, origin = asked_language(), request.args.get("from")
    if not origin:
        return _form_page(language, Form())
    said = orjson.loads(find(origin).request)
    form = form_of(said["profile"], current_service().knowledge)
    form["edition"], form["as_of"] = said["edition"], said["as_of"]
    return _form_page(language, form)


@view(
    blueprint,
    "POST",
    "/decide",
    Documented(
        "decideForm",
        None,
        problems=(400, 406, 413, 415, 422, 503),
        status=303,
        description="To the page of the decision",
        role="decide",
        headers=(),
        request_body=_FORM_BODY,
    ),
)
def decide() -> AnyResponse:
    """Decide what the form says"""
    media_type_for(request.headers.get("Accept"), HTML)
    if request.mimetype != FORM:
        raise Problem(UNSUPPORTED_MEDIA_TYPE, f"A form is sent as {FORM}.", headers={"Accept": FORM})
    service, form = current_service(), read_form(request)
    language = chosen(form.get("lang")) or asked_language()
    try:
        asked = read_request(
            request_of(form, service.knowledge), service.knowledge, today=service.today(), language=language
        )
    except ProfileError as error:
        return _form_page(language, form, error.mistakes)
    made = service.decide(asked)
    # The language that was chosen for the form is the reader's, whatever the browser asks for.
    lang = None if reader_language(made.language) == made.language else made.language
    return redirect(url_for("pages.decision", decision_id=made.id, lang=lang), 303)


@view(
    blueprint,
    "GET",
    "/decisions/<string:decision_id>",
    Documented("getDecisionPage", _PAGE, reads=("lang", "details"), problems=(404, 406, 422, 503), content_type=HTML),
)
def decision(decision_id: str) -> AnyResponse:
    """The page of a decision

    In the language of `lang`, else in the reader's, else in that of the decision. `details`: `all` tells every slot in
    full, with its evidence, where they are on pages of their own otherwise.
    """
    media_type_for(request.headers.get("Accept"), HTML)
    details = request.args.get("details")
    check_filters({"details": details}, {"details": (_ALL,)})
    service, record = current_service(), find(decision_id)
    language = reader_language(record.language)
    told = record if language == record.language else find(service.in_language(record, language).id)
    decided = service.again(record).decision
    opinions = said_of(told, decided.knowledge, current_waivers(), service, language)
    return page(
        "decision.html",
        language,
        shown=shown_of(told, record.id, decided, language, unfolded=details == _ALL),
        unfolded=details == _ALL,
        counts=status_counts(decided),
        topic=topic_of(record.id, decided, language),
        said=opinions,
        acting=acting_of(told, opinions, service.today(), language),
        here_is="decision",
    )


blueprint.register_error_handler(Problem, problem_page)


def _form_page(language: Language, form: Form, mistakes: tuple[Mistake, ...] = ()) -> Response:
    knowledge = current_service().knowledge
    fields = field_values(knowledge, form, mistakes)
    return page("start.html", language, 422 if mistakes else 200, mistakes=mistakes, **fields)


def field_values(knowledge: Knowledge, form: Form, mistakes: tuple[Mistake, ...]) -> dict[str, Any]:
    """What `questions.html` needs to show the fields of questions, as they are filled in, with what is wrong."""
    by_area: dict[str, list[Any]] = {area: [] for area in knowledge.areas}
    for product in knowledge.products.values():
        if product.home:
            by_area[knowledge.slots[product.home].area].append(product)
    at = {mistake.pointer: mistake for mistake in reversed(mistakes)}
    return {
        "knowledge": knowledge,
        "form": form,
        "mistake_at": partial(_mistake_at, at),
        "products_by_area": by_area,
        "homeless": [product for product in knowledge.products.values() if not product.home],
        "none": NONE,
    }


def _mistake_at(mistakes: Mapping[str, Mistake], pointer: str) -> Mistake | None:
    """The first mistake at or below a pointer."""
    below = (mistake for at, mistake in mistakes.items() if at == pointer or at.startswith(f"{pointer}/"))
    return next(below, None)
