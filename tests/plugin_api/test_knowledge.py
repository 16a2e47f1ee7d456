"""The knowledge, browsed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from engine.model import Knowledge
from tests.plugin_api.conftest import problem_of

LISTS = ("slots", "products", "rules", "claims", "sources", "editions", "conflicts")


def _all(client: FlaskClient, path: str) -> Iterator[dict[str, Any]]:
    """Every item of a list, page after page."""
    link: str | None = path
    while link:
        page = client.get(link).json
        yield from page["items"]
        link = page["links"]["next"]


@pytest.mark.parametrize("name", LISTS)
def test_every_item_on_every_page(client: FlaskClient, shipped: Knowledge, name: str) -> None:
    ids = [item["id"] for item in _all(client, f"/v1/{name}?limit=97")]
    assert ids == list(getattr(shipped, name))


@pytest.mark.parametrize("name", [*LISTS, "packs"])
def test_an_item_by_itself(client: FlaskClient, name: str) -> None:
    for item in client.get(f"/v1/{name}?limit=5").json["items"]:
        alone = client.get(item["links"]["self"])
        assert alone.json == item
    problem_of(client.get(f"/v1/{name}/nothing"), 404)


@pytest.mark.parametrize("name", LISTS)
def test_both_languages(client: FlaskClient, name: str) -> None:
    english = client.get(f"/v1/{name}?limit=500", headers={"Accept-Language": "en"})
    korean = client.get(f"/v1/{name}?limit=500", headers={"Accept-Language": "ko"})
    asked = client.get(f"/v1/{name}?limit=500&lang=ko", headers={"Accept-Language": "en"})
    assert (english.headers["Content-Language"], korean.headers["Content-Language"]) == ("en", "ko")
    assert korean.headers["Vary"] == "Accept, Accept-Language, Accept-Encoding"
    assert korean.json["items"] == asked.json["items"]
    assert [item["id"] for item in korean.json["items"]] == [item["id"] for item in english.json["items"]]
    assert korean.text != english.text


def test_links_keep_the_filters(client: FlaskClient) -> None:
    links = client.get("/v1/products?slot=cni&limit=2&offset=2&lang=ko").json["links"]
    assert links["self"] == "/v1/products?slot=cni&lang=ko&limit=2&offset=2"
    assert links["prev"] == "/v1/products?slot=cni&lang=ko&limit=2&offset=0"
    assert client.get(links["prev"]).json["links"]["prev"] is None


def test_past_the_end(client: FlaskClient) -> None:
    page = client.get("/v1/slots?offset=1000").json
    assert (page["items"], page["links"]["next"]) == ([], None)


def test_filters(client: FlaskClient, shipped: Knowledge) -> None:
    assert all("tracing" in product["slots"] for product in _all(client, "/v1/products?slot=tracing"))
    rules = list(_all(client, "/v1/rules?module=tracing&slot=tracing&product=jaeger"))
    assert rules
    assert all(rule["module"] == "tracing" and "tracing" in rule["slots"] for rule in rules)
    claims = list(_all(client, "/v1/claims?source=arch-2026&product=tempo&category=tracing"))
    assert claims
    assert all(claim["source"] == "arch-2026" and "tempo" in claim["products"] for claim in claims)
    kind = claims[0]["kind"]
    assert {claim["kind"] for claim in _all(client, f"/v1/claims?kind={kind}")} == {kind}


def test_words(client: FlaskClient) -> None:
    assert [slot["id"] for slot in client.get("/v1/slots?q=TRACING back").json["items"]] == ["tracing"]
    assert [slot["id"] for slot in client.get("/v1/slots?q=추적").json["items"]] == ["tracing"]
    assert client.get("/v1/slots?q=no such slot").json["items"] == []


def test_a_rule(client: FlaskClient, shipped: Knowledge) -> None:
    rule = client.get("/v1/rules/tracing/keep-existing-jaeger").json
    written = shipped.rules["tracing/keep-existing-jaeger"]
    assert (rule["module"], rule["strength"], rule["cites"]) == ("tracing", written.strength, list(written.cites))
    assert rule["place"] == str(written.place)
    for claim in rule["cites"]:
        assert rule["id"] in client.get(f"/v1/claims/{claim}").json["cited_by"]


def test_a_rule_for_one_of_many_products(client: FlaskClient, shipped: Knowledge) -> None:
    id_ = next(id_ for id_ in shipped.rules if "@" in id_)
    rule = client.get(f"/v1/rules/{id_}").json
    assert (rule["id"], rule["template"], rule["product"]) == (id_, *id_.split("@"))
    problem = problem_of(client.get(f"/v1/rules/{id_}x"), 404)
    assert problem["errors"][0]["hint"] == f"did you mean {id_!r}?"


def test_every_rule_is_told_in_the_words_of_the_rule_language(client: FlaskClient) -> None:
    for rule in _all(client, "/v1/rules?limit=500"):
        assert isinstance(rule["when"], dict)
        assert rule["then"]


def test_relations_are_told_with_what_they_connect(client: FlaskClient) -> None:
    rule = client.get("/v1/rules/integration/harbor-carries-trivy").json
    assert rule["then"] == [{"connect": "harbor", "to": ["trivy"], "as": "carries"}]
    assert rule["slots"] == []
    about = {rule["id"] for rule in _all(client, "/v1/rules?module=integration&product=trivy&limit=500")}
    assert about == {"integration/harbor-carries-trivy"}


def test_dated_facts(client: FlaskClient) -> None:
    vault = client.get("/v1/products/vault").json
    assert [span["spdx"] for span in vault["licences"]][-1] == "BUSL-1.1"
    ended = client.get("/v1/products/ingress-nginx").json["end_of_life"]
    assert ended["date"].startswith("2026-03")


@pytest.mark.parametrize(
    ("query", "pointer", "hint"),
    [
        ("limit=abc", "/query/limit", "a whole number from 1 to 500"),
        ("limit=1_0", "/query/limit", "a whole number from 1 to 500"),
        ("limit=%2010", "/query/limit", "a whole number from 1 to 500"),
        ("limit=0", "/query/limit", "a whole number from 1 to 500"),
        ("limit=501", "/query/limit", "a whole number from 1 to 500"),
        ("offset=-1", "/query/offset", "a whole number from 0 to 1000000000"),
        ("lang=fr", "/query/lang", "one of en or ko"),
        ("limt=1", "/query/limt", "did you mean 'limit'?"),
        ("slot=trcing", "/query/slot", "did you mean 'tracing'?"),
    ],
)
def test_wrong_parameters(client: FlaskClient, query: str, pointer: str, hint: str | None) -> None:
    problem = problem_of(client.get(f"/v1/products?{query}"), 422)
    assert [(error["pointer"], error["hint"]) for error in problem["errors"]] == [(pointer, hint)]


@pytest.mark.parametrize(
    ("offset", "before", "after"),
    [(0, None, 20), (20, 0, 40), (5, 0, 25), (10**6, "last", None)],
)
def test_neighbours(client: FlaskClient, offset: int, before: int | str | None, after: int | None) -> None:
    count = sum(1 for _ in _all(client, "/v1/products?limit=500"))
    response = client.get(f"/v1/products?q=&limit=20&offset={offset}")
    if before == "last":
        before = count - 20
        assert response.json["items"] == []
    expected = {
        name: f"/v1/products?q=&limit=20&offset={place}"
        for name, place in (("self", offset), ("next", after), ("prev", before))
        if place is not None
    }
    assert {name: link for name, link in response.json["links"].items() if link} == expected
    assert response.headers["Link"] == ", ".join(f'<{link}>; rel="{name}"' for name, link in expected.items())


def test_several_wrong_parameters_at_once(client: FlaskClient) -> None:
    problem = problem_of(client.get("/v1/claims?limit=x&offset=y&colour=red"), 422)
    assert {error["pointer"] for error in problem["errors"]} == {"/query/limit", "/query/offset", "/query/colour"}
