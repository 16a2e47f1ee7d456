"""How mistakes are told: all of them, each in the words that are used everywhere, with the nearest right thing."""

from __future__ import annotations

import time
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from engine.knowledge.problems import TOLD
from plugin_api.vocabulary import MAX_DEPTH
from tests.plugin_api.conftest import Ask, problem_of
from tests.plugin_api.routes import routes

PATH = "/v1/recommendations"
JSON = {"Content-Type": "application/json"}
YAML = {"Content-Type": "application/yaml"}


def _errors(problem: dict[str, Any]) -> dict[str, tuple[str, str | None]]:
    return {error["pointer"]: (error["detail"], error["hint"]) for error in problem["errors"]}


# --- lists ----------------------------------------------------------------------------------------------------


def test_every_wrong_member_of_a_list_is_told(ask: Ask) -> None:
    problem = problem_of(
        ask({"stack": {"in_use": ["jager", "jaeger", "tempoo", 3], "versions": {"x": "1", "y": 2}}}), 422
    )
    assert list(_errors(problem)) == [
        *(f"/profile/stack/in_use/{place}" for place in (0, 2, 3)),
        *(f"/profile/stack/versions/{name}" for name in "xy"),
    ]
    assert _errors(problem)["/profile/stack/in_use/2"][1] == "did you mean 'tempo'?"


def test_of_very_many_mistakes_the_first_are_told(ask: Ask) -> None:
    start = time.process_time()
    problem = problem_of(ask({"stack": {"in_use": [f"tool-{n}" for n in range(10_000)]}}), 422)
    assert time.process_time() - start < 5  # a hint for each took a minute
    assert problem["detail"] == "10000 mistakes were found."
    assert len(problem["errors"]) == TOLD + 1
    assert problem["errors"][-1] == {"pointer": "", "detail": f"… and {10_000 - TOLD} more", "hint": None}


@pytest.mark.parametrize(
    ("path", "body", "pointers"),
    [
        ("/v1/interviews", {"skipped": ["x", "y"]}, ["/skipped/0", "/skipped/1"]),
        ("/v1/checks", {"profile": {}, "fail_on": ["x", "y"]}, ["/fail_on/0", "/fail_on/1"]),
        ("/v1/checks", {"profile": {}, "levels": {"x": "note", "y": "note"}}, ["/levels/x", "/levels/y"]),
        ("/v1/checks", {"profile": {}, "waivers": [1, 2]}, ["/waivers/0", "/waivers/1"]),
        ("/v1/tech-insights/facts", {"entities": ["!", "?"]}, ["/entities/0", "/entities/1"]),
        ("/v1/tech-insights/checks/run", {"entities": [], "checks": ["x", "y"]}, ["/checks/0", "/checks/1"]),
    ],
)
def test_wrong_members_of_other_lists(client: FlaskClient, path: str, body: Any, pointers: list[str]) -> None:
    assert list(_errors(problem_of(client.post(path, json=body), 422))) == pointers


# --- fixed words, days and texts ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "name", "wrong", "hint"),
    [
        ("/v1/reviews", "kind", "coment", "did you mean 'comment'? It is one of comment, accept, overrule or withdraw"),
        ("/v1/reviews", "state", "xyz", "one of "),
        ("/v1/waivers", "state", "activ", "did you mean 'active'? It is one of "),
        ("/v1/decisions", "verdict", "Adpt", "did you mean 'adopt'? It is one of "),
        ("/v1/decisions", "language", "fr", "one of en or ko"),
        ("/v1/slots", "lang", "fr", "one of en or ko"),
    ],
)
def test_fixed_words(client: FlaskClient, path: str, name: str, wrong: str, hint: str) -> None:
    problem = problem_of(client.get(path, query_string={name: wrong}), 422)
    detail, told = _errors(problem)[f"/query/{name}"]
    assert detail.startswith("there is no ")
    assert repr(wrong) in problem["detail"]  # as it was written, in small letters or not
    assert told is not None
    assert told.startswith(hint)


