"""Why a service is not ready is said once, not as often as it is asked."""

from __future__ import annotations

import logging

import pytest
from flask.testing import FlaskClient

from plugin_api.store import StoreError
from tests.plugin_api.conftest import problem_of, service_of


def test_the_log_says_why(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def lost() -> None:
        raise StoreError("no such device")

    caplog.set_level(logging.WARNING, "plugin_api.readiness")
    assert client.get("/readyz").status_code == 200
    with monkeypatch.context() as patch:
        patch.setattr(service_of(client.application).store, "check", lost)
        for _ in range(3):
            problem_of(client.get("/readyz"), 503)
    for _ in range(3):
        assert client.get("/readyz").status_code == 200
    said = [(one.levelname, one.getMessage()) for one in caplog.records if one.name == "plugin_api.readiness"]
    assert said == [
        ("ERROR", "not ready: the store of decisions cannot be used: no such device"),
        ("WARNING", "ready again"),
    ]
