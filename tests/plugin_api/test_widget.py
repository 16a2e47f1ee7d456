"""The widget as it is served: for the pages of others, and for those of the service."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha384

import pytest
from flask.testing import FlaskClient

from plugin_api.pages.widget import widget


def test_any_page_may_load_the_script(client: FlaskClient) -> None:
    told = client.get("/widget.js", headers={"Origin": "https://portal.example"})
    assert told.content_type == "text/javascript; charset=utf-8"
    assert told.headers["Access-Control-Allow-Origin"] == "*"
    assert told.headers.getlist("Cross-Origin-Resource-Policy") == ["cross-origin"]
    assert "portolan-advice" in told.text


def test_nothing_else_becomes_open_to_other_origins(client: FlaskClient) -> None:
    for address in ("/widget", "/static/widget.js", "/v1/slots"):
        with client.get(address) as told:
            assert "Access-Control-Allow-Origin" not in told.headers
            assert told.headers.getlist("Cross-Origin-Resource-Policy") == ["same-origin"]


def test_under_its_version_it_is_kept_for_good(client: FlaskClient) -> None:
    assert client.get("/widget.js").headers["Cache-Control"] == "public, no-cache"
    assert client.get("/widget.js?v=another").headers["Cache-Control"] == "public, no-cache"
    kept = client.get(f"/widget.js?v={widget().version}")
    assert kept.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_who_has_it_is_not_sent_it_again(client: FlaskClient) -> None:
    tag = client.get("/widget.js").headers["ETag"]
    again = client.get("/widget.js", headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_page_shows_what_to_copy(client: FlaskClient, language: str) -> None:
    told = client.get(f"/widget?lang={language}")
    integrity = f"sha384-{b64encode(sha384(client.get('/widget.js').data).digest()).decode()}"
    assert told.text.count(integrity) == 3  # on the script, in what is copied, and by itself
    assert f'<portolan-advice language="{language}">' in told.text
    policy = told.headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert not re.search(r"\sstyle=|<style|<script>|\son\w+=", told.text)


def test_the_frame_shows_a_decision(client: FlaskClient) -> None:
    made = client.post("/v1/recommendations", json={"profile": {}}).json["id"]
    told = client.get(f"/widget/frame?decision={made}&slots=tracing,network&theme=dark")
    assert f'theme="dark" decision="{made}" slots="tracing,network"' in told.text
    assert client.get("/widget/frame?decision=none").status_code == 404


def test_what_is_asked_of_the_frame_stays_text(client: FlaskClient) -> None:
    told = client.get("/widget/frame", query_string={"slots": '"><script>', "theme": '"x'}).text
    assert 'slots="&#34;&gt;&lt;script&gt;"' in told
    assert 'theme="auto"' in told
