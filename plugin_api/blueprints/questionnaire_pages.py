"""While the questionnaire is filled in: what the answers come to, and profiles as files. Nothing is kept."""

from __future__ import annotations

from flask import Response, request
from flask_smorest import Blueprint

from engine.explanation.profile_file import PROFILE_FILE, fresh
from engine.inference.profile import Mistake, ProfileError, written
from engine.model import Language
from engine.told import told
from plugin_api.negotiation import media_type_for
from plugin_api.openapi import Documented, view
from plugin_api.pages.asking import asked_in, form_page, outlook_page
from plugin_api.pages.forms import Form, form_of
from plugin_api.pages.page import asked_language, chosen, problem_page
from plugin_api.pages.phrases import PHRASES, phrase
from plugin_api.pages.uploading import UploadError, request_in, uploaded
from plugin_api.problems import Problem
from plugin_api.reading import read_form
from plugin_api.service import current_service
from plugin_api.vocabulary import FORM, HTML, MULTIPART, UNSUPPORTED_MEDIA_TYPE, YAML
from plugin_api.yaml_writer import to_yaml

blueprint = Blueprint("questionnaire_pages", __name__, description="The questionnaire while it is filled in")
blueprint.register_error_handler(Problem, problem_page)

_PAGE = {"type": "string"}
FORM_BODY = {
    "content": {FORM: {"schema": {"type": "object", "additionalProperties": {"type": "string"}}}},
    "description": "The answers by question id, `edition`, `as_of` and `lang`, as the form at / sends them.",
}
_FILE_BODY = {
    "content": {
        MULTIPART: {
            "schema": {"type": "object", "properties": {"file": {"type": "string", "format": "binary"}}},
        }
    },
    "description": "A profile file, as `portolan recommend` reads it, in the field `file`.",
}


@view(
    blueprint,
    "POST",
    "/",
    Documented(
        "updateForm",
        _PAGE,
        problems=(400, 406, 413, 415, 422, 503),
        content_type=HTML,
        role="decide",
        request_body=FORM_BODY,
    ),
)
def update() -> Response:
    """The form with its answers, and what they come to so far

    For whoever fills it in without JavaScript. Nothing is decided.
    """
    form, language = form_sent()
    try:
        asked_in(form, language)
    except ProfileError as error:
        return form_page(language, form, error.mistakes)
    return form_page(language, form)


@view(
    blueprint,
    "POST",
    "/outlook",
    Documented(
        "outlookForm",
        _PAGE,
        problems=(400, 406, 413, 415, 503),
        content_type=HTML,
        role="decide",
        description="The parts of the page at / that other answers change, or what is wrong with these.",
        request_body=FORM_BODY,
    ),
)
def outlook() -> Response:
    """What the answers of the form come to so far

    The architecture in small, and of each question whether it still matters. The script of the page asks for it after
    each answer; programs ask `/v1/interviews`.
    """
    form, language = form_sent()
    return outlook_page(language, form)


@view(
    blueprint,
    "POST",
    f"/{PROFILE_FILE}",
    Documented(
        "saveForm",
        {"type": "object"},
        problems=(400, 406, 413, 415, 422, 503),
        content_type=YAML,
        role="decide",
        headers=("Content-Language", "Content-Disposition"),
        description="The file.",
        request_body=FORM_BODY,
    ),
)
def save() -> Response:
    """The answers of the form as a profile file

    As `portolan interview` writes it, and `portolan recommend` and `portolan check` read it.
    """
    form, language = form_sent()
    try:
        asked = asked_in(form, language)
    except ProfileError as error:
        return form_page(language, form, error.mistakes)
    beside = {name: said for name in ("edition", "as_of") if (said := form.get(name, "").strip())}
    text = fresh(asked.answers, to_yaml(beside) if beside else "", current_service().knowledge, asked.language)
    response = Response(text, content_type=f"{YAML}; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{PROFILE_FILE}"'
    response.headers["Content-Language"] = asked.language
    return response


@view(
    blueprint,
    "POST",
    "/load",
    Documented(
        "loadForm",
        _PAGE,
        reads=("lang",),
        problems=(400, 406, 413, 415, 422, 503),
        content_type=HTML,
        role="decide",
        request_body=_FILE_BODY,
    ),
)
def load() -> Response:
    """The form with the answers of a profile file

    What is wrong with the file is told with its line.
    """
    media_type_for(request.headers.get("Accept"), HTML)
    language, service = asked_language(), current_service()
    upload = uploaded(request)
    if not upload.name:
        return _refused(language, "", [(0, Mistake("", told(*_both("ask.no_file"))))])
    try:
        said = request_in(upload.content, service.knowledge, service.today())
    except UploadError as error:
        return _refused(language, upload.name, list(error.mistakes))
    form = form_of(written(said.request.answers), service.knowledge)
    if "edition" in said.beside:
        form["edition"] = said.request.edition
    if "as_of" in said.beside:
        form["as_of"] = said.request.as_of.isoformat()
    count = len(said.request.answers)
    return form_page(language, form, loaded=phrase("ask.loaded", language, count=count, file=upload.name))


def form_sent() -> tuple[Form, Language]:
    """The form that was sent, with its language. Raises problems: 400, 406, 413, 415."""
    media_type_for(request.headers.get("Accept"), HTML, YAML)
    if request.mimetype != FORM:
        raise Problem(UNSUPPORTED_MEDIA_TYPE, f"A form is sent as {FORM}.", headers={"Accept": FORM})
    form = read_form(request)
    return form, chosen(form.get("lang")) or asked_language()


def _refused(language: Language, name: str, mistakes: list[tuple[int, Mistake]]) -> Response:
    told_of = [(phrase("ask.line", language, line=line) if line else "", mistake) for line, mistake in mistakes]
    name = name or phrase("ask.the_file", language)
    return form_page(language, Form(), given=False, status=422, file_mistakes=told_of, file_name=name)


def _both(name: str) -> tuple[str, str]:
    return PHRASES[name].en, PHRASES[name].ko
