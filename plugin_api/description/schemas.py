"""The schemas that depend on the knowledge: ids of what there is, and what a request and a profile can say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.knowledge.profile_schema import product_schema, profile_schema, request_schema, with_checks
from engine.model import Knowledge

Schema = dict[str, Any]

_REFERENCE = "#/components/schemas/"


def _ids(what: str, ids: Callable[[Knowledge], list[str]]) -> Callable[[Knowledge], Schema]:
    return lambda knowledge: {
        "type": "string",
        "description": f"{what} of the knowledge in force.",
        "enum": ids(knowledge),
    }


# Component by name. The ids are the values of parameters that carry `known("…")`.
KNOWN: dict[str, Callable[[Knowledge], Schema]] = {
    "Product_id": lambda knowledge: {
        "type": "string",
        "description": "A product of the knowledge in force.",
        **product_schema(knowledge),
    },
    "Slot_id": _ids("A slot", lambda knowledge: list(knowledge.slots)),
    "Module_id": _ids("A module of rules", lambda knowledge: list(knowledge.modules)),
    "Source_id": _ids("A source", lambda knowledge: list(knowledge.sources)),
    "Edition_id": _ids("An edition", lambda knowledge: list(knowledge.editions)),
    "Claim_kind": _ids(
        "A kind of claim", lambda knowledge: sorted({claim.kind for claim in knowledge.claims.values()})
    ),
    "Claim_category": _ids(
        "A category of claims", lambda knowledge: sorted({claim.category for claim in knowledge.claims.values()})
    ),
    "Profile": lambda knowledge: profile_schema(knowledge, "en", f"{_REFERENCE}Product_id"),
    "Request": lambda knowledge: request_schema(knowledge, f"{_REFERENCE}Profile"),
    "CheckRequest": lambda knowledge: with_checks(
        request_schema(knowledge, f"{_REFERENCE}Profile"), knowledge, f"{_REFERENCE}Product_id"
    ),
}

# In the metadata of a parameter: the component with its values.
MARK = "x-known"


def known(name: str) -> dict[str, str]:
    """Metadata of a parameter whose values are ids of the knowledge in force, by the name of their component."""
    return {MARK: name}


def resolved(schema: Any) -> Any:
    """The same, with a reference to the component in the place of each mark."""
    if isinstance(schema, list):
        return [resolved(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if MARK in schema:
        return {"$ref": f"{_REFERENCE}{schema[MARK]}"}
    return {key: resolved(value) for key, value in schema.items()}
