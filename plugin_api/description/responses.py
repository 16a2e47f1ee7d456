"""What the responses have in common: statuses that any operation may answer, and headers."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from plugin_api import vocabulary
from plugin_api.openapi import problem_name

Schema = dict[str, Any]

# What may come of any request, before a view sees it: bad framing, an address or headers that are too long, an
# expectation that cannot be met, a coding of the transfer that is not spoken.
COMMON = (
    vocabulary.BAD_REQUEST,
    vocabulary.ADDRESS_TOO_LONG,
    vocabulary.EXPECTATION_FAILED,
    vocabulary.HEADERS_TOO_LARGE,
    vocabulary.NOT_IMPLEMENTED,
)
# What may come of a request with a body beside that.
SLOW = vocabulary.TOO_SLOW
EARLY = frozenset(kind.status for kind in (*COMMON, SLOW))
_OF_BODIES = (vocabulary.NOT_JSON, vocabulary.NOT_YAML)
# How the names of the types of problems begin.
HOME = vocabulary.BAD_REQUEST.uri.removesuffix(vocabulary.BAD_REQUEST.name)
NOT_MODIFIED = "304"
REQUEST_ID = "X-Request-Id"


def _header(description: str, **schema: Any) -> Schema:
    return {"description": description, "schema": {"type": "string", **schema}}


HEADERS: dict[str, Schema] = {
    "ETag": _header("Names this state of the answer; `If-None-Match` asks whether it is still so.", pattern='^W/"'),
    "Cache-Control": _header("How long the answer may be kept, and by whom."),
    "Content-Language": _header("The language of the texts."),
    "Content-Location": _header("Where the answer itself is found, where it is another one than was asked for."),
    "Content-Disposition": _header("A name for a file to keep it in."),
    "Link": _header("The links of the body, as RFC 8288 has them."),
    "Location": _header("Where to go on, or where what was made is found.", format="uri-reference"),
    "Retry-After": {"description": "Seconds to wait before asking again.", "schema": {"type": "integer", "minimum": 0}},
    "WWW-Authenticate": _header("How to say who asks."),
    "Accept": _header("The media type that is taken."),
    "Vary": _header("The headers of the request that the answer depends on."),
    REQUEST_ID: _header(
        "Names the request in the service's log: as the caller named it, else a name of its own. "
        "What is refused before it can be read as a request has none."
    ),
}
# Headers of problems, beside Cache-Control and Content-Language.
_OF_PROBLEMS: dict[int, tuple[str, ...]] = {
    HTTPStatus.UNAUTHORIZED: ("WWW-Authenticate",),
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: ("Accept",),
    HTTPStatus.TOO_MANY_REQUESTS: ("Retry-After",),
    HTTPStatus.SERVICE_UNAVAILABLE: ("Retry-After",),
}


def headers(*names: str) -> Schema:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def headers_of_problem(status: int) -> Schema:
    return headers(*(() if status in EARLY else ("Cache-Control", "Content-Language")), *_OF_PROBLEMS.get(status, ()))


def not_modified() -> Schema:
    return {
        "description": "It is still what `If-None-Match` names. There is no body.",
        "headers": headers("ETag", "Cache-Control", "Vary"),
    }


def page_name(status: int) -> str:
    """The component of a problem that is told as a page to whoever accepts one."""
    return f"PageProblem{status}"


def body_name(status: int) -> str:
    """The component of a problem that there is of requests with a body alone, beside the others of its status."""
    return f"BodyProblem{status}"


def problem_components() -> dict[str, Schema]:
    """By name, those of every status: which kinds of problems it may be."""
    found = {}
    for status in sorted({kind.status for kind in vocabulary.KINDS}):
        kinds = [kind for kind in vocabulary.KINDS if kind.status == status]
        usual = [kind for kind in kinds if kind not in _OF_BODIES]
        found[problem_name(status)] = _problem(usual)
        found[page_name(status)] = _problem(usual, page=True)
        if usual != kinds:
            found[body_name(status)] = _problem(kinds)
    return found


def _problem(kinds: list[vocabulary.Kind], *, page: bool = False) -> Schema:
    problem: Schema = {"schema": {"$ref": "#/components/schemas/Problem"}}
    content = {media_type: dict(problem) for media_type in (vocabulary.PROBLEM_JSON, vocabulary.JSON)}
    if page:
        content[vocabulary.HTML] = {"schema": {"type": "string"}}
    titles = [f"{kind.title}: `{kind.uri}`" for kind in kinds]
    description = titles[0] if len(titles) == 1 else "\n".join(["One of:", "", *(f"- {title}" for title in titles)])
    return {"description": description, "headers": headers_of_problem(kinds[0].status), "content": content}


def name_requests(document: Schema) -> None:
    """Adds to every answer the header that names the request."""
    answers = [one for _, _, operation in operations(document) for one in operation["responses"].values()]
    for answer in (*document["components"]["responses"].values(), *answers):
        if "$ref" not in answer:
            answer["headers"] = {**answer.get("headers", {}), **headers(REQUEST_ID)}


def operations(document: Schema) -> Iterator[tuple[str, str, Schema]]:
    """Path, method and operation."""
    for path, item in document["paths"].items():
        for method, operation in item.items():
            if method != "parameters":
                yield path, method, operation
