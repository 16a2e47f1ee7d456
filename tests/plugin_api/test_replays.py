"""Decisions posted back to the service: the same, edited, made on other knowledge, or no decisions at all."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator

from plugin_api.app import create_app
from plugin_api.settings import Settings
from tests.plugin_api.conftest import ROOT, Ask, problem_of, service_of

POCKET = ROOT / "tests" / "portolan" / "pocket"
TRACES = {"profile": {"stack": {"in_use": ["jaeger"]}, "wishes": {"signals": ["traces"]}}, "as_of": "2026-01-15"}


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A copy of the pocket knowledge that a test may change."""
    return Path(shutil.copytree(POCKET, tmp_path / "rules"))


def answered(data: Path, rules: Path, path: str, body: dict[str, Any]) -> Any:
    """What a service of its own answers: each is a restart of the one before, if they share their data."""
    app = create_app(Settings(rules=rules, data_dir=data))
    try:
        return app.test_client().post(path, json=body).json
    finally:
        service_of(app).store.close()
        service_of(app).advisor.close()


def keep_no_jaeger(rules: Path) -> None:
    module = rules / "modules" / "tracing.yaml"
    module.write_text(module.read_text().replace("when: {in_use: jaeger}", "when: {in_use: zipkin}"))


def test_a_decision_of_this_service_is_identical(client: FlaskClient, ask: Ask) -> None:
    response = client.post("/v1/replays", json=ask({"stack": {"in_use": ["jaeger"]}}).json)
    assert response.status_code == 200
    found = response.json
    assert found["outcome"] == "identical"
    assert found["edits"] == {"count": 0, "text": None, "first": []}
    assert (found["slots"], found["parts"], found["mistakes"]) == ([], [], [])
    assert found["knowledge"]["packs"] == []


def test_an_edited_decision_is_shown_where(client: FlaskClient, ask: Ask) -> None:
    decision = ask({}).json
    decision["slots"][0]["picks"] = ["nomad"]
    found = client.post("/v1/replays?lang=ko", json=decision).json
    assert found["outcome"] == "edited"
    assert found["edits"]["first"] == [
        {"pointer": "/slots/0/picks/0", "kind": "changed", "recorded": "nomad", "computed": "kubernetes"}
    ]
    assert found["text"].startswith("수정됨")


def test_the_knowledge_that_was_kept_shows_what_changed_and_why(tmp_path: Path, rules: Path) -> None:
    decision = answered(tmp_path / "data", rules, "/v1/recommendations", TRACES)
    keep_no_jaeger(rules)
    found = answered(tmp_path / "data", rules, "/v1/replays", decision)
    assert (found["outcome"], found["knowledge"]["recomputed"], found["edits"]["count"]) == ("changed", True, 0)
    (change,) = found["knowledge"]["changes"]
    assert (change["id"], change["fields"]) == ("tracing/keep-jaeger", ["when"])
    (slot,) = found["slots"]
    assert slot["picks"] == {"before": ["jaeger"], "after": ["tempo"]}
    gone = next(rule for rule in slot["rules"] if rule["rule"] == "tracing/keep-jaeger")
    assert (gone["how"], [root["subject"] for root in gone["because"]]) == ("silent", ["tracing/keep-jaeger"])


def test_of_a_decision_made_elsewhere_the_old_knowledge_is_not_at_hand(tmp_path: Path, rules: Path) -> None:
    decision = answered(tmp_path / "there", rules, "/v1/recommendations", TRACES)
    keep_no_jaeger(rules)
    found = answered(tmp_path / "here", rules, "/v1/replays", decision)
    assert (found["outcome"], found["knowledge"]["recomputed"]) == ("changed", False)
    assert found["knowledge"]["changes"] is None
    assert [slot["slot"] for slot in found["slots"]] == ["tracing"]


def test_an_old_decision_that_was_edited_is_found_out_by_the_old_knowledge(tmp_path: Path, rules: Path) -> None:
    decision = answered(tmp_path / "data", rules, "/v1/recommendations", TRACES)
    keep_no_jaeger(rules)
    decision["warnings"] = []
    decision["slots"][0]["status"] = "contested"
    found = answered(tmp_path / "data", rules, "/v1/replays", decision)
    assert found["outcome"] == "edited"
    assert "/slots/0/status" in [edit["pointer"] for edit in found["edits"]["first"]]


def test_every_answer_is_as_described(client: FlaskClient, ask: Ask, tmp_path: Path, rules: Path) -> None:
    description = client.get("/v1/openapi.json").json
    schema = {"$ref": "#/components/schemas/Replay", "components": description["components"]}
    decision = answered(tmp_path / "data", rules, "/v1/recommendations", TRACES)
    keep_no_jaeger(rules)
    changed = answered(tmp_path / "data", rules, "/v1/replays", decision)
    unreadable = client.post("/v1/replays", json=decision).json
    identical = client.post("/v1/replays", json=ask({}).json).json
    assert [one["outcome"] for one in (changed, unreadable, identical)] == ["changed", "unreadable", "identical"]
    for one in (changed, unreadable, identical):
        assert list(Draft202012Validator(schema).iter_errors(one)) == []


@pytest.mark.parametrize(
    ("body", "pointer", "said"),
    [
        ([], "", "a decision is a mapping, as the API answers it"),
        ({}, "", "this is no decision"),
        ({"profile": {}}, "", "this is no decision"),
        ({"id": "x", "slots": []}, "/receipt", "the decision has no receipt, so nobody can say what it answers"),
        ({"receipt": 1, "slots": []}, "/receipt", "it is a mapping, and there is none"),
    ],
)
def test_what_is_no_decision_is_named(client: FlaskClient, body: Any, pointer: str, said: str) -> None:
    errors = problem_of(client.post("/v1/replays", json=body), 422)["errors"]
    assert {"pointer": pointer, "detail": said} in [{k: one[k] for k in ("pointer", "detail")} for one in errors]


def test_what_cannot_be_read_at_all_is_refused(client: FlaskClient) -> None:
    problem_of(client.post("/v1/replays", data=b"{", content_type="application/json"), 400)
    problem_of(client.post("/v1/replays", data=b"id: x", content_type="text/plain"), 415)
    problem_of(client.post("/v1/replays", json={}, headers={"Accept": "text/html"}), 406)
    problem_of(client.post("/v1/replays", data=b" " * 300_000, content_type="application/json"), 413)
