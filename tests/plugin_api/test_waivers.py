"""Waivers: given on the grounds of a verdict, they hold while these are the same, and say what changed when not."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import psutil
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from plugin_api.app import create_app
from plugin_api.pages.said import SHOWN
from plugin_api.reviewing import granting
from plugin_api.reviewing.setup import EXTENSION
from plugin_api.settings import Settings
from plugin_api.vocabulary import MAX_TEXT
from tests.plugin_api.conftest import ROOT, Ask, problem_of, service_of
from tests.plugin_api.test_decision_reviews import _as
from tests.plugin_api.test_server import _serve

POCKET = ROOT / "tests" / "portolan" / "pocket"
TODAY = date.today()
LATER = (TODAY + timedelta(days=30)).isoformat()
AFTER = (TODAY + timedelta(days=31)).isoformat()
REQUEST = {
    "profile": {
        "wishes": {"licences": "open-source", "signals": ["traces"]},
        "platform": {"production": True},
    },
    "as_of": "2026-01-15",
}
VAULT = {"slot": "secrets", "product": "vault", "reason": "Until the move in spring.", "until": LATER}


@contextmanager
def _serving(rules: Path, data: Path) -> Iterator[FlaskClient]:
    app = create_app(Settings(rules=rules, data_dir=data))
    try:
        yield app.test_client()
    finally:
        service_of(app).store.close()
        service_of(app).advisor.close()


@pytest.fixture(scope="module")
def pocket(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    with _serving(POCKET, tmp_path_factory.mktemp("data")) as client:
        yield client


def _decide(client: FlaskClient, **changes: Any) -> str:
    return str(client.post("/v1/recommendations", json={**REQUEST, **changes}).json["id"])


def _grant(client: FlaskClient, **body: Any) -> TestResponse:
    decision = body.pop("decision", None) or _decide(client)
    return client.post("/v1/waivers", json={"decision": decision, **VAULT, **body})


def _standing(client: FlaskClient, waiver: str, **query: str) -> dict[str, Any]:
    response = client.get(f"/v1/waivers/{waiver}/standing", query_string=query)
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json
    return found


def _set_day(client: FlaskClient, monkeypatch: pytest.MonkeyPatch, day: str) -> None:
    """The service and its clock, at noon."""
    noon = datetime.fromisoformat(f"{day}T12:00:00+00:00")
    monkeypatch.setattr(service_of(client.application), "today", noon.date)
    moment = int(noon.timestamp()) * 1_000_000
    watched = client.application.extensions[EXTENSION].store
    monkeypatch.setattr(watched._store, "now", lambda: moment)


# --- giving one -----------------------------------------------------------------------------------------------


def test_a_waiver_keeps_what_the_verdict_rests_on(pocket: FlaskClient) -> None:
    response = _grant(pocket, subject="Component:Orders")
    waiver = response.json
    assert (response.status_code, response.headers["Location"]) == (201, f"/v1/waivers/{waiver['id']}")
    assert (waiver["state"], waiver["subject"], waiver["verdict"]) == ("active", "component:default/orders", "avoid")
    assert [(rule["rule"], rule["part"]) for rule in waiver["grounds"]["rules"]] == [
        ("secrets/open-source-only", "gives")
    ]
    assert waiver["digest"] == waiver["grounds"]["digest"]
    assert pocket.get(waiver["links"]["self"]).json == waiver


def test_a_waiver_is_found_by_whom_it_is_for(pocket: FlaskClient) -> None:
    made = _grant(pocket, subject="component:default/shop").json
    (listed,) = pocket.get("/v1/waivers?subject=component:shop").json["items"]
    assert listed == {name: value for name, value in made.items() if name != "grounds"}
    assert pocket.get("/v1/waivers?subject=component:other").json["items"] == []
    waivers = pocket.application.extensions[EXTENSION]
    assert [one.id for one in waivers.for_subject("component:default/shop", TODAY)] == [made["id"]]
    assert waivers.for_subject("component:default/other", TODAY) == ()


def test_a_waiver_that_is_sent_again_is_not_doubled(pocket: FlaskClient) -> None:
    body = {"decision": _decide(pocket), **VAULT, "subject": "component:default/twice"}
    headers = {"Idempotency-Key": "0b5c7c53"}
    answers = [pocket.post("/v1/waivers", json=body, headers=headers) for _ in range(2)]
    assert [one.status_code for one in answers] == [201, 201]
    assert answers[0].json == answers[1].json
    assert len(pocket.get("/v1/waivers?subject=component:twice").json["items"]) == 1
    problem_of(pocket.post("/v1/waivers", json={**body, "reason": "Another."}, headers=headers), 409)
    same = {**body, "subject": "Component:Twice", "reason": f" {VAULT['reason']}\r\n"}
    assert pocket.post("/v1/waivers", json=same, headers=headers).json == answers[0].json


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({"until": (TODAY - timedelta(days=1)).isoformat()}, ["/until"]),
        ({"until": None, "reason": None}, ["/reason", "/until"]),
        ({"reason": "a\x07b", "until": "never", "why": 1}, ["/reason", "/until", "/why"]),
        ({"reason": "x" * (MAX_TEXT + 1)}, ["/reason"]),
        ({"slot": "secret"}, ["/slot"]),
        ({"product": "vaut"}, ["/product"]),
        ({"slot": "secretz", "product": "vaut"}, ["/product", "/slot"]),
        ({"product": "tempo"}, ["/slot"]),
        ({"product": "collector"}, ["/slot"]),
        ({"slot": "tracing", "product": "tempo"}, ["/product"]),
        ({"slot": "service-mesh", "product": "mesh"}, ["/product"]),
        ({"subject": "the orders team"}, ["/subject"]),
        ({"decision": "0" * 32}, ["/decision"]),
        ({"decision": "\0"}, ["/decision"]),
        ({"by": "me"}, ["/by"]),
    ],
)
def test_what_cannot_be_waived_is_told(pocket: FlaskClient, body: dict[str, Any], pointers: list[str]) -> None:
    errors = problem_of(_grant(pocket, **body), 422)["errors"]
    assert sorted(error["pointer"] for error in errors) == pointers


def test_a_verdict_that_needs_no_waiver_says_so(pocket: FlaskClient) -> None:
    problem = problem_of(_grant(pocket, slot="tracing", product="tempo"), 422)
    assert problem["detail"] == "The verdict on tempo in tracing is adopt: it needs no waiver."


# --- whether it holds -----------------------------------------------------------------------------------------


def test_it_holds_until_its_last_day(pocket: FlaskClient) -> None:
    id_ = _grant(pocket).json["id"]
    states = [_standing(pocket, id_, as_of=day)["state"] for day in (TODAY.isoformat(), LATER, AFTER)]
    assert states == ["active", "active", "expired"]
    assert pocket.get(f"/v1/waivers/{id_}?as_of={AFTER}").json["state"] == "expired"


def test_it_counts_from_the_day_it_was_given_to_the_day_it_was_taken_back(
    pocket: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    decision, subject = _decide(pocket), "component:default/dated"
    _set_day(pocket, monkeypatch, "2026-05-04")
    id_ = _grant(pocket, decision=decision, subject=subject).json["id"]
    _set_day(pocket, monkeypatch, "2026-05-07")
    pocket.post(f"/v1/waivers/{id_}/withdraw")
    days = ("2026-05-03", "2026-05-04", "2026-05-06", "2026-05-07")
    lists = [pocket.get("/v1/waivers", query_string={"subject": subject, "as_of": day}).json["items"] for day in days]
    assert [[one["state"] for one in items] for items in lists] == [[], ["active"], ["active"], ["withdrawn"]]
    assert lists[2][0]["withdrawn"] is None
    for state, day, count in (("active", "2026-05-06", 1), ("withdrawn", "2026-05-06", 0), ("active", "2026-05-07", 0)):
        query = {"subject": subject, "state": state, "as_of": day}
        assert len(pocket.get("/v1/waivers", query_string=query).json["items"]) == count, query
    assert [_standing(pocket, id_, as_of=day)["state"] for day in days[1:]] == ["active", "active", "withdrawn"]
    for address in (f"/v1/waivers/{id_}", f"/v1/waivers/{id_}/standing"):
        (error,) = problem_of(pocket.get(f"{address}?as_of={days[0]}"), 422)["errors"]
        assert (error["pointer"], error["hint"]) == ("/query/as_of", "it was made on 2026-05-04 (UTC)")


def test_a_request_for_a_later_day_is_decided_for_that_day(pocket: FlaskClient) -> None:
    later = "2098-04-01"
    id_ = _grant(pocket, decision=_decide(pocket, as_of=later), until="2099-01-01").json["id"]
    for day, decided_for in ((TODAY.isoformat(), later), ("2098-05-01", "2098-05-01")):
        standing = _standing(pocket, id_, as_of=day)
        assert (standing["as_of"], standing["decided_for"]) == (day, decided_for)


def test_it_holds_for_another_decision_on_the_same_grounds(pocket: FlaskClient) -> None:
    id_ = _grant(pocket).json["id"]
    profile = {**REQUEST["profile"], "stack": {"in_use": ["vault", "jaeger"]}}  # type: ignore[dict-item]
    other = _decide(pocket, profile=profile, as_of="2026-02-01")
    standing = _standing(pocket, id_, decision=other)
    assert (standing["state"], standing["decision"], standing["differences"]) == ("active", other, [])
    assert standing["verdict"] == {"before": "avoid", "after": "migrate"}
    assert standing["digest"]["before"] == standing["digest"]["after"]


def test_it_reopens_where_another_answer_matters(pocket: FlaskClient) -> None:
    id_ = _grant(pocket).json["id"]
    other = _decide(pocket, profile={**REQUEST["profile"], "wishes": {"licences": "any"}})  # type: ignore[dict-item]
    standing = _standing(pocket, id_, decision=other)
    assert (standing["state"], standing["needed"]) == ("reopened", False)
    first = standing["differences"][0]
    assert (first["kind"], first["subject"], first["before"], first["after"]) == (
        "answer",
        "wishes.licences",
        "open-source",
        "any",
    )
    korean = _standing(pocket, id_, decision=other, lang="ko")
    assert all("가" <= max(one["text"]) <= "힣" for one in korean["differences"])


def test_it_reopens_when_a_fact_changes_with_time(pocket: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Waived while its end was only announced; then it ended."""
    asked = {"profile": {"stack": {"in_use": ["old-ingress"]}}}
    before, after = (_decide(pocket, **asked, as_of=day) for day in ("2026-01-15", "2026-04-15"))
    body = {"slot": "ingress", "product": "old-ingress", "until": "2099-12-31"}
    (dead,) = problem_of(_grant(pocket, decision=before, **body), 422)["errors"]
    changed = "support for Old Ingress: it was ending and is ended."
    assert (dead["pointer"], changed in dead["detail"]) == ("/decision", True)
    assert dead["hint"].startswith("decide again")
    _set_day(pocket, monkeypatch, "2026-01-15")
    id_ = _grant(pocket, decision=before, **body).json["id"]
    standing = _standing(pocket, id_, decision=after)
    assert (standing["state"], standing["as_of"], standing["decided_for"]) == ("reopened", "2026-01-15", "2026-04-15")
    assert [one["text"] for one in standing["differences"]] == [changed]


