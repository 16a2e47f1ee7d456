"""Every GET of the service, with an address that answers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from flask import Flask

from plugin_api.openapi import OPERATIONS, Documented

# Files, which are no part of the API.
FILES = ("/static/", "/docs/assets/", "/widget.js")


@dataclass(frozen=True)
class Route:
    operation: str
    path: str
    documented: Documented


def routes(app: Flask) -> list[Route]:
    """Needs an application that was asked for its description: the examples' decision is made here, too."""
    client = app.test_client()
    description = client.get("/v1/openapi.json").json

    def posted(path: str, **known: str) -> Any:
        body = _example(description["paths"][path]["post"]["requestBody"])
        return client.post(path.format(**known), json={**body, **known}).json

    made = posted("/v1/recommendations")
    review = _example(description["paths"]["/v1/decisions/{decision_id}/reviews"]["post"]["requestBody"])
    added = {
        "decision_id": made["id"],
        "review_id": client.post(f"/v1/decisions/{made['id']}/reviews", json=review).json["id"],
        "waiver_id": posted("/v1/waivers", decision=made["id"])["id"],
    }
    found = []
    for path, item in description["paths"].items():
        if "get" in item:
            values = {one["name"]: one["example"] for one in item.get("parameters", ())}
            values = {**values, **added}
            operation = item["get"]["operationId"]
            found.append(Route(operation, path.format(**values), OPERATIONS[operation]))
    return found


def described_paths(app: Flask) -> set[tuple[str, str]]:
    """Path and method of every route, as a description writes them."""
    return {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if not rule.rule.startswith(FILES)
    }


def _example(body: dict[str, dict[str, dict[str, Any]]]) -> dict[str, Any]:
    example: dict[str, Any] = body["content"]["application/json"]["example"]
    return example
