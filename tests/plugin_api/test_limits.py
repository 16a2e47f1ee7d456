"""How much a request may hold: the same for every operation that takes a body."""

from __future__ import annotations

import io

import pytest
from flask import Flask
from flask.testing import FlaskClient

from plugin_api.vocabulary import MAX_BODY, MAX_DEPTH

DEEP = b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1)


def _bodies(app: Flask) -> list[tuple[str, str]]:
    """Paths without parameters that take a body, with its media type."""
    paths = app.test_client().get("/v1/openapi.json").json["paths"]
    return [
        (path, media_type)
        for path, inside in paths.items()
        if "{" not in path
        for media_type in inside.get("post", {}).get("requestBody", {}).get("content", {})
    ]


def test_there_are_some(app: Flask) -> None:
    assert {"/v1/recommendations", "/v1/comparisons", "/v1/interviews", "/v1/replays", "/decide"} <= {
        path for path, _ in _bodies(app)
    }


@pytest.mark.parametrize("says_how_long", [True, False])
def test_a_body_that_is_too_large(app: Flask, client: FlaskClient, says_how_long: bool) -> None:
    body = b"a=" + b"x" * MAX_BODY
    for path, media_type in _bodies(app):
        more = {"data": body} if says_how_long else {"input_stream": io.BytesIO(body)}
        response = client.post(
            path,
            content_type=media_type,
            environ_overrides={"wsgi.input_terminated": True},
            **more,  # type: ignore[arg-type]
        )
        assert response.status_code == 413, path


def test_a_body_that_is_too_deep(app: Flask, client: FlaskClient) -> None:
    for path, media_type in _bodies(app):
        if media_type.endswith("json"):
            response = client.post(path, content_type=media_type, data=DEEP)
            assert response.status_code == 400, path
            assert "nested more than" in response.text


def test_a_form_of_very_many_fields(client: FlaskClient) -> None:
    form = "&".join(f"a{number}=1" for number in range(20_000))
    response = client.post("/decide", data=form, content_type="application/x-www-form-urlencoded")
    assert response.status_code in (303, 413, 422)
