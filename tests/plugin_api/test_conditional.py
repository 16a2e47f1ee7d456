"""What clients may keep, and how they ask whether it is still so."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from plugin_api.conditional import FOR_GOOD, NEVER, REVALIDATED
from plugin_api.service import Service
from tests.plugin_api.conftest import Ask, problem_of
from tests.plugin_api.routes import Route, routes

# One of each answer; and metrics have grown since.
_OF_THIS_ANSWER = ("X-Request-Id", "Content-Length")


@pytest.fixture(scope="module")
def every(app: Flask) -> list[Route]:
    return routes(app)


def test_every_answer_says_how_long_it_may_be_kept(app: Flask, every: list[Route]) -> None:
    client = app.test_client()
    assert len(every) > 30
    for route in every:
        response = client.get(route.path)
        kept = {"knowledge": REVALIDATED, "kept": FOR_GOOD, "body": REVALIDATED, None: NEVER}[route.documented.cached]
        expected = kept if response.status_code == 200 else REVALIDATED
        assert response.headers["Cache-Control"] == expected, route.path


def test_what_did_not_change_is_not_sent_again(app: Flask, every: list[Route]) -> None:
    client = app.test_client()
    for route in every:
        first = client.get(route.path)
        if first.status_code != 200 or route.documented.cached is None:
            assert "ETag" not in first.headers, route.path
            continue
        for method in ("GET", "HEAD"):
            again = client.open(route.path, method=method, headers={"If-None-Match": first.headers["ETag"]})
            assert (again.status_code, again.data) == (304, b""), route.path
            for name in ("ETag", "Cache-Control", "Vary"):
                assert again.headers[name] == first.headers[name], route.path
            assert "Content-Type" not in again.headers


def test_head_and_options_everywhere(app: Flask, every: list[Route]) -> None:
    client = app.test_client()
    for route in every:
        get, head, options = (client.open(route.path, method=method) for method in ("GET", "HEAD", "OPTIONS"))
        assert (head.status_code, head.data) == (get.status_code, b""), route.path
        headers = {name: value for name, value in get.headers if name not in _OF_THIS_ANSWER}
        assert headers.items() <= dict(head.headers).items(), route.path
        if route.documented.cached is not None:
            assert head.headers["Content-Length"] == get.headers["Content-Length"], route.path
        assert {"GET", "HEAD", "OPTIONS"} <= set(options.headers["Allow"].split(", ")), route.path


@pytest.mark.parametrize(
    "header",
    ['W/"{}"', '"{}"', '"another", W/"{}"', "*"],
)
def test_ways_to_ask(client: FlaskClient, header: str) -> None:
    tag = client.get("/v1/slots").headers["ETag"].removeprefix('W/"').rstrip('"')
    assert client.get("/v1/slots", headers={"If-None-Match": header.format(tag)}).status_code == 304


@pytest.mark.parametrize("header", ['"another"', "", '"', "W/", ",,,", '"a" "b"', "\x80\xff", "*" * 9000])
def test_what_names_nothing_that_is_there(client: FlaskClient, header: str) -> None:
    assert client.get("/v1/slots", headers={"If-None-Match": header}).status_code in (200, 304)


def test_a_problem_stays_one(client: FlaskClient) -> None:
    for path in ("/v1/products/jaegr", "/v1/slots?limit=0"):
        response = client.get(path, headers={"If-None-Match": "*"})
        problem_of(response, response.status_code)
        assert "ETag" not in response.headers
        assert response.headers["Cache-Control"] == NEVER


def test_each_representation_has_a_tag_of_its_own(client: FlaskClient, ask: Ask) -> None:
    trace = ask().json["links"]["trace"]
    tags = {
        client.get(path, headers=headers).headers["ETag"]
        for path, headers in [
            (trace, {}),
            (trace, {"Accept": "text/markdown"}),
            (f"{trace}?level=reasons", {}),
            (f"{trace}?lang=ko", {}),
            ("/v1/slots", {}),
            ("/v1/slots", {"Accept-Language": "ko"}),
            ("/v1/slots?limit=1", {}),
        ]
    }
    assert len(tags) == 7


def test_other_headers_of_the_same_meaning_do_not_matter(client: FlaskClient) -> None:
    first, second = (
        client.get("/v1/slots", headers={"Accept": accept, "Accept-Language": language}).headers["ETag"]
        for accept, language in (("application/json", "ko"), ("text/html;q=0.5, */*", "ko-KR, en;q=0.8"))
    )
    assert first == second


def test_knowledge_is_not_rendered_to_say_that_it_did_not_change(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    tag = client.get("/v1/products").headers["ETag"]
    monkeypatch.setattr("plugin_api.blueprints.knowledge.product_data", None)
    assert client.get("/v1/products", headers={"If-None-Match": tag}).status_code == 304


def test_other_knowledge_is_sent_again(client: FlaskClient, service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    tag = client.get("/v1/slots").headers["ETag"]
    monkeypatch.setattr(service, "knowledge", replace(service.knowledge, digest="sha256:other"))
    response = client.get("/v1/slots", headers={"If-None-Match": tag})
    assert response.status_code == 200
    assert response.headers["ETag"] != tag


def test_a_decision_told_in_another_language_still_says_where_it_is(client: FlaskClient, ask: Ask) -> None:
    path = f"{ask().json['links']['self']}?lang=ko"
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.headers["Content-Location"] == first.headers["Content-Location"]


def test_a_decision_may_be_kept_for_good(client: FlaskClient, ask: Ask) -> None:
    response = client.get(ask().json["links"]["self"])
    assert response.headers["Cache-Control"] == "private, max-age=31536000, immutable"


def test_files_are_asked_for_again_cheaply(client: FlaskClient) -> None:
    with client.get("/static/portolan.css") as first:
        tag = first.headers["ETag"]
    for coding in ("", "gzip"):
        with client.get("/static/portolan.css", headers={"If-None-Match": tag, "Accept-Encoding": coding}) as again:
            assert again.status_code == 304
