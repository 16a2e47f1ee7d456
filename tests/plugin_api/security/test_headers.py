"""Headers on everything, and which other origins may read the API."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from plugin_api.security.spelling import origins
from tests.plugin_api.conftest import Ask
from tests.plugin_api.security.conftest import MakeApp, bearer, write_tokens

PORTAL = "https://portal.example.com"


def _everything(client: FlaskClient, made: Any) -> list[str]:
    decision = made["links"]
    return [
        "/healthz",
        "/v1/slots",
        "/v1/nowhere",
        "/v1/recommendations",  # 405
        "/",
        "/docs",
        "/static/portolan.css",
        "/docs/assets/swagger-ui.css",
        decision["page"],
        decision["trace"],
        "/decisions/0",
        "//v1/slots",
    ]


@pytest.mark.parametrize("accepted", ["application/json", "text/html", "image/svg+xml", "*/*"])
def test_every_answer_is_kept_to_what_it_is_for(client: FlaskClient, ask: Ask, accepted: str) -> None:
    for path in _everything(client, ask().json):
        with client.get(path, headers={"Accept": accepted}) as response:
            headers = response.headers
            assert headers.getlist("X-Content-Type-Options") == ["nosniff"], path
            assert headers.getlist("Referrer-Policy") == ["same-origin"], path
            assert headers.getlist("Cross-Origin-Resource-Policy") == ["same-origin"], path
            (policy,) = headers.getlist("Content-Security-Policy")
            assert "default-src 'none'" in policy, path
            assert "frame-ancestors 'none'" in policy, path
            assert "Strict-Transport-Security" not in headers
            assert "Access-Control-Allow-Origin" not in headers
            assert len(headers.getlist("X-Request-Id")) == 1, path


def test_a_page_that_is_still_the_same_keeps_its_policy(client: FlaskClient, ask: Ask) -> None:
    page = ask().json["links"]["page"]
    tag = client.get(page).headers["ETag"]
    again = client.get(page, headers={"If-None-Match": tag})
    assert again.status_code == 304
    assert "Content-Security-Policy" not in again.headers
    assert again.headers["X-Content-Type-Options"] == "nosniff"


def test_pages_in_a_portal(make_app: MakeApp) -> None:
    client = make_app(frame_ancestors=(PORTAL,)).test_client()
    assert f"frame-ancestors 'self' {PORTAL}" in client.get("/").headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in client.get("/v1/slots").headers["Content-Security-Policy"]


def test_https_alone(make_app: MakeApp) -> None:
    client = make_app(hsts_seconds=3600).test_client()
    assert client.get("/healthz").headers["Strict-Transport-Security"] == "max-age=3600"


# --- other origins --------------------------------------------------------------------------------------------


@pytest.fixture
def shared(make_app: MakeApp, tmp_path: Any) -> tuple[Flask, str]:
    (token,) = write_tokens(tmp_path / "t", ("ci", ["read"]))
    return make_app(tokens_file=tmp_path / "t", cors_origins=(PORTAL,)), token


def test_an_origin_that_may_read(shared: tuple[Flask, str]) -> None:
    app, token = shared
    for headers, status in ((bearer(token), 200), ({}, 401)):
        response = app.test_client().get("/v1/slots", headers={"Origin": PORTAL, **headers})
        assert response.status_code == status
        assert response.headers["Access-Control-Allow-Origin"] == PORTAL
        assert "Access-Control-Allow-Credentials" not in response.headers
        assert "Retry-After" in response.headers["Access-Control-Expose-Headers"]
        assert "Origin" in response.vary


@pytest.mark.parametrize(
    "origin", ["https://evil.example.com", f"{PORTAL}.evil.com", "null", PORTAL.replace("https", "http")]
)
def test_an_origin_that_may_not(shared: tuple[Flask, str], origin: str) -> None:
    response = shared[0].test_client().get("/v1/slots", headers={"Origin": origin, **bearer(shared[1])})
    assert "Access-Control-Allow-Origin" not in response.headers


@pytest.mark.parametrize(
    ("allowed", "others"),
    [
        (
            "http://[::1]:3000",
            ["http://1:3000", "http://1:3000.evil.io", "http://::1:3000", "http://[::1]:3000.evil.io"],
        ),
        ("https://[2001:db8::1]", ["https://devil.example", "https://1.evil.io", "https://b", "https://[2001:db8::2]"]),
        (
            "https://a.example.com",
            ["https://axexample.com", "https://a.example.com.evil.io", "https://a.example.com\n"],
        ),
    ],
)
def test_origins_are_compared_exactly(make_app: MakeApp, allowed: str, others: list[str]) -> None:
    """They are no patterns, whatever characters an address has."""
    client = make_app(auth="off", cors_origins=origins(allowed)).test_client()
    answer = client.get("/v1/slots", headers={"Origin": allowed})
    assert answer.headers["Access-Control-Allow-Origin"] == allowed
    for other in others:
        headers = client.get("/v1/slots", environ_base={"HTTP_ORIGIN": other}).headers
        assert "Access-Control-Allow-Origin" not in headers, other


def test_what_a_page_may_say_and_read(shared: tuple[Flask, str]) -> None:
    """Whatever the service takes and gives: browsers hide from pages what is not named."""
    sent = ["Authorization", "Content-Type", "Accept-Language", "Idempotency-Key", "If-None-Match", "X-Request-Id"]
    sent.append("traceparent")
    for one in sent:
        asked = {"Origin": PORTAL, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": one}
        response = shared[0].test_client().options("/v1/recommendations", headers=asked)
        assert response.headers["Access-Control-Allow-Headers"].lower() == one.lower()
    asked["Access-Control-Request-Headers"] = "x-anything"
    response = shared[0].test_client().options("/v1/recommendations", headers=asked)
    assert "Access-Control-Allow-Headers" not in response.headers
    response = shared[0].test_client().get("/v1/slots", headers={"Origin": PORTAL, **bearer(shared[1])})
    shown = response.headers["Access-Control-Expose-Headers"].split(", ")
    assert {"X-Request-Id", "ETag", "Location", "Link", "Retry-After", "Content-Language"} <= set(shown)


def test_what_a_browser_asks_beforehand(shared: tuple[Flask, str]) -> None:
    asked = {
        "Origin": PORTAL,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization, content-type",
    }
    response = shared[0].test_client().options("/v1/recommendations", headers=asked)
    assert response.status_code == 204
    assert response.headers["Access-Control-Allow-Origin"] == PORTAL
    assert "POST" in response.headers["Access-Control-Allow-Methods"]
    assert "authorization" in response.headers["Access-Control-Allow-Headers"].lower()
    assert response.headers["Access-Control-Max-Age"] == "600"


def test_pages_are_not_for_other_origins(shared: tuple[Flask, str]) -> None:
    response = shared[0].test_client().get("/", headers={"Origin": PORTAL})
    assert "Access-Control-Allow-Origin" not in response.headers
