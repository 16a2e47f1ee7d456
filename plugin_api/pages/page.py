"""A page as a response: in a language, with the headers that keep it to itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, render_template, request, url_for
from markupsafe import Markup
from werkzeug.exceptions import HTTPException

from engine.explanation.labels import deadline_label
from engine.explanation.proofs.tree import status_word, verdict_word
from engine.explanation.what_if.open_groups import shortened
from engine.model import LANGUAGES, Language
from engine.told import told_in
from plugin_api import vocabulary
from plugin_api.conditional import NEVER
from plugin_api.negotiation import VARY, language_of, media_type_for, stated_language
from plugin_api.observability.trail import note_problem
from plugin_api.pages.legend import legend_groups
from plugin_api.pages.phrases import LANGUAGE_NAMES, phrase
from plugin_api.problems import Problem, of_http, problem_response
from plugin_api.vocabulary import HTML, PROBLEM_JSON

_FOR_PROGRAMS = "/v1/"
_INDENTATION = re.compile(r"\s*\n\s*")
_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


def asked_language() -> Language:
    return chosen(request.args.get("lang")) or language_of(request.headers.get("Accept-Language"))


def reader_language(otherwise: Language) -> Language:
    """That of the address, else that which the reader's browser asks for, else that of what is read."""
    return chosen(request.args.get("lang")) or stated_language(request.headers.get("Accept-Language")) or otherwise


def chosen(language: str | None) -> Language | None:
    return next((spoken for spoken in LANGUAGES if spoken == language), None)


def policy_with_style(digest: str) -> str:
    """The policy of a page that has one style in it, by its hash."""
    return _POLICY.replace("style-src 'self'", f"style-src 'self' '{digest}'")


def page(template: str, language: Language, status: int = 200, **values: Any) -> Response:
    extra: Mapping[str, str] = values.pop("headers", {})
    text = render_template(
        template,
        languages=LANGUAGE_NAMES,
        kept=urlencode([(name, value) for name, value in request.args.items() if name != "lang"]),
        here=request.path if request.method != "POST" else url_for("pages.start"),
        **_words(language),
        **values,
    )
    response = Response(text, status=status, content_type=f"{HTML}; charset=utf-8")
    response.headers["Content-Security-Policy"] = _POLICY
    response.headers["Content-Language"] = language
    response.headers["Vary"] = VARY
    response.headers.update(extra)
    return response


def part(template: str, language: Language, **values: Any) -> Markup:
    """A part of a page that is the same whoever asks for it, and so can be kept: without the template's indentation.

    Its template has nothing in it whose blanks count.
    """
    text = _INDENTATION.sub("\n", render_template(template, **_words(language), **values))
    return Markup(text)


def _words(language: Language) -> dict[str, Any]:
    return {
        "language": language,
        "say": partial(phrase, language=language),
        "status_word": status_word,
        "verdict_word": verdict_word,
        "explained": legend_groups(language),
        "shortened": shortened,
        "told_in": told_in,
        "deadline": partial(deadline_label, language=language),
    }


def register_problem_pages(app: Flask) -> None:
    """An address that there is not, and whatever else no view was asked for, is told to people by a page too."""
    app.register_error_handler(HTTPException, _unserved)


def _unserved(error: HTTPException) -> Response:
    problem = of_http(error)
    return problem_response(problem) if request.path.startswith(_FOR_PROGRAMS) else problem_page(problem)


def problem_page(error: Problem) -> Response:
    """For people a page, for programs the problem itself."""
    try:
        wanted = media_type_for(request.headers.get("Accept"), PROBLEM_JSON, HTML)
    except Problem:  # the error itself is told even to whoever accepts neither
        wanted = PROBLEM_JSON
    if wanted != HTML:
        return problem_response(error)
    note_problem(error.kind.name)
    return page(
        "problem.html",
        asked_language(),
        error.kind.status,
        problem=error,
        decision=_decision_asked(error),
        headers={**error.headers, "Cache-Control": NEVER},
    )


def _decision_asked(error: Problem) -> str | None:
    """The decision that a page was asked about, to go back to; None where it is the decision that there is not."""
    id_ = (request.view_args or {}).get("decision_id")
    asked = error.kind in (vocabulary.NOT_FOUND, vocabulary.INVALID)
    return id_ if id_ and asked and repr(id_) not in error.detail else None