def test_whoever_gave_it_can_take_it_back(pocket: FlaskClient) -> None:
    anna, ben = _as(pocket.application, "anna"), _as(pocket.application, "ben")
    id_ = _grant(anna).json["id"]
    assert "anna" in problem_of(ben.post(f"/v1/waivers/{id_}/withdraw"), 403)["detail"]
    taken = anna.post(f"/v1/waivers/{id_}/withdraw", json={"text": "We moved."})
    assert (taken.status_code, taken.json["state"]) == (200, "withdrawn")
    assert (taken.json["withdrawn"]["by"], taken.json["withdrawn"]["text"]) == ("anna", "We moved.")
    again = anna.post(f"/v1/waivers/{id_}/withdraw", json={"text": "We moved."})
    assert (again.status_code, again.json) == (200, taken.json)
    other = problem_of(anna.post(f"/v1/waivers/{id_}/withdraw", json={"text": "Again."}), 409)
    assert "in other words" in other["detail"]
    root = _as(pocket.application, "root", "review", "admin")
    assert "anna" in problem_of(root.post(f"/v1/waivers/{id_}/withdraw"), 409)["detail"]
    assert _standing(anna, id_)["state"] == "withdrawn"


def test_what_is_not_there_is_not_found(pocket: FlaskClient) -> None:
    for id_ in ("none", "%00", "0" * 32):
        problem_of(pocket.get(f"/v1/waivers/{id_}"), 404)
        problem_of(pocket.get(f"/v1/waivers/{id_}/standing"), 404)
        problem_of(pocket.post(f"/v1/waivers/{id_}/withdraw"), 404)
    id_ = _grant(pocket).json["id"]
    problem_of(pocket.get(f"/v1/waivers/{id_}/standing?decision=none"), 422)
    problem_of(pocket.get("/v1/waivers?state=open"), 422)
    for address in ("/v1/waivers?decision=none", f"/v1/waivers/{id_}/standing?decision={'0' * 32}"):
        (error,) = problem_of(pocket.get(address), 422)["errors"]
        assert (error["pointer"], "post the request again" in error["hint"]) == ("/query/decision", True)


