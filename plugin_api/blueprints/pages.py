"""The pages: a form that works, and a decision to read. They need no JavaScript and fetch nothing from elsewhere."""

from __future__ import annotations

from collections import Counter

import orjson
from flask import redirect, request, url_for
from flask_smorest import Blueprint
from werkzeug.wrappers import Response as AnyResponse

from engine.explanation.connections import sentence
from engine.explanation.disagreements import disagreements
from engine.explanation.what_if.robustness import robustness
from engine.explanation.what_if.robustness_document import pick_document
from engine.inference.profile import ProfileError
from plugin_api.blueprints.decisions import find
from plugin_api.blueprints.questionnaire_pages import FORM_BODY, form_sent
from plugin_api.negotiation import media_type_for
from plugin_api.openapi import Documented, view
from plugin_api.pages.acting import acting_of
from plugin_api.pages.asking import asked_in, form_page
from plugin_api.pages.forms import Form, form_of
from plugin_api.pages.navigation import topic_of
from plugin_api.pages.page import asked_language, chosen, page, problem_page
from plugin_api.pages.pictures import WARNING_SIGN, box_class, sign_of
from plugin_api.pages.products import products_to_ask
from plugin_api.pages.said import said_of
from plugin_api.pages.trying import trying_of
from plugin_api.pages.views import decision_view
from plugin_api.picturing import picture_of
from plugin_api.problems import Problem
from plugin_api.reviewing.setup import current_waivers
from plugin_api.service import current_service
from plugin_api.vocabulary import HTML

blueprint = Blueprint("pages", __name__, description="The same for people")

_PAGE = {"type": "string"}


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
        return form_page(language, Form(), given=False)
    said = orjson.loads(find(origin).request)
    form = form_of(said["profile"], current_service().knowledge)
    form["edition"], form["as_of"] = said["edition"], said["as_of"]
    return form_page(language, form, given=False, origin=origin)


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
        request_body=FORM_BODY,
    ),
)
def decide() -> AnyResponse:
    """Decide what the form says"""
    form, language = form_sent()
    try:
        asked = asked_in(form, language)
    except ProfileError as error:
        return form_page(language, form, error.mistakes)
    return redirect(url_for("pages.decision", decision_id=current_service().decide(asked).id), 303)


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
