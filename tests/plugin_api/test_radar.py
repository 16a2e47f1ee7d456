"""The technology radar: the shape that Backstage reads, and that it says nothing but what was decided."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from engine.explanation.labels import verdict_word
from plugin_api.app import create_app
from plugin_api.schemas.radar import RadarSchema
from plugin_api.settings import Settings
from tests.engine.knowledge.laying import BASE
from tests.plugin_api.conftest import DAY, ROOT, Ask, problem_of, service_of

RING_OF = {"adopt": 0, "keep": 0, "trial": 1, "consider": 2, "migrate": 3, "avoid": 3}
RINGS = ["adopt", "trial", "assess", "hold"]


@pytest.fixture
def radar(client: FlaskClient) -> dict[str, Any]:
    found: dict[str, Any] = client.get(f"/v1/radar?as_of={DAY}").json
    return found


def entry_of(radar: dict[str, Any], product: str) -> dict[str, Any]:
    found: dict[str, Any] = next(entry for entry in radar["entries"] if entry["id"] == product)
    return found


def places(entry: dict[str, Any]) -> list[tuple[str, str, int]]:
    return [(point["date"], point["ringId"], point["moved"]) for point in entry["timeline"]]


def test_the_shape_is_that_of_tech_radar_common(radar: dict[str, Any]) -> None:
    """What its TechRadarLoaderResponseParser asks for, and that all names it resolves are there."""
    assert RadarSchema().validate(radar) == {}
    assert list(radar) == ["quadrants", "rings", "entries"]
    assert [ring["id"] for ring in radar["rings"]] == RINGS
    quadrants = {quadrant["id"] for quadrant in radar["quadrants"]}
    assert len(quadrants) == 4
    assert {entry["quadrant"] for entry in radar["entries"]} == quadrants
    ids = [entry["id"] for entry in radar["entries"]]
    assert ids == [entry["key"] for entry in radar["entries"]] == sorted(set(ids))
    for entry in radar["entries"]:
        days = [date.fromisoformat(point["date"]) for point in entry["timeline"]]
        assert days == sorted(days, reverse=True)
        assert all(link["url"].startswith(("http://", "https://")) for link in entry["links"])


def test_it_is_the_decision_on_the_empty_profile(radar: dict[str, Any], ask: Ask) -> None:
    slots = ask().json["slots"]
    best: dict[str, int] = {}
    for slot in slots:
        for one in slot["verdicts"]:
            best[one["product"]] = min(best.get(one["product"], 3), RING_OF[one["verdict"]])
    assert {entry["id"]: RINGS.index(entry["timeline"][0]["ringId"]) for entry in radar["entries"]} == best


def test_an_entry_tells_the_leading_reason_of_each_slot(radar: dict[str, Any], ask: Ask) -> None:
    verdicts = [(slot, one) for slot in ask().json["slots"] for one in slot["verdicts"] if one["product"] == "tempo"]
    described = entry_of(radar, "tempo")["description"]
    for slot, one in verdicts:
        assert f"**{slot['title']} – {one['name']}: {verdict_word(one['verdict'], 'en')}" in described
        assert one["because"][0]["text"] in described


def test_products_move_from_one_edition_to_the_next(radar: dict[str, Any]) -> None:
    assert places(entry_of(radar, "tempo")) == [("2025-12-10", "adopt", 1)]
    assert places(entry_of(radar, "jaeger")) == [("2025-12-10", "hold", -1), ("2024-12-15", "adopt", 0)]
    assert places(entry_of(radar, "prometheus")) == [("2025-12-10", "adopt", 0), ("2024-12-15", "adopt", 0)]


def test_the_end_of_a_product_within_an_edition_has_its_day(client: FlaskClient) -> None:
    before = client.get("/v1/radar?as_of=2026-03-31").json
    after = client.get("/v1/radar?as_of=2026-04-01").json
    published = [("2025-12-10", "adopt", 0), ("2024-12-15", "adopt", 0)]
    assert places(entry_of(before, "ingress-nginx")) == published
    assert places(entry_of(after, "ingress-nginx")) == [("2026-04-01", "hold", -1), *published]


def test_an_earlier_edition_is_the_radar_of_its_day(client: FlaskClient) -> None:
    found = client.get("/v1/radar?edition=2025&as_of=2025-06-01").json
    assert places(entry_of(found, "jaeger")) == [("2024-12-15", "adopt", 0)]
    assert "strimzi" not in {entry["id"] for entry in found["entries"]}


def test_every_link_into_the_service_leads_somewhere(client: FlaskClient, radar: dict[str, Any]) -> None:
    links = {link["url"] for entry in radar["entries"] for link in entry["links"]}
    ours = [url.removeprefix("http://localhost") for url in sorted(links) if url.startswith("http://localhost/")]
    pages = [url for url in ours if url.startswith("/decisions/")]
    assert len(pages) == len(radar["entries"])
    for url in [*ours[:: len(ours) // 20], *pages[::16], *(url for url in ours if "%40" in url)]:
        assert client.get(url).status_code == 200, url


def test_texts_are_in_the_language_asked_for(client: FlaskClient) -> None:
    korean = client.get(f"/v1/radar?as_of={DAY}", headers={"Accept-Language": "ko"})
    assert korean.headers["Content-Language"] == "ko"
    assert [ring["name"] for ring in korean.json["rings"]] == ["도입", "시험", "검토", "보류"]
    assert (
        "입니다" in entry_of(korean.json, "tempo")["description"]
        or "니다." in entry_of(korean.json, "tempo")["description"]
    )


def test_the_same_knowledge_and_day_give_the_same_bytes(client: FlaskClient) -> None:
    address = f"/v1/radar?as_of={DAY}&lang=ko"
    assert client.get(address).data == client.get(address).data


def test_what_cannot_be_asked_for_is_named_at_once(client: FlaskClient) -> None:
    problem = problem_of(client.get("/v1/radar?edition=2062&as_of=yesterday"), 422)
    assert [error["pointer"] for error in problem["errors"]] == ["/query/as_of", "/query/edition"]
    problem = problem_of(client.get("/v1/radar?editon=2026"), 422)
    assert problem["errors"][0]["hint"] == "did you mean 'edition'?"


def test_a_profile_has_a_radar_of_its_own(client: FlaskClient, ask: Ask) -> None:
    made = ask({"stack": {"in_use": ["jaeger"]}, "observability": {"signals": ["traces"]}}, edition="2026").json
    found = client.get(f"/v1/decisions/{made['id']}/radar").json
    assert places(entry_of(found, "jaeger"))[0] == ("2025-12-10", "adopt", 0)  # to be kept
    assert f"/decisions/{made['id']}/why/jaeger" in entry_of(found, "jaeger")["links"][0]["url"]
    problem_of(client.get("/v1/decisions/nobody/radar"), 404)


def test_links_go_where_people_reach_the_service(tmp_path: Path) -> None:
    app = create_app(Settings(ROOT / "rules", tmp_path, public_url="https://portolan.example.com"))
    found = app.test_client().get(f"/v1/radar?as_of={DAY}").json
    assert entry_of(found, "tempo")["links"][0]["url"].startswith("https://portolan.example.com/decisions/")
    service_of(app).store.close()


def test_links_are_sound_whatever_host_is_named(client: FlaskClient) -> None:
    found = client.get(f"/v1/radar?as_of={DAY}", headers={"Host": 'a"b'})
    if found.status_code == 200:  # a service that knows its hosts refuses it
        assert entry_of(found.json, "tempo")["links"][0]["url"].startswith("/decisions/")


def test_knowledge_without_quadrants_has_no_radar(tmp_path: Path) -> None:
    for file in BASE:
        path = tmp_path / "rules" / file.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)
    app = create_app(Settings(tmp_path / "rules", tmp_path / "data"))
    problem = problem_of(app.test_client().get("/v1/radar"), 404)
    assert "quadrants" in problem["detail"]
    service_of(app).store.close()
