"""Making decisions and reading them again."""

from __future__ import annotations

from datetime import date
from random import Random

import orjson
import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from bench.profiles import SHAPES, Shape, random_profile
from engine.advisor import Advisor
from engine.explanation.document import decision_document
from engine.model import LANGUAGES, Language
from engine.request import decision_id, read_request
from plugin_api.rendering import Renderer
from plugin_api.service import Service
from tests.plugin_api.conftest import DAY, Ask, problem_of, slot_of


def test_the_standard_architecture(ask: Ask) -> None:
    response = ask({}, edition="2026")
    body = response.json
    assert response.content_type == "application/json"
    above = ["connections", "install_order", "roadmap", "advice"]
    told = ["id", "edition", "as_of", "knowledge", "slots", *above, "open_questions", "warnings", "receipt", "links"]
    assert list(body) == told
    assert (body["edition"], body["as_of"]) == ("2026", DAY)
    assert slot_of(response, "tracing")["picks"] == ["tempo"]
    links = {"self": f"/v1/decisions/{body['id']}", "trace": f"/v1/decisions/{body['id']}/trace"}
    assert body["links"] == {**links, "page": f"/decisions/{body['id']}"}


def test_what_is_left_out(client: FlaskClient) -> None:
    body = client.post("/v1/recommendations", json={"profile": {}}).json
    assert body["as_of"] == date.today().isoformat()


def test_a_decision_is_found_again(client: FlaskClient, ask: Ask) -> None:
    made = ask({"platform": {"production": True}})
    found = client.get(made.json["links"]["self"])
    assert (found.status_code, found.data) == (200, made.data)


def test_ways_of_writing_one_request(ask: Ask) -> None:
    plain = ask({"stack": {"in_use": ["jaeger", "harbor"]}})
    other = ask({"stack": {"in_use": ["harbor", "jaeger", "harbor"], "works_well": None}, "mesh": None}, language="en")
    assert other.data == plain.data


def test_the_language(client: FlaskClient) -> None:
    def title(language: str | None, accepted: str) -> tuple[str, str | None]:
        request = {"profile": {}, "as_of": DAY, "language": language}
        response = client.post("/v1/recommendations", json=request, headers={"Accept-Language": accepted})
        assert response.headers["Vary"] == "Accept, Accept-Language, Accept-Encoding"
        return slot_of(response, "storage")["title"], response.headers["Content-Language"]

    assert title(None, "") == ("Storage", "en")
    assert title(None, "fr, ko-KR;q=0.8, en;q=0.5") == ("스토리지", "ko")
    assert title(None, "fr") == ("Storage", "en")
    assert title("ko", "en") == ("스토리지", "ko")
    assert title("en", "ko") == ("Storage", "en")


def test_the_same_decision_in_another_language(client: FlaskClient, ask: Ask) -> None:
    made = ask({"platform": {"clusters": 3}})
    korean = client.get(made.json["links"]["self"], query_string={"lang": "ko"})
    assert korean.headers["Content-Language"] == "ko"
    assert korean.json["id"] != made.json["id"]
    assert korean.data == client.get(korean.headers["Content-Location"]).data
    assert korean.data == ask({"platform": {"clusters": 3}}, language="ko").data
    # A header must not turn one decision into another.
    again = client.get(made.json["links"]["self"], headers={"Accept-Language": "ko"})
    assert again.data == made.data


def test_the_proof(client: FlaskClient, ask: Ask) -> None:
    made = ask({"stack": {"in_use": ["jaeger"]}, "observability": {"signals": ["traces"]}})
    response = client.get(made.json["links"]["trace"])
    trace = response.json
    assert trace["decision"] == made.json["id"]
    assert trace["profile"] == {"observability": {"signals": ["traces"]}, "stack": {"in_use": ["jaeger"]}}
    fired = {firing["rule"] for firing in trace["firings"]}
    verdicts = [verdict for slot in made.json["slots"] for verdict in slot["verdicts"]]
    assert {reason["rule"] for verdict in verdicts for reason in verdict["because"]} <= fired
    korean = client.get(made.json["links"]["trace"], query_string={"lang": "ko"})
    assert korean.headers["Content-Language"] == "ko"
    assert korean.json["firings"] != trace["firings"]


def test_a_request_is_answered_from_memory_on_the_same_day_only(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = b'{"profile": {"platform": {"nodes": 77}}}'
    monkeypatch.setattr(service, "today", lambda: date(2026, 4, 1))
    first = service.answer(body, "en")
    assert service.answer(body, "en") is first
    assert service.answer(body, "ko").id != first.id
    monkeypatch.setattr(service, "today", lambda: date(2026, 4, 2))
    assert service.answer(body, "en").id != first.id


@given(seed=st.integers(0, 10**9), shape=st.sampled_from(SHAPES), language=st.sampled_from(LANGUAGES))
def test_the_body_is_the_document_byte_for_byte(service: Service, seed: int, shape: Shape, language: Language) -> None:
    """And it is the same with pieces remembered from other decisions as without."""
    advisor = service.advisor
    raw = {"profile": random_profile(service.knowledge, shape, Random(seed)), "language": language}
    request = read_request(raw, service.knowledge, today=date(2026, 4, 1))
    id_ = decision_id(request, service.knowledge)
    whole = orjson.dumps(decision_document(advisor.decide(request), advisor.reasoner, id_, language))
    assert service.decide(request).body == whole


def test_pieces_that_are_let_go_are_made_anew(advisor: Advisor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plugin_api.rendering.MAX_FRAGMENTS", 5)
    monkeypatch.setattr("plugin_api.rendering.MAX_OUTCOMES", 5)
    renderer = Renderer(advisor.reasoner)
    request = read_request({"profile": {}}, advisor.knowledge, today=date(2026, 4, 1))
    decision = advisor.decide(request)
    assert renderer.fragments(decision, "en") == renderer.fragments(decision, "en")


def test_every_mistake_at_once(ask: Ask) -> None:
    profile = {"platform": {"clusters": "many", "productoin": True}, "stack": {"in_use": ["jeager"]}}
    problem = problem_of(ask(profile, edition="2062", langauge="en"), 422)
    assert {(error["pointer"], error["hint"]) for error in problem["errors"]} >= {
        ("/langauge", "did you mean 'language'?"),
        ("/profile/platform/productoin", "did you mean 'production'?"),
        ("/profile/stack/in_use/0", "did you mean 'jaeger'?"),
    }
    assert {"/edition", "/profile/platform/clusters"} <= {error["pointer"] for error in problem["errors"]}
    assert problem["instance"] == "/v1/recommendations"


def test_a_language_that_is_not_spoken(ask: Ask) -> None:
    problem = problem_of(ask({}, language="kr"), 422)
    assert problem["errors"][0] == {
        "pointer": "/language",
        "detail": "there is no language 'kr'",
        "hint": "one of en or ko",
    }


def test_days_before_editions(ask: Ask) -> None:
    problem_of(ask({}, as_of="2020-01-01"), 422)
    assert ask({}, as_of="2020-01-01", edition="2025").json["as_of"] == "2020-01-01"