# --- when the knowledge changes -------------------------------------------------------------------------------


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    rules = tmp_path / "rules"
    shutil.copytree(POCKET, rules)
    return rules


def _edit(rules: Path, file: str, old: str, new: str) -> None:
    path = rules / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_an_unrelated_change_of_the_rules_leaves_it_active(rules: Path, tmp_path: Path) -> None:
    with _serving(rules, tmp_path / "data") as client:
        decision = _decide(client)
        id_ = _grant(client, decision=decision).json["id"]
    _edit(rules, "modules/tracing.yaml", "consider: [jaeger, zipkin]", "consider: [zipkin]")
    _edit(rules, "modules/secrets.yaml", "Only open source is allowed, and", "Only open source will do, and")
    with _serving(rules, tmp_path / "data") as client:
        standing = _standing(client, id_)
        assert (standing["state"], standing["differences"]) == ("active", [])
        assert [one["id"] for one in client.get("/v1/waivers?state=active").json["items"]] == [id_]
        assert _grant(client, decision=decision).json["state"] == "active"


def test_a_change_of_the_rule_behind_it_reopens_it(rules: Path, tmp_path: Path) -> None:
    with _serving(rules, tmp_path / "data") as client:
        decision = _decide(client)
        id_ = _grant(client, decision=decision).json["id"]
    _edit(rules, "modules/secrets.yaml", "is: open-source}", "in: [open-source]}")
    with _serving(rules, tmp_path / "data") as client:
        standing = _standing(client, id_)
        assert (standing["state"], standing["needed"]) == ("reopened", True)
        (changed,) = standing["differences"]
        assert (changed["subject"], changed["how"], changed["fields"]) == (
            "secrets/open-source-only",
            "changed",
            ["when"],
        )
        assert changed["before"] == {"when": {"question": "wishes.licences", "is": "open-source"}}
        assert changed["after"] == {"when": {"question": "wishes.licences", "in": ["open-source"]}}
        assert client.get(f"/v1/waivers/{id_}").json["state"] == "reopened"
        assert _standing(client, id_, decision=decision)["state"] == "active"
        (dead,) = problem_of(_grant(client, decision=decision), 422)["errors"]
        assert (dead["pointer"], "secrets/open-source-only" in dead["detail"]) == ("/decision", True)
        for state, count in (("reopened", 1), ("active", 0), ("expired", 0), ("withdrawn", 0)):
            assert len(client.get(f"/v1/waivers?state={state}").json["items"]) == count, state


