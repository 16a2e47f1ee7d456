"""The questionnaire as the page at / shows it: its fields as they are filled in, what is wrong, what it comes to."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from flask import Response

from engine.inference.encoding import IN_USE, WORKS_WELL
from engine.inference.profile import Mistake, ProfileError
from engine.model import Knowledge, Language
from engine.request import Request, read_request
from plugin_api.pages.forms import NONE, Form, request_of
from plugin_api.pages.outlook import outlook_of
from plugin_api.pages.page import page
from plugin_api.pages.pictures import STROKES, sign_of
from plugin_api.service import current_service


def asked_in(form: Form, language: Language) -> Request:
    """Raises ProfileError."""
    service = current_service()
    return read_request(
        request_of(form, service.knowledge), service.knowledge, today=service.today(), language=language
    )


def form_page(
    language: Language,
    form: Form,
    mistakes: tuple[Mistake, ...] = (),
    *,
    given: bool = True,
    status: int | None = None,
    **more: Any,
) -> Response:
    """The page at /, with what the answers come to. `given`: the answers are those that somebody just sent, and not to
    be put aside for what the browser remembers.
    """
    return page(
        "start.html",
        language,
        status or (422 if mistakes else 200),
        mistakes=mistakes,
        given=given,
        outlook=outlook_in(form, language),
        sign_of=sign_of,
        strokes=STROKES,
        **{**field_values(current_service().knowledge, form, mistakes), **more},
    )


def outlook_page(language: Language, form: Form) -> Response:
    """What has changed on that page by other answers, and what is wrong with them; nothing is kept."""
    try:
        asked_in(form, language)
        mistakes: tuple[Mistake, ...] = ()
    except ProfileError as error:
        mistakes = error.mistakes
    knowledge = current_service().knowledge
    outlook = None if mistakes else outlook_in(form, language)
    return page(
        "outlook_answer.html",
        language,
        outlook=outlook,
        mistakes=mistakes,
        sign_of=sign_of,
        **field_values(knowledge, form, mistakes),
    )


def outlook_in(form: Form, language: Language) -> dict[str, Any]:
    """What is answered so far comes to; of answers that cannot be understood, what none at all do."""
    try:
        asked = asked_in(form, language)
    except ProfileError:
        asked = asked_in(Form(), language)
    return outlook_of(asked, current_service())


def field_values(knowledge: Knowledge, form: Form, mistakes: tuple[Mistake, ...]) -> dict[str, Any]:
    """What `questions.html` needs to show the fields of questions, as they are filled in, with what is wrong."""
    by_area: dict[str, list[Any]] = {area: [] for area in knowledge.areas}
    for product in knowledge.products.values():
        if product.home:
            by_area[knowledge.slots[product.home].area].append(product)
    used = {*form.getlist(IN_USE), *form.getlist(WORKS_WELL)}
    at = {mistake.pointer: mistake for mistake in reversed(mistakes)}
    return {
        "knowledge": knowledge,
        "form": form,
        "mistake_at": partial(_mistake_at, at),
        "question_at": partial(_question_at, knowledge),
        "products_by_area": by_area,
        "homeless": [product for product in knowledge.products.values() if not product.home],
        "in_use": [product for product in knowledge.products.values() if product.id in used],
        "well": WORKS_WELL,
        "nothing": NONE,  # `none` is a word of the templates' own
    }


def _mistake_at(mistakes: Mapping[str, Mistake], pointer: str) -> Mistake | None:
    """The first mistake at or below a pointer."""
    below = (mistake for at, mistake in mistakes.items() if at == pointer or at.startswith(f"{pointer}/"))
    return next(below, None)


def _question_at(knowledge: Knowledge, pointer: str) -> Any:
    """The question that a pointer leads to, or into the answer of."""
    _, _, rest = pointer.partition("/profile/")
    section, _, name = rest.partition("/")
    return knowledge.questions.get(f"{section}.{name.partition('/')[0]}")
