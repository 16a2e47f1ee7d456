"""What /metrics says after requests, in one process."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest
from flask.testing import FlaskClient
from prometheus_client.openmetrics.parser import text_string_to_metric_families as read_openmetrics

from plugin_api.service import Service
from plugin_api.store import StoreError
from plugin_api.vocabulary import KINDS
from tests.plugin_api.conftest import ROOT, problem_of, service_of
from tests.plugin_api.observability.conftest import MakeApp, metrics_of

PATH = "/v1/recommendations"
BODY = {"profile": {}, "as_of": "2026-01-15"}
REQUESTS = "portolan_http_request_duration_seconds_count"


def _service(client: FlaskClient) -> Service:
    return service_of(client.application)


def test_requests_are_counted_by_route_method_and_class(watched: FlaskClient) -> None:
    watched.post(PATH, json=BODY)
    watched.post(PATH, json=BODY)
    watched.post(PATH, json={})
    watched.get("/v1/decisions/none")
    watched.get("/v1/decisions/other")
    found = metrics_of(watched)
    assert found(REQUESTS, route=PATH, method="POST", status="2xx") == 2
    assert found(REQUESTS, route=PATH, method="POST", status="4xx") == 1
    assert found(REQUESTS, route="/v1/decisions/{decision_id}", method="GET", status="4xx") == 2
    assert found("portolan_http_request_duration_seconds_sum", route=PATH) > 0


def test_no_label_is_what_a_client_sent(watched: FlaskClient) -> None:
    for number in range(20):
        watched.get(f"/no/such/{number}")
        watched.open(PATH, method=f"M{number}")
        watched.get(f"/v1/products/{number}?q={number}", headers={"X-Request-Id": f"id-{number}"})
    found = metrics_of(watched)
    assert found.labels(REQUESTS, "route") <= {"unmatched", "/v1/products/{product_id}"}
    assert found.labels(REQUESTS, "method") == {"GET", "other"}
    assert found(REQUESTS, route="unmatched", method="other", status="4xx") == 20
    assert len(found.samples) < 400


def test_the_scrape_itself_is_in_progress(watched: FlaskClient) -> None:
    assert metrics_of(watched)("portolan_http_requests_in_progress") == 1
    assert metrics_of(watched)("portolan_http_requests_in_progress") == 1


def test_problems_are_counted_by_kind(watched: FlaskClient) -> None:
    assert metrics_of(watched).labels("portolan_problems_total", "kind") == {kind.name for kind in KINDS}
    watched.post(PATH, json={"profil": {}})
    watched.post(PATH, data=b"{", content_type="application/json")
    watched.get("/decisions/none", headers={"Accept": "text/html"})
    found = metrics_of(watched)
    assert found("portolan_problems_total") == 3
    for kind in ("invalid", "not-json", "not-found"):
        assert found("portolan_problems_total", kind=kind) == 1


def test_decisions_are_counted_by_edition_language_and_how_they_were_made(watched: FlaskClient) -> None:
    watched.post(PATH, json=BODY)
    watched.post(PATH, json=BODY)
    watched.post(PATH, json={**BODY, "language": "ko"})
    found = metrics_of(watched)
    edition = watched.post(PATH, json=BODY).json["edition"]
    counted = {
        (language, made): found("portolan_decisions_total", edition=edition, language=language, made=made)
        for language in ("en", "ko")
        for made in ("new", "remembered")
    }
    assert counted == {("en", "new"): 1, ("en", "remembered"): 1, ("ko", "new"): 1, ("ko", "remembered"): 0}


def test_rules_are_counted_as_the_traces_have_them(watched: FlaskClient) -> None:
    profiles: list[dict[str, Any]] = [{}, {"observability": {"traces": True}}, {"observability": {"traces": False}}]
    fired: Counter[str] = Counter()
    for profile in profiles:
        made = watched.post(PATH, json={**BODY, "profile": profile})
        if made.status_code == 200:
            trace = watched.get(f"/v1/decisions/{made.json['id']}/trace").json
            fired.update({firing["rule"] for firing in trace["firings"]})
    found = metrics_of(watched)
    counted = {rule: found("portolan_rule_firings_total", rule=rule) for rule in fired}
    assert counted == dict(fired)
    assert found("portolan_rule_firings_total") == fired.total() > 0


def test_lookups_are_counted_by_level(watched: FlaskClient) -> None:
    watched.post(PATH, json=BODY)
    first = metrics_of(watched)
    for cache in ("answers", "decisions"):
        assert first("portolan_cache_lookups_total", cache=cache, result="miss") == 1
        assert first("portolan_cache_lookups_total", cache=cache, result="hit") == 0
    for cache in ("stages", "slots", "fragments"):
        assert first("portolan_cache_lookups_total", cache=cache, result="miss") > 0
    watched.post(PATH, json=BODY)  # from the answers
    watched.post(PATH, json={**BODY, "language": "ko"})  # from the decisions, told anew
    second = metrics_of(watched)
    assert second("portolan_cache_lookups_total", cache="answers", result="hit") == 1
    assert second("portolan_cache_lookups_total", cache="decisions", result="hit") == 1
    missed = {
        cache: second("portolan_cache_lookups_total", cache=cache, result="miss") for cache in ("stages", "slots")
    }
    assert missed == {cache: first("portolan_cache_lookups_total", cache=cache, result="miss") for cache in missed}


def test_the_store_is_timed_and_its_errors_are_counted(
    watched: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    made = watched.post(PATH, json=BODY).json
    watched.get(made["links"]["self"])
    store = _service(watched).store

    def lost() -> None:
        raise StoreError("no such device")

    monkeypatch.setattr(store._store, "check", lost)  # type: ignore[attr-defined]
    with caplog.at_level("CRITICAL"):
        problem_of(watched.get("/readyz"), 503)
    found = metrics_of(watched)
    count = "portolan_store_operation_duration_seconds_count"
    for operation, times in (("put", 1), ("get", 1), ("check", 1)):
        assert found(count, operation=operation) == times
    assert found("portolan_store_errors_total", operation="check") == 1
    assert found("portolan_store_errors_total") == 1


def test_reviews_and_waivers_are_kept_by_operations_of_the_store_too(watched: FlaskClient) -> None:
    decision = watched.post(PATH, json={"profile": {}}).json["id"]
    watched.post(f"/v1/decisions/{decision}/reviews", json={"kind": "accept"})
    watched.get("/v1/waivers?subject=component:default/measured")
    found = metrics_of(watched)
    for operation in ("add", "waivers"):
        assert found("portolan_store_operation_duration_seconds_count", operation=operation) == 1
    for none in ("now", "new_id"):  # a clock, and what makes names
        assert found("portolan_store_operation_duration_seconds_count", operation=none) == 0


def test_the_knowledge_in_force(watched: FlaskClient) -> None:
    knowledge = _service(watched).knowledge
    found = metrics_of(watched)
    newest = list(knowledge.editions)[-1]
    assert (
        found("portolan_knowledge_info", version=knowledge.pack.version, digest=knowledge.digest, edition=newest) == 1
    )
    assert found("portolan_knowledge_newest_source_timestamp_seconds") > 1_600_000_000


def test_the_process_itself(watched: FlaskClient) -> None:
    found = metrics_of(watched)
    assert found("portolan_process_resident_memory_bytes") > 10_000_000
    assert found("portolan_process_cpu_seconds_total") > 0


def test_decisions_that_were_verified(make_app: MakeApp) -> None:
    client = make_app(verify="always").test_client()
    client.post(PATH, json=BODY)
    found = metrics_of(client)
    assert found("portolan_decisions_verified_total", result="same") == 1
    assert found("portolan_decisions_verified_total", result="different") == 0


@pytest.mark.parametrize(
    ("accepted", "media_type"),
    [
        (None, "text/plain; version=0.0.4; charset=utf-8"),
        ("*/*", "text/plain; version=0.0.4; charset=utf-8"),
        ("text/plain;version=0.0.4", "text/plain; version=0.0.4; charset=utf-8"),
        (
            "application/openmetrics-text;version=1.0.0;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,"
            "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,text/plain;version=0.0.4;q=0.2,*/*;q=0.1",
            "application/openmetrics-text; version=1.0.0; charset=utf-8",
        ),
        ("application/openmetrics-text", "application/openmetrics-text; version=1.0.0; charset=utf-8"),
    ],
)
def test_as_the_scraper_likes_it(watched: FlaskClient, accepted: str | None, media_type: str) -> None:
    response = watched.get("/metrics", headers={"Accept": accepted} if accepted else {})
    assert (response.status_code, response.headers["Content-Type"]) == (200, media_type)
    if "openmetrics" in media_type:
        assert [family.name for family in read_openmetrics(response.text)]
    assert response.headers["Cache-Control"] == "no-store"


def test_what_no_scraper_likes(watched: FlaskClient) -> None:
    problem_of(watched.get("/metrics", headers={"Accept": "image/png"}), 406)
    problem_of(watched.post("/metrics"), 405)


def test_head(watched: FlaskClient) -> None:
    response = watched.head("/metrics")
    assert (response.status_code, response.data) == (200, b"")
    assert response.headers["Content-Type"].startswith("text/plain; version=0.0.4")


def test_measuring_may_be_off(make_app: MakeApp) -> None:
    client = make_app(metrics=False).test_client()
    assert client.post(PATH, json=BODY).status_code == 200
    problem_of(client.get("/metrics"), 404)


def test_every_answer_says_the_id_of_its_request(watched: FlaskClient) -> None:
    given = {"X-Request-Id": "here-i-am"}
    for response in (
        watched.post(PATH, json=BODY, headers=given),
        watched.get("/none", headers=given),
        watched.head("/healthz", headers=given),
    ):
        assert response.headers.getlist("X-Request-Id") == ["here-i-am"]
    made = watched.get("/healthz", headers={"X-Request-Id": "not fit"}).headers["X-Request-Id"]
    assert re.fullmatch(r"[0-9a-f]{32}", made)


def test_ready_names_the_part_that_is_not(
    watched: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    assert watched.get("/readyz").json["status"] == "ready"

    def lost() -> None:
        raise StoreError("no such device")

    monkeypatch.setattr(_service(watched).store, "check", lost)
    with caplog.at_level("CRITICAL"):
        problem = problem_of(watched.get("/readyz"), 503)
    assert [error["pointer"] for error in problem["errors"]] == ["/store"]
    monkeypatch.undo()
    assert watched.get("/readyz").json["status"] == "ready"


def test_every_metric_is_documented(watched: FlaskClient) -> None:
    families = {
        line.split()[2]: line.split()[3]
        for line in watched.get("/metrics").text.splitlines()
        if line.startswith("# TYPE portolan_") and not line.split()[2].endswith("_created")
    }
    documented = dict(
        re.findall(r"^\| `(portolan_\w+)` \| (\w+) \|", (ROOT / "docs" / "observing.md").read_text(), re.M)
    )
    assert documented == families
