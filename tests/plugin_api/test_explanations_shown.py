"""Proofs as drawings and pages over HTTP: to browsers, under a policy that lets nothing else in."""

from __future__ import annotations

import re
import sys

import pytest
from flask.testing import FlaskClient

from engine.explanation.proofs.drawing.style import hash_of
from tests.plugin_api.conftest import Ask, problem_of

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"


@pytest.fixture
def trace(ask: Ask) -> str:
    link: str = ask({"stack": {"in_use": ["jaeger"]}}).json["links"]["trace"]
    return link


def test_a_browser_gets_the_page(client: FlaskClient, trace: str) -> None:
    response = client.get(trace, headers={"Accept": BROWSER}, query_string={"slot": "tracing"})
    assert response.content_type == "text/html; charset=utf-8"
    assert 'id="verdict-tracing-jaeger"' in response.text


def test_a_program_gets_json_as_ever(client: FlaskClient, trace: str) -> None:
    assert client.get(trace).content_type == "application/json"
    assert client.get(trace, headers={"Accept": "*/*"}).content_type == "application/json"


def test_the_policy_lets_in_what_is_in_the_page_and_nothing_else(client: FlaskClient, trace: str) -> None:
    response = client.get(trace, headers={"Accept": "text/html"}, query_string={"slot": "tracing"})
    policy = response.headers["Content-Security-Policy"]
    for tag, directive in (("style", "style-src"), ("script", "script-src")):
        (inline,) = re.findall(rf"<{tag}>(.*?)</{tag}>", response.text, re.DOTALL)
        assert f"{directive} '{hash_of(inline)}'" in policy
    assert policy.startswith("default-src 'none'; ")
    assert "frame-ancestors 'none'" in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_a_drawing_has_a_policy_too(client: FlaskClient, trace: str) -> None:
    response = client.get(
        trace, headers={"Accept": "image/svg+xml"}, query_string={"slot": "tracing", "level": "reasons"}
    )
    (style,) = re.findall(r"<style>(.*?)</style>", response.text, re.DOTALL)
    assert response.headers["Content-Security-Policy"] == (
        f"default-src 'none'; style-src '{hash_of(style)}'; frame-ancestors 'none'"
    )


def test_a_machine_that_cannot_draw_says_so(client: FlaskClient, trace: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "graphlay", None)
    problem = problem_of(client.get(trace, headers={"Accept": "image/svg+xml"}), 406)
    assert problem["detail"].startswith("image/svg+xml cannot be made here: graphlay")
    assert "Drawings are left out" in client.get(trace, headers={"Accept": "text/html"}).text


@pytest.mark.parametrize(
    ("form", "media_type"), [("html", "text/html"), ("svg", "image/svg+xml"), ("markdown", "text/markdown")]
)
def test_a_link_may_name_the_form(client: FlaskClient, trace: str, form: str, media_type: str) -> None:
    response = client.get(f"{trace}?slot=tracing&format={form}", headers={"Accept": BROWSER})
    assert response.mimetype == media_type
    named = client.get(f"{trace}?slot=tracing", headers={"Accept": media_type})
    assert named.data == response.data


def test_a_form_that_is_none_is_a_mistake(client: FlaskClient, trace: str) -> None:
    assert problem_of(client.get(f"{trace}?format=pdf"), 422)["errors"][0]["pointer"] == "/query/format"


def test_a_page_is_rendered_once(client: FlaskClient, trace: str, monkeypatch: pytest.MonkeyPatch) -> None:
    first = client.get(f"{trace}?slot=cni&format=html")

    def never(*_: object) -> None:
        raise AssertionError("rendered again")

    monkeypatch.setattr("plugin_api.blueprints.explanations.proof_graph", never)
    again = client.get(f"{trace}?slot=cni&format=html")
    assert (again.data, again.headers["Content-Security-Policy"]) == (
        first.data,
        first.headers["Content-Security-Policy"],
    )


def test_the_page_of_a_proof_leads_back_to_its_decision(client: FlaskClient, trace: str) -> None:
    text = client.get(f"{trace}?slot=tracing&format=html").text
    page = trace.removeprefix("/v1").removesuffix("/trace")
    assert f'<a href="{page}?lang=en">← Recommendation</a>' in text
    assert f'<a href="{page}/conflicts?lang=en">' in text
