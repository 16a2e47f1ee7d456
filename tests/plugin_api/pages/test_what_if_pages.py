"""Trying another answer, and comparing with something else, without a script and without keeping anything."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from engine.model import LANGUAGES, Knowledge
from tests.plugin_api.conftest import Ask, problem_of

PROFILE = {"stack": {"in_use": ["jaeger", "ingress-nginx"]}, "platform": {"production": True}}


@pytest.fixture
def page(ask: Ask) -> str:
    path: str = ask(PROFILE, edition="2026").json["links"]["page"]
    return path


def _text(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_the_box_asks_every_question_those_that_matter_first(
    client: FlaskClient, page: str, shipped: Knowledge
) -> None:
    box = client.get(f"{page}/what-if").text.partition('id="try"')[2].partition("</form>")[0]
    for question in shipped.questions.values():
        assert f'<option value="{question.id}">' in box
    first = client.get(f"/v1{page}").json["open_questions"][0]["question"]
    assert re.findall(r'<option value="([^"]+)"', box)[0] == first
    short = client.get(page).text.partition('id="try"')[2].partition("</form>")[0]
    assert re.findall(r'<option value="([^"]+)"', short)[0] == first
    assert f'href="{page}/what-if?lang=en"' in short


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_is_shown_with_its_answer(client: FlaskClient, page: str, shipped: Knowledge, language: str) -> None:
    text = client.get(f"{page}/what-if", query_string={"question": "stack.in_use", "lang": language}).text
    assert shipped.questions["stack.in_use"].text.in_language("ko" if language == "ko" else "en") in text
    assert re.search(r'value="jaeger" checked', text)
    assert 'id="changes"' not in text


def test_another_answer_shows_what_changes_and_why(client: FlaskClient, page: str, ask: Ask) -> None:
    asked = MultiDict([("question", "stack.in_use"), ("stack.in_use", "ingress-nginx"), ("lang", "en")])
    text = client.get(f"{page}/what-if", query_string=asked).text
    changes = text.partition('id="changes"')[2]
    assert "Tempo" in changes
    assert re.search(r"/rules/tracing/[^\"]+lang=en", changes)
    # The same as a comparison with the decision that the answer gives.
    other = ask({**PROFILE, "stack": {"in_use": ["ingress-nginx"]}}, edition="2026").json["id"]
    body = {"before": {"decision": page.rpartition("/")[2]}, "after": {"decision": other}, "language": "en"}
    compared = client.post("/v1/comparisons", json=body).json
    assert {one["slot"] for one in compared["slots"]} >= {"tracing"}


def test_an_answer_can_be_left_out(client: FlaskClient, page: str) -> None:
    asked = {"question": "stack.in_use", "answered": "yes", "lang": "en"}
    assert "Jaeger" in client.get(f"{page}/what-if", query_string=asked).text.partition('id="changes"')[2]


def test_the_same_answer_changes_nothing(client: FlaskClient, page: str) -> None:
    asked = {"question": "platform.production", "platform.production": "true", "lang": "en"}
    assert "Nothing changes" in client.get(f"{page}/what-if", query_string=asked).text


def test_nothing_is_kept_until_it_is_wanted(client: FlaskClient, page: str) -> None:
    listed = client.get("/v1/decisions?limit=500").json["items"]
    asked = {"question": "platform.clusters", "platform.clusters": "77", "lang": "en"}
    changes = client.get(f"{page}/what-if", query_string=asked).text.partition('id="changes"')[2]
    assert client.get("/v1/decisions?limit=500").json["items"] == listed
    form = MultiDict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', changes))
    response = client.post("/decide", data=form)
    assert response.status_code == 303
    kept = client.get(response.headers["Location"]).text
    assert "<dd>77</dd>" in kept


def test_a_wrong_answer_is_told_at_its_field(client: FlaskClient, page: str) -> None:
    asked = {"question": "platform.clusters", "platform.clusters": "many", "lang": "en"}
    response = client.get(f"{page}/what-if", query_string=asked)
    assert response.status_code == 422
    assert 'class="mistake"' in response.text
    assert 'value="many"' in response.text


def test_a_question_that_there_is_not(client: FlaskClient, page: str) -> None:
    problem_of(client.get(f"{page}/what-if?question=platform.prodution"), 422)


# --- comparing ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["{id}", "https://portolan.example.com/decisions/{id}?lang=ko", " {id} "])
def test_comparing_with_another_decision(client: FlaskClient, page: str, ask: Ask, form: str) -> None:
    other = ask({"platform": {"production": True}}, edition="2025", as_of="2025-06-01").json["id"]
    query = {"decision": form.format(id=other), "lang": "en"}
    response = client.get(f"{page}/compared", query_string=query)
    assert response.status_code == 200
    assert f"What changed since the decision {other}" in response.text
    assert f'href="/decisions/{other}?lang=en"' in response.text
    assert "2025, as of 2025-06-01" in _text(response.text)


def test_a_decision_that_there_is_not(client: FlaskClient, page: str) -> None:
    problem = problem_of(client.get(f"{page}/compared?decision=0123"), 422)
    assert problem["errors"][0]["pointer"] == "/query/decision"


def test_an_edition_and_a_day_are_chosen_in_a_form(client: FlaskClient, page: str) -> None:
    text = client.get(f"{page}/compared?lang=en&edition=2025&as_of=2025-06-01").text
    assert "<option selected>2025</option>" in text
    assert 'value="2025-06-01"' in text
    assert client.get(f"{page}/compared?edition=2025&as_of=").status_code == 200