@pytest.mark.parametrize("wrong", ["2026-02-30", "soon", "2026-4-1"])
def test_a_day_is_wrong_in_the_same_words_everywhere(client: FlaskClient, ask: Ask, wrong: str) -> None:
    decision = ask().json["id"]
    answers = [
        client.post(PATH, json={"profile": {}, "as_of": wrong}),
        client.post("/v1/checks", json={"profile": {}, "waivers": [{"slot": "tracing", "until": wrong}]}),
        client.post(f"/v1/decisions/{decision}/reviews", json={"kind": "overrule", "until": wrong}),
        client.get(f"/v1/reviews?as_of={wrong}"),
        client.get(f"/v1/radar?as_of={wrong}"),
        client.get(f"/v1/decisions/{decision}/adr?date={wrong}"),
        client.get(f"/decisions/{decision}/compared?as_of={wrong}"),
    ]
    for answer in answers:
        assert (f"{wrong!r} is not a day", "as 2026-04-01") in _errors(problem_of(answer, 422)).values()


@pytest.mark.parametrize("fail_on", ["none", "off"])
def test_nothing_to_fail_on_is_never(client: FlaskClient, fail_on: str) -> None:
    problem = problem_of(client.post("/v1/checks", json={"profile": {}, "fail_on": fail_on}), 422)
    assert _errors(problem)["/fail_on"][1] == "did you mean 'never'?"
    problem = problem_of(client.post("/v1/checks", json={"profile": {}, "fail_on": ["never"]}), 422)
    assert _errors(problem)["/fail_on/0"][1] == "write never, or an empty list"


def test_what_a_parameter_names_is_told_and_not_how_it_is_called(client: FlaskClient, ask: Ask) -> None:
    answer = client.get(f"/decisions/{ask().json['id']}/why/tempo?rather_than=tempoo")
    assert problem_of(answer, 422)["detail"] == "There is no product 'tempoo'."


def test_an_id_at_the_beginning_keeps_its_letters(ask: Ask) -> None:
    problem = problem_of(ask({"platform": {"production": "yes"}}), 422)
    assert problem["detail"].startswith("platform.production is ")


# --- bodies ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("json", "yaml", "detail"),
    [
        (b'{"profile":\n {"a": "\xff"}}', b"profile:\n  a: \xff\n", "it is not UTF-8"),
        (b"[" * 2000 + b"]" * 2000, b"[" * 2000 + b"]" * 2000, f"it is nested more than {MAX_DEPTH} deep"),
        (b"[" * 40 + b"]" * 40, b"[" * 40 + b"]" * 40, f"it is nested more than {MAX_DEPTH} deep"),
    ],
)
def test_a_body_is_wrong_in_the_same_words_in_either_notation(
    client: FlaskClient, json: bytes, yaml: bytes, detail: str
) -> None:
    for body, headers in ((json, JSON), (yaml, YAML)):
        problem = problem_of(client.post(PATH, data=body, headers=headers), 400)
        assert problem["errors"][0]["detail"].rpartition(": ")[2] == detail


def test_the_place_of_what_is_not_utf8_is_told(client: FlaskClient) -> None:
    problem = problem_of(client.post(PATH, data='{"profile":\n {"가": "'.encode() + b'\xff"}}', headers=JSON), 400)
    assert problem["errors"][0]["detail"] == "line 2, column 9: it is not UTF-8"
    assert problem["detail"] == "The body is not JSON, at line 2, column 9: it is not UTF-8."


@pytest.mark.parametrize(("body", "headers"), [(b'{"profile": {}}', JSON), (b"profile: {}\n", YAML)])
def test_a_byte_order_mark_is_passed_over(client: FlaskClient, body: bytes, headers: dict[str, str]) -> None:
    plain = client.post(PATH, data=body, headers=headers)
    marked = client.post(PATH, data=b"\xef\xbb\xbf" + body, headers=headers)
    assert (marked.status_code, marked.json["id"]) == (200, plain.json["id"])


def test_a_body_of_no_media_type(client: FlaskClient) -> None:
    problem = problem_of(client.post(PATH, data=b"{}"), 415)
    assert problem["detail"].startswith("Content-Type does not say what the body is; ")


