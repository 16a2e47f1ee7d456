"""The pages that prove a decision: they answer without JavaScript, in both languages."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from tests.plugin_api.conftest import Ask

PROFILE = {"stack": {"in_use": ["jaeger"]}, "observability": {"signals": ["traces"]}}


@pytest.fixture
def page(ask: Ask) -> str:
    """The path of the page of a decision that keeps Jaeger."""
    path: str = ask(PROFILE, edition="2026").json["links"]["page"]
    return path


def test_a_pick_has_a_badge_with_the_answers_it_hangs_on(client: FlaskClient, page: str) -> None:
    text = client.get(page).text
    slot = text[text.index('id="slot-tracing"') :].partition("</article>")[0]
    assert re.search(r'<b>Jaeger</b>\s*<span class="badge badge-sensitive" title="[^"]+">! sensitive</span>', slot)
    whole = client.get(f"{page}/slots/tracing").text
    assert "Would no longer be a pick with another answer to" in whole
    assert "<li>without Jaeger → <b>Grafana Tempo</b></li>" in whole
    assert "Which products are in use today?" in whole


def test_every_verdict_of_a_slot_says_why_and_leads_to_its_proof(client: FlaskClient, page: str) -> None:
    text = client.get(f"{page}/slots/tracing?lang=en").text
    told = dict(re.findall(r'class="verdict-told" id="tracing-([^"]+)">(.*?class="further">.*?)</p>', text, re.DOTALL))
    assert {"jaeger", "tempo"} <= told.keys()
    for product, said in told.items():
        assert '<p class="reason">' in said
        assert f'href="{page}/why/{product}?slot=tracing&amp;lang=en"' in said
    assert client.get(f"{page}/why/tempo?slot=tracing").status_code == 200


def test_why_jaeger_is_kept_is_said_first(client: FlaskClient, page: str) -> None:
    text = client.get(f"{page}/why/jaeger").text
    lead = text[text.index("<h1>") : text.index("What speaks for it")]
    assert '<p class="answer">Jaeger: keep — Jaeger already runs here' in lead
    assert "without Jaeger → <b>Grafana Tempo</b>" in lead
    assert "tracing/jaeger-left-the-standard" in text[text.index("Set aside") :]
    assert "Jaeger is in use" in text[text.index('class="tree"') :]


def test_one_product_against_another(client: FlaskClient, page: str) -> None:
    text = client.get(f"{page}/why/jaeger?rather_than=tempo").text
    assert "Jaeger (keep) is the pick, not Grafana Tempo (consider)" in text
    assert client.get(f"{page}/why/jaeger?rather_than=calico").status_code == 422


def test_the_box_leads_to_why_or_why_not(client: FlaskClient, page: str) -> None:
    assert f'action="{page}/about"' in client.get(page).text
    for product, where in (("jaeger", "why/jaeger"), ("zipkin", "why-not/zipkin")):
        response = client.get(f"{page}/about?product={product}&lang=en")
        assert (response.status_code, response.location) == (303, f"{page}/{where}?slot=tracing&lang=en")
    assert client.get(f"{page}/about?product=").location == page


def test_why_not_says_what_would_bring_a_product_in(client: FlaskClient, page: str) -> None:
    text = client.get(f"{page}/why-not/zipkin").text
    assert "Zipkin would be a pick if you answered" in text
    assert "Which products in use serve you well" in text


def test_what_each_answer_would_change(client: FlaskClient, page: str) -> None:
    text = client.get(f"{page}/open-questions?slot=tracing").text
    assert "Which licences may the platform use?" in text
    assert "<dt>permissive</dt><dd>Tracing back end: Grafana Tempo consider → avoid</dd>" in text
    assert client.get(f"{page}/open-questions?slot=tracin").status_code == 422


def test_what_changed_since_the_edition_before(client: FlaskClient, page: str) -> None:
    assert f"{page}/compared" in client.get(page).text
    text = client.get(f"{page}/compared").text
    assert "What changed since 2025" in text
    assert client.get(f"{page}/compared?edition=1999").status_code == 422


@pytest.mark.parametrize(
    "path", ["", "/why/jaeger", "/why/jaeger?rather_than=tempo", "/why-not/zipkin", "/open-questions", "/compared"]
)
def test_every_page_speaks_korean_and_needs_nothing_from_elsewhere(client: FlaskClient, page: str, path: str) -> None:
    response = client.get(f"{page}{path}{'&' if '?' in path else '?'}lang=ko", follow_redirects=True)
    assert (response.status_code, response.headers["Content-Language"]) == (200, "ko")
    assert '<html lang="ko">' in response.text
    assert not re.search(r"<script(?! src=)|<style| style=| on\w+=", response.text)
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    others = re.findall(r'<a href="([^"]+)" lang="en"', response.text)
    assert all("rather_than=tempo" in other for other in others) or "rather_than" not in path


@pytest.mark.parametrize("path", ["why/jaegr", "why-not/jaegr", "about?product=jaegr"])
def test_a_product_that_is_not_there_is_answered_with_the_nearest(client: FlaskClient, page: str, path: str) -> None:
    response = client.get(f"{page}/{path}", headers={"Accept": "text/html"})
    assert response.status_code == 404
    assert "Did you mean &#39;jaeger&#39;?" in response.text


def test_a_product_that_fills_no_slot_is_said_to(client: FlaskClient, page: str) -> None:
    response = client.get(f"{page}/why/jaeger?slot=cni")
    assert response.status_code == 422
