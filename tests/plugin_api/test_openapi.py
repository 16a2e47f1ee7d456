"""The description: valid, complete, and true of what is answered."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from tests.plugin_api.conftest import Ask

# Files, which are no part of the API.
_FILES = ("/static/", "/docs/assets/")
_EXAMPLES = {
    "decision_id": None,
    "product_id": "jaeger",
    "rule_id": "tracing/keep-existing-jaeger",
    "claim_id": None,
    "source_id": "arch-2026",
    "conflict_id": "nats-level",
}


@pytest.fixture(scope="session")
def description(app: Flask) -> dict[str, Any]:
    found: dict[str, Any] = app.test_client().get("/v1/openapi.json").json
    return found


def test_it_is_valid(description: dict[str, Any]) -> None:
    assert description["openapi"].startswith("3.1.")
    validate(description)


def test_every_route_is_in_it(app: Flask, description: dict[str, Any]) -> None:
    routes = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if not rule.rule.startswith(_FILES)
    }
    described = {
        (path, method) for path, inside in description["paths"].items() for method in inside if method != "parameters"
    }
    assert described == routes


def test_every_operation_says_what_it_does(description: dict[str, Any]) -> None:
    operations = [
        inside[method] for inside in description["paths"].values() for method in inside if method != "parameters"
    ]
    assert all(operation.get("summary") and operation.get("operationId") for operation in operations)
    assert len({operation["operationId"] for operation in operations}) == len(operations)


def test_problems_are_described_as_such(description: dict[str, Any]) -> None:
    responses = description["paths"]["/v1/recommendations"]["post"]["responses"]
    assert {"200", "400", "406", "413", "415", "422", "503"} <= set(responses)
    invalid = description["components"]["responses"]["Problem422"]["content"]
    problem = {"schema": {"$ref": "#/components/schemas/Problem"}}
    assert invalid == {"application/problem+json": problem, "application/json": problem}


def test_answers_are_as_described(app: Flask, description: dict[str, Any], ask: Ask) -> None:
    """Every GET that answers JSON, against its own schema; and no member that the schema does not name."""
    client = app.test_client()
    made = ask({"stack": {"in_use": ["jaeger", "ingress-nginx"]}, "platform": {"production": True}}).json
    claim = next(
        cite for slot in made["slots"] for verdict in slot["verdicts"] for cite in verdict["because"][0]["cites"]
    )
    names = {**_EXAMPLES, "decision_id": made["id"], "claim_id": claim}
    checked = 0
    for path, inside in description["paths"].items():
        content = inside.get("get", {}).get("responses", {}).get("200", {}).get("content", {})
        if "application/json" in content and path != "/v1/openapi.json":
            response = client.get(path.format(**names))
            assert response.status_code == 200, path
            _check(content["application/json"]["schema"], response.json, description)
            checked += 1
    assert checked >= 14


def test_a_problem_is_as_described(client: FlaskClient, description: dict[str, Any]) -> None:
    problem = client.post("/v1/recommendations", json={"profil": {}}).json
    _check({"$ref": "#/components/schemas/Problem"}, problem, description)


def _check(schema: dict[str, Any], value: Any, description: dict[str, Any]) -> None:
    closed = _closed({**schema, "components": description["components"]})
    errors = [f"{error.json_path}: {error.message}" for error in Draft202012Validator(closed).iter_errors(value)]
    assert errors == []


def _closed(schema: Any) -> Any:
    """The same schema, in which an object has no members but those that are named."""
    if isinstance(schema, list):
        return [_closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: _closed(value) for key, value in schema.items()}
    if isinstance(found.get("properties"), dict) and found.get("type") == "object":
        found.setdefault("additionalProperties", False)
    return found


def test_a_request_is_as_described(description: dict[str, Any]) -> None:
    schema = {"$ref": "#/components/schemas/Request", "components": description["components"]}
    validator = Draft202012Validator(schema)
    assert validator.is_valid({"profile": {"stack": {"in_use": ["jaeger"]}}, "edition": "2026"})
    assert not validator.is_valid({"profile": {"stack": {"in_use": ["jeager"]}}})


def test_the_page_takes_everything_from_here(client: FlaskClient) -> None:
    page = client.get("/docs")
    addresses = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert addresses
    for address in addresses:
        assert address.startswith("/")
        with client.get(address) as file:
            assert file.status_code == 200
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]
    assert "<script>" not in page.text
