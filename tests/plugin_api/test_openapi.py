"""The description: valid, complete, and true of what is answered."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from plugin_api.service import Service
from tests.plugin_api.conftest import Ask, problem_of
from tests.plugin_api.routes import described_paths, routes

_EXAMPLES = {
    "decision_id": None,
    "product_id": "jaeger",
    "rule_id": "tracing/keep-existing-jaeger",
    "claim_id": None,
    "source_id": "arch-2026",
    "slot_id": "tracing",
    "edition_id": "2026",
    "pack_id": None,
    "conflict_id": "nats-level",
    "kind_id": "end-of-life",
}


@pytest.fixture(scope="session")
def description(app: Flask) -> dict[str, Any]:
    found: dict[str, Any] = app.test_client().get("/v1/openapi.json").json
    return found


def test_it_is_valid(description: dict[str, Any]) -> None:
    assert description["openapi"].startswith("3.1.")
    validate(description)


def test_every_route_is_in_it(app: Flask, description: dict[str, Any]) -> None:
    described = {
        (path, method) for path, inside in description["paths"].items() for method in inside if method != "parameters"
    }
    assert described == described_paths(app)


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
    assert set(invalid) == {"application/problem+json", "application/json"}
    assert {content["schema"]["$ref"] for content in invalid.values()} == {"#/components/schemas/Problem"}


def test_each_status_names_the_kinds_of_problems_that_it_may_be(description: dict[str, Any]) -> None:
    operations, components = _operations(description), description["components"]["responses"]
    read, posted = (
        components[operations[name]["responses"]["400"]["$ref"].rpartition("/")[2]] for name in ("listSlots", "check")
    )
    assert "problem:bad-request`" in read["description"]
    assert "not-json" not in read["description"]
    for name in ("bad-request", "not-json", "not-yaml"):
        assert f"`urn:portolan:problem:{name}`" in posted["description"]
        assert posted["content"]["application/json"]["examples"][name]["value"]["type"].endswith(name)


def test_every_problem_is_shown_as_it_is_told(client: FlaskClient, description: dict[str, Any]) -> None:
    shown = [*description["components"]["responses"].items()]
    for name, operation in _operations(description).items():
        shown.extend((name, one) for status, one in operation["responses"].items() if status >= "4")
    for name, response in shown:
        for media_type, content in response.get("content", {}).items():
            if media_type != "text/html":
                assert content["examples"], name
                for one in content["examples"].values():
                    _check(content["schema"], one["value"], description)
    missing = description["paths"]["/v1/products/{product_id}"]["get"]["responses"]["404"]
    (told,) = missing["content"]["application/json"]["examples"].values()
    assert client.get(told["value"]["instance"]).json == told["value"]


def test_answers_are_described_by_their_authors(description: dict[str, Any]) -> None:
    for name, operation in _operations(description).items():
        for status, response in operation["responses"].items():
            if "$ref" not in response:
                assert response["description"] not in ("", "OK", "Created"), (name, status)
    answer = _operations(description)["getTrace"]["responses"]["200"]
    assert answer["description"] == "The proof, on the knowledge that the decision was made on."


def test_what_was_made_is_found_at_its_location(description: dict[str, Any]) -> None:
    made = [one["responses"]["201"] for one in _operations(description).values() if "201" in one["responses"]]
    assert len(made) == 2
    assert all("Location" in response["headers"] for response in made)


def test_problems_of_pages_are_pages_for_people(client: FlaskClient, description: dict[str, Any]) -> None:
    told = description["paths"]["/decisions/{decision_id}"]["get"]["responses"]["404"]["$ref"].rpartition("/")[2]
    for accept in ("text/html", "application/json", "application/problem+json", "*/*"):
        answered = client.get("/decisions/none", headers={"Accept": accept})
        assert answered.mimetype in description["components"]["responses"][told]["content"]
        assert answered.headers["Cache-Control"] == "no-store"


def test_answers_are_as_described(app: Flask, description: dict[str, Any], ask: Ask) -> None:
    """Every GET that answers JSON, against its own schema; and no member that the schema does not name."""
    client = app.test_client()
    made = ask({"stack": {"in_use": ["jaeger", "ingress-nginx"]}, "platform": {"production": True}}).json
    claim = next(
        cite for slot in made["slots"] for verdict in slot["verdicts"] for cite in verdict["because"][0]["cites"]
    )
    pack = client.get("/v1/packs").json["items"][0]["id"]
    known = {"decision_id": made["id"], "claim_id": claim, "pack_id": pack}
    names = {**_EXAMPLES, **known, **_reviewed(client, made["id"])}
    checked = 0
    for path, inside in description["paths"].items():
        content = inside.get("get", {}).get("responses", {}).get("200", {}).get("content", {})
        if "application/json" in content and path != "/v1/openapi.json":
            response = client.get(path.format(**names))
            assert response.status_code == 200, path
            _check(content["application/json"]["schema"], response.json, description)
            checked += 1
    assert checked >= 14


def _reviewed(client: FlaskClient, decision: str) -> dict[str, str]:
    review = client.post(f"/v1/decisions/{decision}/reviews", json={"kind": "accept"}).json
    body = {"slot": "ingress-gateway", "product": "ingress-nginx", "reason": "It moves in May.", "until": "2999-01-01"}
    waiver = client.post("/v1/waivers", json={"decision": decision, **body}).json
    return {"review_id": review["id"], "waiver_id": waiver["id"]}


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


# --- what there is to read ------------------------------------------------------------------------------------


def _operations(description: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        operation["operationId"]: operation
        for item in description["paths"].values()
        for name, operation in item.items()
        if name != "parameters"
    }


def test_every_body_and_every_answer_in_json_has_an_example(description: dict[str, Any]) -> None:
    for name, operation in _operations(description).items():
        answers = [answer for status, answer in operation["responses"].items() if status == "200"]
        for content in (*answers, operation.get("requestBody", {})):
            for media_type, inside in content.get("content", {}).items():
                # HTML, drawings, what no person reads and the description itself would be no help.
                unread = ("text/html", "image/svg+xml", "text/vnd.mermaid")
                if media_type not in unread and name not in ("getDescription", "getMetrics"):
                    assert "example" in inside, (name, media_type)


def test_examples_are_as_their_schemas_say(description: dict[str, Any]) -> None:
    checked = 0
    for operation in _operations(description).values():
        for answer in (*operation["responses"].values(), operation.get("requestBody", {})):
            for content in answer.get("content", {}).values():
                if "example" in content:
                    _check(content["schema"], content["example"], description)
                    checked += 1
    assert checked > 30


def test_examples_are_answers(client: FlaskClient, description: dict[str, Any]) -> None:
    """The request that is shown gives the decision that is shown, and what is shown of it is found."""
    operation = description["paths"]["/v1/recommendations"]["post"]
    shown = operation["responses"]["200"]["content"]["application/json"]["example"]
    made = client.post(
        "/v1/recommendations", json=operation["requestBody"]["content"]["application/json"]["example"]
    ).json
    assert made["id"] == shown["id"]
    assert made["knowledge"] == shown["knowledge"]
    assert made["slots"][0]["verdicts"][0]["product"] == shown["slots"][0]["verdicts"][0]["product"]
    for path, item in description["paths"].items():
        values = {one["name"]: one["example"] for one in item.get("parameters", ())}
        if "get" in item and not {"review_id", "waiver_id"} & values.keys():  # nobody can add one with that id
            assert client.get(path.format(**values)).status_code in (200, 303), path


def test_making_examples_keeps_nothing(app: Flask, service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    def put(*_: Any) -> None:
        raise AssertionError("something was kept")

    monkeypatch.setattr(service.store, "put", put)
    monkeypatch.setattr(app, "extensions", {**app.extensions, "portolan-description": None})
    assert app.test_client().get("/v1/openapi.json").status_code == 200


def test_every_parameter_is_described_and_shown(description: dict[str, Any]) -> None:
    shared = description["components"]["parameters"]
    for path, item in description["paths"].items():
        parameters = [*item.get("parameters", ())]
        for name, operation in item.items():
            if name != "parameters":
                parameters.extend(operation.get("parameters", ()))
        for parameter in parameters:
            told = shared[parameter["$ref"].rpartition("/")[2]] if "$ref" in parameter else parameter
            assert told["description"], (path, told["name"])
            assert "example" in told, (path, told["name"])


def test_ids_of_the_knowledge_are_listed(description: dict[str, Any], service: Service) -> None:
    parameters = {one.get("name"): one for one in description["paths"]["/v1/rules"]["get"]["parameters"]}
    assert parameters["slot"]["schema"] == {"$ref": "#/components/schemas/Slot_id"}
    assert parameters["module"]["schema"] == {"$ref": "#/components/schemas/Module_id"}
    assert description["components"]["schemas"]["Slot_id"]["enum"] == list(service.knowledge.slots)
    assert "x-known" not in str(description)


def test_what_any_request_may_come_to_is_described(description: dict[str, Any]) -> None:
    for name, operation in _operations(description).items():
        statuses = set(operation["responses"])
        assert {"400", "406", "414", "417", "431", "501"} <= statuses, name
        if "requestBody" in operation:
            assert {"408", "413", "415"} <= statuses, name
        if "ETag" in operation["responses"].get("200", {}).get("headers", {}):
            assert "304" in statuses, name


def test_headers_are_as_described(app: Flask, description: dict[str, Any]) -> None:
    client, operations = app.test_client(), _operations(description)
    for route in routes(app):
        response = client.get(route.path)
        told = operations[route.operation]["responses"][str(response.status_code)]["headers"]
        sent = {name for name in description["components"]["headers"] if name in response.headers}
        assert set(told) - {"Content-Location"} <= sent, route.path
        assert sent - {"Vary", "Cache-Control", "Content-Language"} <= set(told), route.path


def test_every_answer_names_its_request(description: dict[str, Any]) -> None:
    """Also those that no view gives."""
    named = description["components"]["responses"]
    for name, operation in _operations(description).items():
        for status, response in operation["responses"].items():
            answer = named[response["$ref"].rpartition("/")[2]] if "$ref" in response else response
            assert answer["headers"]["X-Request-Id"] == {"$ref": "#/components/headers/X-Request-Id"}, (name, status)


def test_it_says_whose_it_is(description: dict[str, Any]) -> None:
    assert {"title", "description", "version", "contact", "license"} <= set(description["info"])
    assert description["servers"]
    tags = [tag["name"] for tag in description["tags"] if tag["description"]]
    assert {tag for operation in _operations(description).values() for tag in operation["tags"]} == set(tags)
    assert len(tags) == len(set(tags)) == len(description["tags"])
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", tag) for tag in tags)
    lists = ("listDecisions", "recommend", "getDecision")
    assert [_operations(description)[name]["tags"] for name in lists] == [["decisions"]] * len(lists)


def test_nothing_accepted_is_406_everywhere(app: Flask) -> None:
    client = app.test_client()
    for route in routes(app):
        problem_of(client.get(route.path, headers={"Accept": "image/x-nothing"}), 406)


def test_a_problem_is_json_for_whoever_accepts_nothing_else(client: FlaskClient) -> None:
    for accept, media_type in [
        ("application/json", "application/json"),
        ("application/json;q=0.5, text/html", "application/json"),
        ("application/*", "application/problem+json"),
        ("application/json, text/plain, */*", "application/problem+json"),
        ("application/problem+json, application/json", "application/problem+json"),
    ]:
        response = client.get("/v1/products/jaegr", headers={"Accept": accept})
        assert (response.status_code, response.content_type) == (404, media_type), accept
        assert response.json["errors"][0]["hint"] == "did you mean 'jaeger'?"


def test_whoever_accepts_nothing_of_it_gets_a_problem_all_the_same(client: FlaskClient) -> None:
    assert client.get("/v1/slots", headers={"Accept": "text/csv"}).content_type == "application/problem+json"


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
