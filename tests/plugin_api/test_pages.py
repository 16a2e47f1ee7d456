"""The pages: a form that works without JavaScript, and decisions to read."""

from __future__ import annotations

import re
from functools import partial

import pytest
from flask import render_template
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from engine.explanation.proofs.tree import status_word, verdict_word
from engine.model import LANGUAGES, Knowledge
from plugin_api.pages.forms import form_of, request_of
from plugin_api.pages.phrases import phrase
from plugin_api.pages.views import decision_view
from tests.plugin_api.conftest import Ask, problem_of, service_of

FORM = {
    "lang": "en",
    "as_of": "2026-04-01",
    "edition": "",
    "platform.production": "true",
    "stack.in_use": "ingress-nginx",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_asks_everything(client: FlaskClient, shipped: Knowledge, language: str) -> None:
    response = client.get(f"/?lang={language}")
    assert (response.status_code, response.headers["Content-Language"]) == (200, language)
    assert f'<html lang="{language}">' in response.text
    for question in shipped.questions.values():
        assert f'name="{question.id}"' in response.text


def test_the_language_of_the_browser(client: FlaskClient) -> None:
    assert client.get("/", headers={"Accept-Language": "ko,en;q=0.8"}).headers["Content-Language"] == "ko"


def test_pages_are_self_contained(client: FlaskClient, ask: Ask) -> None:
    page = ask({"stack": {"in_use": ["jaeger"]}}).json["links"]["page"]
    for path in ("/", page):
        response = client.get(path)
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "script-src 'self'" in policy
        assert not re.search(
            r"<style| style=| on\w+=|<script(?! src=\"/static/[\w-]+\.js\" defer></script>)", response.text
        )
        for address in re.findall(r'<(?:link|img|script)[^>]+(?:href|src)="([^"]+)"', response.text):
            with client.get(address) as file:
                assert file.status_code == 200


@pytest.mark.parametrize("accepted", ["application/json", "image/png", "text/html;q=0", "text/markdown"])
def test_who_accepts_neither_a_page_nor_a_problem_is_told_so_in_one(client: FlaskClient, accepted: str) -> None:
    for path in ("/", "/decisions/0", "/decisions/0/why/tempo"):
        problem_of(client.get(path, headers={"Accept": accepted}), 406)


def test_the_form_works(client: FlaskClient) -> None:
    response = client.post("/decide", data=FORM)
    assert response.status_code == 303
    page = client.get(response.location)
    assert page.status_code == 200
    assert "Ingress NGINX" in page.text
    assert "Migrate" in page.text
    assert "/claims/arch-2026/" in page.text


def test_the_form_and_the_api_make_the_same_decision(client: FlaskClient, ask: Ask) -> None:
    made = ask({"platform": {"production": True}, "stack": {"in_use": ["ingress-nginx"]}}).json
    assert client.post("/decide", data=FORM).location == made["links"]["page"]


def test_what_stands_above_the_slots_is_on_the_page(client: FlaskClient, ask: Ask) -> None:
    profile = {"organisation": {"adoption_stage": "core-platform"}, "data": {"kafka": True}}
    body = ask(profile, edition="2026").json
    page = client.get(body["links"]["page"]).text
    assert '<span class="badge position-next">Next</span>' in page
    assert "Strimzi brings Apache Kafka" in page
    order = page[page.index('id="install-order"') : page.index('id="connections"')]
    assert order.index(">Istio<") < order.index(">Argo CD<")
    assert "after Istio" in order
    assert "roadmap/stage-1-members" in page
    whole = client.get(body["links"]["page"] + "?details=all").text
    assert "cncf-guide/strimzi-components" in whole


def test_a_decision_of_before_there_was_anything_above_slots_is_still_shown(client: FlaskClient, ask: Ask) -> None:
    body = ask({"mesh": {"wanted": True}}, language="en").json
    record = service_of(client.application).find(body["id"])
    assert record is not None
    old = {
        key: value for key, value in body.items() if key not in ("connections", "install_order", "roadmap", "advice")
    }
    view = decision_view(old, {}, service_of(client.application).knowledge, "en")
    with client.application.test_request_context():
        words = {"status_word": status_word, "verdict_word": verdict_word, "say": partial(phrase, language="en")}
        page = render_template("decision_shown.html", view=view, language="en", decision_id=body["id"], **words)
    assert 'id="slot-service-mesh"' in page
    assert "install-order" not in page


def test_an_empty_form(client: FlaskClient, ask: Ask) -> None:
    made = ask({}).json
    assert client.post("/decide", data={"as_of": "2026-04-01"}).location == made["links"]["page"]


def test_mistakes_are_shown_where_they_are(client: FlaskClient) -> None:
    response = client.post("/decide", data={**FORM, "platform.clusters": "<many>", "stack.versions": "harbor new"})
    assert response.status_code == 422
    assert "platform.clusters is a whole number" in response.text
    assert "&lt;many&gt;" in response.text
    assert "<many>" not in response.text
    assert 'value="ingress-nginx" checked' in response.text


@pytest.mark.parametrize(
    "form", [{"as_of": "soon"}, {"edition": "1999"}, {"stack.in_use": "\x00"}, {"platform.clusters": "9" * 5000}]
)
def test_nonsense_in_a_form(client: FlaskClient, form: dict[str, str]) -> None:
    assert client.post("/decide", data=form).status_code == 422


def test_a_form_that_is_none(client: FlaskClient) -> None:
    problem_of(client.post("/decide", json={}), 415)


def test_a_form_that_is_too_large(client: FlaskClient) -> None:
    problem_of(client.post("/decide", data={"x": "y" * 300_000}), 413)


def test_answers_come_back_into_the_form(client: FlaskClient) -> None:
    id_ = client.post("/decide", data=FORM).location.rpartition("/")[2]
    text = client.get(f"/?from={id_}").text
    assert 'value="ingress-nginx" checked' in text
    assert 'value="2026-04-01"' in text
    assert client.get("/?from=nothing").status_code == 404


def test_every_sort_of_answer_survives_the_form(shipped: Knowledge) -> None:
    profile = {
        "organisation": {"annual_revenue_musd": 12.5, "kind": "company"},
        "platform": {"production": False, "clusters": 3, "kubernetes_version": "1.31", "built_in": ["cilium"]},
        "security": {"policies": []},
        "stack": {"in_use": ["harbor", "jaeger"], "versions": {"harbor": "2.8", "jaeger": "1.60"}},
    }
    form = form_of(profile, shipped)
    assert request_of(form, shipped) == {"profile": profile}


def test_lines_of_versions(shipped: Knowledge) -> None:
    form = MultiDict({"stack.versions": "harbor: 2.8\r\n\r\n  jaeger   1.60 "})
    assert request_of(form, shipped)["profile"]["stack"]["versions"] == {"harbor": "2.8", "jaeger": "1.60"}


def test_a_decision_in_the_other_language(client: FlaskClient, ask: Ask) -> None:
    made = ask({"platform": {"clusters": 9}}).json
    page = client.get(made["links"]["page"] + "?lang=ko")
    assert (page.status_code, page.headers["Content-Language"]) == (200, "ko")
    assert '<html lang="ko">' in page.text
    assert "플랫폼 아키텍처" in page.text
    assert made["id"] in page.text, "it is the same decision, whoever reads it"


def test_an_unknown_decision(client: FlaskClient) -> None:
    problem_of(client.get("/decisions/nothing"), 404)
    page = client.get("/decisions/nothing?lang=ko", headers={"Accept": "text/html,*/*;q=0.8"})
    assert (page.status_code, page.mimetype) == (404, "text/html")
    assert "그런 페이지가 없습니다" in page.text


def test_none_of_these_can_be_said(client: FlaskClient) -> None:
    assert '<input type="checkbox" name="stack.in_use" value="-">' in client.get("/").text
    page = client.get(client.post("/decide", data={"stack.in_use": "-", "lang": "en"}).location).text
    assert "<dd>None of these</dd>" in page
    assert (
        '<input type="checkbox" name="stack.in_use" value="-" checked>'
        in client.post("/", data={"stack.in_use": "-"}).text
    )
