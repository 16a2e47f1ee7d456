"""Open questions and robustness over HTTP."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.plugin_api.conftest import DAY, Ask, problem_of

TRACES = {"stack": {"in_use": ["jaeger"]}, "observability": {"signals": ["traces"]}}


def test_an_answer_that_is_still_to_be_given_says_what_it_would_change(client: FlaskClient, ask: Ask) -> None:
    made = ask()
    found = client.get(f"{made.json['links']['self']}/open-questions").json
    assert found["decision"] == made.json["id"]
    asked = {question["question"]: question for question in found["questions"]}
    assert set(asked) >= {question["question"] for question in made.json["open_questions"]}
    jaeger = next(one for one in asked["stack.in_use"]["answers"] if one["to"] == ["jaeger"])
    (tracing,) = (slot for slot in jaeger["slots"] if slot["slot"] == "tracing")
    assert tracing["picks"] == {"from": ["tempo"], "to": ["jaeger"]}
    assert "tracing" in asked["stack.in_use"]["moves_picks"]


def test_most_telling_questions_come_first_and_those_that_tell_nothing_alone_last(
    client: FlaskClient, ask: Ask
) -> None:
    questions = client.get(f"{ask().json['links']['self']}/open-questions").json["questions"]
    moved = [len(question["moves_picks"]) for question in questions]
    assert moved == sorted(moved, reverse=True) and moved[0] > 0
    alone = [question["alone"] for question in questions]
    assert alone == sorted(alone, reverse=True) and not alone[-1]
    assert all(question["alone"] == bool(question["answers"]) for question in questions)


def test_putting_an_answer_in_its_place_does_what_was_said(client: FlaskClient, ask: Ask) -> None:
    questions = client.get(f"{ask(TRACES).json['links']['self']}/open-questions").json["questions"]
    for question in questions[:3]:
        section, _, name = question["question"].partition(".")
        answer = question["answers"][0]
        profile: dict[str, Any] = {**TRACES, section: {**TRACES.get(section, {}), name: answer["to"]}}
        after = {slot["slot"]: slot for slot in ask(profile).json["slots"]}
        for slot in answer["slots"]:
            assert (after[slot["slot"]]["picks"], after[slot["slot"]]["status"]) == (
                slot["picks"]["to"],
                slot["status"]["to"],
            )


def test_one_slot_alone(client: FlaskClient, ask: Ask) -> None:
    self = ask().json["links"]["self"]
    questions = client.get(f"{self}/open-questions?slot=tracing").json["questions"]
    assert all(set(question["slots"]) <= {"tracing"} for question in questions)
    picks = client.get(f"{self}/robustness?slot=tracing").json["picks"]
    assert [(pick["slot"], pick["product"]) for pick in picks] == [("tracing", "tempo")]


def test_every_pick_has_a_badge(client: FlaskClient, ask: Ask) -> None:
    made = ask(TRACES)
    found = client.get(f"{made.json['links']['self']}/robustness").json
    picks = [(slot["slot"], product) for slot in made.json["slots"] for product in slot["picks"]]
    assert [(pick["slot"], pick["product"]) for pick in found["picks"]] == picks
    assert sum(found["counts"].values()) == len(picks)
    (kept,) = (pick for pick in found["picks"] if pick["slot"] == "tracing")
    assert kept["badge"] == "sensitive"
    (deciding,) = (one for one in kept["given"] if one["question"] == "stack.in_use")
    assert (deciding["from"], deciding["from_text"], deciding["fixed"]) == (["jaeger"], "Jaeger", True)
    assert deciding["changes"] == [
        {
            "to": [],
            "text": "without Jaeger",
            "ranges": [],
            "verdict": "avoid",
            "picks": ["tempo"],
            "status": "open",
            "beside": [],
        }
    ]


def test_an_answer_that_puts_another_pick_beside_one_does_not_take_it_away(client: FlaskClient, ask: Ask) -> None:
    found = client.get(f"{ask(TRACES).json['links']['self']}/robustness?slot=tracing").json
    (kept,) = found["picks"]
    (stack,) = (one for one in kept["joined"] if one["question"] == "observability.grafana_stack")
    assert (stack["from"], [change["beside"] for change in stack["changes"]]) == (None, [["tempo"]])
    assert "observability.grafana_stack" not in {one["question"] for one in (*kept["given"], *kept["open"])}


def test_numbers_and_versions_are_told_as_ranges(client: FlaskClient, ask: Ask) -> None:
    profile = {"security": {"policies": ["validate"]}, "platform": {"kubernetes_version": "1.33"}}
    self = ask(profile).json["links"]["self"]
    picks = client.get(f"{self}/robustness").json["picks"]
    (native,) = (pick for pick in picks if pick["product"] == "native-admission")
    (change,) = (one["changes"][0] for one in native["given"] if one["question"] == "platform.kubernetes_version")
    assert (change["text"], change["picks"]) == ("below 1.30", ["kyverno"])
    assert change["ranges"] == [{"at_least": None, "above": None, "at_most": None, "below": "1.30"}]
    asked = client.get(f"{self}/open-questions?slot=cluster-ui").json["questions"]
    (revenue,) = (one for one in asked if one["question"] == "organisation.annual_revenue_musd")
    assert [answer["text"] for answer in revenue["answers"]] == ["below 10"]


def test_facts_can_be_held(client: FlaskClient, ask: Ask) -> None:
    found = client.get(f"{ask(TRACES).json['links']['self']}/robustness?hold=given").json
    assert found["hold"] == "given"
    assert not any(one["fixed"] for pick in found["picks"] for one in pick["given"])


@pytest.mark.parametrize("what", ["open-questions", "robustness"])
def test_korean(what: str, client: FlaskClient, ask: Ask) -> None:
    self = ask(TRACES).json["links"]["self"]
    korean = client.get(f"{self}/{what}?lang=ko")
    assert korean.headers["Content-Language"] == "ko"
    assert korean.json != client.get(f"{self}/{what}").json


@pytest.mark.parametrize("what", ["open-questions", "robustness"])
def test_what_is_not_there(what: str, client: FlaskClient, ask: Ask) -> None:
    problem_of(client.get(f"/v1/decisions/{'0' * 32}/{what}"), 404)
    self = ask(as_of=DAY).json["links"]["self"]
    problem = problem_of(client.get(f"{self}/{what}?slot=tracin"), 422)
    assert (problem["errors"][0]["pointer"], problem["errors"][0]["hint"]) == (
        "/query/slot",
        "did you mean 'tracing'?",
    )
    problem_of(client.get(f"{self}/{what}", headers={"Accept": "image/png"}), 406)


def test_a_way_to_hold_that_is_not_known(client: FlaskClient, ask: Ask) -> None:
    problem = problem_of(client.get(f"{ask().json['links']['self']}/robustness?hold=all"), 422)
    assert problem["errors"][0]["pointer"] == "/query/hold"
