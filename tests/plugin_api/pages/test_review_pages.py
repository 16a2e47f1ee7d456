"""Reviewing a decision by forms: the same rules as in the API, nothing typed twice, nothing from other sites."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from engine.model import LANGUAGES
from plugin_api.app import create_app
from plugin_api.security.caller import Caller
from plugin_api.settings import Settings
from tests.plugin_api.conftest import Ask, problem_of, service_of
from tests.plugin_api.security.conftest import POCKET, bearer, write_tokens

LATER = (date.today() + timedelta(days=30)).isoformat()
PROFILE = {"stack": {"in_use": ["jaeger", "ingress-nginx"]}}


@pytest.fixture
def page(ask: Ask, request: pytest.FixtureRequest) -> str:
    """The path of the page of a decision that no other test reviews."""
    number = sum(map(ord, request.node.name)) + len(request.node.name) * 10_000
    path: str = ask({**PROFILE, "platform": {"clusters": number}}, edition="2026").json["links"]["page"]
    return path


def _send(client: FlaskClient, page: str, **typed: str) -> TestResponse:
    headers = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    return client.post(f"{page}/review", data=typed, headers=headers)


def _key(client: FlaskClient, page: str) -> str:
    found = re.search(r'name="key" value="(\w+)"', client.get(page).text)
    assert found
    return found[1]


def _reviews(client: FlaskClient, page: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = client.get(f"/v1{page}/reviews").json["items"]
    return found


def _against(client: FlaskClient, page: str) -> str:
    """A verdict that a waiver can be given for."""
    slots = client.get(f"/v1{page}").json["slots"]
    return next(
        f"{slot['slot']} {one['product']}" for slot in slots for one in slot["verdicts"] if one["verdict"] == "avoid"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_forms_stand_on_the_page_of_the_decision(client: FlaskClient, page: str, language: str) -> None:
    few, every = ("comment", "accept"), ("comment", "accept", "overrule", "waiver")
    for path, actions in ((page, few), (f"{page}/review", every)):
        text = client.get(path, query_string={"lang": language}).text
        assert 'id="act"' in text
        assert f'href="{page}/review?lang={language}' in text
        for action in actions:
            assert f'name="action" value="{action}"' in text
        assert 'value="withdraw"' not in text
        assert not re.search(r"<script(?! src=)|<style| style=| on\w+=", text)


def test_a_verdict_leads_to_its_forms(client: FlaskClient, page: str) -> None:
    address = f"{page}/review?slot=tracing&amp;product=jaeger&amp;lang=en"
    assert f'href="{address}#act"' in client.get(f"{page}/slots/tracing?lang=en").text
    text = client.get(address.replace("&amp;", "&")).text
    opened = re.findall(r'<details class="plain" open>.*?name="action" value="(\w+)"', text, re.DOTALL)
    assert opened == ["overrule"]
    assert '<option value="tracing jaeger" selected>' in text


def test_a_comment(client: FlaskClient, page: str) -> None:
    response = _send(client, page, action="comment", about="tracing", text="Looks <b>good</b>.", lang="ko")
    assert response.status_code == 303
    assert response.headers["Location"].endswith("?lang=ko#reviews")
    assert "Looks &lt;b&gt;good&lt;/b&gt;." in client.get(page).text
    (review,) = _reviews(client, page)
    assert (review["kind"], review["slot"], review["by"]) == ("comment", "tracing", "anybody")


def test_accepting_the_whole_and_a_slot(client: FlaskClient, page: str) -> None:
    assert _send(client, page, action="accept", about="tracing").status_code == 303
    assert _send(client, page, action="accept", text="All of it.").status_code == 303
    standing = client.get(f"/v1{page}/standing").json
    assert standing["standing"] == "accepted"
    assert "accepted" in client.get(page).text


def test_overruling_a_verdict_until_a_day(client: FlaskClient, page: str) -> None:
    said = {"about": "tracing jaeger", "text": "It costs too much.", "until": LATER}
    assert _send(client, page, action="overrule", verdict="avoid", **said).status_code == 303
    (review,) = _reviews(client, page)
    assert [review[name] for name in ("slot", "product", "verdict", "until")] == ["tracing", "jaeger", "avoid", LATER]


def test_what_is_wrong_is_told_where_it_was_typed(client: FlaskClient, page: str) -> None:
    typed = {"about": "tracing jaeger", "text": "It costs too much.", "until": "2020-02-30", "verdict": "trial"}
    response = _send(client, page, action="overrule", **typed)
    assert response.status_code == 422
    form = response.text.partition('value="overrule"')[2].partition("</form>")[0]
    assert 'value="2020-02-30"' in form
    assert "It costs too much.</textarea>" in form
    assert '<option value="tracing jaeger" selected>' in form
    assert '<option value="trial" selected>' in form
    assert 'class="mistake"' in form.partition('type="date"')[2]
    assert _reviews(client, page) == []


@pytest.mark.parametrize(
    ("typed", "detail"),
    [
        ({"action": "comment"}, "it is missing: what is said"),
        ({"action": "comment", "text": " \n "}, "it is missing: what is said"),
        ({"action": "comment", "text": "x", "about": "tracin"}, "the decision has no slot &#39;tracin&#39; ("),
        ({"action": "overrule", "about": "tracing tempo"}, "it is missing: the last day"),
        ({"action": "withdraw", "id": "x"}, "the decision has no review"),
        ({"action": "withdraw"}, "the review to take back"),
        ({"action": "withdraw-waiver"}, "the waiver to take back"),
        ({"action": "waiver", "about": "tracing jaeger"}, "it is missing"),
        ({"action": "acept"}, "there is no action &#39;acept&#39; ("),
        ({"text": "x"}, "there is no action"),
    ],
)
def test_mistakes(client: FlaskClient, page: str, typed: dict[str, str], detail: str) -> None:
    response = _send(client, page, **typed)
    assert response.status_code == 422
    assert detail.lower() in response.text.lower()
    assert _reviews(client, page) == []


def test_taking_a_review_back(client: FlaskClient, page: str) -> None:
    _send(client, page, action="comment", text="Wait.")
    (review,) = _reviews(client, page)
    assert f'<option value="{review["id"]}"' in client.get(f"{page}/review").text
    assert _send(client, page, action="withdraw", id=review["id"], text="No need to.").status_code == 303
    text = client.get(page).text
    assert "taken back" in text
    assert 'name="action" value="withdraw"' not in text


def test_a_waiver_is_given_and_taken_back(client: FlaskClient, page: str) -> None:
    said = {"about": _against(client, page), "text": "Until the move.", "until": LATER}
    assert _send(client, page, action="waiver", subject="component:default/shop", **said).status_code == 303
    decision = page.rpartition("/")[2]
    (waiver,) = client.get("/v1/waivers", query_string={"decision": decision}).json["items"]
    assert (waiver["subject"], waiver["until"]) == ("component:default/shop", LATER)
    assert _send(client, page, action="withdraw-waiver", id=waiver["id"]).status_code == 303
    assert client.get(f"/v1/waivers/{waiver['id']}").json["state"] == "withdrawn"


def test_a_waiver_that_is_not_needed_is_refused_as_by_the_api(client: FlaskClient, page: str) -> None:
    response = _send(client, page, action="waiver", about="tracing jaeger", text="Please.", until=LATER)
    assert response.status_code == 422
    assert "it needs no waiver" in response.text


def test_what_is_sent_twice_is_kept_once(client: FlaskClient, page: str) -> None:
    key = _key(client, page)
    for _ in range(2):
        assert _send(client, page, action="comment", text="Once.", key=key).status_code == 303
    assert len(_reviews(client, page)) == 1
    # Going back and saying something else is no conflict, and saying the same later is said again.
    assert _send(client, page, action="comment", text="Something else.", key=key).status_code == 303
    assert _send(client, page, action="comment", text="Once.", key=_key(client, page)).status_code == 303
    assert len(_reviews(client, page)) == 3


@pytest.mark.parametrize("key", ["a b", "é", "x" * 1_000])
def test_strange_keys(client: FlaskClient, page: str, key: str) -> None:
    assert _send(client, page, action="comment", text="Hello.", key=key).status_code in (303, 400)


def test_only_who_wrote_a_review_takes_it_back(app: Flask, client: FlaskClient, page: str) -> None:
    _send(client, page, action="comment", text="Mine.")
    (review,) = _reviews(client, page)
    with app.app_context():
        g.portolan_caller = Caller("user:default/other", frozenset(("read", "review")))
        assert f'<option value="{review["id"]}"' not in client.get(page).text
        response = _send(client, page, action="withdraw", id=review["id"])
    assert response.status_code == 403
    assert "only they, or an admin, can take it back" in response.text


def test_who_may_not_review_is_told_so(app: Flask, client: FlaskClient, page: str) -> None:
    with app.app_context():
        g.portolan_caller = Caller("user:default/reader", frozenset(("read",)))
        text = client.get(page).text
    assert 'name="action"' not in text
    assert "user:default/reader may read reviews here" in text


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example.com"}, {"Sec-Fetch-Site": "cross-site"}])
def test_a_page_of_another_site_sends_nothing(client: FlaskClient, page: str, headers: dict[str, str]) -> None:
    response = client.post(f"{page}/review", data={"action": "accept"}, headers=headers)
    problem_of(response, 403)
    assert _reviews(client, page) == []


def test_only_forms_are_read(client: FlaskClient, page: str) -> None:
    problem_of(client.post(f"{page}/review", json={"action": "accept"}), 415)
    problem_of(client.post("/decisions/0/review", data={"action": "accept"}), 404)


def test_where_a_token_is_asked_for_there_are_no_dead_forms(tmp_path: Path) -> None:
    file = tmp_path / "tokens.yaml"
    (token,) = write_tokens(file, ("shop", ["read", "decide", "review"]))
    app = create_app(Settings(rules=POCKET, data_dir=tmp_path / "data", tokens_file=file))
    client, known = app.test_client(), bearer(token)
    page = client.post("/v1/recommendations", json={"profile": {}}, headers=known).json["links"]["page"]
    text = client.get(page, headers=known).text
    assert 'name="action"' not in text
    assert "a token, which a form cannot send" in text
    # A proxy that adds a token to whatever a browser sends opens no door.
    evil = {**known, "Origin": "https://evil.example.com"}
    assert client.post(f"{page}/review", data={"action": "accept"}, headers=evil).status_code == 403
    assert client.post(f"{page}/review", data={"action": "accept"}, headers=known).status_code == 303
    service_of(app).store.close()


def test_what_is_wrong_is_told_in_the_language_of_the_page(client: FlaskClient, page: str) -> None:
    wrong = {"about": _against(client, page), "text": "A reason.", "until": "2020-01-01", "lang": "ko"}
    answer = _send(client, page, action="overrule", **wrong)
    assert answer.status_code == 422
    assert "이미 지난 날입니다: 2020-01-01" in answer.text
    assert "부터 고를 수 있습니다" in answer.text
    assert "is over" not in answer.text