def test_a_product_that_is_gone_reopens_it(rules: Path, tmp_path: Path) -> None:
    with _serving(rules, tmp_path / "data") as client:
        id_ = _grant(client).json["id"]
    text = (rules / "catalog" / "products.yaml").read_text(encoding="utf-8")
    (rules / "catalog" / "products.yaml").write_text(text.replace("id: vault", "id: vault-ce"), encoding="utf-8")
    module = (rules / "modules" / "secrets.yaml").read_text(encoding="utf-8")
    changed = module.replace("vault}", "vault-ce}").replace("{vault.licence}", "{vault-ce.licence}")
    (rules / "modules" / "secrets.yaml").write_text(changed, encoding="utf-8")
    for path in (rules / "claims").rglob("*.yaml"):
        path.write_text(path.read_text(encoding="utf-8").replace("[vault]", "[vault-ce]"), encoding="utf-8")
    with _serving(rules, tmp_path / "data") as client:
        standing = _standing(client, id_)
        assert (standing["state"], standing["verdict"]["after"], standing["needed"]) == ("reopened", None, False)


def test_a_request_that_cannot_be_read_any_more_reopens_it(rules: Path, tmp_path: Path) -> None:
    profile = {**REQUEST["profile"], "stack": {"in_use": ["zipkin"]}}  # type: ignore[dict-item]
    with _serving(rules, tmp_path / "data") as client:
        id_ = _grant(client, decision=_decide(client, profile=profile)).json["id"]
    _edit(rules, "catalog/products.yaml", "id: zipkin", "id: zipkin-2")
    _edit(rules, "modules/tracing.yaml", "consider: [jaeger, zipkin]", "consider: [jaeger, zipkin-2]")
    with _serving(rules, tmp_path / "data") as client:
        standing = _standing(client, id_)
        assert (standing["state"], standing["digest"]["after"]) == ("reopened", None)
        assert [one["pointer"] for one in standing["mistakes"]] == ["/profile/stack/in_use/0"]
        assert standing["decided_for"] is None


