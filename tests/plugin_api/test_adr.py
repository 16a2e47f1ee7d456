"""A decision that was made here, as an architecture decision record."""

from __future__ import annotations

from datetime import date

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from engine.model import LANGUAGES
from tests.engine.madr import read_madr
from tests.plugin_api.conftest import Ask, problem_of

JAEGER = {"stack": {"in_use": ["jaeger"]}, "observability": {"signals": ["traces"]}}


@pytest.fixture
def made(ask: Ask) -> str:
    id_: str = ask(JAEGER).json["id"]
    return id_


def record_of(client: FlaskClient, id_: str, query: str = "", **headers: str) -> TestResponse:
    return client.get(f"/v1/decisions/{id_}/adr{query}", headers=headers)


def test_the_record_of_a_slot(client: FlaskClient, made: str) -> None:
    response = record_of(client, made, "?slot=tracing")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/markdown; charset=utf-8"
    assert response.headers["Content-Language"] == "en"
    assert response.headers["Content-Disposition"] == 'inline; filename="0000-tracing-back-end-keep-jaeger.md"'
    record = read_madr(response.text)
    assert record.title == "Tracing back end: keep Jaeger"
    assert record.front["portolan"].startswith(f"slot=tracing decision={made} ")
    assert record.under("Context and Problem Statement")[-2:] == [
        "Jaeger is in use stack.in_use",
        "Which signals are to be collected? traces observability.signals",
    ]


def test_it_tells_where_sources_disagree(client: FlaskClient, made: str) -> None:
    told = read_madr(record_of(client, made, "?slot=tracing").text).under("Where Sources Disagree")
    start = told.index("Whether a Jaeger in use has to go")
    one, other, settled = told[start + 1 : start + 4]
    assert one.endswith("— Kubernetes standard architecture 2026 (2025-12-10)")
    assert other.startswith("Where Jaeger already runs it may stay")
    assert settled.startswith("Settled: both stand, each under its conditions.")
    assert "tracing/keep-existing-jaeger" in settled


def test_a_premise_that_has_changed_is_a_remark_on_a_source_and_no_consequence(client: FlaskClient, ask: Ask) -> None:
    profile = {"stack": {"in_use": ["kyverno"]}, "platform": {"kubernetes_version": "1.28"}}
    id_ = ask(profile, as_of="2026-06-15").json["id"]
    for query in ("?slot=policy", ""):
        text = record_of(client, id_, query).text
        remark = "describes Kyverno as an incubating project"
        assert any(remark in line for line in read_madr(text).under("More Information"))
        assert text.count(remark) == 1


def test_answers_that_kept_rules_from_speaking_are_told(client: FlaskClient, ask: Ask) -> None:
    profile = {"platform": {"kubernetes_version": "1.32"}, "security": {"policies": ["validate"]}}
    id_ = ask(profile).json["id"]
    lines = read_madr(record_of(client, id_, "?slot=policy").text).under("Decision Outcome")
    (line,) = [one for one in lines if one.endswith(" platform.kubernetes_version")]
    assert "1.32 (below 1.30 → Kyverno)" in line


def test_the_record_of_the_whole_decision(client: FlaskClient, made: str) -> None:
    response = record_of(client, made)
    assert response.headers["Content-Disposition"].endswith(
        '"0000-platform-by-the-kubernetes-standard-architecture-2026.md"'
    )
    rows = [line.cells for line in read_madr(response.text).lines if line.kind == "row"]
    assert ("Tracing back end", "keep Jaeger", "open") in rows
    assert response.text.count("\n") < 300, "a record of readable length"


def test_what_is_said_of_it(client: FlaskClient, made: str) -> None:
    response = record_of(client, made, "?slot=tracing&status=accepted&date=2026-05-02&lang=ko")
    assert response.headers["Content-Language"] == "ko"
    record = read_madr(response.text)
    assert record.title == "추적 백엔드: Jaeger 유지"
    assert (record.front["status"], record.front["date"]) == ("accepted", date(2026, 5, 2))
    assert 'language: "en"' in record.request, "its id is that of the decision, which was asked for in English"
    assert record.front["portolan"].startswith(f"slot=tracing decision={made} ")


def test_it_is_in_the_language_of_the_decision(client: FlaskClient, ask: Ask) -> None:
    id_ = ask(JAEGER, language="ko").json["id"]
    assert record_of(client, id_, "?slot=tracing").headers["Content-Language"] == "ko"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_slot_of_the_shipped_knowledge_has_a_record(client: FlaskClient, made: str, language: str) -> None:
    slots = [one["slot"] for one in client.get(f"/v1/decisions/{made}").json["slots"]]
    for slot in slots:
        record = read_madr(record_of(client, made, f"?slot={slot}&lang={language}").text)
        assert len(record.sections) >= 4


def test_mistakes_are_problems(client: FlaskClient, made: str) -> None:
    assert problem_of(record_of(client, made, "?slot=trcing"), 422)["errors"] == [
        {"pointer": "/query/slot", "detail": "there is no slot 'trcing'", "hint": "did you mean 'tracing'?"}
    ]
    several = problem_of(record_of(client, made, "?status=agreed&date=soon&lang=fr&slots=cni"), 422)
    assert {error["pointer"] for error in several["errors"]} == {
        "/query/status",
        "/query/date",
        "/query/lang",
        "/query/slots",
    }
    assert problem_of(record_of(client, "0" * 32), 404)["errors"]
    problem_of(record_of(client, made, Accept="application/json"), 406)
    assert record_of(client, made, Accept="text/*").status_code == 200
