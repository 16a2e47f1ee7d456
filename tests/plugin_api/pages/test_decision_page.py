"""The page of a decision and those beside it: what is said first, what is a link away, and in whose language."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from tests.plugin_api.conftest import Ask, problem_of

PROFILE = {
    "platform": {"production": True, "kubernetes_version": "1.31"},
    "stack": {"in_use": ["ingress-nginx", "jaeger"]},
}
KOREAN = {"Accept-Language": "ko-KR,ko;q=0.9,en;q=0.5"}
# Bytes, before they are compressed.
LIGHT = 160_000


@pytest.fixture
def page(ask: Ask) -> str:
    path: str = ask(PROFILE, edition="2026").json["links"]["page"]
    return path


def _text(html: str) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)))


# --- what is said first ---------------------------------------------------------------------------------------


def test_what_to_go_with_what_to_mind_how_firm_and_what_changed_come_first(client: FlaskClient, page: str) -> None:
    summary = client.get(page).text.partition('class="summary"')[2].partition("</section>")[0]
    told = _text(summary)
    for words in (
        "Gateway API",
        "Jaeger keep",
        "Ingress NGINX : end of life, 2026-03-31",
        "? may change",
        "Since 2025",
    ):
        assert words in told
    assert told.index(": end of life") < told.index(": stale premise"), "remarks come after all other warnings"
    assert told.index("To be left") < told.index("Warnings"), "what is in use and to be left stands out"
    assert told.index("Gateway API before: Ingress NGINX") < told.index("Grafana before: Kibana")
    assert 'href="#slot-ingress-gateway"' in summary


@pytest.mark.parametrize("language", ["en", "ko"])
def test_it_is_light_and_everything_else_is_a_link_away(client: FlaskClient, ask: Ask, language: str) -> None:
    made = ask({}, language=language).json
    text = client.get(made["links"]["page"]).text
    assert len(text.encode()) < LIGHT
    for slot in made["slots"]:
        assert f'href="{made["links"]["page"]}/slots/{slot["slot"]}?lang={language}"' in text
        assert f'id="slot-{slot["slot"]}"' in text


def test_all_of_it_on_one_page(client: FlaskClient, page: str) -> None:
    text = client.get(f"{page}?details=all").text
    assert "arch-2026/keep-jaeger" in text
    assert 'id="tracing-tempo"' in text
    assert problem_of(client.get(f"{page}?details=some"), 422)["errors"][0]["pointer"] == "/query/details"


# --- a slot ---------------------------------------------------------------------------------------------------


def test_a_slot_tells_what_was_set_aside_in_words(client: FlaskClient, page: str) -> None:
    text = client.get(f"{page}/slots/tracing").text
    aside = _text(text.partition('class="defeated"')[2].partition("</div>")[0])
    assert "“" not in aside, "the quotation marks are those of the language"
    assert "Jaeger indexes the tags of every span" in aside
    assert "tracing/jaeger-left-the-standard gives way to tracing/keep-existing-jaeger" in aside


@pytest.mark.parametrize("address", ["/rules/tracing/keep-existing-jaeger", "/claims/arch-2026/keep-jaeger"])
def test_what_a_slot_names_is_linked(client: FlaskClient, page: str, address: str) -> None:
    text = client.get(f"{page}/slots/tracing?lang=en").text
    for link in (address, "/products/jaeger", "/products/tempo", "/sources/arch-2026"):
        assert f'href="{link}?lang=en"' in text
        assert client.get(link).status_code == 200


def test_evidence_of_a_rule_stands_once(client: FlaskClient, page: str) -> None:
    text = client.get(f"{page}/slots/tracing").text
    told = text.partition('class="judged"')[2].partition("Why this is needed")[0]
    assert told.count("<code>arch-2026/keep-jaeger</code>") == 1
    assert "evidence: above" in told


def test_a_slot_that_there_is_not(client: FlaskClient, page: str) -> None:
    assert problem_of(client.get(f"{page}/slots/tracin"), 404)["errors"][0]["hint"] == "did you mean 'tracing'?"


def test_a_day_that_has_passed_is_overdue_on_every_page(client: FlaskClient, ask: Ask) -> None:
    page = ask(PROFILE, edition="2026", as_of="2026-11-21").json["links"]["page"]
    for path in (page, f"{page}/slots/ingress-gateway", f"{page}?details=all"):
        told = _text(client.get(path).text)
        assert "overdue since 2026-03-31" in told
        assert "by 2026-03-31" not in told


def test_what_a_decision_has_not_leads_back_to_it(client: FlaskClient, page: str) -> None:
    people = {"Accept": "text/html"}
    assert f'href="{page}?lang=en"' in client.get(f"{page}/slots/tracin", headers=people).text
    assert "/decisions/" not in client.get("/decisions/none/slots/tracing", headers=people).text.partition("<main")[2]


@pytest.mark.parametrize("path", ["/nowhere", "/decisions", "/v2/decisions"])
def test_an_address_that_there_is_not_is_told_to_people_by_a_page(client: FlaskClient, path: str) -> None:
    said = client.get(path, headers={"Accept": "text/html", **KOREAN})
    assert (said.status_code, said.mimetype) == (404, "text/html")
    assert "그런 페이지가 없습니다" in said.text
    problem_of(client.get(path), 404)
    problem_of(client.get("/v1/nowhere", headers={"Accept": "text/html"}), 404)


# --- in whose language ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["", "/slots/tracing", "/why/jaeger", "/record", "/review", "/what-if"])
def test_a_reader_reads_pages_in_their_own_language(client: FlaskClient, page: str, path: str) -> None:
    response = client.get(page + path, headers=KOREAN)
    assert response.headers["Content-Language"] == "ko"
    assert "Accept-Language" in response.headers["Vary"]
    assert f'href="{page}?lang=ko"' in response.text, "links go on in it"
    assert client.get(f"{page}{path}?lang=en", headers=KOREAN).headers["Content-Language"] == "en"


@pytest.mark.parametrize("stated", [{}, {"Accept-Language": "*"}, {"Accept-Language": "fr"}], ids=str)
def test_who_states_none_reads_that_of_the_decision(client: FlaskClient, ask: Ask, stated: dict[str, str]) -> None:
    made = ask(PROFILE, language="ko").json
    assert client.get(made["links"]["page"], headers=stated).headers["Content-Language"] == "ko"


def test_a_record_is_told_in_the_language_that_is_asked_for(client: FlaskClient, page: str) -> None:
    address = f"/v1{page}/adr"
    own, korean = client.get(address), client.get(address, headers=KOREAN)
    assert (own.headers["Content-Language"], korean.headers["Content-Language"]) == ("en", "ko")
    assert own.headers["ETag"] != korean.headers["ETag"]
    assert client.get(f"{address}?lang=en", headers=KOREAN).headers["Content-Language"] == "en"


def test_a_record_without_a_wish_is_not_taken_for_one_in_english(client: FlaskClient, ask: Ask) -> None:
    address = f"/v1{ask(PROFILE, language='ko').json['links']['page']}/adr"
    own = client.get(address)
    assert own.headers["Content-Language"] == "ko"
    english = client.get(address, headers={"Accept-Language": "en", "If-None-Match": own.headers["ETag"]})
    assert (english.status_code, english.headers["Content-Language"]) == (200, "en")


def test_the_language_of_a_form_stays(client: FlaskClient) -> None:
    form = {"lang": "ko", "as_of": "2026-04-01"}
    response = client.post("/decide", data=form, headers={"Accept-Language": "en"})
    assert response.location.endswith("?lang=ko")


# --- beside it ------------------------------------------------------------------------------------------------


def test_what_if_says_what_changes_and_not_what_it_is_about_again(client: FlaskClient, page: str) -> None:
    text = client.get(f"{page}/what-if?question=platform.production&platform.production=false").text
    told = _text(text.partition('id="changes"')[2].partition("<form")[0])
    assert "Is the platform for production? yes → no" in told
    assert "Kubernetes standard architecture 2026" not in told
    assert "Warned of on both sides" not in told


def test_an_overruled_verdict_is_told_where_it_is_read(client: FlaskClient, page: str) -> None:
    about = {"slot": "ingress-gateway", "product": "ingress-nginx", "until": "2099-01-01"}
    overruling = {**about, "kind": "overrule", "text": "We have bought support."}
    said = client.post(f"/v1{page}/reviews", json=overruling)
    assert said.status_code == 201, said.text
    for path in (page, f"{page}/slots/ingress-gateway"):
        before, found, after = client.get(path).text.partition('class="opposing"')
        assert found
        assert "Ingress NGINX in “Ingress and gateway”: “migrate” does not count" in _text(
            after.partition("</section>")[0]
        )
        assert "verdict-migrate" not in before, "it is told before the verdict"
    assert 'class="opposing"' not in client.get(f"{page}/slots/tracing").text
    client.post(f"/v1{page}/reviews", json={"kind": "withdraw", "review": said.json["id"]})
    assert 'class="opposing"' not in client.get(page).text


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_review_and_a_waiver_have_pages(client: FlaskClient, ask: Ask, language: str) -> None:
    made = ask({**PROFILE, "platform": {"clusters": 41}}, edition="2026").json
    review = {"kind": "comment", "slot": "tracing", "text": "Looks <b>good</b>."}
    kept = client.post(f"/v1/decisions/{made['id']}/reviews", json=review).json["id"]
    slot, product = "ingress-gateway", "ingress-nginx"
    body = {"slot": slot, "product": product, "reason": "Until the move.", "until": "2099-12-31"}
    waiver = client.post("/v1/waivers", json={"decision": made["id"], **body}).json["id"]
    listed = client.get(f"{made['links']['page']}?lang={language}").text
    for path, words in (
        (f"/reviews/{kept}", "Looks &lt;b&gt;good&lt;/b&gt;."),
        (f"/waivers/{waiver}", "Until the move."),
    ):
        assert f'href="{path}?lang={language}"' in listed
        response = client.get(f"{path}?lang={language}")
        assert response.headers["Content-Language"] == language
        assert words in response.text
        assert made["id"] in response.text
        assert f'href="/v1{path}?lang={language}"' in response.text
    problem_of(client.get("/reviews/nothing"), 404)
    problem_of(client.get("/waivers/nothing"), 404)


def test_a_claim_is_told_in_korean(client: FlaskClient) -> None:
    text = client.get("/claims/arch-2026/keep-jaeger?lang=ko").text
    assert "<dd>유지</dd>" in text
    assert '<a href="/slots/tracing?lang=ko">추적 백엔드</a>' in text


def test_every_sheet_says_which_decision_it_is_of(client: FlaskClient, page: str) -> None:
    style = client.get(f"{page}/paper.css?lang=ko")
    assert style.mimetype == "text/css"
    assert f'href="{page}/paper.css?lang=en"' in client.get(page).text
    for words in ("@page", "기준일 2026-04-01", page.rpartition("/")[2]):
        assert words in style.text
