"""Whatever is sent, a problem says what is wrong with it: never a 500, never a stack trace."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from plugin_api.service import Service
from plugin_api.store import StoreError
from plugin_api.vocabulary import MAX_BODY, MAX_DEPTH
from tests.plugin_api.conftest import problem_of

PATH = "/v1/recommendations"
JSON = {"Content-Type": "application/json"}

_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(st.text(max_size=10), inside, max_size=4),
    max_leaves=20,
)


def _profiles(service: Service) -> st.SearchStrategy[dict[str, Any]]:
    """Profiles whose questions are right and whose answers are anything."""
    answers = {
        section.id: st.dictionaries(
            st.sampled_from([question.name for question in section.questions]), _VALUES, max_size=3
        )
        for section in service.knowledge.sections
    }
    return st.fixed_dictionaries({}, optional=answers)


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        (b"", "The body is not JSON"),
        (b"{", "The body is not JSON"),
        (b'{"profile": {}} x', "The body is not JSON"),
        (b'{"profile": NaN}', "The body is not JSON"),
        (b'{"profile": 1e999}', "The body is not JSON"),
        (b'{"profile": "\xff"}', "The body is not JSON"),
        (b'{"profile": "\\ud800"}', "The body is not JSON"),
        (b'{"profile": {}, "profile": {}}', "the key 'profile' is there twice"),
        (b'{"profile": {}, "pro\\u0066ile": {}}', "the key 'profile' is there twice"),
        (b'{"profile": {"a": [{"b": 1, "b": 2}]}}', "the key 'b' is there twice"),
        (b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1), "nested more than"),
        (b"[" * 100_000 + b"]" * 100_000, "The body is not JSON"),
        (b'{"a":' * 30_000 + b"1" + b"}" * 30_000, "The body is not JSON"),
    ],
)
def test_not_json(client: FlaskClient, body: bytes, detail: str) -> None:
    problem = problem_of(client.post(PATH, data=body, headers=JSON), 400)
    assert problem["type"] == "urn:portolan:problem:not-json"
    assert detail in problem["detail"]


def test_a_colon_in_a_text_is_no_repeated_key(client: FlaskClient) -> None:
    problem_of(client.post(PATH, data=b'{"profile": {"platform": {"production": "a:b:c"}}}', headers=JSON), 422)


@pytest.mark.parametrize("body", [b"null", b"[]", b"1", b'"text"', b"{}", b'{"profile": null}', b'{"profile": []}'])
def test_json_but_no_request(client: FlaskClient, body: bytes) -> None:
    assert problem_of(client.post(PATH, data=body, headers=JSON), 422)["errors"]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/x-www-form-urlencoded"},
        {"Content-Type": "application/json; charset=utf-16"},
        {"Content-Type": "application/json", "Content-Encoding": "gzip"},
    ],
)
def test_not_sent_as_json(client: FlaskClient, headers: dict[str, str]) -> None:
    response = client.post(PATH, data=b'{"profile": {}}', headers=headers)
    problem_of(response, 415)
    assert response.headers["Accept"] == "application/json, application/yaml"


@pytest.mark.parametrize("media_type", ["application/JSON; charset=UTF-8", "application/vnd.portolan+json"])
def test_sent_as_json_of_another_name(client: FlaskClient, media_type: str) -> None:
    assert client.post(PATH, data=b'{"profile": {}}', headers={"Content-Type": media_type}).status_code == 200


def test_too_large(client: FlaskClient) -> None:
    problem = problem_of(client.post(PATH, data=b" " * (MAX_BODY + 1), headers=JSON), 413)
    assert "256 KiB" in problem["detail"]


def test_just_not_too_large(client: FlaskClient) -> None:
    assert client.post(PATH, data=b'{"profile": {}}'.ljust(MAX_BODY), headers=JSON).status_code == 200


def test_too_large_without_saying_so(client: FlaskClient) -> None:
    stream = io.BytesIO(b" " * (MAX_BODY + 1))
    problem_of(
        client.post(PATH, input_stream=stream, headers=JSON, environ_overrides={"wsgi.input_terminated": True}), 413
    )


def test_a_body_that_breaks_off(client: FlaskClient) -> None:
    class Broken(io.BytesIO):
        def read(self, _: int | None = -1) -> bytes:
            raise OSError("gone")

    problem_of(
        client.post(PATH, input_stream=Broken(), headers=JSON, environ_overrides={"wsgi.input_terminated": True}), 400
    )


def test_the_wrong_method(client: FlaskClient) -> None:
    response = client.get(PATH)
    problem_of(response, 405)
    assert response.headers["Allow"] == "OPTIONS, POST"
    response = client.delete("/v1/slots")
    problem_of(response, 405)
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("path", ["/v1/slots", "/v1/questionnaire", "/v1/products/tempo", "/v1/openapi.json"])
def test_head_and_options(client: FlaskClient, path: str) -> None:
    head, get = client.head(path), client.get(path)
    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["Content-Length"] == str(len(get.data))
    options = client.options(path)
    assert (options.status_code, "Content-Type" in options.headers) == (204, False)
    assert set(options.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


@pytest.mark.parametrize("accepted", ["text/csv", "application/json;q=0", "image/*, text/html"])
def test_nothing_that_is_accepted(client: FlaskClient, accepted: str) -> None:
    headers = {"Accept": accepted}
    problem_of(client.post(PATH, json={"profile": {}}, headers=headers), 406)
    problem_of(client.get("/v1/slots", headers=headers), 406)


@pytest.mark.parametrize("accepted", ["*/*", "application/*", "text/html, application/json;q=0.1", "", "?"])
def test_what_is_accepted(client: FlaskClient, accepted: str) -> None:
    assert client.get("/v1/slots", headers={"Accept": accepted}).status_code in (200, 406)
    if accepted != "?":
        assert client.get("/v1/slots", headers={"Accept": accepted}).status_code == 200


def test_parameters_of_a_post(client: FlaskClient) -> None:
    problem = problem_of(client.post(f"{PATH}?language=ko", json={"profile": {}}), 422)
    assert problem["errors"][0]["pointer"] == "/query/language"


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        ("/v1/products/jaegr", "did you mean 'jaeger'?"),
        ("/v1/sources/arch-2062", "did you mean 'arch-2026'?"),
        ("/v1/recommendation", "did you mean '/v1/recommendations'?"),
    ],
)
def test_unknown_names(client: FlaskClient, path: str, hint: str) -> None:
    problem = problem_of(client.get(path), 404)
    assert problem["errors"][0]["hint"] == hint
    assert problem["instance"] == path


def test_unknown_decisions(client: FlaskClient) -> None:
    for path in ("/v1/decisions/0", "/v1/decisions/0/trace", "/v1/decisions/%00%ff"):
        problem_of(client.get(path), 404)


def test_an_error_that_nobody_foresaw(
    client: FlaskClient, service: Service, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: Any) -> None:
        raise ZeroDivisionError("a secret")

    monkeypatch.setattr(service, "answer", fail)
    with caplog.at_level(logging.ERROR):
        response = client.post(PATH, json={"profile": {}})
    problem_of(response, 500)
    assert "secret" not in response.text
    assert "a secret" in caplog.text


@pytest.fixture
def lost_store(service: Service, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    def lost(*_: Any) -> None:
        raise StoreError("/somewhere: no such device")

    for name in ("check", "put", "get"):
        monkeypatch.setattr(service.store, name, lost)
    with caplog.at_level(logging.CRITICAL):
        yield


@pytest.mark.usefixtures("lost_store")
def test_no_store(client: FlaskClient) -> None:
    for response in (
        client.post(PATH, json={"profile": {"platform": {"nodes": 123}}}),
        client.get("/v1/decisions/0"),
        client.get("/readyz"),
    ):
        assert "device" not in problem_of(response, 503)["detail"]
        assert response.headers["Retry-After"] == "5"
    assert client.get("/healthz").json == {"status": "ok"}


def test_ready(client: FlaskClient, service: Service) -> None:
    body = client.get("/readyz").json
    assert body["status"] == "ready"
    assert body["knowledge"]["digest"] == service.knowledge.digest


# --- anything at all ------------------------------------------------------------------------------------------


@given(body=st.binary(max_size=200))
def test_any_bytes(app: Flask, body: bytes) -> None:
    response = app.test_client().post(PATH, data=body, headers=JSON)
    problem_of(response, response.status_code)
    assert response.status_code in (400, 422)


@given(value=_VALUES)
def test_any_json(app: Flask, value: object) -> None:
    response = app.test_client().post(PATH, data=json.dumps(value), headers=JSON)
    problem_of(response, response.status_code)
    assert response.status_code in (400, 422)


@settings(max_examples=60)
@given(data=st.data())
def test_any_answers(app: Flask, service: Service, data: st.DataObject) -> None:
    request = {"profile": data.draw(_profiles(service)), "as_of": "2026-04-01"}
    body = json.dumps(request, ensure_ascii=data.draw(st.booleans())).encode("utf-8", "surrogatepass")
    assert app.test_client().post(PATH, data=body, headers=JSON).status_code in (200, 400, 422)


@given(path=st.text(max_size=30), query=st.text(max_size=30))
def test_any_path(app: Flask, path: str, query: str) -> None:
    def as_a_server_has_it(text: str) -> str:
        return text.encode("utf-8", "surrogatepass").decode("latin-1")

    environment = {"PATH_INFO": as_a_server_has_it(f"/v1/{path}"), "QUERY_STRING": as_a_server_has_it(query)}
    response = app.test_client().get("/", environ_overrides=environment)
    assert response.status_code < 500


@given(
    name=st.sampled_from(["Accept", "Accept-Language", "Content-Type", "Content-Encoding"]),
    value=st.text(st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f"), max_size=60),
)
def test_any_header(app: Flask, name: str, value: str) -> None:
    response = app.test_client().post(PATH, data=b'{"profile": {}}', headers={**JSON, name: value})
    assert response.status_code in (200, 406, 415)


def test_an_encoded_slash_leads_nowhere_else(client: FlaskClient) -> None:
    problem_of(client.get("/v1/decisions/%2F/trace"), 404)
