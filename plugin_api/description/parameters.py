"""What the parameters mean, and an example of each."""

from __future__ import annotations

from typing import Any

from engine.explanation.proofs.graph_parts import LEVELS
from plugin_api.description.examples import Examples
from plugin_api.description.responses import NOT_MODIFIED, operations
from plugin_api.openapi import OPERATIONS
from plugin_api.vocabulary import IDEMPOTENCY_KEY, MAX_KEY

Schema = dict[str, Any]

_PATHS = {
    "decision_id": "The id of a decision that was made here.",
    "product_id": "The id of a product, as /v1/products lists it.",
    "rule_id": "The id of a rule, which has a slash, and an @ where it was written for many products.",
    "claim_id": "The id of a claim, which has a slash.",
    "slot_id": "The id of a slot, as /v1/slots lists it.",
    "edition_id": "The id of an edition, as /v1/editions lists it.",
    "pack_id": "The id of a pack in force, as /v1/packs lists it.",
    "source_id": "The id of a source, as /v1/sources lists it.",
    "conflict_id": "The id of a conflict, as /v1/conflicts lists it.",
    "review_id": "The id of a review, as /v1/reviews lists it.",
    "waiver_id": "The id of a waiver, as /v1/waivers lists it.",
    "kind_id": "A kind of finding, as /v1/checks/kinds lists it.",
    "entity_kind": "The kind of an entity of the portal.",
    "entity_namespace": "The namespace of an entity of the portal.",
    "entity_name": "The name of an entity of the portal.",
}


def _of_pages(description: str) -> Schema:
    return {"in": "query", "description": description, "schema": {"type": "string"}}


# What views read without a schema, by name: pages pass over a parameter that they do not know.
_READ: dict[str, Schema] = {
    "lang": _of_pages("The language of the page."),
    "slot": _of_pages("Only what is about this slot."),
    "details": _of_pages("`all`: every slot in full, with its evidence."),
    "product": _of_pages("The product that is asked about."),
    "rather_than": _of_pages("What decides between the product and this one."),
    "decision": _of_pages("A decision that was made here; where the page takes an address, that of its page."),
    "slots": _of_pages("Ids of slots and areas to show, with commas between them; all, where they are left out."),
    "theme": _of_pages("Light, dark, or auto: whichever the reader's system prefers."),
    "from": _of_pages("A decision whose answers the form shows."),
    "edition": _of_pages("The edition to compare with."),
    "as_of": _of_pages("The day as of which that edition is read."),
    "question": _of_pages("The question that another answer is tried for; its answer is under its own id."),
    "q": _of_pages("Words to look for: ids and names that have them come first."),
    "only": _of_pages("Only things of this kind: product, slot, rule, claim or source."),
    "source": _of_pages("Only what this source says."),
    "offset": _of_pages("How many items of the list come before the page."),
    "level": {**_of_pages("How much of the proof is drawn."), "schema": {"type": "string", "enum": list(LEVELS)}},
    IDEMPOTENCY_KEY: {
        "in": "header",
        "schema": {"type": "string", "minLength": 1, "maxLength": MAX_KEY, "pattern": "^[\\x21-\\x7E]+$"},
        "description": (
            "A name for this request, such as a UUID. Whoever got no answer sends the same again under the same key, "
            "and gets the answer to the first; without one it is done twice. Another body under the same key is a 409."
        ),
    },
}

# Headers of requests, by the name of their component.
HEADERS: dict[str, Schema] = {
    "Accept-Language": {
        "in": "header",
        "name": "Accept-Language",
        "description": "The languages that are understood, where neither the address nor the body names one.",
        "schema": {"type": "string"},
        "example": "ko-KR, en;q=0.5",
    },
    "If-None-Match": {
        "in": "header",
        "name": "If-None-Match",
        "description": "The ETag of an earlier answer, which is not sent again if it is still so.",
        "schema": {"type": "string"},
        "example": 'W/"0123456789abcdef0123456789abcdef"',
    },
}


def describe_parameters(document: Schema, examples: Examples) -> None:
    """A path's own parameters are told once, and its operations' by the schemas of their queries."""
    document["components"]["parameters"] = HEADERS
    for item in document["paths"].values():
        for parameter in item.get("parameters", ()):
            _describe(parameter, examples)
    for _, _, operation in operations(document):
        read = [{"name": name, "required": False, **_READ[name]} for name in OPERATIONS[operation["operationId"]].reads]
        for parameter in (*operation.get("parameters", ()), *read):
            _describe(parameter, examples)
        found = [*operation.get("parameters", ()), *read, *_headers(operation)]
        if found:
            operation["parameters"] = found


def _headers(operation: Schema) -> list[Schema]:
    documented = OPERATIONS[operation["operationId"]]
    names = []
    if "Content-Language" in documented.headers:
        names.append("Accept-Language")
    if NOT_MODIFIED in operation["responses"]:
        names.append("If-None-Match")
    return [{"$ref": f"#/components/parameters/{name}"} for name in names]


def _describe(parameter: Schema, examples: Examples) -> None:
    name = parameter["name"]
    if parameter["in"] == "path":
        parameter.setdefault("description", _PATHS.get(name, name.replace("_", " ").capitalize()))
    if "enum" in parameter["schema"]:
        parameter.setdefault("example", parameter["schema"]["enum"][-1])
    elif name in examples.parameters:
        found = examples.parameters[name]
        several = parameter["schema"].get("type") == "array" and not isinstance(found, list)
        parameter.setdefault("example", [found] if several else found)
