"""A verdict that a review overrules is told by a check as what it is, and does not fail it."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

REVIEW = {"kind": "overrule", "text": "The board has decided to keep it.", "until": "2099-12-31", "verdict": "keep"}


def request_of(subject: str | None = None, **members: Any) -> dict[str, Any]:
    profile = {"stack": {"in_use": ["lens", "argo-cd"]}, "platform": {"production": members.pop("production", True)}}
    return {"profile": profile, "as_of": "2026-04-01", "subject": subject, **members}


def checked(client: FlaskClient, request: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The whole, and what is found about lens."""
    check: dict[str, Any] = client.post("/v1/checks", json={**request, "fail_on": ["dropped"]}).json
    (found,) = (one for one in check["findings"] if one["kind"] == "dropped")
    assert found["product"] == "lens"
    return check, found


def overrule(client: FlaskClient, decision: str, slot: str, **members: Any) -> Any:
    body = {**REVIEW, "product": "lens", "slot": slot, **members}
    response = client.post(f"/v1/decisions/{decision}/reviews", json=body)
    assert response.status_code == 201, response.text
    return response.json


def withdraw(client: FlaskClient, decision: str, review: str) -> None:
    body = {"kind": "withdraw", "review": review}
    assert client.post(f"/v1/decisions/{decision}/reviews", json=body).status_code == 201


@pytest.mark.parametrize("verdict", ["keep", "adopt", None])
def test_what_is_overruled_is_told_and_silenced(client: FlaskClient, verdict: str | None) -> None:
    request = request_of(language="en")
    before, found = checked(client, request)
    assert (before["failed"], found["waived_by"], before["waivers"]) == (True, None, [])
    review = overrule(client, before["decision"], found["slot"], verdict=verdict)
    try:
        for language in ("en", "ko"):  # one decision to whoever reviews it
            after, found = checked(client, {**request, "language": language})
            assert (after["failed"], found["fails"], found["waived_by"]) == (False, False, 0)
            (waiver,) = after["waivers"]
            assert (waiver["review"], waiver["id"], waiver["state"]) == (review["id"], None, "applied")
            assert (waiver["reason"], waiver["until"], waiver["by"]) == (REVIEW["text"], REVIEW["until"], "anybody")
    finally:
        withdraw(client, before["decision"], review["id"])
    after, found = checked(client, request)
    assert (after["failed"], after["waivers"]) == (True, [])


def test_not_everybodys_reviews_count_for_everybody(client: FlaskClient) -> None:
    """Another decision of the same subject goes by it, as tomorrow's; another's decision does not."""
    mine, other = "component:default/overruled", "component:default/not-overruled"
    check, found = checked(client, request_of(mine))
    review = overrule(client, check["decision"], found["slot"])
    try:
        tomorrow = request_of(mine, as_of="2026-04-02")
        assert checked(client, tomorrow)[0]["waivers"][0]["review"] == review["id"]
        assert checked(client, tomorrow)[0]["failed"] is False
        assert checked(client, {**tomorrow, "subject": other})[0]["failed"] is True
        (told,) = client.post("/v1/tech-insights/facts", json={"entities": [mine]}).json
        assert (told["facts"]["dropped"], told["facts"]["waived"]) == (0, 1)
    finally:
        withdraw(client, check["decision"], review["id"])


def test_what_speaks_against_a_product_or_has_run_out_silences_nothing(client: FlaskClient) -> None:
    request = request_of("component:default/overruled-before")
    check, found = checked(client, request)
    worse = next(verdict for verdict in ("avoid", "migrate") if verdict != found["verdict"])
    reviews = [overrule(client, check["decision"], found["slot"], verdict=verdict) for verdict in (worse, "keep")]
    try:
        after, _ = checked(client, request)
        assert [one["review"] for one in after["waivers"]] == [reviews[1]["id"]]
        after, _ = checked(client, {**request, "as_of": "2100-01-01"})
        assert (after["failed"], after["waivers"]) == (True, [])
    finally:
        for review in reviews:
            withdraw(client, check["decision"], review["id"])
