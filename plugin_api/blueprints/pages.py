"""The pages: a form that works, and a decision to read. They need no JavaScript and fetch nothing from elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import partial
from typing import Any

import orjson
from flask import Response, redirect, request, url_for
from flask_smorest import Blueprint
from werkzeug.wrappers import Response as AnyResponse

from engine.explanation.connections import sentence
from engine.explanation.disagreements import disagreements
from engine.explanation.what_if.robustness import robustness
from engine.explanation.what_if.robustness_document import pick_document
from engine.inference.profile import Mistake, ProfileError
from engine.model import Knowledge, Language
from engine.request import read_request
from plugin_api.blueprints.decisions import find
from plugin_api.negotiation import media_type_for
from plugin_api.openapi import Documented, view
from plugin_api.pages.acting import acting_of
from plugin_api.pages.forms import NONE, Form, form_of, request_of
from plugin_api.pages.navigation import topic_of
from plugin_api.pages.page import asked_language, chosen, page, problem_page
from plugin_api.pages.pictures import WARNING_SIGN, box_class, sign_of
from plugin_api.pages.products import products_to_ask
from plugin_api.pages.said import said_of
from plugin_api.pages.trying import trying_of
from plugin_api.pages.views import decision_view
from plugin_api.picturing import picture_of
from plugin_api.problems import Problem
from plugin_api.reading import read_form
from plugin_api.reviewing.setup import current_waivers
from plugin_api.service import current_service
from plugin_api.vocabulary import FORM, HTML, UNSUPPORTED_MEDIA_TYPE

blueprint = Blueprint("pages", __name__, description="The same for people")

_PAGE = {"type": "string"}
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
    return redirect(url_for("pages.decision", decision_id=service.decide(asked).id), 303)


@view(
    blueprint,
    "GET",
    "/decisions/<string:decision_id>",
    Documented("getDecisionPage", _PAGE, reads=("lang",), redirects=True, problems=(404, 406, 503), content_type=HTML),
)
def decision(decision_id: str) -> AnyResponse:
    """The page of a decision

    `lang` leads to the page of the same decision in another language.
    """
    media_type_for(request.headers.get("Accept"), HTML)
    service, record = current_service(), find(decision_id)
    wanted = chosen(request.args.get("lang"))
    if wanted not in (None, record.language):
        told = service.in_language(record, wanted)
        return redirect(url_for("pages.decision", decision_id=told.id), 303)
    said = orjson.loads(record.request)
    decided = service.again(record).decision
    firmness = robustness(decided)
    picks = [pick_document(one, decided.knowledge, record.language) for one in firmness]
    opinions = said_of(record, decided.knowledge, current_waivers(), service, record.language)
    shown = decision_view(orjson.loads(record.body), said["profile"], decided.knowledge, record.language, picks)
    return page(
        "decision.html",
        record.language,
        view=shown,
        picture=picture_of(decided, record.id, record.language, firmness),
        sign_of=sign_of,
        warning_sign=WARNING_SIGN,
        box_class=box_class,
        sentence=sentence,
        products=products_to_ask(decided, record.language),
        topic=topic_of(record.id, decided, record.language),
        trying=trying_of(decided, [one["question"] for one in shown.body["open_questions"]], record.language),
        said=opinions,
        acting=acting_of(record, opinions, service.today(), record.language),
        here_is="decision",
        disagreed=Counter(slot for found in disagreements(decided) if found.spoken for slot in found.slots),
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
