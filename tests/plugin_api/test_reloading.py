"""What comes of reading the knowledge anew, and that each of it is counted: without a server."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, get_args

import pytest
from flask import Flask

from bench.stress import renumber
from plugin_api import reloading
from plugin_api.app import create_app
from plugin_api.arbiter import Arbiter
from plugin_api.board import Board
from plugin_api.observability.metrics import RELOADS
from plugin_api.observability.observer import observer_of
from plugin_api.reloading import Outcome, Status, Wrong, renewed, service_of
from plugin_api.settings import Settings
from tests.plugin_api.observability.conftest import metrics_of
from tests.plugin_api.serving import POCKET


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "tokens.yaml").write_text("tokens: []\n")
    rules = Path(shutil.copytree(POCKET, tmp_path / "rules"))
    return Settings(rules=rules, data_dir=tmp_path / "data", tokens_file=tmp_path / "tokens.yaml")


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    built = create_app(settings)
    yield built
    service_of(built).store.close()


def test_a_file_that_a_setting_names_and_that_makes_no_sense_is_refused(app: Flask, settings: Settings) -> None:
    renumber(settings.rules, "2")
    tokens = settings.tokens_file
    assert tokens is not None
    tokens.write_text("tokens: [{name: ci}]\n")
    outcome = renewed(app, settings)
    assert (outcome.status, outcome.app, outcome.now) == ("refused", None, service_of(app).knowledge)
    (wrong,) = outcome.wrong
    assert wrong.detail.startswith(f"PORTOLAN_TOKENS_FILE: The tokens in '{tokens}' cannot be read: entry 1 (ci): ")
    tokens.write_text("tokens: []\n")
    again = renewed(app, settings)
    assert (again.status, again.now.pack.version) == ("reloaded", "2")


def test_each_line_of_what_is_wrong_with_settings_is_a_mistake(app: Flask, settings: Settings) -> None:
    renumber(settings.rules, "2")
    outcome = renewed(app, replace(settings, tokens_file=None, auth="on"))
    assert outcome.status == "refused"
    assert [wrong.detail[:17] for wrong in outcome.wrong] == ["PORTOLAN_AUTH is "]
    assert outcome.report()["errors"] == [{"detail": outcome.wrong[0].detail, "hint": None}]


def test_a_fault_of_our_own_is_told_as_one(
    app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_: Settings) -> Flask:
        raise RuntimeError("beyond repair")

    monkeypatch.setattr(reloading, "create_app", broken)
    renumber(settings.rules, "2")
    outcome = renewed(app, settings)
    assert (outcome.status, outcome.now) == ("failed", service_of(app).knowledge)
    assert "beyond repair" not in str(outcome.report())
    assert "beyond repair" in caplog.text


@pytest.mark.parametrize("ending", [False, True])
@pytest.mark.parametrize("status", RELOADS)
def test_whatever_comes_of_it_is_counted(app: Flask, status: Any, ending: bool) -> None:
    """By the master itself, with nothing around it."""
    outcome = Outcome(status, service_of(app).knowledge, wrong=(Wrong("it is wrong"),))
    board, logged = Board(), []
    master = SimpleNamespace(
        _board=board,
        _told_to_end=ending,
        app=SimpleNamespace(renewed=lambda: outcome, load=lambda: app, take=lambda _: None),
        cfg=SimpleNamespace(on_reload=lambda _: None),
        log=SimpleNamespace(reopen_files=lambda: None, log=lambda level, line: logged.append((level, line))),
        num_workers=0,
        manage_workers=lambda: None,
    )
    observer = observer_of(app)
    assert observer is not None
    before = metrics_of(app.test_client())("portolan_reloads_total", result=status)
    Arbiter.reload(master)
    assert metrics_of(app.test_client())("portolan_reloads_total", result=status) == before + 1
    report = board._report()
    assert report is not None
    assert report["status"] == ("ending" if ending else status)
    assert (logged[0][0] == logging.ERROR) == (status in ("refused", "failed"))
    board.close()


def test_every_status_is_known_to_the_metrics() -> None:
    """That of a service which ends is the answer to who asked, not what came of it."""
    assert set(get_args(Status)) == {*RELOADS, "ending"}
