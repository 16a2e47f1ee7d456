"""The page of another answer: what a decision would be with it, by the engine that made it. Nothing is kept."""

from __future__ import annotations

from typing import Any

import orjson
from flask import request
from flask_smorest import Blueprint
from werkzeug.wrappers import Response as AnyResponse

from engine.explanation.comparison.answer import comparison_answer
from engine.explanation.comparison.compare import compare
from engine.explanation.comparison.outline import comparison_lines
from engine.explanation.phrases import answer_phrase
from engine.inference.profile import Answer, Mistake, ProfileError
from engine.inference.reasoner import Decision
from engine.model import Knowledge, Language
from engine.request import Request, read_request
from plugin_api.blueprints.proof_pages import asked_of
from plugin_api.blueprints.shared import check_filters
from plugin_api.openapi import Documented, view
from plugin_api.pages.asking import field_values
from plugin_api.pages.forms import Form, form_of, request_of
from plugin_api.pages.lines import LineView, line_views
from plugin_api.pages.navigation import topic_of
from plugin_api.pages.page import page, problem_page
from plugin_api.pages.trying import trying_of
from plugin_api.problems import Problem
from plugin_api.security.caller import current_caller
from plugin_api.security.sites import current_sites
from plugin_api.service import Again, current_service
from plugin_api.store import Record
from plugin_api.vocabulary import HTML

blueprint = Blueprint("what_if_pages", __name__, description="What other answers would change, as pages")
blueprint.register_error_handler(Problem, problem_page)


@view(
    blueprint,
    "GET",
    "/decisions/<string:decision_id>/what-if",
    Documented(
        "getWhatIfPage",
        {"type": "string"},
        reads=("lang", "question"),
        problems=(404, 406, 422, 503),
        content_type=HTML,
    ),
)
def what_if(decision_id: str) -> AnyResponse:
    """The page that says what another answer would change

    `question` names the question. Its answer is in the parameters under the id of the question, as the form at / has
    it; with `answered` and without it, the question is left open. Without a question all of them are offered.
    """
    record, decision, language = asked_of(decision_id)
    id_ = request.args.get("question") or ""
    knowledge = decision.knowledge
    if not id_:
        return _choosing(record, decision, language)
    check_filters({"question": id_}, {"question": knowledge.questions})
    said, question = orjson.loads(record.request), knowledge.questions[id_]
    form = form_of(said["profile"], knowledge)
    mistakes: tuple[Mistake, ...] = ()
    lines: list[LineView] = []
    then: Answer | None = None
    if "answered" in request.args or id_ in request.args:
        form.poplist(id_)
        form.update({id_: request.args.getlist(id_)})
        again = current_service().again(record)
        try:
            asked = _asked(form, said, knowledge, language)
        except ProfileError as error:
            mistakes = error.mistakes
        else:
            lines, then = _lines(again, asked, language), asked.answers.get(id_)

    def told(answer: Answer | None) -> str:
        return answer_phrase(question, answer, knowledge, language) if answer is not None else ""

    return page(
        "what_if.html",
        language,
        422 if mistakes else 200,
        question=question,
        now=told(decision.answers.get(id_)),
        then=told(then),
        lines=lines,
        whole=_hidden(form, said, language),
        may_decide=not current_sites().asks_token and "decide" in current_caller().roles,
        topic=topic_of(record.id, decision, language),
        here_is="what-if",
        **field_values(knowledge, form, mistakes),
    )


def _choosing(record: Record, decision: Decision, language: Language) -> AnyResponse:
    """The same page before a question is chosen: it offers them all."""
    body = orjson.loads(record.body)
    return page(
        "what_if.html",
        language,
        question=None,
        trying=trying_of(decision, [one["question"] for one in body["open_questions"]], language, every=True),
        decision_id=record.id,
        topic=topic_of(record.id, decision, language),
        here_is="what-if",
    )


def _asked(form: Form, said: dict[str, Any], knowledge: Knowledge, language: Language) -> Request:
    """The decision's request with what the form says. Raises ProfileError."""
    body = {**request_of(form, knowledge), "edition": said["edition"], "as_of": said["as_of"], "language": language}
    return read_request(body, knowledge, today=current_service().today(), language=language)


def _lines(again: Again, asked: Request, language: Language) -> list[LineView]:
    other = again.advisor.decide(asked)
    knowledge = again.decision.knowledge
    document = comparison_answer(compare(again.decision, other), language)
    lines = comparison_lines(document, knowledge, knowledge, language, whole=False)
    return line_views(lines, knowledge, language)


def _hidden(form: Form, said: dict[str, Any], language: Language) -> list[tuple[str, str]]:
    """All that the form at / would send for it."""
    rest = (("edition", said["edition"]), ("as_of", said["as_of"]), ("lang", language))
    return [*form.items(multi=True), *rest]
