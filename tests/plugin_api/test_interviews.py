"""GET and POST /v1/interviews: a question at a time, with nothing kept in between."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from engine.model import Knowledge
from plugin_api.schemas.interviews import InterviewSchema
from tests.plugin_api.conftest import DAY, Ask, problem_of

ANSWERS: dict[str, Any] = {
    "bool": False,
    "int": 3,
    "number": 3,
    "choices": [],
    "version": "1.30",
    "products": ["jaeger"],
    "versions": {"jaeger": "2.1"},
}


def step(client: FlaskClient, profile: dict[str, Any] | None = None, **members: Any) -> dict[str, Any]:
    response = client.post("/v1/interviews", json={"profile": profile or {}, "as_of": DAY, **members})
    assert response.status_code == 200, response.text
    assert InterviewSchema().validate(response.json) == {}
    found: dict[str, Any] = response.json
    return found


def test_the_start_is_the_first_step(client: FlaskClient) -> None:
    started = client.get(f"/v1/interviews?as_of={DAY}&lang=en")
    assert (started.status_code, started.content_language.as_set()) == (200, {"en"})
    assert started.json == step(client, language="en")
    assert started.json["question"]["id"] == "stack.in_use"
    assert client.get("/v1/interviews?edition=2025&as_of=2025-06-01").json["edition"] == "2025"


def test_a_step_says_why_it_asks_and_how_far_it_is(client: FlaskClient, shipped: Knowledge) -> None:
    found = step(client, {"stack": {"in_use": []}})
    assert found["profile"] == {"stack": {"in_use": [], "works_well": []}}
    assert [(one["question"], one["answer"], one["by"]) for one in found["implied"]] == [
        ("stack.works_well", [], "stack.in_use")
    ]
    assert found["progress"]["slots"] == len(found["slots"]) == len(shipped.slots)
    assert found["question"]["why"]["slots"]
    again = step(client, found["profile"], skipped=[found["question"]["id"]])
    assert again["question"]["id"] != found["question"]["id"]
    assert again["skipped"] == [found["question"]["id"]]
    assert again["progress"]["skipped"] == 1


def test_answering_each_question_ends_with_none(client: FlaskClient, shipped: Knowledge) -> None:
    found = step(client)
    for _ in shipped.questions:
        question = found["question"]
        if question is None:
            break
        value = question["options"][0]["id"] if question["type"] == "choice" else ANSWERS[question["type"]]
        profile = found["profile"]
        profile.setdefault(question["section"], {})[question["id"].partition(".")[2]] = value
        found = step(client, profile)
    assert found["question"] is None
    assert found["progress"]["remaining"] == found["progress"]["open"] == 0
    decision = client.post(found["links"]["recommendations"], json={"profile": found["profile"], "as_of": DAY}).json
    picks = {slot["slot"]: slot["picks"] for slot in decision["slots"]}
    assert picks == {slot["slot"]: slot["picks"] for slot in found["slots"]}


def test_the_language_is_that_of_the_body_else_of_the_header(client: FlaskClient) -> None:
    korean = client.post("/v1/interviews", json={"language": "ko"})
    assert korean.json["question"]["section_title"] == "현재 스택"
    assert korean.headers["Content-Language"] == "ko"
    accepted = client.post("/v1/interviews", json={}, headers={"Accept-Language": "ko"})
    assert accepted.json == korean.json


def test_all_mistakes_at_once(client: FlaskClient) -> None:
    body = {"profile": {"platform": {"prodction": True}}, "skiped": [], "skipped": ["platform.cluster", 3]}
    problem = problem_of(client.post("/v1/interviews", json=body), 422)
    assert [(error["pointer"], error["hint"]) for error in problem["errors"]] == [
        ("/skiped", "did you mean 'skipped'?"),
        ("/profile/platform/prodction", "did you mean 'production'?"),
        ("/skipped/0", "did you mean 'platform.clusters'?"),
        ("/skipped/1", None),
    ]


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("edition=2052", "/query/edition"),
        ("as_of=soon", "/query/as_of"),
        ("as_of=1999-01-01", "/query/as_of"),
        ("lang=fr", "/query/lang"),
        ("editon=2026", "/query/editon"),
    ],
)
def test_mistakes_of_a_start(client: FlaskClient, query: str, pointer: str) -> None:
    problem = problem_of(client.get(f"/v1/interviews?{query}"), 422)
    assert [error["pointer"] for error in problem["errors"]] == [pointer]


def test_what_is_no_step(client: FlaskClient) -> None:
    problem_of(client.post("/v1/interviews", json=[]), 422)
    problem_of(client.post("/v1/interviews", json={"skipped": "platform.clusters"}), 422)
    problem_of(client.post("/v1/interviews?lang=ko", json={}), 422)
    problem_of(client.post("/v1/interviews", data="{", content_type="application/json"), 400)
    problem_of(client.post("/v1/interviews", data="{}", content_type="text/plain"), 415)
    problem_of(client.get("/v1/interviews", headers={"Accept": "text/csv"}), 406)


# --- which questions still matter -----------------------------------------------------------------------------------


def standing_of(found: dict[str, Any], question: str) -> dict[str, Any]:
    standing: dict[str, Any] = next(one for one in found["questions"] if one["question"] == question)
    return standing


def test_every_question_says_how_it_stands(client: FlaskClient, shipped: Knowledge) -> None:
    found = step(client, {"mesh": {"wanted": False}, "stack": {"in_use": []}}, skipped=["platform.production"])
    assert [one["question"] for one in found["questions"]] == list(shipped.questions)
    stands = {id_: standing_of(found, id_)["standing"] for id_ in shipped.questions}
    assert stands["mesh.wanted"] == "answered"
    assert stands["stack.works_well"] == "implied"
    assert stands["platform.production"] == "skipped"
    assert stands["mesh.priority"] == "settled"
    assert stands["platform.clusters"] == "open"
    told = standing_of(found, "mesh.priority")
    assert (told["slots"], told["text"]) == ([], "No answer to it changes a pick or a verdict any more.")


def test_questions_that_wait_for_another_say_for_which(client: FlaskClient) -> None:
    waiting = standing_of(step(client), "platform.control_plane_nodes")
    assert (waiting["standing"], waiting["after"]) == ("waiting", ["platform.management"])
    opened = step(client, {"platform": {"management": "self-managed"}})
    assert standing_of(opened, "platform.control_plane_nodes")["standing"] == "open"
    beside = standing_of(step(client, {"platform": {"management": "managed"}}), "platform.control_plane_nodes")
    assert (beside["standing"], beside["after"]) == ("beside", ["platform.management"])


def test_as_many_questions_can_change_something_as_progress_says(client: FlaskClient) -> None:
    for profile in ({}, {"stack": {"in_use": []}}, {"platform": {"management": "managed"}, "mesh": {"wanted": False}}):
        found = step(client, profile)
        changing = [one for one in found["questions"] if one["standing"] in ("open", "waiting") and one["slots"]]
        assert len(changing) == found["progress"]["remaining"]
        open_slots = {slot["slot"] for slot in found["slots"] if slot["standing"] == "open"}
        assert {slot for one in changing for slot in one["slots"]} == open_slots


def test_the_question_that_is_asked_next_is_open(client: FlaskClient) -> None:
    found = step(client)
    assert standing_of(found, found["question"]["id"])["standing"] == "open"


def test_an_answer_to_a_settled_question_changes_no_slot(client: FlaskClient, ask: Ask) -> None:
    profile: dict[str, Any] = {"mesh": {"wanted": False}, "stack": {"in_use": []}}
    assert standing_of(step(client, profile), "mesh.only_mtls")["standing"] == "settled"
    before = ask(profile).json["slots"]
    profile["mesh"]["only_mtls"] = True
    assert [(one["picks"], one["status"]) for one in ask(profile).json["slots"]] == [
        (one["picks"], one["status"]) for one in before
    ]


def test_why_a_question_is_asked_in_korean(client: FlaskClient) -> None:
    found = step(client, {"mesh": {"wanted": False}, "stack": {"in_use": []}}, language="ko")
    assert standing_of(found, "mesh.priority")["text"] == "어떻게 답해도 추천과 판정이 더는 달라지지 않습니다."
    assert standing_of(found, "platform.control_plane_nodes")["text"].startswith("먼저 답할 질문: Kubernetes는")
