"""The dashboard and the alerts ask for what /metrics says: every metric and every label of theirs is there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from flask.testing import FlaskClient

from plugin_api.observability.observer import observer_of
from tests.plugin_api.conftest import ROOT
from tests.plugin_api.observability.conftest import Measured, metrics_of

DASHBOARD = ROOT / "deploy" / "grafana" / "portolan.json"
ALERTS = ROOT / "deploy" / "prometheus" / "alerts.yaml"
# What Prometheus adds to whatever it scrapes.
_SCRAPED = {"job", "instance"}
_AGGREGATIONS = {"count", "max", "sum", "topk"}
_FUNCTIONS = {"absent", "changes", "histogram_quantile", "increase", "label_values", "rate", "time", "vector"}


def _queries() -> Iterator[Any]:
    dashboard = json.loads(DASHBOARD.read_text())
    for panel in dashboard["panels"]:
        for target in panel.get("targets", ()):
            yield pytest.param(target["expr"], id=f"{panel['title']}-{target['refId']}")
    for annotation in dashboard["annotations"]["list"]:
        yield pytest.param(annotation["expr"], id=annotation["name"])
    for variable in dashboard["templating"]["list"]:
        if variable["type"] == "query":
            yield pytest.param(variable["query"]["query"], id=f"variable {variable['name']}")
    for alert in _alerts():
        yield pytest.param(alert["expr"], id=alert["alert"])


def _alerts() -> list[dict[str, Any]]:
    return [alert for group in yaml.safe_load(ALERTS.read_text())["groups"] for alert in group["rules"]]


@pytest.fixture(scope="module")
def found(shipped: FlaskClient) -> Measured:
    """After some of everything."""
    made = shipped.post("/v1/recommendations", json={"profile": {}, "as_of": "2026-04-01"}).json
    shipped.get(made["links"]["self"])
    observer = observer_of(shipped.application)
    assert observer is not None
    assert observer.metrics is not None
    observer.metrics.store_errors.labels("put").inc()
    observer.metrics.reloaded("reloaded")
    return metrics_of(shipped)


@pytest.mark.parametrize("query", list(_queries()))
def test_what_is_asked_for_is_there(query: str, found: Measured) -> None:
    labels_of: dict[str, set[str]] = {}
    for name, labels in found.samples:
        labels_of.setdefault(name, set()).update(dict(labels), _SCRAPED)
    asked = re.findall(r"\b(portolan_\w+)(?:\{([^}]*)\})?", query)
    assert asked
    there: set[str] = set()
    for name, matchers in asked:
        assert name in labels_of, name
        there |= labels_of[name]
        for label, value in re.findall(r"(\w+)=~?\"([^\"]*)\"", matchers):
            assert label in labels_of[name], f"{name} has no {label}"
            if not value.startswith("$") and label != "status":
                for one in value.split("|"):
                    assert one in found.labels(name, label), f"no {name} has {label}={one}"
    for grouped in re.findall(r"\bby \(([^)]*)\)", query):
        assert {label.strip() for label in grouped.split(",")} <= there


@pytest.mark.parametrize("query", list(_queries()))
def test_it_is_well_formed(query: str) -> None:
    plain = re.sub(r"\"[^\"]*\"", '""', query)
    for opening, closing in ("()", "{}", "[]"):
        assert plain.count(opening) == plain.count(closing)
    called = set(re.findall(r"\b([a-z_]+)\s*\(", plain))
    assert called <= _AGGREGATIONS | _FUNCTIONS | {"and", "by", "or"}
    assert all(re.fullmatch(r"\d+[smhd]|\$__(rate_interval|range)", over) for over in re.findall(r"\[([^]]*)\]", plain))
    for function in ("rate", "increase", "changes"):
        assert len(re.findall(rf"\b{function}\(", plain)) == len(re.findall(rf"\b{function}\([^()]*\]\)", plain))


def test_the_dashboard_is_one() -> None:
    dashboard = json.loads(DASHBOARD.read_text())
    ids = [panel["id"] for panel in dashboard["panels"]]
    assert len(set(ids)) == len(ids)
    places = {(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in dashboard["panels"]}
    assert len(places) == len(ids)
    assert all(panel["gridPos"]["x"] + panel["gridPos"]["w"] <= 24 for panel in dashboard["panels"])


def test_every_alert_says_what_it_is_about_and_is_documented() -> None:
    alerts = _alerts()
    documented = (ROOT / "docs" / "observing.md").read_text()
    for alert in alerts:
        assert alert["labels"]["severity"] in ("critical", "warning", "info")
        assert alert["annotations"].keys() == {"summary", "description"}
        assert f"`{alert['alert']}`" in documented
    assert len({alert["alert"] for alert in alerts}) == len(alerts)


def test_objectives_are_about_what_people_ask() -> None:
    found = [alert["expr"] for alert in _alerts() if "ErrorBudget" in alert["alert"]]
    assert found
    for expression in found:
        selectors = re.findall(r"portolan_http_request_duration_seconds_count\{([^}]*)\}", expression)
        assert len(selectors) == expression.count("portolan_http_request_duration_seconds_count")
        for selector in selectors:
            assert 'route!~"/healthz|/readyz|/metrics"' in selector


def test_a_store_that_is_away_for_a_moment_wakes_nobody() -> None:
    (alert,) = (alert for alert in _alerts() if alert["alert"] == "PortolanStoreUnreachable")
    (window,) = re.findall(r"\[(\d+)s\]", alert["expr"])
    assert int(window) < 60 * int(alert["for"].removesuffix("m"))
