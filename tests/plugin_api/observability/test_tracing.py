"""Traces, as a collector on loopback receives them."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from plugin_api.observability import tracing
from plugin_api.observability.observer import observer_of
from plugin_api.settings import SettingsError
from tests.plugin_api.observability.conftest import Collector, MakeApp

PATH = "/v1/recommendations"
TRACE, SPAN = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"


@pytest.fixture
def traced(make_app: MakeApp, collector: Collector) -> FlaskClient:
    return make_app(tracing=True).test_client()


def _attributes(span: Any) -> dict[str, Any]:
    return {one.key: getattr(one.value, one.value.WhichOneof("value")) for one in span.attributes}


def _close(client: FlaskClient) -> None:
    observer = observer_of(client.application)
    assert observer is not None
    observer.close()


def test_a_new_decision(traced: FlaskClient, collector: Collector) -> None:
    headers = {"traceparent": f"00-{TRACE}-{SPAN}-01", "X-Request-Id": "mine"}
    made = traced.post(PATH, json={"profile": {}, "as_of": "2026-01-15"}, headers=headers).json
    _close(traced)
    whole = collector.span(f"POST {PATH}")
    assert (whole.trace_id.hex(), whole.parent_span_id.hex()) == (TRACE, SPAN)
    assert _attributes(whole) == {
        "http.request.method": "POST",
        "http.route": PATH,
        "http.response.status_code": 200,
        "portolan.request_id": "mine",
        "portolan.decision": made["id"],
    }
    parts = [span for span in collector.spans if span is not whole]
    assert {"decide", "render", "store put"} <= {span.name for span in parts}
    assert {span.parent_span_id for span in parts} == {whole.span_id}
    assert {span.trace_id for span in parts} == {whole.trace_id}
    assert collector.resources[0]["service.name"] == "portolan"


def test_a_problem_in_a_trace_of_its_own(traced: FlaskClient, collector: Collector) -> None:
    traced.get("/v1/decisions/none", headers={"traceparent": "00-nonsense"})
    _close(traced)
    whole = collector.span("GET /v1/decisions/{decision_id}")
    assert not whole.parent_span_id
    assert _attributes(whole)["portolan.problem"] == "not-found"


def test_what_the_environment_says_goes_before(
    make_app: MakeApp, collector: Collector, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OTEL_SERVICE_NAME", "advice")
    client = make_app(tracing=True).test_client()
    client.get("/healthz")
    _close(client)
    assert collector.resources[0]["service.name"] == "advice"


def test_without_traces_nothing_is_sent(watched: FlaskClient, collector: Collector) -> None:
    watched.get("/healthz")
    _close(watched)
    assert collector.spans == []


def test_a_trace_that_is_not_sampled_is_not_sent(traced: FlaskClient, collector: Collector) -> None:
    traced.get("/healthz", headers={"traceparent": f"00-{TRACE}-{SPAN}-00"})
    _close(traced)
    assert collector.spans == []


def test_without_the_extra_one_line_says_what_to_install(make_app: MakeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tracing, "_NEEDED", ("no_such_package.sdk",))
    with pytest.raises(SettingsError, match=r"^PORTOLAN_OTEL is 'on', .*pip install opentelemetry-sdk .*\.$"):
        make_app(tracing=True)
