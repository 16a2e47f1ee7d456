"""The pages: a form that works, and a decision to read. They need no JavaScript and fetch nothing from elsewhere."""

from __future__ import annotations

import orjson
from flask import redirect, request, url_for
from flask_smorest import Blueprint
from werkzeug.wrappers import Response as AnyResponse

from engine.inference.profile import ProfileError
from plugin_api.blueprints.decisions import find
from plugin_api.blueprints.questionnaire_pages import FORM_BODY, form_sent
from plugin_api.blueprints.shared import check_filters
from plugin_api.negotiation import media_type_for
from plugin_api.openapi import Documented, view
from plugin_api.pages.acting import acting_of
from plugin_api.pages.asking import asked_in, form_page
from plugin_api.pages.forms import Form, form_of
from plugin_api.pages.navigation import topic_of
from plugin_api.pages.page import asked_language, page, problem_page, reader_language
from plugin_api.pages.said import said_of
from plugin_api.pages.shown import shown_of
from plugin_api.pages.views import status_counts
from plugin_api.problems import Problem
from plugin_api.reviewing.setup import current_waivers
from plugin_api.service import current_service
from plugin_api.vocabulary import HTML

blueprint = Blueprint("pages", __name__, description="The same for people")

_PAGE = {"type": "string"}
# Asks for every slot in full.
_ALL = "all"


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
    made = current_service().decide(asked)
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
