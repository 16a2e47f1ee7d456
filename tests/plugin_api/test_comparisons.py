"""Comparing requests and decisions over HTTP, and the migration plan of a decision."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator

from tests.plugin_api.conftest import Ask, problem_of
from tests.plugin_api.test_openapi import _check, description

BEFORE = {"profile": {}, "as_of": "2025-06-01"}
AFTER = {"profile": {"stack": {"in_use": ["lens", "ingress-nginx"]}}, "as_of": "2026-04-15"}
MARKDOWN = {"Accept": "text/markdown"}

__all__ = ["description"]


def compare(client: FlaskClient, body: Any, **more: Any) -> Any:
    return client.post("/v1/comparisons", json=body, **more)


def test_two_requests(client: FlaskClient) -> None:
    answered = compare(client, {"before": BEFORE, "after": AFTER}).json
    assert [answered[side]["edition"] for side in ("before", "after")] == ["2025", "2026"]
    assert "Lens → Headlamp" in [line["text"] for line in answered["story"]]
    assert [step["text"] for step in answered["migration"]["steps"]] == [
        "Set up Gateway API",
        "Move from Ingress NGINX to Gateway API",
        "Set up Headlamp",
        "Move from Lens to Headlamp",
    ]
    assert [change["change"] for change in answered["migration_changes"]] == ["new", "new"]


def test_both_sides_are_found_again_under_their_ids(client: FlaskClient) -> None:
    answered = compare(client, {"before": BEFORE, "after": AFTER, "language": "ko"}).json
    for side in ("before", "after"):
        found = client.get(f"/v1/decisions/{answered[side]['id']}")
        assert (found.status_code, found.headers["Content-Language"]) == (200, "ko")
        assert found.json["as_of"] == answered[side]["as_of"]


def test_a_decision_that_was_made_here_may_be_a_side(client: FlaskClient, ask: Ask) -> None:
    made = ask().json
    answered = compare(client, {"before": {"decision": made["id"]}, "after": AFTER}).json
    assert answered["before"]["id"] == made["id"]
    same = compare(client, {"before": {"decision": made["id"]}, "after": {"decision": made["id"]}}).json
    assert (same["slots"], same["story"], same["differences"]) == ([], [], [])


def test_the_answer_is_as_described(client: FlaskClient, description: dict[str, Any]) -> None:
    schema = description["paths"]["/v1/comparisons"]["post"]["responses"]["200"]["content"]["application/json"][
        "schema"
    ]
    for after in (AFTER, BEFORE, {"profile": {"stack": {"in_use": ["keptn"], "works_well": ["jaeger"]}}}):
        _check(schema, compare(client, {"before": BEFORE, "after": after}).json, description)


def test_the_body_is_as_described(description: dict[str, Any]) -> None:
    body = description["paths"]["/v1/comparisons"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    validator = Draft202012Validator({**body, "components": description["components"]})
    assert validator.is_valid({"before": BEFORE, "after": {"decision": "abc"}, "language": "ko"})
    assert not validator.is_valid({"before": BEFORE})
    assert not validator.is_valid({"before": BEFORE, "after": {"decision": "abc", "edition": "2026"}})


@pytest.mark.parametrize(("language", "heading"), [("en", "## What changes"), ("ko", "## 달라지는 것")])
def test_as_markdown(client: FlaskClient, language: str, heading: str) -> None:
    response = compare(client, {"before": BEFORE, "after": AFTER, "language": language}, headers=MARKDOWN)
    assert response.content_type == "text/markdown; charset=utf-8"
    assert response.headers["Content-Language"] == language
    assert f"\n{heading}\n" in response.text
    assert re.search(r"^- \*\*Lens → Headlamp\*\* — ", response.text, re.MULTILINE)


def test_the_language_is_that_of_the_caller_unless_the_body_names_one(client: FlaskClient) -> None:
    korean = {"Accept-Language": "ko"}
    assert compare(client, {"before": BEFORE, "after": AFTER}, headers=korean).headers["Content-Language"] == "ko"
    named = compare(client, {"before": BEFORE, "after": AFTER, "language": "en"}, headers=korean)
    assert named.headers["Content-Language"] == "en"


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        ({}, [("/before", None), ("/after", None)]),
        ([], [("", None)]),
        ({"before": BEFORE, "afer": AFTER}, [("/afer", "did you mean 'after'?"), ("/after", None)]),
        ({"before": BEFORE, "after": 3}, [("/after", None)]),
        (
            {"before": {"profile": {"stack": {"in_us": []}}}, "after": {"profile": {}, "edition": "2924"}},
            [("/before/profile/stack/in_us", "did you mean 'in_use'?"), ("/after/edition", None)],
        ),
        (
            {"before": {"decision": "none"}, "after": {"decision": 5}},
            [("/before/decision", None), ("/after/decision", None)],
        ),
        (
            {"before": {"decision": "none", "as_of": 1}, "after": AFTER},
            [("/before/as_of", None), ("/before/decision", None)],
        ),
        ({"before": BEFORE, "after": AFTER, "language": "kr"}, [("/language", None)]),
    ],
)
def test_each_mistake_with_its_pointer(client: FlaskClient, body: Any, errors: list[tuple[str, str | None]]) -> None:
    found = problem_of(compare(client, body), 422)["errors"]
    assert [error["pointer"] for error in found] == [pointer for pointer, _ in errors]
    for error, (_, hint) in zip(found, errors, strict=True):
        assert hint is None or error["hint"] == hint


def test_what_is_no_json_or_not_wanted(client: FlaskClient) -> None:
    problem_of(client.post("/v1/comparisons", data="{", content_type="application/json"), 400)
    problem_of(client.post("/v1/comparisons", data="{}", content_type="text/plain"), 415)
    problem_of(compare(client, {}, headers={"Accept": "image/png"}), 406)
    problem_of(client.post("/v1/comparisons?lang=ko", json={"before": BEFORE, "after": AFTER}), 422)


def test_the_plan_of_a_decision(client: FlaskClient, ask: Ask) -> None:
    made = ask({"stack": {"in_use": ["lens"]}}).json
    plan = client.get(f"/v1/decisions/{made['id']}/migration").json
    assert plan["id"] == made["id"]
    assert [step["text"] for step in plan["steps"]] == ["Set up Headlamp", "Move from Lens to Headlamp"]
    told = client.get(f"/v1/decisions/{made['id']}/migration?lang=ko", headers=MARKDOWN)
    assert told.content_type == "text/markdown; charset=utf-8"
    assert told.text.startswith("# 이전 계획(2026-04-01 기준)\n")


def test_the_plan_of_a_decision_that_was_not_made_here(client: FlaskClient) -> None:
    problem_of(client.get("/v1/decisions/none/migration"), 404)
    problem_of(client.get("/v1/decisions/none/migration", headers={"Accept": "image/png"}), 406)