def test_a_decision_whose_knowledge_is_gone_cannot_be_waived_on(tmp_path: Path, rules: Path) -> None:
    with _serving(rules, tmp_path / "data") as client:
        decision = _decide(client)
        with service_of(client.application).store.database.writing() as connection:  # type: ignore[attr-defined]
            connection.exec_driver_sql("DELETE FROM knowledge")
    _edit(rules, "modules/tracing.yaml", "consider: [jaeger, zipkin]", "consider: [zipkin]")
    with _serving(rules, tmp_path / "data") as client:
        (error,) = problem_of(_grant(client, decision=decision), 422)["errors"]
        assert (error["pointer"], error["hint"]) == ("/decision", "decide again, and waive on that decision")


def test_a_check_goes_by_those_of_whom_it_is_for(pocket: FlaskClient) -> None:
    subject = "component:default/checked"
    profile = {**REQUEST["profile"], "stack": {"in_use": ["vault"]}}  # type: ignore[dict-item]
    asked = {"profile": profile, "subject": subject, "as_of": TODAY.isoformat()}
    id_ = _grant(pocket, decision=_decide(pocket, profile=profile), subject=subject).json["id"]

    def state(**changes: Any) -> list[str]:
        found = pocket.post("/v1/checks", json={**asked, **changes}).json["waivers"]
        assert [one["id"] for one in found] in ([], [id_])
        return [one["state"] for one in found]

    assert state() == ["applied"]
    assert state(as_of=REQUEST["as_of"]) == ["applied"]  # what was asked long ago can be allowed now
    assert state(as_of=AFTER) == ["expired"]
    assert state(subject="component:default/another") == []
    pocket.post(f"/v1/waivers/{id_}/withdraw")
    assert state() == []


