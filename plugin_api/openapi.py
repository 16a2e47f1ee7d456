"""The description of the API: flask-smorest, told how we speak."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, TypeVar

from flask import Flask
from flask_smorest import Api, Blueprint
from marshmallow import RAISE, Schema

from plugin_api import vocabulary
from plugin_api.conditional import Cached, conditional
from plugin_api.description.schemas import KNOWN
from plugin_api.posting import taken_as
from plugin_api.querying import checked
from plugin_api.schemas.base import ProblemSchema
from plugin_api.security.caller import Role
from plugin_api.security.guard import decided
from plugin_api.security.openapi import refusals, requirement

# What each operation was documented with, by its id: `description` tells the rest from it.
OPERATIONS: dict[str, Documented] = {}


class PortolanApi(Api):  # type: ignore[misc]
    """Describes errors as the problems they are, and leaves answering them to `plugin_api.problems`."""

    ERROR_SCHEMA = ProblemSchema
    DEFAULT_ERROR_RESPONSE_NAME = None

    def _register_error_handlers(self) -> None:
        pass

    def _register_responses(self) -> None:
        """By name alone: `description` says what they are."""
        problem = {"schema": ProblemSchema}
        for status in sorted({kind.status for kind in vocabulary.KINDS}):
            content = {vocabulary.PROBLEM_JSON: problem}
            self.spec.components.response(problem_name(status), {"description": "", "content": content}, lazy=True)


def problem_name(status: int) -> str:
    return f"Problem{status}"


def make_api(app: Flask) -> PortolanApi:
    """An empty description, but for the names of what depends on the knowledge: see `description.schemas`."""
    app.config.update(API_TITLE="Portolan", API_VERSION="v1", OPENAPI_VERSION="3.1.0")
    api = PortolanApi(app)
    for name in KNOWN:
        api.spec.components.schema(name, component={})
    return api


def _body(described: dict[str, Any]) -> dict[str, Any]:
    return {"requestBody": {**described, "content": taken_as(described["content"])}}


View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Documented:
    """What the description says of a view. `query` also reads the parameters, and `answer` renders what is no Response.

    `problems` are the statuses that it may answer beside its own, `also` the media types that it offers beside JSON and
    YAML. `role` is what a caller must have; None is open to whoever can reach the service. `cached` says of a GET what
    its answer depends on; None: it is not to be kept. `headers` are those of its answer, by the names that
    `description.responses` knows; `redirects`: it may lead elsewhere instead; `reads`: the parameters that it takes
    without a schema, headers among them, by the names that `description.parameters` knows.
    """

    operation: str
    answer: type[Schema] | Schema | dict[str, Any] | None
    query: type[Schema] | None = None
    problems: tuple[int, ...] = ()
    status: int = 200
    content_type: str | None = None
    description: str | None = None
    request_body: dict[str, Any] | None = None
    also: tuple[str, ...] = ()
    role: Role | None = "read"
    cached: Cached | None = "body"
    headers: tuple[str, ...] = ("Content-Language",)
    redirects: bool = False
    reads: tuple[str, ...] = ()

    @property
    def offered(self) -> tuple[str, ...]:
        """The media types, the one that is sent where anything is accepted first."""
        return (self.content_type or vocabulary.JSON, *self.also)


def _said(documented: Documented) -> str:
    """What the description says of the answer."""
    if documented.description is not None:
        return documented.description
    if documented.content_type == vocabulary.HTML:
        return "The page."
    answer = documented.answer
    if isinstance(answer, type) and answer.__name__.endswith("ListSchema"):
        return "One page of the list. Its `links`, which are in the header Link as well, lead to the others."
    return "What was asked for, whole."


def view(blueprint: Blueprint, method: str, path: str, documented: Documented) -> Callable[[View], View]:
    """Registers a function as the view of a method and a path, and describes it."""

    def register(function: View) -> View:
        decorated: Any = function
        strict = f"{blueprint.url_prefix or ''}{path}".startswith("/v1/")
        read = tuple(name for name in documented.reads if name != vocabulary.IDEMPOTENCY_KEY)
        unread = documented.query is None and (strict or read)
        wrong = (vocabulary.INVALID.status,) if unread else ()
        for status in sorted({*documented.problems, *refusals(documented.role), *wrong}):
            # Only the note: a wrapper each would cost more than the rest of a fast view.
            decorated._apidoc = blueprint.alt_response(status, problem_name(status))(decorated)._apidoc
        said = _said(documented)  # of each media type alike: the last one that is noted has the word
        for media_type in documented.also:
            form = {"type": "object" if media_type.endswith("json") else "string"}
            noted = blueprint.alt_response(documented.status, schema=form, content_type=media_type, description=said)
            decorated._apidoc = noted(decorated)._apidoc
        if documented.content_type is None and documented.answer is not None:  # see yaml_answers
            noted = blueprint.alt_response(
                documented.status, schema=documented.answer, content_type=vocabulary.YAML, description=said
            )
            decorated._apidoc = noted(decorated)._apidoc
        decorated = blueprint.response(
            documented.status,
            documented.answer,
            content_type=documented.content_type,
            description=said,
        )(decorated)
        if documented.query is not None:
            decorated = blueprint.arguments(documented.query, location="query", unknown=RAISE)(decorated)
        elif unread:
            decorated = checked(decorated, read, strict=strict)
        body = _body(documented.request_body) if documented.request_body else {}
        secured = requirement(documented.role)
        decorated = blueprint.doc(operationId=documented.operation, **secured, **body)(decorated)
        if method == "GET" and documented.cached and documented.status == HTTPStatus.OK:
            decorated = conditional(decorated, documented.cached, documented.offered)
        decided(decorated, documented.role)
        blueprint.route(path, methods=[method])(decorated)
        OPERATIONS[documented.operation] = documented
        return function

    return register
