"""The proof of a decision over HTTP: in several forms, narrowed to a product, and one product against another."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from yaml import safe_load

from engine.explanation.proofs.renderers import RENDERERS
from plugin_api.schemas.decisions import TraceSchema
from plugin_api.schemas.explanations import WhySchema
from tests.plugin_api.conftest import Ask, problem_of

PROFILE = {"stack": {"in_use": ["jaeger"]}, "observability": {"signals": ["traces"]}}


@pytest.fixture
def made(ask: Ask) -> dict[str, Any]:
    body: dict[str, Any] = ask(PROFILE).json
    return body


@pytest.fixture
def why(made: dict[str, Any]) -> str:
    return f"/v1/decisions/{made['id']}/why"


@pytest.mark.parametrize("media_type", [renderer.media_type for renderer in RENDERERS])
def test_the_proof_is_told_in_every_form(client: FlaskClient, made: dict[str, Any], why: str, media_type: str) -> None:
    for path in (made["links"]["trace"], f"{why}/jaeger", f"{why}/jaeger?rather_than=tempo"):
        response = client.get(path, headers={"Accept": media_type})
        assert response.status_code == 200
        assert response.content_type == f"{media_type}; charset=utf-8"
        assert "tracing/keep-existing-jaeger" in response.text
        assert response.headers["Vary"] == "Accept, Accept-Language, Accept-Encoding"


def test_json_is_the_trace_with_the_graph_where_it_is_asked_for(client: FlaskClient, made: dict[str, Any]) -> None:
    path = made["links"]["trace"]
    plain = client.get(path).json
    assert "graph" not in plain
    asked = client.get(path, query_string={"slot": "tracing", "level": "reasons", "lang": "ko"}).json
    assert TraceSchema().validate(asked) == {}
    assert {slot for node in asked["graph"]["nodes"] for slot in node["slots"]} == {"tracing"}
    assert "Jaeger: 유지" in {node["title"] for node in asked["graph"]["nodes"]}
    assert {key: asked[key] for key in ("decision", "profile")} == {key: plain[key] for key in ("decision", "profile")}


def test_the_trace_of_a_slot_is_what_bears_on_it(client: FlaskClient, made: dict[str, Any]) -> None:
    path = made["links"]["trace"]
    whole, part = client.get(path).json, client.get(f"{path}?slot=tracing").json
    assert TraceSchema().validate(part) == {}
    assert list(part) == list(whole)
    assert len(client.get(f"{path}?slot=tracing").data) < len(client.get(path).data) / 10
    assert {one["slot"] for one in part["verdicts"]} == {"tracing"}
    told = {one["rule"] for one in part["firings"]}
    assert [one for one in whole["firings"] if one["rule"] in told] == part["firings"]
    for slot in (one["slot"] for one in made["slots"]):
        part = client.get(path, query_string={"slot": slot}).json
        told = {one["rule"] for one in part["firings"]}
        rested_on = {rule for one in part["verdicts"] for rule in one["because"]}
        rested_on |= {rule for one in part["firings"] for rule in one["set_aside_by"]}
        rested_on |= {rule for one in part["firings"] for test in one["matched"] for rule in test.get("firings", ())}
        assert rested_on <= told, slot


def test_the_address_may_ask_for_yaml_and_for_json(client: FlaskClient, made: dict[str, Any]) -> None:
    path = f"{made['links']['trace']}?slot=tracing"
    told = client.get(path).json
    for accept in ("application/json", "text/html", "application/yaml"):
        yaml = client.get(f"{path}&format=yaml", headers={"Accept": accept})
        assert (yaml.status_code, yaml.content_type) == (200, "application/yaml")
        assert json.loads(json.dumps(safe_load(yaml.data), default=str)) == told
        plain = client.get(f"{path}&format=json", headers={"Accept": accept})
        assert (plain.status_code, plain.content_type, plain.json) == (200, "application/json", told)
    again = client.get(f"{path}&format=yaml", headers={"If-None-Match": yaml.headers["ETag"]})
    assert again.status_code == 304


def test_markdown_of_one_slot_and_level(client: FlaskClient, made: dict[str, Any]) -> None:
    said = client.get(
        made["links"]["trace"],
        query_string={"slot": "tracing", "level": "summary"},
        headers={"Accept": "text/markdown"},
    ).text
    assert said.startswith("## Tracing back end — open, picks Jaeger\n\n- **Jaeger: keep** — Jaeger already runs here")


def test_why_a_product(client: FlaskClient, made: dict[str, Any], why: str) -> None:
    told = client.get(f"{why}/jaeger").json
    assert WhySchema().validate(told) == {}
    assert (told["decision"], told["slot"], told["verdict"], told["pick"]) == (made["id"], "tracing", "keep", True)
    assert told["summary"].startswith("Jaeger: keep — Jaeger already runs here")
    assert [(one["rule"], one["side"], one["standing"], one["set_aside_by"]) for one in told["arguments"]] == [
        ("tracing/keep-existing-jaeger", "for", "stands", []),
        ("tracing/jaeger-left-the-standard", "against", "defeated", ["tracing/keep-existing-jaeger"]),
    ]
    assert "verdict:tracing/tempo" not in {node["id"] for node in told["graph"]["nodes"]}
    assert told["contrast"] is None


def test_why_a_product_that_nothing_speaks_of(client: FlaskClient, why: str) -> None:
    told = client.get(f"{why}/zipkin").json
    assert WhySchema().validate(told) == {}
    assert (told["verdict"], told["pick"], told["arguments"]) == (None, False, [])
    assert told["summary"] == "Zipkin: no rule that fired speaks of it here"


def test_why_a_product_of_which_everything_was_set_aside(client: FlaskClient, ask: Ask) -> None:
    made = ask({"stack": {"works_well": ["podman"]}}, edition="2026", as_of="2026-04-01").json
    told = client.get(f"/v1/decisions/{made['id']}/why/docker", query_string={"slot": "container-build"}).json
    assert told["verdict"] is None
    assert told["summary"] == "Docker: all that rules say of it here was set aside"
    standard, podman = "container-build/docker-is-the-standard", "principles/keep-what-works-well@podman"
    assert [(one["rule"], one["standing"], one["set_aside_by"]) for one in told["arguments"]] == [
        (standard, "defeated", [podman])
    ]
    edges = {(edge["source"], edge["target"], edge["kind"]) for edge in told["graph"]["edges"]}
    assert {
        (f"rule:{standard}", "slot:container-build", "supports"),
        (f"rule:{podman}", f"rule:{standard}", "sets-aside"),
    } <= edges
    firings = client.get(made["links"]["trace"]).json["firings"]
    assert [firing["set_aside_by"] for firing in firings if firing["rule"] == standard] == [[podman]]


def test_the_slot_of_a_product_that_fills_several(client: FlaskClient, why: str) -> None:
    assert client.get(f"{why}/cilium").json["slot"] == "cni"
    assert client.get(f"{why}/cilium?slot=service-mesh").json["slot"] == "service-mesh"


def test_one_product_rather_than_another(client: FlaskClient, why: str) -> None:
    told = client.get(f"{why}/tempo?rather_than=jaeger&lang=ko").json
    assert WhySchema().validate(told) == {}
    assert told["contrast"]["order"] == "reversed"
    assert told["contrast"]["better"] == "jaeger"
    assert told["contrast"]["rather_than"] == {"product": "jaeger", "name": "Jaeger", "verdict": "keep", "pick": True}
    assert told["summary"].startswith("질문과는 반대입니다. Grafana Tempo(고려) 대신 Jaeger(유지)를 추천합니다:")
    assert "Jaeger 사용 중 (답변한 대로)" in [fact["text"] for fact in told["contrast"]["facts"]]


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        ("jeager", "did you mean 'jaeger'?"),
        ("jeager?rather_than=tempo", "did you mean 'jaeger'?"),
    ],
)
def test_products_that_are_not(client: FlaskClient, why: str, path: str, hint: str) -> None:
    assert problem_of(client.get(f"{why}/{path}"), 404)["errors"][0]["hint"] == hint


def test_a_product_that_nothing_decides_on(client: FlaskClient, why: str) -> None:
    response = client.get("/v1/products?limit=500").json
    homeless = next(product for product in response["items"] if not product["slots"])
    assert "fills no slot" in problem_of(client.get(f"{why}/{homeless['id']}"), 404)["detail"]


@pytest.mark.parametrize(
    ("query", "pointer", "hint"),
    [
        ("slot=tracin", "/query/slot", "did you mean 'tracing'?"),
        ("slot=cni", "/query/slot", "one of tracing"),
        ("rather_than=temp", "/query/rather_than", "did you mean 'tempo'?"),
        ("rather_than=istio", "/query/rather_than", None),
        ("rather_than=jaeger", "/query/rather_than", None),
        ("level=ful", "/query/level", "did you mean 'full'? It is one of summary, reasons or full"),
        ("sloth=tracing", "/query/sloth", "did you mean 'slot'?"),
    ],
)
def test_wrong_parameters(client: FlaskClient, why: str, query: str, pointer: str, hint: str | None) -> None:
    error = problem_of(client.get(f"{why}/jaeger?{query}"), 422)["errors"][0]
    assert (error["pointer"], error["hint"]) == (pointer, hint)


def test_a_wrong_slot_of_the_trace(client: FlaskClient, made: dict[str, Any]) -> None:
    problem = problem_of(client.get(f"{made['links']['trace']}?slot=tracin"), 422)
    assert problem["errors"][0]["hint"] == "did you mean 'tracing'?"


def test_forms_that_are_not_there(client: FlaskClient, made: dict[str, Any], why: str) -> None:
    for path in (made["links"]["trace"], f"{why}/jaeger"):
        problem = problem_of(client.get(path, headers={"Accept": "application/pdf"}), 406)
        assert "text/vnd.mermaid" in problem["detail"]


def test_unknown_decisions(client: FlaskClient) -> None:
    problem_of(client.get("/v1/decisions/0/why/jaeger"), 404)