def test_those_in_a_state_are_looked_for_a_part_at_a_time(pocket: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """What one request decides again is bounded, and links lead on to the rest."""
    subject, decision = "component:default/many", _decide(pocket)
    ids = [_grant(pocket, decision=decision, subject=subject).json["id"] for _ in range(7)][::-1]
    monkeypatch.setattr(granting, "LOOKED_AT", 3)
    waivers, decided = pocket.application.extensions[EXTENSION], []
    standing, held = waivers.standing, dict.fromkeys(ids[4:], "active")

    def counted(one: Any, *rest: Any) -> Any:
        decided.append(one.id)
        return replace(standing(one, *rest), state=held.get(one.id, "reopened"))

    monkeypatch.setattr(waivers, "standing", counted)

    def walk(address: str, way: str) -> list[list[str]]:
        pages = []
        link: str | None = address
        while link is not None:
            decided.clear()
            body = pocket.get(link).json
            pages.append([one["id"] for one in body["items"]])
            assert len(set(decided)) <= 3
            found, link = link, body["links"][way]
        ends.append(found)
        return pages

    ends: list[str] = []
    query = f"/v1/waivers?subject={subject}&state=active"
    assert walk(query, "next") == [[], ids[4:6], ids[6:]]
    assert walk(ends[0], "prev") == [ids[6:], ids[4:6], []]
    assert walk(f"{query}&limit=1", "next") == [[], ids[4:5], ids[5:6], ids[6:]]


def test_the_shipped_rules_can_be_waived_too(client: FlaskClient, ask: Ask, app: Flask) -> None:
    made = ask({"stack": {"in_use": ["ingress-nginx"]}, "platform": {"production": True}}).json["id"]
    body = {"slot": "ingress-gateway", "product": "ingress-nginx", "reason": "It moves in May.", "until": LATER}
    waiver = client.post("/v1/waivers", json={"decision": made, **body}).json
    assert (waiver["state"], waiver["verdict"]) == ("active", "migrate")
    facts = {f"{one['product']}.{one['attribute']}": one["value"] for one in waiver["grounds"]["facts"]}
    assert facts["ingress-nginx.support"] == "ended"


# --- on the page ----------------------------------------------------------------------------------------------


def test_the_page_of_a_decision_shows_what_was_said(pocket: FlaskClient) -> None:
    decision = _decide(pocket, as_of="2026-01-20")
    page = pocket.get(f"/decisions/{decision}").text
    assert "Nobody has reviewed this yet." in page
    address = f"/v1/decisions/{decision}/reviews"
    overrule = {"kind": "overrule", "slot": "tracing", "product": "tempo", "text": "No <i>room</i>.", "until": LATER}
    pocket.post(address, json={"kind": "accept", "text": "Fine."})
    pocket.post(address, json={**overrule, "verdict": "avoid"})
    taken = pocket.post(address, json={"kind": "comment", "text": "Wait."}).json["id"]
    pocket.post(address, json={"kind": "withdraw", "review": taken})
    _grant(pocket, decision=decision, subject="component:default/orders")
    page = pocket.get(f"/decisions/{decision}").text
    for words in (
        "accepted, with verdicts overruled",
        "the whole recommendation",
        "Tempo in “Tracing back end”: adopt → avoid",
        f"until {LATER}",
        "No &lt;i&gt;room&lt;/i&gt;.",
        "taken back",
        "Vault in “Secrets” for component:default/orders",
        "<strong>holds</strong>",
    ):
        assert words in page, words
    korean = pocket.get(f"/decisions/{decision}?lang=ko", follow_redirects=True).text
    for words in ("검토 의견", "예외 승인", "일부 판정을 뒤집고 승인됨", "추천 전체", "철회됨", f"{LATER}까지"):
        assert words in korean, words
    assert "[" not in korean.partition('id="reviews"')[2].partition("</section>")[0]


def test_the_page_shows_the_newest_and_leads_to_the_rest(pocket: FlaskClient) -> None:
    decision = _decide(pocket, as_of="2026-01-21")
    address = f"/v1/decisions/{decision}/reviews"
    for body in ({"kind": "accept"}, *({"kind": "comment", "text": f"<{number}>"} for number in range(SHOWN + 2))):
        assert pocket.post(address, json=body).status_code == 201
    page = pocket.get(f"/decisions/{decision}").text.partition('id="reviews"')[2].partition("</section>")[0]
    assert page.count("<blockquote>") == SHOWN
    assert "accepted</span>" in page  # by a review that is not shown
    (rest,) = re.findall(r'href="([^"]+)">Older ones', page)
    older = pocket.get(unescape(rest)).json["items"]
    assert [one["text"] for one in older] == ["<1>", "<0>", None]


# --- on a server ----------------------------------------------------------------------------------------------


def test_what_was_acknowledged_survives_a_sudden_end(tmp_path: Path) -> None:
    """Every process of the service is killed; then it starts again on what they left."""
    served = _serve(tmp_path)
    decision = served.decide(json.dumps(REQUEST))[1]["id"]
    kept = {"reviews": [], "waivers": []}  # type: dict[str, list[str]]
    for number in range(20):
        for address, body in (
            (f"/v1/decisions/{decision}/reviews", {"kind": "comment", "text": str(number)}),
            ("/v1/waivers", {"decision": decision, **VAULT}),
        ):
            status, made = served.ask("POST", address, json.dumps(body), Content_Type="application/json")
            assert status == 201, made
            kept[address.rpartition("/")[2]].append(made["id"])
    family = psutil.Process(served.process.pid)
    for process in (family, *family.children()):
        process.kill()
    served.process.communicate(timeout=30)
    again = _serve(tmp_path)
    found = {name: [one["id"] for one in again.ask("GET", f"/v1/{name}")[1]["items"]] for name in kept}
    again.end()
    assert found == {name: ids[::-1] for name, ids in kept.items()}
