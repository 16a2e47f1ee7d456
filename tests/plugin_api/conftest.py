"""What the tests of the service share: an application on the shipped knowledge, with a store that goes away."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from plugin_api.app import create_app
from plugin_api.service import EXTENSION, Service
from plugin_api.settings import Settings

ROOT = Path(__file__).parent.parent.parent
DAY = "2026-04-01"

Ask = Callable[..., TestResponse]


def service_of(app: Flask) -> Service:
    service: Service = app.extensions[EXTENSION]
    return service


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Shared: what one test decides changes no other's answer."""
    built = create_app(Settings(rules=ROOT / "rules", data_dir=tmp_path_factory.mktemp("data")))
    yield built
    service_of(built).store.close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def service(app: Flask) -> Service:
    return service_of(app)


@pytest.fixture
def ask(client: FlaskClient) -> Ask:
    """Posts a profile, with other members of a request beside it."""

    def ask(profile: dict[str, Any] | None = None, **members: Any) -> TestResponse:
        request = {"profile": profile or {}, "as_of": DAY, **members}
        return client.post("/v1/recommendations", json=request)

    return ask


def problem_of(response: TestResponse, status: int) -> dict[str, Any]:
    """The problem that a response says, checked for what every problem has."""
    assert response.status_code == status, response.text
    assert response.content_type == "application/problem+json" or _only_json(response)
    problem: dict[str, Any] = response.json
    assert list(problem) == ["type", "title", "status", "detail", "instance", "errors"]
    assert problem["status"] == status
    assert problem["type"].startswith("urn:portolan:problem:")
    assert all(list(error) == ["pointer", "detail", "hint"] for error in problem["errors"])
    return problem


def _only_json(response: TestResponse) -> bool:
    """Was JSON asked for in a way that leaves out the type of a problem?"""
    accepted = response.request.headers["Accept"]
    return response.content_type == "application/json" and "problem" not in accepted and "*" not in accepted


def slot_of(response: TestResponse, slot: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in response.json["slots"] if one["slot"] == slot)
    return found