# --- headers, methods, addresses ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "accept", "media_type"),
    [
        ("/v1/slots", "application/json; charset=utf-8", "application/json"),
        ("/v1/slots", "application/json;version=1;q=0.5, text/html", "application/json"),
        ("/v1/slots", "application/json; indent=2", "application/json"),
        ("/v1/slots", "application/yaml; charset=utf-8", "application/yaml"),
        ("/v1/slots", "application/json;q=0.1, application/yaml; version=1.2", "application/yaml"),
        ("/v1/decisions/{}/why-not/tempo", "text/markdown; charset=utf-8", "text/markdown"),
        ("/", "text/html; level=1", "text/html"),
        ("/healthz", "application/json; charset=utf-8", "application/json"),
    ],
)
def test_parameters_of_accepted_media_types_do_not_matter(
    client: FlaskClient, ask: Ask, path: str, accept: str, media_type: str
) -> None:
    answer = client.get(path.format(ask().json["id"]), headers={"Accept": accept})
    assert (answer.status_code, answer.mimetype) == (200, media_type)


def test_parameters_of_what_is_accepted_of_a_check(client: FlaskClient) -> None:
    accept = {"Accept": "application/sarif+json; charset=utf-8"}
    assert client.post("/v1/checks", json={"profile": {}}, headers=accept).mimetype == "application/sarif+json"


def test_what_is_offered_names_yaml(client: FlaskClient) -> None:
    problem = problem_of(client.get("/v1/slots", headers={"Accept": "text/csv"}), 406)
    assert problem["detail"] == "Offered here: application/json, application/yaml."
    assert "yaml" not in problem_of(client.get("/docs", headers={"Accept": "text/csv"}), 406)["detail"]


def test_options_has_no_body_and_one_order_everywhere(app: Flask) -> None:
    client = app.test_client()
    for path in {route.path for route in routes(app)} | {PATH, "/docs/assets/swagger-ui.css"}:
        answer = client.options(path)
        assert (answer.status_code, answer.data, "Content-Type" in answer.headers) == (204, b"", False), path
        methods = answer.headers["Allow"].split(", ")
        assert methods == sorted(methods)
        assert answer.headers["Allow"] == client.patch(path).headers["Allow"]


@pytest.mark.parametrize("sent", ["/v1/products/%EA%B0%80%20x", "/v1/products/a%2Fb", "/v1/products/%zz", "/v1/%22%3C"])
def test_the_instance_is_a_reference_as_it_was_sent(client: FlaskClient, sent: str) -> None:
    problem = problem_of(client.get(sent), 404)
    assert problem["instance"] == sent.replace("%zz", "%25zz")


# --- parameters -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/v1/rules?product=tempo&product=jaeger", "/v1/slots?limit=1&limit=2"])
def test_a_parameter_that_is_given_twice(client: FlaskClient, path: str) -> None:
    name = path.partition("?")[2].partition("=")[0]
    told = _errors(problem_of(client.get(path), 422))
    assert told == {f"/query/{name}": (f"there are 2 parameters {name!r}", "give it once")}


def test_mistakes_in_parameters_are_told_together(client: FlaskClient) -> None:
    told = _errors(problem_of(client.get("/v1/slots?lang=fr&lang=de&limt=3&q=a&q=b"), 422))
    assert set(told) == {"/query/lang", "/query/limt", "/query/q"}


def test_a_list_may_be_given_in_parts(client: FlaskClient, ask: Ask) -> None:
    path = f"/v1/decisions/{ask().json['id']}/why-not/tempo?hold=given&hold=platform.production"
    assert client.get(path).status_code == 200


def test_pages_pass_over_what_they_do_not_know_and_take_nothing_twice(client: FlaskClient, ask: Ask) -> None:
    page = f"/decisions/{ask().json['id']}"
    assert client.get(f"{page}?utm_source=mail").status_code == 200
    told = _errors(problem_of(client.get(f"{page}/about?product=tempo&product=jaeger"), 422))
    assert list(told) == ["/query/product"]
    assert client.get("/healthz?probe=1").status_code == 200


def test_no_endpoint_takes_unknown_parameters(app: Flask) -> None:
    client = app.test_client()
    for route in routes(app):
        if route.path.startswith("/v1/"):
            told = _errors(problem_of(client.get(f"{route.path}?no_such=1"), 422))
            assert "/query/no_such" in told, route.path
