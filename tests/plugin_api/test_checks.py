"""POST /v1/checks: what a pipeline posts, and what it gets back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator

from engine.checking.kinds import KINDS
from portolan.cli import main
from tests.engine.checking.test_forms import SARIF, faults
from tests.plugin_api.conftest import ROOT, problem_of

INGRESS = {"platform": {"production": True}, "stack": {"in_use": ["jaeger", "ingress-nginx"]}}
REQUEST = {"profile": INGRESS, "as_of": "2026-04-01"}
UNTIL = {"reason": "The move is under way.", "until": "2026-06-30", "by": "group:default/platform"}


def findings(body: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [one for one in body["findings"] if one["kind"] == kind]


def test_what_is_found_fails_the_check_and_not_the_request(client: FlaskClient) -> None:
    response = client.post("/v1/checks", json=REQUEST)
    assert (response.status_code, response.content_type) == (200, "application/json")
    body = response.json
    assert body["failed"] is True
    (ended,) = findings(body, "end-of-life")
    assert (ended["product"], ended["level"], ended["fails"], ended["days_left"]) == (
        "ingress-nginx",
        "error",
        True,
        -1,
    )
    assert (ended["to"], ended["by"], ended["pointer"]) == (["gateway-api"], "2026-03-31", "/profile/stack/in_use/1")
    assert ended["because"][0]["cites"]
    assert client.get(ended["links"]["why"]).status_code == 200


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_command_tells_the_same_in_the_same_words(client: FlaskClient, tmp_path: Path, language: str) -> None:
    request = {**REQUEST, "language": language}
    file = tmp_path / "portolan.json"
    file.write_text(json.dumps(request), encoding="utf-8")
    environment = {"PORTOLAN_RULES": str(ROOT / "rules"), "PORTOLAN_DATA_DIR": str(tmp_path / "data")}
    ran = CliRunner(env=environment).invoke(main, ["check", "--format", "json", str(file)])
    (told,) = json.loads(ran.stdout)["checks"]
    body = client.post("/v1/checks", json=request).json
    of_a_file = ("file", "line", "column", "end_line", "end_column", "links")
    for one in (*told["findings"], *body["findings"]):
        for member in of_a_file:
            one.pop(member, None)
    assert told["findings"] == body["findings"]
    assert (told["decision"], told["failed"], told["counts"]) == (body["decision"], body["failed"], body["counts"])


def test_the_decision_behind_it_is_kept(client: FlaskClient) -> None:
    body = client.post("/v1/checks", json=REQUEST).json
    recommended = client.post("/v1/recommendations", json=REQUEST).json
    assert body["decision"] == recommended["id"]
    assert client.get(body["links"]["decision"]).json == recommended
    assert client.get(body["links"]["page"]).status_code == 200


def test_the_example_of_the_description_is_answered_as_described(client: FlaskClient, app: Flask) -> None:
    description = app.test_client().get("/v1/openapi.json").json
    content = description["paths"]["/v1/checks"]["post"]["requestBody"]["content"]
    shown = content["application/json"]["example"]
    body = client.post("/v1/checks", json=shown).json
    schema = {"$ref": "#/components/schemas/Check", "components": description["components"]}
    assert [error.message for error in Draft202012Validator(schema).iter_errors(body)] == []
    asked = {"$ref": "#/components/schemas/CheckRequest", "components": description["components"]}
    assert [error.message for error in Draft202012Validator(asked).iter_errors(shown)] == []
    assert set(body["findings"][0]) == set(description["components"]["schemas"]["Finding"]["properties"])
    assert set(body) == set(description["components"]["schemas"]["Check"]["properties"])


def test_levels_and_what_to_fail_on_are_the_callers(client: FlaskClient) -> None:
    def failed(**beside: Any) -> bool:
        answer: bool = client.post("/v1/checks", json={**REQUEST, **beside}).json["failed"]
        return answer

    assert failed()
    assert not failed(levels={"end-of-life": "warning"})
    assert failed(levels={"end-of-life": "warning"}, fail_on="warning")
    assert failed(levels={"end-of-life": "note"}, fail_on=["end-of-life"])
    assert not failed(fail_on="never")
    assert not failed(levels={"end-of-life": "off"})


def test_a_waiver_is_given_on_the_grounds_that_the_finding_names(client: FlaskClient) -> None:
    before = client.post("/v1/checks", json=REQUEST).json
    (ended,) = findings(before, "end-of-life")
    waiver = {"product": "ingress-nginx", "grounds": ended["grounds"], **UNTIL}
    after = client.post("/v1/checks", json={**REQUEST, "waivers": [waiver]}).json
    assert after["failed"] is False
    assert after["waivers"][0]["state"] == "applied"
    (waived,) = findings(after, "end-of-life")
    assert (waived["waived_by"], waived["fingerprint"], after["counts"]["waived"]) == (0, ended["fingerprint"], 1)
    later = client.post("/v1/checks", json={**REQUEST, "as_of": "2026-07-01", "waivers": [waiver]}).json
    assert later["failed"] is True
    assert findings(later, "waiver-expired")[0]["pointer"] == "/waivers/0"
    on_other_grounds = {**REQUEST, "as_of": "2026-03-30", "waivers": [waiver]}  # the support had not ended yet
    assert client.post("/v1/checks", json=on_other_grounds).json["waivers"][0]["state"] == "reopened"


@pytest.mark.parametrize("language", ["en", "ko"])
def test_sarif_by_accept(client: FlaskClient, language: str) -> None:
    headers = {"Accept": "application/sarif+json", "Accept-Language": language}
    response = client.post("/v1/checks?file=teams/shop.yaml", json=REQUEST, headers=headers)
    assert (response.status_code, response.content_type) == (200, "application/sarif+json")
    assert response.headers["Content-Language"] == language
    log = json.loads(response.data)
    assert list(SARIF.iter_errors(log)) == []
    (run,) = log["runs"]
    assert run["artifacts"][0]["location"]["uri"] == "teams/shop.yaml"
    help_ = run["tool"]["driver"]["rules"][0]["helpUri"]
    assert client.get(help_.removeprefix("http://localhost")).json["id"] == "end-of-life"
    assert client.get(run["results"][0]["hostedViewerUri"].removeprefix("http://localhost")).status_code == 200


@pytest.mark.parametrize("media_type", ["application/junit+xml", "application/xml"])
def test_junit_xml_by_either_media_type(client: FlaskClient, media_type: str) -> None:
    response = client.post("/v1/checks", json=REQUEST, headers={"Accept": media_type})
    assert (response.status_code, response.mimetype) == (200, media_type)
    suites = ElementTree.fromstring(response.data)
    assert faults(suites) == []
    assert suites.get("failures") == "1"


def test_what_no_form_fits_is_refused(client: FlaskClient) -> None:
    problem_of(client.post("/v1/checks", json=REQUEST, headers={"Accept": "text/csv"}), 406)
    problem_of(client.post("/v1/checks", data="profile: {}", content_type="text/plain"), 415)
    problem_of(client.post("/v1/checks", data="{", content_type="application/json"), 400)


def test_all_mistakes_are_told_at_once_with_their_places(client: FlaskClient) -> None:
    bad = {
        "profile": {"stack": {"in_use": ["jager"]}},
        "levels": {"dropt": "note"},
        "fail_on": "eror",
        "waivers": [{"product": "jager", **UNTIL}],
        "wavers": [],
    }
    problem = problem_of(client.post("/v1/checks", json=bad), 422)
    hints = {error["pointer"]: error["hint"] for error in problem["errors"]}
    assert hints == {
        "/wavers": "did you mean 'waivers'?",
        "/profile/stack/in_use/0": "did you mean 'jaeger'?",
        "/levels/dropt": "did you mean 'dropped'?",
        "/fail_on": "did you mean 'error'?",
        "/waivers/0/product": "did you mean 'jaeger'?",
    }
    assert "/query/fil" in problem_of(client.post("/v1/checks?fil=x", json=REQUEST), 422)["errors"][0]["pointer"]


@pytest.mark.parametrize("body", [[], "x", 1, {"profile": []}, {"profile": {"stack": []}, "waivers": {}}])
def test_what_is_no_request_is_no_surprise(client: FlaskClient, body: Any) -> None:
    problem_of(client.post("/v1/checks", json=body), 422)


def test_the_kinds_are_explained(client: FlaskClient) -> None:
    listed = client.get("/v1/checks/kinds?lang=ko").json["items"]
    assert [kind["id"] for kind in listed] == list(KINDS)
    assert client.get("/v1/checks/kinds/dropped").json["level"] == "warning"
    problem = problem_of(client.get("/v1/checks/kinds/dropt"), 404)
    assert problem["errors"][0]["hint"] == "did you mean 'dropped'?"


def test_the_same_request_gets_the_same_bytes(client: FlaskClient) -> None:
    for accept in ("application/json", "application/sarif+json", "application/xml"):
        told = {client.post("/v1/checks", json=REQUEST, headers={"Accept": accept}).data for _ in range(2)}
        assert len(told) == 1
