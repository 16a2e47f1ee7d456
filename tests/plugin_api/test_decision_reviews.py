"""Reviews of decisions: added and never changed, found again, and what they come to on a day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from plugin_api.reviewing.setup import EXTENSION
from plugin_api.security.caller import Caller, Role
from plugin_api.vocabulary import MAX_TEXT
from tests.plugin_api.conftest import Ask, problem_of

LATER = (date.today() + timedelta(days=30)).isoformat()
OVERRULE = {
    "kind": "overrule",
    "slot": "tracing",
    "product": "tempo",
    "verdict": "avoid",
    "text": "It stores nowhere that we may store.",
    "until": LATER,
}


def _as(app: Flask, subject: str, *roles: Role) -> FlaskClient:
    """A client of somebody whom authentication knows."""
    client = app.test_client()
    caller = Caller(subject, frozenset(roles or ("read", "decide", "review")))
    plain = client.open

    def opened(*args: Any, **named: Any) -> TestResponse:
        with app.app_context():
            g.portolan_caller = caller
            return plain(*args, **named)

    client.open = opened  # type: ignore[method-assign]
    return client


@pytest.fixture
def decision(ask: Ask, request: pytest.FixtureRequest) -> str:
    """A decision that no other test reviews."""
    number = sum(map(ord, request.node.name)) + len(request.node.name) * 10_000
    made = ask({"platform": {"clusters": number}, "stack": {"in_use": ["jaeger"]}})
    assert made.status_code == 200, made.text
    return str(made.json["id"])


def _review(client: FlaskClient, decision: str, **body: Any) -> TestResponse:
    return client.post(f"/v1/decisions/{decision}/reviews", json=body)


def _standing(client: FlaskClient, decision: str, **query: str) -> dict[str, Any]:
    found: dict[str, Any] = client.get(f"/v1/decisions/{decision}/standing", query_string=query).json
    return found


def _slot(standing: dict[str, Any], slot: str) -> dict[str, Any]:
    return next(one for one in standing["slots"] if one["slot"] == slot)


def test_a_comment_is_kept_as_it_was_written(client: FlaskClient, decision: str) -> None:
    before = client.get(f"/v1/decisions/{decision}").data
    response = _review(client, decision, kind="comment", text="  좋아 보입니다.\r\nSee <b>the budget</b>.  ")
    review = response.json
    assert (response.status_code, response.headers["Location"]) == (201, f"/v1/reviews/{review['id']}")
    assert (review["text"], review["by"], review["state"]) == (
        "좋아 보입니다.\nSee <b>the budget</b>.",
        "anybody",
        "in-force",
    )
    assert client.get(review["links"]["self"]).json == review
    assert client.get(f"/v1/decisions/{decision}/reviews").json["items"] == [review]
    assert client.get(f"/v1/decisions/{decision}").data == before


def test_the_author_is_whoever_authentication_says(app: Flask, decision: str) -> None:
    anna = _as(app, "user:default/anna")
    assert _review(anna, decision, kind="accept").json["by"] == "user:default/anna"
    problem = problem_of(_review(anna, decision, kind="accept", by="user:default/ben"), 422)
    assert problem["errors"][0]["pointer"] == "/by"


def test_a_decision_in_another_language_is_the_same_decision(client: FlaskClient, decision: str) -> None:
    korean = client.get(f"/v1/decisions/{decision}?lang=ko").json["id"]
    _review(client, korean, kind="accept")
    assert korean != decision
    assert _standing(client, decision)["standing"] == "accepted"
    assert len(client.get(f"/v1/reviews?decision={decision}").json["items"]) == 1


# --- what reviews come to -------------------------------------------------------------------------------------


def test_a_decision_waits_until_it_is_accepted(client: FlaskClient, decision: str) -> None:
    assert _standing(client, decision)["standing"] == "pending"
    first = _review(client, decision, kind="accept", slot="tracing").json["id"]
    standing = _standing(client, decision)
    assert (standing["standing"], _slot(standing, "tracing")["standing"]) == ("pending", "accepted")
    assert _slot(standing, "tracing")["accepted"]["review"] == first
    _review(client, decision, kind="accept", text="All of it.")
    standing = _standing(client, decision)
    assert (standing["standing"], standing["counts"]["pending"]) == ("accepted", 0)
    assert all(slot["standing"] in ("accepted", "not-needed") for slot in standing["slots"])


def test_an_overrule_counts_until_its_last_day(client: FlaskClient, decision: str) -> None:
    _review(client, decision, kind="accept")
    made = _review(client, decision, **OVERRULE).json
    standing = _standing(client, decision)
    assert standing["standing"] == "overruled"
    (overruled,) = _slot(standing, "tracing")["overruled"]
    assert (overruled["product"], overruled["instead"], overruled["review"]) == ("tempo", "avoid", made["id"])
    assert overruled["verdict"] != "avoid"
    assert _standing(client, decision, as_of=LATER)["standing"] == "overruled"
    after = (date.fromisoformat(LATER) + timedelta(days=1)).isoformat()
    assert _standing(client, decision, as_of=after)["standing"] == "accepted"
    states = [
        client.get(f"/v1/decisions/{decision}/reviews?as_of={after}&state={state}").json["items"]
        for state in ("in-force", "expired", "withdrawn")
    ]
    assert [[one["kind"] for one in items] for items in states] == [["accept"], ["overrule"], []]


def test_who_wrote_a_review_can_take_it_back(app: Flask, decision: str) -> None:
    anna, ben, root = _as(app, "anna"), _as(app, "ben"), _as(app, "root", "review", "admin", "read")
    first, second = (_review(anna, decision, kind="accept").json["id"] for _ in range(2))
    assert "anna" in problem_of(_review(ben, decision, kind="withdraw", review=first), 403)["detail"]
    taken = _review(anna, decision, kind="withdraw", review=first, text="Too soon.").json
    assert anna.get(f"/v1/reviews/{first}").json["withdrawn"] == {"by": "anna", "at": taken["at"], "text": "Too soon."}
    assert _review(root, decision, kind="withdraw", review=second).status_code == 201
    assert _standing(anna, decision)["standing"] == "pending"
    assert "anna" in problem_of(_review(root, decision, kind="withdraw", review=first), 409)["detail"]
    problem = problem_of(_review(anna, decision, kind="withdraw", review=taken["id"]), 422)
    assert problem["errors"][0]["pointer"] == "/review"


def test_a_review_counts_from_the_day_it_was_written_to_the_day_it_was_taken_back(
    app: Flask, client: FlaskClient, decision: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = app.extensions[EXTENSION].store._store  # behind what measures it
    address = f"/v1/decisions/{decision}/reviews"
    noon = datetime(2026, 5, 4, 12, tzinfo=UTC)
    monkeypatch.setattr(store, "now", lambda: int(noon.timestamp()) * 1_000_000)
    made = _review(client, decision, kind="accept").json["id"]
    later = noon + timedelta(days=3)
    monkeypatch.setattr(store, "now", lambda: int(later.timestamp()) * 1_000_000)
    _review(client, decision, kind="withdraw", review=made)
    days = ("2020-01-01", "2026-05-03", "2026-05-04", "2026-05-06", "2026-05-07")
    counted = [_standing(client, decision, as_of=day)["standing"] for day in days]
    assert counted == ["pending", "pending", "accepted", "accepted", "pending"]
    lists = [client.get(f"{address}?as_of={day}&kind=accept").json["items"] for day in days]
    assert [[one["state"] for one in items] for items in lists] == [[], [], ["in-force"], ["in-force"], ["withdrawn"]]
    assert (lists[3][0]["withdrawn"] is None, lists[4][0]["withdrawn"] is None) == (True, False)
    for state, day, count in (("in-force", "2026-05-06", 1), ("withdrawn", "2026-05-06", 0)):
        query = f"decision={decision}&kind=accept&state={state}&as_of={day}"
        assert len(client.get(f"/v1/reviews?{query}").json["items"]) == count
    assert client.get(f"/v1/reviews/{made}?as_of=2026-05-06").json == lists[3][0]
    (error,) = problem_of(client.get(f"/v1/reviews/{made}?as_of=2026-05-03"), 422)["errors"]
    assert (error["pointer"], error["hint"]) == ("/query/as_of", "it was made on 2026-05-04 (UTC)")


# --- sent again -----------------------------------------------------------------------------------------------


def test_what_is_sent_again_under_its_key_is_not_doubled(client: FlaskClient, decision: str) -> None:
    address, body = f"/v1/decisions/{decision}/reviews", {"kind": "comment", "text": "Once."}
    headers = {"Idempotency-Key": f"key-{decision}"}
    answers = [client.post(address, json=body, headers=headers) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201] * 3
    assert len({answer.data for answer in answers}) == 1
    assert len(client.get(address).json["items"]) == 1
    other = client.post(address, json={**body, "text": "Twice."}, headers=headers)
    assert answers[0].json["id"] in problem_of(other, 409)["detail"]


def test_a_withdrawal_that_is_sent_again_is_answered_again(client: FlaskClient, decision: str) -> None:
    made = _review(client, decision, kind="accept").json["id"]
    address, headers = f"/v1/decisions/{decision}/reviews", {"Idempotency-Key": f"back-{decision}"}
    answers = [client.post(address, json={"kind": "withdraw", "review": made}, headers=headers) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].data == answers[1].data


def test_a_withdrawal_in_the_same_words_is_the_same(app: Flask, client: FlaskClient, decision: str) -> None:
    made = _review(client, decision, kind="accept").json["id"]
    answers = [_review(client, decision, kind="withdraw", review=made, text="Too soon.") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].data == answers[1].data
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    other = problem_of(_review(client, decision, kind="withdraw", review=made), 409)
    assert "in other words" in other["detail"]


def test_a_key_means_what_is_said_however_it_is_written(client: FlaskClient, decision: str) -> None:
    address, headers = f"/v1/decisions/{decision}/reviews", {"Idempotency-Key": f"same-{decision}"}
    bodies = (
        {"kind": "comment", "text": "Once.", "slot": None},
        {"text": " Once.\r\n", "kind": "comment"},
    )
    assert len({client.post(address, json=body, headers=headers).json["id"] for body in bodies}) == 1


def test_a_key_is_its_callers_alone(app: Flask, decision: str) -> None:
    address, headers = f"/v1/decisions/{decision}/reviews", {"Idempotency-Key": f"ours-{decision}"}
    for name in ("anna", "ben"):
        assert _as(app, name).post(address, json={"kind": "accept"}, headers=headers).json["by"] == name


@pytest.mark.parametrize("key", ["", "a b", "ü", "x" * 201])
def test_a_key_that_is_none_is_refused(client: FlaskClient, decision: str, key: str) -> None:
    address = f"/v1/decisions/{decision}/reviews"
    problem_of(client.post(address, json={"kind": "accept"}, headers={"Idempotency-Key": key}), 400)


# --- what is wrong --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({}, ["/kind"]),
        ({"kind": "approve"}, ["/kind"]),
        ({"kind": "comment"}, ["/text"]),
        ({"kind": "comment", "text": "  \n"}, ["/text"]),
        ({"kind": "comment", "text": "a\0b"}, ["/text"]),
        ({"kind": "comment", "text": "a\x1b[31m"}, ["/text"]),
        ({"kind": "comment", "text": 5}, ["/text"]),
        ({"kind": "comment", "text": "x" * (MAX_TEXT + 1)}, ["/text"]),
        ({"kind": "accept", "verdict": "keep", "until": LATER}, ["/until", "/verdict"]),
        ({"kind": "overrule"}, ["/product", "/slot", "/text", "/until"]),
        ({**OVERRULE, "until": "2020-01-01"}, ["/until"]),
        ({**OVERRULE, "until": "soon", "slto": "tracing"}, ["/slto", "/until"]),
        ({**OVERRULE, "until": "20990101"}, ["/until"]),
        ({**OVERRULE, "slot": "traicing"}, ["/slot"]),
        ({**OVERRULE, "product": "tempoo"}, ["/product"]),
        ({**OVERRULE, "product": "kafka"}, ["/product"]),
        ({**OVERRULE, "product": "jaeger", "verdict": "keep"}, ["/verdict"]),
        ({**OVERRULE, "verdict": "burn"}, ["/verdict"]),
        ({"kind": "withdraw"}, ["/review"]),
        ({"kind": "withdraw", "review": "0" * 32}, ["/review"]),
        ({"kind": "withdraw", "review": "\0"}, ["/review"]),
        ({"kind": "accept", "slot": {"a": 1}}, ["/slot"]),
        ([], [""]),
    ],
)
def test_all_mistakes_are_told_at_once(client: FlaskClient, decision: str, body: Any, pointers: list[str]) -> None:
    response = client.post(f"/v1/decisions/{decision}/reviews", json=body)
    errors = problem_of(response, 422)["errors"]
    assert sorted({error["pointer"] for error in errors}) == pointers
    assert client.get(f"/v1/decisions/{decision}/reviews").json["items"] == []


def test_null_is_the_same_as_left_out(client: FlaskClient, decision: str) -> None:
    assert _review(client, decision, kind="accept", until=None, slot=None).status_code == 201


def test_a_text_may_be_as_long_as_it_says(client: FlaskClient, decision: str) -> None:
    assert _review(client, decision, kind="comment", text="가" * MAX_TEXT).status_code == 201


def test_what_is_not_there_is_not_found(client: FlaskClient, decision: str) -> None:
    for address in ("/v1/decisions/none/reviews", "/v1/decisions/none/standing", "/v1/reviews/none"):
        problem_of(client.get(address), 404)
    for address in ("/v1/reviews/%00", "/v1/reviews/" + "0" * 32):
        problem_of(client.get(address), 404)
    problem_of(_review(client, "none", kind="accept"), 404)
    (error,) = problem_of(client.get("/v1/reviews?decision=none"), 422)["errors"]
    assert (error["pointer"], "post the request again" in error["hint"]) == ("/query/decision", True)
    problem_of(client.get("/v1/reviews?subject=%00"), 422)
    problem_of(client.get("/v1/reviews?by=%00"), 422)
    problem_of(client.get("/v1/reviews?kind=approve"), 422)
    problem_of(client.get(f"/v1/decisions/{decision}/standing?as_of=never"), 422)
    problem_of(client.post(f"/v1/decisions/{decision}/reviews?x=1", json={"kind": "accept"}), 422)
    problem_of(client.post(f"/v1/decisions/{decision}/reviews", data="kind=accept"), 415)


# --- lists ----------------------------------------------------------------------------------------------------


def test_reviews_are_listed_by_page_and_by_what_they_are_about(app: Flask, client: FlaskClient, decision: str) -> None:
    carol = f"carol-{decision}"
    writer = _as(app, carol)
    for number in range(5):
        _review(writer, decision, kind="comment", text=str(number), slot="tracing")
    _review(writer, decision, **OVERRULE)
    address, texts = f"/v1/reviews?by={carol}&kind=comment&limit=2", []
    while address:
        page = client.get(address).json
        texts.append([one["text"] for one in page["items"]])
        address = page["links"]["next"]
    assert texts == [["4", "3"], ["2", "1"], ["0"]]
    _review(writer, decision, kind="comment", text="meanwhile")
    before = client.get(page["links"]["prev"]).json
    assert [one["text"] for one in before["items"]] == ["2", "1"]
    assert [one["text"] for one in client.get(before["links"]["prev"]).json["items"]] == ["4", "3"]
    for query, count in (("product=tempo", 1), ("slot=tracing", 6), ("kind=accept", 0), ("state=in-force", 7)):
        assert len(client.get(f"/v1/reviews?by={carol}&{query}").json["items"]) == count, query
    newest = client.get(f"/v1/decisions/{decision}/reviews?limit=1").json["items"]
    assert [one["text"] for one in newest] == ["meanwhile"]
