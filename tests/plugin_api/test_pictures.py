"""A decision that was made here, as an architecture picture."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from plugin_api.schemas.pictures import PictureSchema
from tests.plugin_api.conftest import Ask, problem_of

SVG = "image/svg+xml"


@pytest.fixture
def made(ask: Ask) -> str:
    id_: str = ask({"stack": {"in_use": ["jaeger"]}, "observability": {"signals": ["traces"]}}).json["id"]
    return id_


def picture_of(client: FlaskClient, id_: str, query: str = "", **headers: str) -> TestResponse:
    return client.get(f"/v1/decisions/{id_}/picture{query}", headers=headers)


def test_the_picture_as_data(client: FlaskClient, made: str) -> None:
    response = picture_of(client, made)
    assert response.content_type == "application/json"
    assert response.headers["Content-Disposition"] == 'inline; filename="architecture-2026-2026-04-01-en.json"'
    assert response.json["decision"] == made
    assert response.json["since"]["edition"] == "2025"
    assert PictureSchema().validate(response.json) == {}


@pytest.mark.parametrize(("query", "headers"), [("", {"Accept": SVG}), ("?format=svg", {})], ids=["accept", "format"])
def test_the_picture_as_a_file(client: FlaskClient, made: str, query: str, headers: dict[str, str]) -> None:
    response = picture_of(client, made, query, **headers)
    assert response.content_type == f"{SVG}; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'inline; filename="architecture-2026-2026-04-01-en.svg"'
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert made in "".join(ET.fromstring(response.text).itertext())


def test_in_another_language(client: FlaskClient, made: str) -> None:
    response = picture_of(client, made, "?lang=ko")
    assert response.headers["Content-Language"] == "ko"
    assert response.json["title"] == "플랫폼 아키텍처"


def test_only_a_part_and_nothing_marked(client: FlaskClient, made: str) -> None:
    document = picture_of(client, made, "?slot=tracing&slot=cni&area=storage&since=none").json
    areas = {
        area["area"]: [slot["slot"] for slot in area["slots"]] for band in document["bands"] for area in band["areas"]
    }
    assert areas["observability"] == ["tracing"]
    assert areas["network"] == ["cni"]
    assert "storage" in areas["storage"]
    assert document["since"] is None


def test_it_is_not_sent_twice(client: FlaskClient, made: str) -> None:
    first = picture_of(client, made, Accept=SVG)
    again = picture_of(client, made, **{"Accept": SVG, "If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_mistakes_are_problems(client: FlaskClient, made: str) -> None:
    problem = problem_of(picture_of(client, made, "?slot=trcing&slot=cni&area=storge&since=202"), 422)
    assert [(error["pointer"], error["hint"]) for error in problem["errors"]] == [
        ("/query/since", "did you mean '2026'?"),
        ("/query/slot", "did you mean 'tracing'?"),
        ("/query/area", "did you mean 'storage'?"),
    ]
    problem_of(picture_of(client, made, "?format=png"), 422)
    problem_of(picture_of(client, made, Accept="image/png"), 406)
    problem_of(picture_of(client, "0" * 32), 404)
