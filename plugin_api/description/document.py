"""flask-smorest's description → the whole: see the modules beside this one for what each step adds."""

from __future__ import annotations

from copy import deepcopy
from http import HTTPStatus
from typing import Any

import orjson
from flask import current_app

from engine.model import Knowledge
from plugin_api import vocabulary
from plugin_api.description.examples import Examples, add_examples, make_examples
from plugin_api.description.parameters import describe_parameters
from plugin_api.description.problem_examples import add_problem_examples
from plugin_api.description.responses import (
    COMMON,
    EARLY,
    HEADERS,
    NOT_MODIFIED,
    SLOW,
    body_name,
    headers,
    name_requests,
    not_modified,
    operations,
    page_name,
    problem_components,
)
from plugin_api.description.schemas import KNOWN, resolved
from plugin_api.openapi import OPERATIONS, Documented, problem_name
from plugin_api.service import current_service

Schema = dict[str, Any]

INFO = {
    "description": (
        "Portolan recommends the parts of a cloud-native platform by published rules, and proves it.\n\n"
        "Texts are English or Korean: `Accept-Language`, or `lang`, or `language` in a body chooses. Every error is an "
        "`application/problem+json` (RFC 9457) that names all mistakes at once; whoever accepts `application/json` and "
        "not that gets the same body as `application/json`.\n\n"
        "Whatever answers GET answers HEAD with the same headers, and OPTIONS with the methods in `Allow`. Answers "
        "carry an `ETag`, and are compressed for whoever sends `Accept-Encoding: gzip`. The examples are answers of "
        "this service, with lists cut to their first items."
    ),
    "contact": {"name": "The Portolan authors"},
    "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
}
SERVERS = [{"url": "/", "description": "This service"}]
_KEPT = "portolan-description"
_TAGS = {"listing": "decisions", "decision_reviews": "reviews"}


def described() -> bytes:
    """The description as JSON, for the knowledge in force. Made once for each body of knowledge: it takes a second."""
    digest = current_service().knowledge.digest
    kept: tuple[str, bytes] | None = current_app.extensions.get(_KEPT)
    if kept is None or kept[0] != digest:
        kept = current_app.extensions[_KEPT] = (digest, orjson.dumps(_document()))
    return kept[1]


def _document() -> Schema:
    api = current_app.extensions["flask-smorest"]["apis"][""]["ext_obj"]
    plain = api.spec.to_dict()
    return describe(plain, current_service().knowledge, make_examples(plain))


def describe(plain: Schema, knowledge: Knowledge, examples: Examples) -> Schema:
    """`plain` as flask-smorest makes it stays as it is."""
    document: Schema = deepcopy(plain)
    document["info"] = {**document["info"], **INFO}
    document["servers"] = SERVERS
    components = document["components"]
    components["schemas"].pop("PaginationMetadata", None)  # flask-smorest's own, which nothing refers to
    components["schemas"].update({name: schema(knowledge) for name, schema in KNOWN.items()})
    components["headers"] = HEADERS
    components["responses"] = problem_components()
    document["paths"] = resolved(document["paths"])
    document["tags"] = list({tag["name"]: tag for tag in map(_renamed, document["tags"])}.values())
    for _, method, operation in operations(document):
        operation["tags"] = [_tag(name) for name in operation["tags"]]
        _complete(operation, method, OPERATIONS[operation["operationId"]])
    add_problem_examples(document, examples.problems)
    asked = orjson.dumps(document["paths"]).decode()
    components["responses"] = {name: one for name, one in components["responses"].items() if f'/{name}"' in asked}
    name_requests(document)
    describe_parameters(document, examples)
    add_examples(document, examples)
    return document


def _tag(blueprint: str) -> str:
    """How operations are grouped for readers, who care little for which module has them."""
    return _TAGS.get(blueprint) or blueprint.replace("_", "-")


def _renamed(tag: Schema) -> Schema:
    return {**tag, "name": _tag(tag["name"])}


def _complete(operation: Schema, method: str, documented: Documented) -> None:
    """Adds what any operation may answer, and the headers of its answer."""
    responses = operation["responses"]
    for kind in COMMON if "requestBody" not in operation else (*COMMON, SLOW):
        responses.setdefault(str(kind.status), {"$ref": f"#/components/responses/{problem_name(kind.status)}"})
    if "requestBody" in operation:
        status = vocabulary.NOT_JSON.status
        responses[str(status)] = {"$ref": f"#/components/responses/{body_name(status)}"}
    if vocabulary.HTML in documented.offered[:1] or documented.status == HTTPStatus.SEE_OTHER:
        _tell_as_pages(responses)
    answer = responses[str(documented.status)]
    names = [*documented.headers, "Cache-Control", "Vary"]
    if method == "get" and documented.cached and documented.status == HTTPStatus.OK:
        names.append("ETag")
        responses[NOT_MODIFIED] = not_modified()
    if documented.redirects:
        responses[str(HTTPStatus.SEE_OTHER.value)] = {
            "description": "It is found elsewhere.",
            "headers": headers("Location"),
        }
    if documented.status in (HTTPStatus.SEE_OTHER, HTTPStatus.CREATED):
        names.append("Location")
    if _is_list(documented):
        names.append("Link")
    answer["headers"] = {**headers(*names), **answer.get("headers", {})}
    operation["responses"] = dict(sorted(responses.items()))


def _tell_as_pages(responses: Schema) -> None:
    """But what is refused before a view is asked, which is told to people and programs alike."""
    early = {str(status) for status in EARLY}
    for status, response in responses.items():
        if status not in early and response.get("$ref", "").endswith(f"/Problem{status}"):
            responses[status] = {"$ref": f"#/components/responses/{page_name(int(status))}"}


def _is_list(documented: Documented) -> bool:
    return isinstance(documented.answer, type) and documented.answer.__name__.endswith("ListSchema")
