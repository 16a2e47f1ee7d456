"""The pages of the knowledge: one for everything that has an id, connected with each other, and searchable."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest
from flask.testing import FlaskClient

from engine.explanation.rule_words import conclusion_told, condition_told, reason_parts
from engine.model import LANGUAGES, Knowledge
from plugin_api.blueprints.library import SHOWN
from tests.plugin_api.conftest import Ask, problem_of

LISTS = ("/search", "/rules", "/claims", "/products", "/sources", "/slots")


def _links(text: str) -> set[str]:
    return {link.replace("&amp;", "&") for link in re.findall(r'<a [^>]*href="(/[^"#]+)', text)}


def _sampled(ids: Iterable[str], step: int) -> list[str]:
    return list(ids)[::step]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", LISTS)
def test_lists(client: FlaskClient, path: str, language: str) -> None:
    response = client.get(path, query_string={"lang": language})
    assert (response.status_code, response.headers["Content-Language"]) == (200, language)
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert not re.search(r"<script|<style| style=| on\w+=", response.text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_is_a_page_for_everything(client: FlaskClient, shipped: Knowledge, language: str) -> None:
    found = {
        "products": _sampled(shipped.products, 9),
        "sources": list(shipped.sources),
        "slots": _sampled(shipped.slots, 5),
        "rules": _sampled(shipped.rules, 61),
        "claims": [*_sampled(shipped.claims, 61), *shipped.unused],
    }
    for kind, ids in found.items():
        for id_ in ids:
            response = client.get(f"/{kind}/{id_}", query_string={"lang": language})
            assert response.status_code == 200, id_
            assert id_ in response.text


def test_every_rule_can_be_read_aloud(shipped: Knowledge) -> None:
    for rule in shipped.rules.values():
        for language in LANGUAGES:
            assert condition_told(rule.when, shipped, language)
            assert all(conclusion_told(one, shipped, language) for one in rule.then)
            text = "".join(part for part, _ in reason_parts(rule, shipped, language))
            assert text
            assert "{" not in text


def test_a_rule(client: FlaskClient, shipped: Knowledge) -> None:
    rule = shipped.rules["tracing/keep-existing-jaeger"]
    text = client.get(f"/rules/{rule.id}?lang=en").text
    assert "Jaeger is in use" in text
    assert "Jaeger in “Tracing back end”: keep" in text
    assert "in_use: jaeger" in text
    for claim in rule.cites:
        assert f"/claims/{claim}?lang=en" in text
    for other in rule.overrides:
        assert f"/rules/{other}?lang=en" in text
        assert rule.id in client.get(f"/rules/{other}").text
    assert "/products/jaeger?lang=en" in text
    assert "/slots/tracing?lang=en" in text


def test_what_a_decision_puts_into_a_reason_is_marked(client: FlaskClient, shipped: Knowledge) -> None:
    rule = next(one for one in shipped.rules.values() if "{platform.clusters}" in one.because.en)
    text = client.get(f"/rules/{rule.id}?lang=en").text
    question = shipped.questions["platform.clusters"].text.en
    assert f">{question}</mark>" in text
    assert "{platform.clusters}" not in text.partition("<pre")[0]


def test_a_claim_leads_to_its_source_and_its_rules(client: FlaskClient, shipped: Knowledge) -> None:
    text = client.get("/claims/arch-2026/keep-jaeger?lang=en").text
    assert "/sources/arch-2026?lang=en" in text
    assert "/rules/tracing/keep-existing-jaeger?lang=en" in text
    assert shipped.claims["arch-2026/keep-jaeger"].section.split(" › ")[0] in text
    assert "jaeger-in-use" in text


def test_a_claim_that_no_rule_cites_says_why(client: FlaskClient, shipped: Knowledge) -> None:
    cited = {claim for rule in shipped.rules.values() for claim in rule.cites}
    for id_ in _sampled([claim for claim in shipped.claims if claim not in cited], 7):
        text = client.get(f"/claims/{id_}?lang=en").text
        assert "No rule cites it." in text
        assert "Nothing rests on it yet." not in text
    unused = next(iter(shipped.unused.values()))
    assert unused.because.en in client.get(f"/claims/{unused.id}?lang=en").text


def test_a_product_has_its_facts_with_day_and_evidence(client: FlaskClient, shipped: Knowledge) -> None:
    product = next(one for one in shipped.products.values() if one.cncf and one.releases)
    text = client.get(f"/products/{product.id}?lang=en").text
    for span in product.cncf:
        assert f"<td>{span.level}</td><td>{span.since}</td>" in text
    assert product.releases[0].cycle in text


def test_a_source_has_its_claims_and_conflicts(client: FlaskClient, shipped: Knowledge) -> None:
    text = client.get("/sources/arch-2026?lang=en").text
    for id_ in (claim.id for claim in shipped.claims.values() if claim.source == "arch-2026"):
        assert f"/claims/{id_}?lang=en" in text
    assert 'id="conflict-jaeger-in-use"' in text
    assert client.get("/conflicts/jaeger-in-use?lang=en").status_code == 200


@pytest.mark.parametrize(
    "path",
    ["/rules/tracing/keep-existing-jaeger", "/claims/arch-2026/keep-jaeger", "/products/jaeger", "/slots/tracing"],
)
def test_no_link_is_broken(client: FlaskClient, path: str) -> None:
    links = sorted(_links(client.get(f"{path}?lang=en").text))
    assert [link for link in links if client.get(link).status_code != 200] == []


def test_the_page_of_a_decision_leads_here(client: FlaskClient, ask: Ask) -> None:
    page = ask({"stack": {"in_use": ["jaeger"]}}, edition="2026").json["links"]["page"]
    for path in ("", "/why/jaeger", "/why-not/zipkin", "/conflicts", "/compared", "/migration"):
        links = _links(client.get(page + path).text)
        assert not [link for link in links if re.match(r"/v1/(rules|claims|sources|conflicts)/", link)], path


# --- searching ------------------------------------------------------------------------------------------------


def _found(client: FlaskClient, **asked: str) -> list[str]:
    text = client.get("/search", query_string={"lang": "en", **asked}).text
    listed = text.partition('<ol class="found">')[2]
    return re.findall(r'href="/(\w+/[^"?]+)\?', listed.partition("</ol>")[0])


def test_what_is_called_so_comes_first(client: FlaskClient) -> None:
    found = _found(client, q="jaeger")
    assert found[0] == "products/jaeger"
    assert len(found) == SHOWN
    assert _found(client, q="tracing/keep-existing-jaeger")[0] == "rules/tracing/keep-existing-jaeger"
    assert _found(client, q="keep-existing-jaeger")[0] == "rules/tracing/keep-existing-jaeger"
    assert _found(client, q="Tracing BACK end")[0] == "slots/tracing"


def test_all_words_have_to_be_there_in_either_language(client: FlaskClient, shipped: Knowledge) -> None:
    title = shipped.slots["tracing"].title.ko
    assert _found(client, q=title)[0] == "slots/tracing"
    assert _found(client, q="jaeger no-such-word") == []
    assert "Nothing here has all of these words." in client.get("/search?q=jaeger+no-such-word&lang=en").text


def test_one_kind_alone(client: FlaskClient) -> None:
    found = _found(client, q="jaeger", only="claim")
    assert found
    assert {one.partition("/")[0] for one in found} == {"claims"}
    assert "there is no kind" in client.get("/search?only=clam", headers={"Accept": "text/html"}).text.lower()


def test_what_is_typed_is_shown_as_text(client: FlaskClient) -> None:
    text = client.get("/search", query_string={"q": '"><script>alert(1)</script>'}).text
    assert "<script" not in text


def test_strange_parameters_are_passed_over(client: FlaskClient) -> None:
    assert client.get("/rules?endpoint=x&_external=1&_scheme=javascript").status_code == 200


def test_very_long_searches(client: FlaskClient) -> None:
    assert client.get("/search", query_string={"q": "a " * 3_000}).status_code == 200


# --- lists ----------------------------------------------------------------------------------------------------


def test_a_list_goes_on(client: FlaskClient, shipped: Knowledge) -> None:
    listed: list[str] = []
    address = "/claims?lang=en"
    while address:
        text = client.get(address).text
        listed += [link.partition("?")[0] for link in re.findall(r'<a href="(/claims/[^"]+)"><code>', text)]
        following = re.search(r'href="([^"]+)" rel="next"', text)
        address = following[1].replace("&amp;", "&") if following else ""
    assert listed == [f"/claims/{id_}" for id_ in shipped.claims]


def test_only_what_is_about_a_product(client: FlaskClient) -> None:
    text = client.get("/rules?product=jaeger&lang=en").text
    assert "/rules/tracing/keep-existing-jaeger" in text
    assert "Only: Jaeger" in text


@pytest.mark.parametrize(
    ("address", "detail"),
    [
        ("/rules?slot=tracin", "there is no slot 'tracin'"),
        ("/claims?source=arch-2062", "there is no source 'arch-2062'"),
        ("/products?offset=x", "'x' is no number of items"),
    ],
)
def test_wrong_questions(client: FlaskClient, address: str, detail: str) -> None:
    problem = problem_of(client.get(address), 422)
    assert problem["errors"][0]["detail"].lower() == detail


@pytest.mark.parametrize("kind", ["rule", "claim", "product", "source", "slot", "conflict"])
def test_what_is_not_there_is_told_on_a_page(client: FlaskClient, kind: str) -> None:
    response = client.get(f"/{kind}s/no-such-thing?lang=ko", headers={"Accept": "text/html"})
    assert response.status_code == 404
    assert "그런 페이지가 없습니다" in response.text


def test_what_did_not_change_is_not_sent_again(client: FlaskClient) -> None:
    tag = client.get("/rules").headers["ETag"]
    assert client.get("/rules", headers={"If-None-Match": tag}).status_code == 304


def test_an_address_that_is_none_is_told_on_a_page_to_people_and_as_data_to_programs(client: FlaskClient) -> None:
    in_browser = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Accept-Language": "ko"}
    response = client.get("/widgets", headers=in_browser)
    assert (response.status_code, response.mimetype) == (404, "text/html")
    assert "&#39;/widgets&#39;에 해당하는 페이지가 없습니다." in response.text
    assert "혹시 &#39;/widget&#39;입니까?" in response.text
    assert client.get("/widgets").mimetype == "application/problem+json"
    assert client.get("/v1/nothing", headers=in_browser).mimetype == "application/problem+json"


def test_a_search_shows_no_placeholders(client: FlaskClient) -> None:
    rule = next(one for one in client.get("/v1/rules?limit=500").json["items"] if "{" in one["because"])
    text = client.get("/search", query_string={"q": rule["id"], "lang": "en"}).text
    assert rule["id"] in text
    assert not re.search(r"\{[a-z_.-]+\}", text)
