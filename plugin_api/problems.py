"""What went wrong, as RFC 9457 wants it said: problems that views raise, and the handlers that answer them."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import orjson
from flask import Flask, Response, current_app, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed, RequestedRangeNotSatisfiable

from engine.inference.profile import Mistake, ProfileError
from engine.knowledge.problems import TOLD, nearest
from engine.told import Told
from engine.told import told as said_as
from plugin_api import vocabulary
from plugin_api.accepting import problem_type
from plugin_api.observability.trail import note_problem
from plugin_api.store import StoreError
from plugin_api.vocabulary import Kind

log = logging.getLogger(__name__)

# Characters of a wrong name that are said back.
_SHOWN = 80
# How a sentence of ours may begin, whose first letter becomes a capital; what a caller wrote keeps its own.
_WORD = re.compile(r"[a-z]+(?=[ ,:])")
_BROKEN_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
# What there may be none of, for people, with the particle that the word takes.
_KOREAN = {
    "claim": "주장이",
    "conflict": "불일치가",
    "decision": "결정이",
    "edition": "판이",
    "pack": "팩이",
    "product": "제품이",
    "resource": "페이지가",
    "review": "검토 의견이",
    "rule": "규칙이",
    "slot": "영역이",
    "source": "출처가",
    "waiver": "예외 승인이",
}
_BY_STATUS = {kind.status: kind for kind in reversed(vocabulary.KINDS)}


@dataclass
class Problem(Exception):
    """A request that cannot be answered. `errors` are the bad fields, all of them at once."""

    kind: Kind
    detail: str
    errors: tuple[Mistake, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)


def not_found(what: str, name: str, known: Iterable[str] = (), hint: str | None = None) -> Problem:
    """A 404 that names the nearest right thing."""
    shown = name if len(name) <= _SHOWN else f"{name[:_SHOWN]}…"
    english = f"There is no {what} {shown!r}"
    detail = said_as(f"{english}.", f"{shown!r}에 해당하는 {_KOREAN.get(what, '항목이')} 없습니다.")
    hint = nearest(name[:200], known) or hint
    return Problem(vocabulary.NOT_FOUND, detail, (Mistake("", english, hint),) if hint else ())


def problem_document(kind: Kind, detail: str, instance: str, errors: Iterable[Mistake] = ()) -> dict[str, Any]:
    return {
        "type": kind.uri,
        "title": kind.title,
        "status": kind.status,
        "detail": detail,
        "instance": instance,
        "errors": [{"pointer": error.pointer, "detail": error.detail, "hint": error.hint} for error in errors],
    }


def told(problem: Problem) -> dict[str, Any]:
    """A problem of the request that is being answered."""
    return problem_document(problem.kind, problem.detail, _instance(), problem.errors)


def problem_response(problem: Problem) -> Response:
    note_problem(problem.kind.name)
    body = orjson.dumps(told(problem))
    media_type = problem_type(request.headers.get("Accept"))
    response = Response(body, status=problem.kind.status, content_type=media_type)
    response.headers["Content-Language"] = "en"
    response.headers["Vary"] = "Accept"
    response.headers["Cache-Control"] = "no-store"
    response.headers.update(problem.headers)
    return response


def _instance() -> str:
    """The path as it was sent, which is a reference to a resource: the server has it, or it is made of what it read."""
    sent = str(request.environ.get("RAW_URI") or request.environ.get("REQUEST_URI") or "").partition("?")[0]
    if sent.startswith("/"):
        return quote(_BROKEN_ESCAPE.sub("%25", sent), safe="/:@!$&'()*+,;=~%", encoding="latin-1")
    return quote(request.environ.get("PATH_INFO", "/"), safe="/:@!$&'()*+,;=~", encoding="latin-1")


def register_problems(app: Flask) -> None:
    """Whatever a view raises is answered with a problem, and what nobody foresaw is logged."""
    app.register_error_handler(Problem, problem_response)
    app.register_error_handler(ProfileError, _invalid)
    app.register_error_handler(StoreError, _no_store)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unforeseen)


def _invalid(error: ProfileError) -> Response:
    return problem_response(invalid(error.mistakes))


def problem_for(error: Exception) -> Problem | None:
    """What is answered to who asked for it; None where that is not a matter of what was asked."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, ProfileError):
        return invalid(error.mistakes)
    return of_http(error) if isinstance(error, HTTPException) else None


def invalid(mistakes: tuple[Mistake, ...]) -> Problem:
    """Of very many mistakes the first are told, and how many more there are."""
    count = len(mistakes)
    detail = f"{_as_sentence(mistakes[0].detail)}." if count == 1 else f"{count} mistakes were found."
    if count > TOLD:
        mistakes = (*mistakes[:TOLD], Mistake("", f"… and {count - TOLD} more"))
    return Problem(vocabulary.INVALID, detail, mistakes)


def _as_sentence(detail: str) -> str:
    return detail[:1].upper() + detail[1:] if _WORD.match(detail) else detail


def _no_store(error: StoreError) -> Response:
    log.error("the store cannot be used: %s", error)
    return problem_response(not_ready())


def not_ready(*parts: Mistake) -> Problem:
    """A 503. The parts of the service that are not ready are named by whoever was asked for them."""
    return Problem(
        vocabulary.NOT_READY, "The store of decisions cannot be reached.", parts, headers={"Retry-After": "5"}
    )


def _http(error: HTTPException) -> Response:
    return problem_response(of_http(error))


def of_http(error: HTTPException) -> Problem:
    """What Flask, flask-smorest or werkzeug raised."""
    status = error.code or 500
    messages = getattr(error, "data", {}).get("messages")
    if status == vocabulary.INVALID.status and isinstance(messages, Mapping):
        return invalid(tuple(mistakes_of(messages)))
    if status == vocabulary.NOT_FOUND.status:
        return not_found("resource", request.path, _paths())
    kind = _BY_STATUS.get(status)
    if kind is None:
        kind = vocabulary.BAD_REQUEST if status < HTTPStatus.INTERNAL_SERVER_ERROR else vocabulary.INTERNAL
    headers, detail = {}, error.description or kind.title
    if isinstance(error, MethodNotAllowed):
        headers = {"Allow": ", ".join(sorted(error.valid_methods or ()))}
        detail = f"{request.method[:20]} is not among {headers['Allow']}."
    elif isinstance(error, RequestedRangeNotSatisfiable) and error.length is not None:
        headers = {"Content-Range": f"bytes */{error.length}"}
    return Problem(kind, detail, headers=headers)


def _paths() -> list[str]:
    return [rule.rule for rule in current_app.url_map.iter_rules() if not rule.arguments]


def mistakes_of(messages: Mapping[str, Any], at: str = "") -> Iterable[Mistake]:
    """The messages of marshmallow or webargs, nested as the data was, as one mistake each."""
    for key, inside in messages.items():
        pointer = f"{at}/{str(key).replace('~', '~0').replace('/', '~1')}"
        if isinstance(inside, Mapping):
            yield from mistakes_of(inside, pointer)
        else:
            for message in inside:
                yield Mistake(pointer, _bare(message), getattr(message, "hint", None))


def _bare(message: object) -> str:
    """Without its full stop, in every language that it knows."""
    english = str(message).rstrip(".")
    return said_as(english, message.korean.rstrip(".")) if isinstance(message, Told) else english


def _unforeseen(error: Exception) -> Response:
    log.error("unforeseen error at %s %s", request.method, request.path, exc_info=error)
    return problem_response(Problem(vocabulary.INTERNAL, "The error has been logged. It is ours, not yours."))
