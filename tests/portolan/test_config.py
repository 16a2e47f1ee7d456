"""`portolan config`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from plugin_api.settings import SETTINGS
from plugin_api.store import schema
from tests.portolan.conftest import POCKET, Run


@pytest.fixture(autouse=True)
def _no_settings_of_the_shell(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PORTOLAN_WORKERS", "PORTOLAN_THREADS", "PORTOLAN_EXAMPLES", "GUNICORN_CMD_ARGS"):
        monkeypatch.delenv(name, raising=False)


def test_a_table_for_people(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTOLAN_THREADS", "8")
    ran = run("config", "--workers", "3")
    assert (ran.code, ran.err) == (0, "")
    rows = [line.split(maxsplit=2) for line in ran.out.splitlines()]
    assert rows[0] == ["setting", "value", "from"]
    assert ["PORTOLAN_RULES", str(POCKET), "environment"] in rows
    assert ["PORTOLAN_THREADS", "8", "environment"] in rows
    assert ["PORTOLAN_WORKERS", "3", "option of serve"] in rows
    assert ["PORTOLAN_ACCESS_LOG", "off", "default"] in rows
    assert ["PORTOLAN_PACKS", "-", "default"] in rows
    assert len({line.rindex("  ") for line in ran.out.splitlines()}) == 1  # aligned


def test_the_same_for_programs(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTOLAN_WORKER", "8")
    ran = run("config", "--format", "json", "--host", "::1", "--port", "80")
    assert ran.code == 0
    assert json.loads(ran.out) == yaml.safe_load(run("config", "--format", "yaml", "--host", "::1", "--port", "80").out)
    rows = {row.pop("setting"): row for row in ran.data["settings"]}
    assert rows["PORTOLAN_HOST"] == {"value": "::1", "from": "option"}
    assert rows["--port"] == {"value": 80, "from": "option"}
    assert rows["PORTOLAN_KEEP_ALIVE"] == {"value": 5, "from": "default"}
    assert ran.data["warnings"] == ["PORTOLAN_WORKER is no setting: did you mean 'PORTOLAN_WORKERS'?"]


def test_an_unknown_variable_is_warned_of(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTOLAN_THRAEDS", "8")
    ran = run("config")
    assert (ran.code, ran.err) == (0, "warning: PORTOLAN_THRAEDS is no setting: did you mean 'PORTOLAN_THREADS'?\n")


def test_all_that_makes_no_sense_at_once(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTOLAN_WORKERS", "none")
    monkeypatch.setenv("PORTOLAN_VERIFY", "maybe")
    ran = run("config")
    assert (ran.code, ran.out) == (2, "")
    assert [line.split()[0] for line in ran.err.splitlines()] == ["PORTOLAN_VERIFY", "PORTOLAN_WORKERS"]


def test_what_gunicorn_must_not_be_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUNICORN_CMD_ARGS", "--worker-class gevent")
    ran = run("config")
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert "--worker-class" in ran.err


def test_a_check_that_all_is_well(run: Run, tmp_path: Path) -> None:
    ran = run("config", "--check")
    assert (ran.code, ran.out, ran.err) == (0, "All is well: serve would start.\n", "")
    assert (tmp_path / "data").is_dir()


def test_a_check_of_knowledge_that_cannot_be_loaded(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PORTOLAN_RULES", str(tmp_path))
    ran = run("config", "--check")
    assert (ran.code, ran.out) == (3, "")
    assert run("config").code == 0


def test_a_check_of_a_store_that_cannot_be_made(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("PORTOLAN_DATA_DIR", str(tmp_path / "file"))
    ran = run("config", "--check")
    assert (ran.code, ran.out) == (4, "")
    assert ran.err.startswith("Decisions cannot be kept: ")


def test_a_check_changes_nothing_in_the_database(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    oldest, *later = schema.revisions()
    run("database", "upgrade", oldest)
    before = run("database", "status").out
    ran = run("config", "--check")
    assert ran.code == 0
    said = [line.partition(": ")[2].partition(",")[0] for line in ran.out.splitlines()[:-1]]
    assert said == later
    assert ran.out.startswith("The database needs a step, which serve would run: ")
    monkeypatch.setenv("PORTOLAN_MIGRATE", "off")
    ran = run("config", "--check")
    assert (ran.code, ran.out) == (4, "")
    assert f"is at revision {oldest} and needs {later[-1]}" in ran.err
    assert run("database", "status").out == before


def test_a_check_makes_no_database(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert run("config", "--check").code == 0
    assert not list((tmp_path / "data").glob("*.sqlite3*"))
    monkeypatch.setenv("PORTOLAN_MIGRATE", "off")
    ran = run("config", "--check")
    assert ran.code == 4
    assert "is empty and needs" in ran.err


def test_a_check_refuses_what_serve_refuses(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for option, variable in ((["--host", "0.0.0.0"], None), ([], "0.0.0.0")):
        if variable:
            monkeypatch.setenv("PORTOLAN_HOST", variable)
        ran = run("config", "--check", *option)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith("Portolan does not listen on 0.0.0.0, port 0, without authentication: ")
    monkeypatch.setenv("PORTOLAN_HOST", "no.such.host.invalid")
    ran = run("config", "--check")
    assert (ran.code, ran.out) == (4, "")
    monkeypatch.setenv("PORTOLAN_REDIS_URL", "redis://:hunter2@host:abc/0")
    ran = run("config", "--check")
    assert (ran.code, ran.err.startswith("PORTOLAN_REDIS_URL makes no sense")) == (2, True)
    assert "hunter2" not in ran.err


@pytest.mark.parametrize("entry", ["", "- {name: ci, sha256: %s, roles: [read], expires: 2020-01-01}" % ("a" * 64)])
def test_a_check_warns_of_what_is_hardly_meant(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, entry: str
) -> None:
    tokens = tmp_path / "tokens.yaml"
    tokens.write_text(f"tokens:\n  {entry}\n" if entry else "tokens: []\n")
    monkeypatch.setenv("PORTOLAN_TOKENS_FILE", str(tokens))
    ran = run("config", "--check")
    assert ran.code == 0
    assert "PORTOLAN_PUBLIC_URL is not set" in ran.err
    assert "has no token that is valid, so nobody is let in." in ran.err
    monkeypatch.setenv("PORTOLAN_PUBLIC_URL", "https://portolan.example.com")
    assert run("config", "--check").err.count("warning: ") == 1


def test_what_is_in_force_is_shown_as_it_is_set(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    rows = {row["setting"]: row["value"] for row in run("config", "--format", "json").data["settings"]}
    assert rows["PORTOLAN_RATE_LIMIT"] == "off"
    (tmp_path / "tokens.yaml").write_text("tokens: []\n")
    monkeypatch.setenv("PORTOLAN_TOKENS_FILE", str(tmp_path / "tokens.yaml"))
    monkeypatch.setenv("PORTOLAN_BACKSTAGE_AUDIENCES", "none")
    table = dict(line.split()[:2] for line in run("config").out.splitlines())
    assert table["PORTOLAN_RATE_LIMIT"] == "600/minute"
    assert table["PORTOLAN_BACKSTAGE_PLUGINS"] == "portolan,scaffolder,tech-insights"
    assert table["PORTOLAN_BACKSTAGE_AUDIENCES"] == "none"
    assert table["PORTOLAN_CORS_ORIGINS"] == "-"
    for setting in SETTINGS:  # whatever is shown can be set
        shown = table[setting.variable]
        if shown not in ("-", "set"):
            setting.value({setting.variable: shown})
