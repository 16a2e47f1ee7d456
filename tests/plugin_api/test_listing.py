"""GET /v1/decisions: what was decided here, for whom."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from plugin_api.app import create_app
from plugin_api.schemas.listing import ListedDecisionSchema
from plugin_api.settings import Settings
from plugin_api.vocabulary import DEFAULT_PAGE
from tests.plugin_api.conftest import ROOT, problem_of, service_of

POCKET = ROOT / "tests" / "portolan" / "pocket"
SHOP, TILL = "component:default/shop", "component:payments/till"


@pytest.fixture(scope="module")
def listed_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An application in which six decisions were made, and one of them for two."""
    app = create_app(Settings(rules=POCKET, data_dir=tmp_path_factory.mktemp("data")))
    client = app.test_client()
    for day in range(1, 7):
        body = {"profile": {}, "as_of": f"2026-01-0{day}", "subject": "Component:Shop" if day % 2 else TILL}
        assert client.post("/v1/recommendations", json=body).status_code == 200
    both = {"profile": {}, "as_of": "2026-01-06", "subject": SHOP}
    assert client.post("/v1/recommendations", json=both).status_code == 200
    yield app
    service_of(app).store.close()
    service_of(app).advisor.close()


@pytest.fixture
def client(listed_app: Flask) -> FlaskClient:
    return listed_app.test_client()


def days(response: Any) -> list[int]:
    """The days in January that the listed decisions are for."""
    assert response.status_code == 200, response.text
    return [int(item["as_of"][-2:]) for item in response.json["items"]]


def test_an_item(client: FlaskClient) -> None:
    response = client.get("/v1/decisions")
    assert response.content_type == "application/json"
    assert days(response) == [6, 5, 4, 3, 2, 1]
    item = response.json["items"][0]
    assert ListedDecisionSchema().validate(item) == {}
    assert item["subjects"] == [SHOP, TILL]
    assert re.fullmatch(r"[0-9-]{10}T[0-9:]{8}\.[0-9]{6}Z", item["made_at"])
    decision = client.get(item["links"]["self"]).json
    for member in ("id", "edition", "as_of", "links"):
        assert item[member] == decision[member]
    assert item["knowledge"]["digest"] == decision["knowledge"]["digest"]
    assert "slots" not in item


def test_by_subject(client: FlaskClient) -> None:
    assert days(client.get(f"/v1/decisions?subject={SHOP}")) == [6, 5, 3, 1]
    assert days(client.get("/v1/decisions?subject=COMPONENT:Payments/Till")) == [6, 4, 2]
    assert days(client.get("/v1/decisions?subject=component:default/nobody")) == []


def test_by_what_was_decided(client: FlaskClient) -> None:
    first = client.get("/v1/decisions?limit=1").json["items"][0]
    slot = next(slot for slot in client.get(first["links"]["self"]).json["slots"] if slot["verdicts"])
    judged = slot["verdicts"][0]
    query = f"slot={slot['slot']}&product={judged['product']}&verdict={judged['verdict']}"
    assert 6 in days(client.get(f"/v1/decisions?{query}&edition={first['edition']}"))
    other = "migrate" if judged["verdict"] == "avoid" else "avoid"
    assert 6 not in days(client.get(f"/v1/decisions?{query.rpartition('=')[0]}={other}"))
    assert days(client.get("/v1/decisions?language=ko")) == []


def test_by_when_it_was_made(client: FlaskClient) -> None:
    items = client.get("/v1/decisions").json["items"]
    moments = [item["made_at"] for item in items]
    assert days(client.get("/v1/decisions", query_string={"since": moments[2], "until": moments[1]})) == [5, 4]
    assert days(client.get("/v1/decisions", query_string={"until": moments[-1][:10]})) in (
        [],
        days(client.get("/v1/decisions")),
    )
    assert len(days(client.get("/v1/decisions?since=2020-01-01&until=2999-12-31"))) == 6
    assert days(client.get("/v1/decisions?since=2999-01-01T00:00:00%2B09:00")) == []
    assert days(client.get("/v1/decisions?since=2999-01-01T00:00:00+09:00")) == []  # as browsers would have it


