"""Problems as they are told: one of each kind, and of each operation those that are its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from plugin_api import vocabulary
from plugin_api.description.responses import HOME, operations
from plugin_api.description.scratch import Scratch
from plugin_api.early import early_document
from plugin_api.openapi import OPERATIONS
from plugin_api.problems import not_ready, problem_document
from plugin_api.security.rates import Standing
from plugin_api.security.refusals import no_role, no_token
from plugin_api.security.spelling import Rate
from plugin_api.vocabulary import JSON, YAML, Kind

Schema = dict[str, Any]
Document = dict[str, Any]

_EARLY = (
    vocabulary.TOO_SLOW,
    vocabulary.ADDRESS_TOO_LONG,
    vocabulary.EXPECTATION_FAILED,
    vocabulary.HEADERS_TOO_LARGE,
    vocabulary.NOT_IMPLEMENTED,
)
_ASKED = "/v1/recommendations"
_READ = "/v1/slots"
# Statuses of which an operation has problems of its own, as an example can be made.
_OWN = (vocabulary.NOT_FOUND, vocabulary.INVALID)


@dataclass(frozen=True, slots=True)
class ProblemExamples:
    """`general` by the name of a kind, `own` by operation and status."""

    general: Mapping[str, Document] = field(default_factory=dict)
    own: Mapping[tuple[str, str], Document] = field(default_factory=dict)


def make_problem_examples(
    document: Schema, scratch: Scratch, parameters: Mapping[str, Any], bodies: Mapping[str, Any]
) -> ProblemExamples:
    """To be made last: what is tried may be added to the scratch."""
    general = {kind.name: early_document(kind) for kind in _EARLY}
    for problem in (
        no_token(),
        no_role("user:default/guest", "decide"),
        Standing(Rate(600, 60), left=0, seconds=12, over=True).problem(),
        not_ready(),
    ):
        general[problem.kind.name] = problem_document(problem.kind, problem.detail, _ASKED, problem.errors)
    for found in _refused(scratch, parameters):
        if found is not None:
            general[found["type"].rpartition(":")[2]] = found
    own = {}
    for path, method, operation in operations(document):
        name = operation["operationId"]
        for kind in _OWN:
            if str(kind.status) in operation["responses"]:
                asked = _mistaken(kind, path, method, name, parameters, bodies.get(name))
                told = scratch.refused(**asked) if asked else None
                if told is not None and told["status"] == kind.status:
                    own[name, str(kind.status)] = told
    return ProblemExamples(general, own)


def _refused(scratch: Scratch, parameters: Mapping[str, Any]) -> list[Document | None]:
    """One of each kind that a view, or what stands before it, raises."""
    key, reviews = "Idempotency-Key", f"/v1/decisions/{parameters['decision_id']}/reviews"
    again = {key: "8d2e7c1a"}
    scratch.refused("POST", reviews, body={"kind": "accept"}, headers=again)
    return [
        scratch.refused("POST", reviews, body={"kind": "accept"}, headers={key: "two words"}),
        scratch.refused("POST", reviews, body={"kind": "comment", "text": "Agreed."}, headers=again),
        scratch.refused("POST", _ASKED, data=b'{"profile": {}, }', headers={"Content-Type": JSON}),
        scratch.refused("POST", _ASKED, data=b"profile: [\n", headers={"Content-Type": YAML}),
        scratch.refused("POST", _ASKED, data=b" " * (vocabulary.MAX_BODY + 1), headers={"Content-Type": JSON}),
        scratch.refused("POST", _ASKED, data=b"profile", headers={"Content-Type": vocabulary.TEXT}),
        scratch.refused("POST", _ASKED, body={"profil": {}}),
        scratch.refused("DELETE", _READ),
        scratch.refused("GET", _READ, headers={"Accept": "text/csv"}),
        scratch.refused("GET", f"/v1/products/{_misspelt(parameters['product_id'])}"),
    ]


def _mistaken(
    kind: Kind, path: str, method: str, name: str, parameters: Mapping[str, Any], body: Any
) -> dict[str, Any] | None:
    """A request with a slip in it, None where no example can be made of one."""
    values, sent, query = dict(parameters), body, ""
    if kind is vocabulary.NOT_FOUND:
        inside = [one for one in values if f"{{{one}}}" in path]
        if not inside:
            return None
        values[inside[-1]] = _misspelt(str(values[inside[-1]]))
    elif method == "post":
        if not isinstance(body, dict) or not body:
            return None
        first = next(iter(body))
        sent = {_misspelt(first): body[first], **{one: body[one] for one in body if one != first}}
    else:
        documented = OPERATIONS[name]
        if documented.query is None:
            return None
        query = f"?{_misspelt(next(reversed(documented.query().fields)))}=1"
    try:
        return {"method": method.upper(), "path": f"{path.format_map(values)}{query}", "body": sent}
    except KeyError:  # a path with a parameter that nothing here stands for
        return None


def _misspelt(word: str) -> str:
    """Two letters in the wrong order: near enough for a hint, and hardly another word."""
    for place in range(len(word) // 2, len(word) - 1):
        if word[place] != word[place + 1]:
            return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    return f"{word}x"


def add_problem_examples(document: Schema, examples: ProblemExamples) -> None:
    """Beside the components those of each kind that they may be, and in the place of one what is an operation's own."""
    components = document["components"]["responses"]
    for response in components.values():
        names = [name for name in examples.general if f"{HOME}{name}`" in response["description"]]
        _show(response, {name: examples.general[name] for name in names})
    for _, _, operation in operations(document):
        for status, response in operation["responses"].items():
            own = examples.own.get((operation["operationId"], status))
            component = components.get(response.get("$ref", "").rpartition("/")[2])
            if own is not None and component is not None and vocabulary.HTML not in component["content"]:
                shown = {**component, "content": {name: dict(one) for name, one in component["content"].items()}}
                _show(shown, {own["type"].rpartition(":")[2]: own})
                operation["responses"][status] = shown


def _show(response: Schema, told: Mapping[str, Document]) -> None:
    shown = {name: {"summary": one["title"], "value": one} for name, one in told.items()}
    for media_type, content in response["content"].items():
        if media_type != vocabulary.HTML and shown:
            content["examples"] = shown
