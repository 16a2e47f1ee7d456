"""YAML in and out: the same data as JSON, whatever reads it, and the same errors."""

from __future__ import annotations

import math
from typing import Any

import pytest
import yaml
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from engine.knowledge.yaml_reader import read_yaml
from plugin_api.yaml_writer import to_yaml
from tests.plugin_api.conftest import DAY, Ask, problem_of

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
YAML = {"Accept": "application/yaml"}

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**17), 10**17)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXTS,
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(TEXTS, inside, max_size=4),
    max_leaves=20,
)


# --- written --------------------------------------------------------------------------------------------------


@given(PLAIN)
def test_what_is_written_is_read_as_the_same_data(value: Any) -> None:
    assert yaml.load(to_yaml(value), Loader=LOADER) == value


WORDS = ["no", "Yes", "y", "null", "~", "", "1.30", "0x1f", "0o14", "1e3", "2026-04-01", "1:30", ".inf", "+1", "..."]
MARKS = ["=", "<<", "-", "?", "---", "%a", "@a", "`a", "'", '"', "\\", "[a]", "{a}", "&a", "*a", "!a", "|", "> a", "#a"]
SPACES = ["a: b", "a #b", "a:", " a", "a ", "- a", "한글: 예", "a\nb\n", "\t", ",a", "😀", "a" * 500]
UNSEEN = ["\x85", "\u2028", "\ufeff", "\x7f"]


@pytest.mark.parametrize("text", [*WORDS, *MARKS, *SPACES, *UNSEEN])
def test_a_text_stays_a_text(text: str) -> None:
    """For readers of YAML 1.1, and for our own, which is nearer to 1.2; as a key too."""
    written = to_yaml({"value": text, "list": [text]})
    assert yaml.load(written, Loader=LOADER) == {"value": text, "list": [text]}
    document = read_yaml(written.encode(), "")
    assert (document.data, document.problems) == ({"value": text, "list": [text]}, [])


def test_it_reads_well() -> None:
    value = {
        "id": "a/b",
        "text": "한글 그대로, 따옴표 없이",
        "day": "2026-04-01",
        "none": [],
        "all": [{"x": 1, "of": [True, None]}],
    }
    assert to_yaml(value) == (
        "id: a/b\n"
        "text: 한글 그대로, 따옴표 없이\n"
        'day: "2026-04-01"\n'
        "none: []\n"
        "all:\n"
        "  - x: 1\n"
        "    of:\n"
        "      - true\n"
        "      - null\n"
    )
    assert math.isclose(yaml.load(to_yaml([1e16]), Loader=LOADER)[0], 1e16)


# --- answered -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    ["/v1/slots", "/v1/products/tempo", "/v1/rules?slot=tracing", "/v1/claims?limit=3", "/v1/sources", "/v1/editions",
     "/v1/packs", "/v1/questionnaire", "/v1/conflicts", "/v1/interviews", f"/v1/radar?as_of={DAY}", "/v1/openapi.json",
     "/v1/export/schema", "/readyz"],
)  # fmt: skip
def test_everything_that_is_json_is_yaml_too(client: FlaskClient, path: str) -> None:
    answered = client.get(path, headers=YAML)
    assert (answered.status_code, answered.content_type) == (200, "application/yaml")
    assert yaml.load(answered.text, Loader=LOADER) == client.get(path).json
    assert int(answered.headers["Content-Length"]) == len(answered.data)