def test_pages(client: FlaskClient) -> None:
    first = client.get("/v1/decisions?limit=2&edition=2026").json
    if not first["items"]:
        first = client.get("/v1/decisions?limit=2").json
    assert first["links"]["prev"] is None
    second = client.get(first["links"]["next"]).json
    third = client.get(second["links"]["next"]).json
    assert third["links"]["next"] is None
    pages = [first, second, third]
    assert [int(item["as_of"][-2:]) for page in pages for item in page["items"]] == [6, 5, 4, 3, 2, 1]
    assert all(client.get(page["links"]["self"]).json == page for page in pages)
    assert all("limit=2" in page["links"]["self"] for page in pages)
    assert client.get("/v1/decisions").json["links"]["self"] == f"/v1/decisions?limit={DEFAULT_PAGE}"
    back = client.get(third["links"]["prev"]).json
    assert back["items"] == second["items"]
    assert client.get(back["links"]["prev"]).json["items"] == first["items"]


@pytest.mark.parametrize(
    ("query", "pointer", "detail"),
    [
        ("subject=shop", "/query/subject", "'shop' is not the ref of an entity"),
        ("since=yesterday", "/query/since", "'yesterday' is no day or moment"),
        ("until=2026-02-30", "/query/until", "'2026-02-30' is no day or moment"),
        ("until=2026-02-20T10:00:00", "/query/until", "is no day or moment"),
        ("since=0001-01-01T00:00:00%2B14:00", "/query/since", "is no day or moment"),
        ("until=9999-12-31T23:59:59.9999999-23:59", "/query/until", "is no day or moment"),
        ("verdict=addopt", "/query/verdict", "there is no verdict 'addopt'"),
        ("product=jeager", "/query/product", "there is no product 'jeager'"),
        ("product=%00", "/query/product", "it is no name"),
        ("slot=", "/query/slot", "Length must be between 1 and 200"),
        ("edition=1999", "/query/edition", "there is no edition '1999'"),
        ("limit=0", "/query/limit", "Must be greater than or equal to 1"),
        ("after=1", "/query/after", "it is no place in the list"),
        ("after=1.zz", "/query/after", "it is no place in the list"),
        (f"after=1.{'a' * 32}&before=1.{'b' * 32}", "/query/before", "`after` and `before` are both given"),
        ("offset=3", "/query/offset", "there is no parameter 'offset'"),
    ],
)
def test_a_bad_query(client: FlaskClient, query: str, pointer: str, detail: str) -> None:
    problem = problem_of(client.get(f"/v1/decisions?{query}"), 422)
    assert [error["pointer"] for error in problem["errors"]] == [pointer]
    assert detail in problem["errors"][0]["detail"]


def test_only_json(client: FlaskClient) -> None:
    problem_of(client.get("/v1/decisions", headers={"Accept": "text/csv"}), 406)


# --- asking for somebody --------------------------------------------------------------------------------------


def test_a_decision_does_not_depend_on_whom_it_is_for(client: FlaskClient) -> None:
    body: dict[str, Any] = {"profile": {}, "as_of": "2026-01-06"}
    plain = client.post("/v1/recommendations", json=body)
    assert client.post("/v1/recommendations", json={**body, "subject": SHOP}).data == plain.data
    assert client.get(plain.json["links"]["self"]).data == plain.data
    assert "subject" not in plain.json["receipt"]["request"]


@pytest.mark.parametrize(
    "subject", ["shop", "component:", ":shop", "component:a/b/c", "kind:name with blanks", 7, {}, "c:" + "x" * 200]
)
def test_a_subject_that_is_none(client: FlaskClient, subject: object) -> None:
    problem = problem_of(client.post("/v1/recommendations", json={"profile": {}, "subject": subject}), 422)
    assert [error["pointer"] for error in problem["errors"]] == ["/subject"]


def test_a_repeat_costs_no_writing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = create_app(Settings(rules=POCKET, data_dir=tmp_path))
    service, client = service_of(app), app.test_client()
    written: list[object] = []
    put = service.store.put
    monkeypatch.setattr(service.store, "put", lambda *given: (written.append(given), put(*given))[1])
    for subject in (SHOP, SHOP, TILL, SHOP, None):
        client.post("/v1/recommendations", json={"profile": {}, "as_of": "2026-01-06", "subject": subject})
    assert len(written) == 3
    assert client.get("/v1/decisions").json["items"][0]["subjects"] == [SHOP, TILL]
    service.store.close()
    service.advisor.close()
