"""GET /v1/conflicts, and the other places where the API tells of disagreements and changed premises."""

from __future__ import annotations

from flask.testing import FlaskClient

from engine.model import Knowledge
from tests.plugin_api.conftest import Ask, problem_of


def test_a_conflict_has_both_citations_and_what_settled_it(client: FlaskClient) -> None:
    conflict = client.get("/v1/conflicts/nats-level?lang=en").json
    guide, landscape = conflict["sides"]
    assert [one["claim"] for one in guide["citations"]] == ["cncf-guide/nats-maturity"]
    assert guide["citations"][0]["text"].startswith("NATS is listed as a graduated")
    assert (landscape["favoured"], landscape["citations"][0]["source"]) == (True, "cncf-landscape")
    assert conflict["settled"]["fact"]["values"][-1]["value"] == "incubating"


def test_conflicts_about_a_product(client: FlaskClient, shipped: Knowledge) -> None:
    found = client.get("/v1/conflicts?product=trivy").json["items"]
    assert [one["id"] for one in found] == [c.id for c in shipped.conflicts.values() if "trivy" in c.products]
    problem = problem_of(client.get("/v1/conflicts?product=trivvy"), 422)
    assert problem["errors"][0] == {
        "pointer": "/query/product",
        "detail": "there is no product 'trivvy'",
        "hint": "did you mean 'trivy'?",
    }


def test_words_are_found_in_what_either_side_says(client: FlaskClient) -> None:
    assert "runc-level" in [one["id"] for one in client.get("/v1/conflicts?q=runc+graduated").json["items"]]


def test_a_conflict_that_is_not_there(client: FlaskClient) -> None:
    problem = problem_of(client.get("/v1/conflicts/nats-levl"), 404)
    assert problem["errors"][0]["hint"] == "did you mean 'nats-level'?"


def test_stars_are_dated_facts(client: FlaskClient) -> None:
    assert client.get("/v1/products/jaeger").json["stars"] == [
        {"count": 20700, "date": "2024-12-15", "cites": ["arch-2025/jaeger-stars"]},
        {"count": 22100, "date": "2025-12-10", "cites": ["arch-2026/jaeger-stars"]},
    ]


def test_every_count_of_stars_is_in_the_catalog(shipped: Knowledge) -> None:
    counted = {claim for product in shipped.products.values() for stars in product.stars for claim in stars.cites}
    assert counted == {id_ for id_ in shipped.claims if id_.endswith("-stars")}


def test_a_changed_premise_is_in_the_body_the_trace_and_the_page(client: FlaskClient, ask: Ask) -> None:
    decision = ask({"delivery": {"slo_gates": True}}).json
    warning = next(one for one in decision["warnings"] if (one["product"], one["kind"]) == ("keptn", "stale-premise"))
    assert (warning["date"], warning["slots"]) == ("2025-09-03", ["progressive-delivery"])
    assert warning["cites"] == ["cncf-guide/keptn-maturity", "cncf-landscape"]
    trace = client.get(decision["links"]["trace"]).json
    assert warning["text"] in [one["text"] for one in trace["stale_premises"]]
    page = client.get(decision["links"]["page"]).text
    assert warning["text"] in page