def test_decisions_are_yaml_too(client: FlaskClient, ask: Ask) -> None:
    made = ask().json
    for path in ("", "/trace", "/why/tempo", "/why-not/jaeger", "/migration", "/radar"):
        answered = client.get(f"/v1/decisions/{made['id']}{path}", headers=YAML)
        assert answered.content_type == "application/yaml", path
    assert yaml.load(client.get(f"/v1/decisions/{made['id']}", headers=YAML).text, Loader=LOADER) == made


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("application/yaml", "application/yaml"),
        ("application/x-yaml", "application/yaml"),
        ("text/yaml", "application/yaml"),
        ("APPLICATION/YAML; q=0.4", "application/yaml"),
        ("application/yaml, application/json;q=0.9", "application/yaml"),
        ("application/json, application/yaml", "application/json"),
        ("application/yaml;q=0.1, */*", "application/json"),
        ("text/csv, application/yaml;q=0.5", "application/yaml"),
        ("application/yaml-not", None),
    ],
)
def test_what_is_liked_best_is_answered(client: FlaskClient, accept: str, expected: str | None) -> None:
    answered = client.get("/v1/editions", headers={"Accept": accept})
    assert (answered.content_type if answered.status_code == 200 else None) == expected


def test_a_view_that_offers_what_is_liked_better_is_left_alone(client: FlaskClient, ask: Ask) -> None:
    path = f"/v1/decisions/{ask().json['id']}/trace?slot=tracing"
    answered = client.get(path, headers={"Accept": "text/markdown, application/yaml;q=0.5"})
    assert answered.content_type.startswith("text/markdown")


def test_problems_stay_problems(client: FlaskClient) -> None:
    problem_of(client.get("/v1/products/tmepo", headers=YAML), 404)
    problem_of(client.get("/v1/nowhere", headers=YAML), 404)


def test_yaml_is_described(client: FlaskClient) -> None:
    paths = client.get("/v1/openapi.json").json["paths"]
    for path, operations in paths.items():
        content = operations.get("get", {}).get("responses", {}).get("200", {}).get("content", {})
        assert ("application/json" in content) == ("application/yaml" in content), path
    assert "application/yaml" in paths["/v1/recommendations"]["post"]["requestBody"]["content"]


# --- posted ---------------------------------------------------------------------------------------------------

PROFILE = """
profile:
  platform:
    kubernetes_version: 1.30  # a version, as it is written
  stack: {in_use: [jaeger]}
as_of: 2026-04-01
"""


@pytest.mark.parametrize("content_type", ["application/yaml", "text/yaml; charset=utf-8", "application/x-yaml"])
def test_a_request_in_yaml_is_decided_as_the_same_in_json(client: FlaskClient, ask: Ask, content_type: str) -> None:
    made = client.post("/v1/recommendations", data=PROFILE, content_type=content_type)
    assert made.status_code == 200
    assert made.json == ask({"platform": {"kubernetes_version": "1.30"}, "stack": {"in_use": ["jaeger"]}}).json


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        ("profile: [\n", "line 2, column 1: not YAML"),
        ("profile: {}\nprofile: {}\n", "line 2, column 1: 'profile' stands here twice"),
        ("profile: &a {}\n", "line 1, column 10: anchors and aliases are not allowed"),
        ("profile: !!python/none {}\n", "tags are not allowed"),
        ("profile: {}\n---\nprofile: {}\n", "one document"),
        ('profile: "\\ud800"', "not YAML"),
    ],
)
def test_what_is_no_yaml_is_refused_with_its_place(client: FlaskClient, body: str, detail: str) -> None:
    problem = problem_of(client.post("/v1/recommendations", data=body, content_type="application/yaml"), 400)
    assert problem["type"] == "urn:portolan:problem:not-yaml"
    assert detail in problem["errors"][0]["detail"]


def test_mistakes_in_yaml_are_those_of_json(client: FlaskClient) -> None:
    body = "profile: {platform: {kubernetes_versoin: 1}}\nas_of: 2026-04-01\n"
    problem = problem_of(client.post("/v1/recommendations", data=body, content_type="application/yaml"), 422)
    (error,) = problem["errors"]
    assert error["pointer"] == "/profile/platform/kubernetes_versoin"
    assert error["hint"] == "did you mean 'kubernetes_version'?"
    problem_of(client.post("/v1/recommendations", data=b"", content_type="application/yaml"), 422)
    problem_of(client.post("/v1/recommendations", data=b" " * 300_000, content_type="application/yaml"), 413)
    headers = {"Content-Encoding": "gzip"}
    problem_of(client.post("/v1/recommendations", data=b"{}", content_type="text/yaml", headers=headers), 415)


