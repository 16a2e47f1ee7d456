"""Facts and check results, as a Tech Insights back end asks for them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from flask.testing import FlaskClient

from engine.checking.insights import CHECKS, FACTS
from engine.checking.kinds import KINDS
from tests.plugin_api.conftest import problem_of

SHOP = {"kind": "Component", "namespace": "default", "name": "Insights-Shop"}
REQUEST = {
    "profile": {"platform": {"production": True}, "stack": {"in_use": ["ingress-nginx", "lens", "argo-cd"]}},
    "as_of": "2026-04-01",
}
# How a value of each type is written in JSON.
WRITTEN = {"integer": int, "float": float, "string": str, "boolean": bool, "datetime": str, "set": list}


def facts_of(client: FlaskClient, *entities: Any) -> list[dict[str, Any]]:
    response = client.post("/v1/tech-insights/facts", json={"entities": list(entities)})
    assert response.status_code == 200, response.text
    found: list[dict[str, Any]] = response.json
    return found


def run(client: FlaskClient, path: str = "", **body: Any) -> Any:
    response = client.post(f"/v1/tech-insights/checks/run{path}", json=body)
    assert response.status_code == 200, response.text
    return response.json


def test_the_schema_names_every_fact(client: FlaskClient) -> None:
    (schema,) = client.get("/v1/tech-insights/fact-schemas").json
    assert list(schema) == [fact.name for fact in FACTS]
    assert all(set(one) == {"type", "description", "since"} for one in schema.values())
    assert {one["type"] for one in schema.values()} <= WRITTEN.keys()


def test_facts_are_handed_on_as_a_retriever_does(client: FlaskClient) -> None:
    (found,) = facts_of(client, {**SHOP, "request": REQUEST})
    assert found["entity"] == {"namespace": "default", "kind": "Component", "name": "Insights-Shop"}
    assert datetime.fromisoformat(found["timestamp"]).tzinfo is not None
    facts = found["facts"]
    (schema,) = client.get("/v1/tech-insights/fact-schemas").json
    assert all(type(value) is WRITTEN[schema[name]["type"]] for name, value in facts.items())
    assert facts.keys() == schema.keys() - {"nearestEndOfLife"}  # nothing that is ahead
    assert (facts["failed"], facts["errors"], facts["endOfLife"], facts["dropped"]) == (True, 1, 1, 1)
    assert facts["productsToMigrate"] == ["ingress-nginx", "lens"]
    assert facts["productsPastEndOfLife"] == ["ingress-nginx"]
    assert facts["productsInUse"] == ["argo-cd", "ingress-nginx", "lens"]
    assert 0 <= facts["decidedShare"] < 1
    assert facts["asOf"] == "2026-04-01T00:00:00.000Z"
    assert client.get(f"/v1/decisions/{facts['decision']}").status_code == 200


def test_an_end_that_is_ahead_is_a_fact(client: FlaskClient) -> None:
    early = {**REQUEST, "as_of": "2026-03-01"}
    (found,) = facts_of(client, {**SHOP, "request": early})
    assert found["facts"]["nearestEndOfLife"] == "2026-03-31T00:00:00.000Z"
    assert found["facts"]["productsPastEndOfLife"] == []


def test_the_latest_decision_of_an_entity_is_told_of_where_nothing_is_sent(client: FlaskClient) -> None:
    ref = "component:default/insights-latest"
    assert facts_of(client, ref) == []
    made = client.post("/v1/recommendations", json={**REQUEST, "subject": ref}).json["id"]
    (found,) = facts_of(client, ref)
    assert found["entity"] == {"namespace": "default", "kind": "component", "name": "insights-latest"}
    assert found["facts"]["decision"] == made
    (by_parts,) = facts_of(client, {"kind": "COMPONENT", "namespace": "default", "name": "Insights-Latest"})
    assert by_parts["facts"] == found["facts"]
    results = run(client, "/default/component/insights-latest")
    assert {one["check"]["id"]: one["result"] for one in results}["portolan-end-of-life"] is False


def test_who_goes_back_to_an_earlier_profile_is_told_of_that(client: FlaskClient) -> None:
    ref = "component:default/insights-back"
    first, second = (
        {"profile": {"stack": {"in_use": in_use}}, "as_of": "2026-04-01", "subject": ref}
        for in_use in (["jaeger"], ["tempo"])
    )
    for request, in_use in ((first, "jaeger"), (second, "tempo"), (first, "jaeger")):
        made = client.post("/v1/recommendations", json=request).json["id"]
        (found,) = facts_of(client, ref)
        assert (found["facts"]["decision"], found["facts"]["productsInUse"]) == (made, [in_use])


def test_a_request_that_is_sent_for_an_entity_is_its_latest_from_then_on(client: FlaskClient) -> None:
    entity = {"kind": "component", "namespace": "default", "name": "insights-sent"}
    run(client, "/default/component/insights-sent", request=REQUEST)
    (found,) = facts_of(client, entity)
    assert found["facts"]["errors"] == 1


def test_a_decision_is_told_of_by_its_id(client: FlaskClient) -> None:
    made = client.post("/v1/recommendations", json=REQUEST).json["id"]
    (found,) = facts_of(client, {**SHOP, "decision": made})
    assert found["facts"]["decision"] == made


def test_the_checks_are_one_for_the_whole_and_one_for_each_kind(client: FlaskClient) -> None:
    checks = client.get("/v1/tech-insights/checks?lang=ko").json
    assert [check["id"] for check in checks] == [
        "portolan-passes",
        *(f"portolan-{kind.id}" for kind in KINDS.values() if not kind.detected),
    ]
    assert all(check["factIds"] == ["portolan"] and check["type"] == "json-rules-engine" for check in checks)
    (schema,) = client.get("/v1/tech-insights/fact-schemas").json
    tested = [test["fact"] for check in checks for test in check["rule"]["conditions"]["all"]]
    assert set(tested) <= schema.keys()
    assert len(set(tested)) == len(checks)


def test_results_are_what_the_rules_of_the_checks_say_of_the_facts(client: FlaskClient) -> None:
    rules = {one["id"]: one["rule"]["conditions"]["all"] for one in client.get("/v1/tech-insights/checks").json}
    (found,) = facts_of(client, {**SHOP, "request": REQUEST})
    (bulk,) = run(client, entities=[{**SHOP, "request": REQUEST}])
    assert bulk["entity"] == "component:default/insights-shop"
    assert [one["check"]["id"] for one in bulk["results"]] == list(CHECKS)
    for one in bulk["results"]:
        (test,) = rules[one["check"]["id"]]
        assert test["operator"] == "equal"
        assert one["result"] is (found["facts"][test["fact"]] == test["value"])
        assert one["facts"][test["fact"]]["value"] == found["facts"][test["fact"]]
    failed = {one["check"]["id"] for one in bulk["results"] if not one["result"]}
    assert {"portolan-passes", "portolan-end-of-life", "portolan-dropped"} <= failed
    assert "portolan-licence" not in failed


def test_only_the_named_checks_are_run(client: FlaskClient) -> None:
    wanted = ["portolan-licence", "portolan-passes"]
    results = run(client, "/default/component/shop", request=REQUEST, checks=wanted)
    assert sorted(one["check"]["id"] for one in results) == wanted
    assert run(client, entities=["component:default/nobody"], checks=wanted) == [
        {"entity": "component:default/nobody", "results": []}
    ]


def test_an_entity_of_which_nothing_is_known_is_not_found(client: FlaskClient) -> None:
    response = client.post("/v1/tech-insights/checks/run/default/component/insights-nobody")
    assert "component:default/insights-nobody" in problem_of(response, 404)["detail"]


@pytest.mark.parametrize(
    ("path", "body", "pointers"),
    [
        ("facts", [], {""}),
        ("facts", {}, {"/entities"}),
        ("facts", {"entitys": []}, {"/entitys", "/entities"}),
        (
            "facts",
            {"entities": ["no ref", 1, {"kind": "x"}]},
            {"/entities/0", "/entities/1", *(f"/entities/2/{part}" for part in ("namespace", "name"))},
        ),
        ("facts", {"entities": ["component:shop"] * 101}, {"/entities"}),
        ("facts", {"entities": [{**SHOP, "decision": "x"}]}, {"/entities/0/decision"}),
        ("facts", {"entities": [{**SHOP, "decision": "x", "request": {}}]}, {"/entities/0/decision"}),
        ("facts", {"entities": [{**SHOP, "request": {"profile": {"x": 1}}}]}, {"/entities/0/request/profile/x"}),
        ("checks/run", {"entities": [], "checks": ["portolan-licences", 1]}, {"/checks/0", "/checks/1"}),
        ("checks/run/default/component/shop", {"requst": {}}, {"/requst"}),
        ("checks/run/default/component/shop", {"request": {}}, {"/request/profile"}),
        ("checks/run/default/component/shop", [], {""}),
        ("checks/run/default/component/-", {}, {""}),
    ],
)
def test_mistakes_are_told_with_their_places(client: FlaskClient, path: str, body: Any, pointers: set[str]) -> None:
    problem = problem_of(client.post(f"/v1/tech-insights/{path}", json=body), 422)
    assert {error["pointer"] for error in problem["errors"]} == pointers


def test_a_waiver_that_is_kept_for_the_subject_counts(client: FlaskClient) -> None:
    subject = "component:default/insights-waived"
    asked = {**REQUEST, "subject": subject}
    made = client.post("/v1/recommendations", json=asked).json["id"]
    wanted = {"slot": "cluster-ui", "product": "lens", "reason": "Licences are paid.", "until": "2099-12-31"}
    given = client.post("/v1/waivers", json={"decision": made, "subject": subject, **wanted})
    assert given.status_code == 201, given.text
    checked = client.post("/v1/checks", json=asked).json
    assert [(one["state"], one["id"]) for one in checked["waivers"]] == [("applied", given.json["id"])]
    assert {one["product"] for one in checked["findings"] if one["waived_by"] is not None} == {"lens"}
    assert client.post("/v1/checks", json=REQUEST).json["waivers"] == []
    (found,) = facts_of(client, subject)
    assert (found["facts"]["waived"], found["facts"]["dropped"]) == (1, 0)
    later = client.post("/v1/checks", json={**asked, "as_of": "2100-01-01", "edition": "2026"}).json
    assert {one["state"] for one in later["waivers"]} == {"expired"}
