"""GET /v1/decisions/{id}/why-not/{product}."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from plugin_api.schemas.why_not import WhyNotSchema
from tests.plugin_api.conftest import Ask, problem_of, slot_of

PROFILE = {"observability": {"signals": ["traces"]}, "constraints": {"licences": "open-source"}}


@pytest.fixture
def path(ask: Ask) -> str:
    return f"/v1/decisions/{ask(PROFILE).json['id']}/why-not"


def test_the_contracts_example(client: FlaskClient, path: str) -> None:
    body = client.get(f"{path}/jaeger").json
    assert WhyNotSchema().validate(body) == {}
    assert (body["slot"], body["verdict"], body["complete"]) == ("tracing", "avoid", True)
    assert {
        "changes": [
            {
                "question": "stack.in_use",
                "text": "Which products are in use today?",
                "from": None,
                "to": ["jaeger"],
                "range": None,
                "alike": [],
            }
        ],
        "verdict": "keep",
    } in body["counterfactuals"]


def test_putting_every_answer_in_its_place_makes_it_a_pick(client: FlaskClient, ask: Ask, path: str) -> None:
    for product, slot in (("jaeger", "tracing"), ("vault", "secret-management"), ("volcano", "batch-scheduling")):
        for one in client.get(f"{path}/{product}").json["counterfactuals"]:
            decided = slot_of(ask(changed(PROFILE, one["changes"])), slot)
            assert product in decided["picks"]
            assert one["verdict"] in [v["verdict"] for v in decided["verdicts"] if v["product"] == product]


def changed(profile: dict[str, Any], changes: list[dict[str, Any]]) -> dict[str, Any]:
    after = {section: dict(answers) for section, answers in profile.items()}
    for change in changes:
        section, _, name = change["question"].partition(".")
        assert after.get(section, {}).get(name) == change["from"]
        after.setdefault(section, {})[name] = change["to"]
    return after


def test_what_may_not_change_is_said_by_the_caller(client: FlaskClient, path: str) -> None:
    def changes(query: str) -> set[str]:
        found = client.get(f"{path}/jaeger?{query}").json["counterfactuals"]
        return {change["question"] for one in found for change in one["changes"]}

    assert "stack.in_use" in changes("")
    assert "stack.in_use" not in changes("hold=marked")
    assert changes("hold=stack.in_use&hold=constraints.licences").isdisjoint({"stack.in_use", "constraints.licences"})
    assert changes("hold=none,stack.in_use,constraints.licences").isdisjoint({"stack.in_use", "constraints.licences"})


def test_a_slot_may_be_named(client: FlaskClient, path: str) -> None:
    body = client.get(f"{path}/cilium").json
    assert body["slot"] == body["slots"][0]
    assert client.get(f"{path}/cilium?slot={body['slots'][1]}").json["slot"] == body["slots"][1]


def test_markdown_and_languages(client: FlaskClient, path: str) -> None:
    response = client.get(f"{path}/jaeger?lang=ko", headers={"Accept": "text/markdown"})
    assert response.content_type == "text/markdown; charset=utf-8"
    assert (response.headers["Content-Language"], response.headers["Vary"]) == (
        "ko",
        "Accept, Accept-Language, Accept-Encoding",
    )
    assert response.text.startswith("# “추적 백엔드” 영역의 Jaeger: 비권장\n")


@pytest.mark.parametrize(
    ("below", "status", "pointer", "hint"),
    [
        ("jager", 404, "", "did you mean 'jaeger'?"),
        ("jaeger?slot=tracng", 422, "/query/slot", "did you mean 'tracing'?"),
        ("jaeger?slot=cni", 422, "/query/slot", "it fills tracing"),
        ("jaeger?hold=markd", 422, "/query/hold", "did you mean 'marked'?"),
        ("jaeger?hold=given,none", 422, "/query/hold", None),
        ("jaeger?holds=none", 422, "/query/holds", "did you mean 'hold'?"),
        ("jaeger?lang=fr", 422, "/query/lang", "one of en or ko"),
    ],
)
def test_mistakes(client: FlaskClient, path: str, below: str, status: int, pointer: str, hint: str | None) -> None:
    (error,) = problem_of(client.get(f"{path}/{below}"), status)["errors"]
    assert (error["pointer"], error["hint"]) == (pointer, hint)


def test_what_is_not_there_and_what_cannot_be_told(client: FlaskClient, path: str) -> None:
    problem_of(client.get("/v1/decisions/ffff/why-not/jaeger"), 404)
    problem_of(client.get(f"{path}/jaeger", headers={"Accept": "image/png"}), 406)
    problem = problem_of(client.get(f"{path}/alertmanager"), 404)
    assert problem["detail"] == "Alertmanager fills no slot of the architecture: nothing decides on it."