def test_whatever_takes_json_takes_yaml(client: FlaskClient) -> None:
    """With what is shown of each in the description: the same is answered, and under one key nothing is done twice."""
    paths = client.get("/v1/openapi.json").json["paths"]
    shown = paths["/v1/recommendations"]["post"]["requestBody"]["content"]["application/json"]["example"]
    made = client.post("/v1/recommendations", json=shown).json["id"]
    known = {"entity_kind": "component", "entity_namespace": "default", "entity_name": "shop", "decision_id": made}
    taking = {
        path: item["post"]["requestBody"]["content"]
        for path, item in paths.items()
        if "application/json" in item.get("post", {}).get("requestBody", {}).get("content", {})
    }
    assert len(taking) >= 12
    for path, content in taking.items():
        assert content["application/yaml"] == content["application/json"]
        body = content["application/json"]["example"]
        body = {**body, "decision": made} if path == "/v1/waivers" else body
        address = path.format(**known)
        headers = {"Idempotency-Key": f"yaml-{path.replace('{', '').replace('}', '')}"}
        by_json = client.post(address, json=body, headers=headers)
        assert by_json.status_code < 300, (path, by_json.text)
        by_yaml = client.post(address, data=to_yaml(body), content_type="application/yaml", headers=headers)
        assert by_yaml.status_code == by_json.status_code, (path, by_yaml.text)
        if path == "/v1/waivers":
            known["waiver_id"] = by_json.json["id"]
        assert _timeless(by_yaml.json) == _timeless(by_json.json), path


def _timeless(answer: Any) -> Any:
    """Without the moment at which it was answered."""
    if isinstance(answer, list):
        return [_timeless(one) for one in answer]
    return {name: value for name, value in answer.items() if name != "timestamp"}


def test_a_day_and_a_number_are_those_of_json(client: FlaskClient, ask: Ask) -> None:
    """Plain in YAML, where JSON writes a text: and one key means one thing, however it is written."""
    made = ask({"observability": {"signals": ["traces"]}}).json["id"]
    address, headers = f"/v1/decisions/{made}/reviews", {"Idempotency-Key": "a-day-in-yaml"}
    body = "kind: overrule\nslot: tracing\nproduct: jaeger\nverdict: adopt\ntext: 2026-04-01\nuntil: 2099-12-31\n"
    added = client.post(address, data=body, content_type="application/yaml", headers=headers)
    assert added.status_code == 201, added.text
    assert (added.json["until"], added.json["text"]) == ("2099-12-31", "2026-04-01")
    same = {"until": "2099-12-31", "text": "2026-04-01", "verdict": "adopt", "product": "jaeger", "slot": "tracing"}
    assert client.post(address, json={**same, "kind": "overrule"}, headers=headers).json == added.json
    other, nothing_else = body.replace("04-01", "04-02"), body + "review: null\n"
    for posted, status in ((other, 409), (nothing_else, 201)):
        assert client.post(address, data=posted, content_type="application/yaml", headers=headers).status_code == status
    wrong = client.post(address, data="kind: comment\ntext: 1.30\n", content_type="application/yaml")
    assert [error["pointer"] for error in problem_of(wrong, 422)["errors"]] == ["/text"]


@pytest.mark.parametrize("body", ["a: 1.0e999\n", "a: " + "[" * 40 + "]" * 40])
def test_what_json_could_not_say_is_refused(client: FlaskClient, body: str) -> None:
    for path in ("/v1/recommendations", "/v1/replays"):
        problem_of(client.post(path, data=body, content_type="application/yaml"), 400)


def test_what_is_told_back_of_a_body_is_told_as_json(client: FlaskClient, ask: Ask) -> None:
    body = {**ask().json, "edition": 1.5}
    answered = client.post("/v1/replays", data=to_yaml(body), content_type="application/yaml")
    assert (answered.status_code, answered.json) == (200, client.post("/v1/replays", json=body).json)
