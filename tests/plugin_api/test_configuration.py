"""What is in force, where it came from, and what only looks like a setting."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugin_api import configuration
from plugin_api.configuration import Shown, shown, unknown
from plugin_api.gunicorn_options import ALLOWED, OptionsError, options
from plugin_api.settings import SETTINGS, Setting, Settings, SettingsError
from tests.plugin_api.conftest import ROOT

HARBOUR = ROOT / "tests" / "portolan" / "harbour-pack"
POCKET = ROOT / "tests" / "portolan" / "pocket"
HOME = {"HOME": "/home/somebody"}


def row(setting: str, environment: dict[str, str], **given: object) -> Shown:
    return next(one for one in shown({**HOME, **environment}, **given) if one.setting == setting)


def test_every_setting_is_shown_in_the_order_of_the_documentation() -> None:
    assert [one.setting for one in shown(HOME)][: len(SETTINGS)] == [setting.variable for setting in SETTINGS]


def test_an_option_wins_over_gunicorn_s_over_the_environment_over_the_default() -> None:
    environment = {"PORTOLAN_WORKERS": "3"}
    assert row("PORTOLAN_WORKERS", {}).origin == "default"
    assert row("PORTOLAN_WORKERS", environment) == Shown("PORTOLAN_WORKERS", 3, "environment", "3")
    environment["GUNICORN_CMD_ARGS"] = "--workers 4"
    assert row("PORTOLAN_WORKERS", environment) == Shown("PORTOLAN_WORKERS", 4, "gunicorn", "4")
    assert row("PORTOLAN_WORKERS", environment, workers=5) == Shown("PORTOLAN_WORKERS", 5, "option", "5")


def test_directories_are_shown_as_they_are_read() -> None:
    assert row("PORTOLAN_PACKS", {"PORTOLAN_PACKS": str(HARBOUR)}).value == [str(HARBOUR)]
    base = {"PORTOLAN_PACKS": str(POCKET)}  # extends nothing
    assert row("PORTOLAN_RULES", base) == Shown("PORTOLAN_RULES", str(POCKET), "environment", str(POCKET))
    assert row("PORTOLAN_PACKS", base).value == []
    assert row("PORTOLAN_PACKS", base, packs=(HARBOUR,)) == Shown(
        "PORTOLAN_PACKS", [str(HARBOUR)], "option", str(HARBOUR)
    )


def test_a_secret_is_never_shown(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    secret = Setting("PORTOLAN_SECRET", "log_level", str, lambda _: None, secret=True)
    monkeypatch.setattr(configuration, "SETTINGS", (secret,))
    monkeypatch.setattr(
        configuration.Settings,
        "from_environment",
        lambda environment: Settings(ROOT / "rules", tmp_path, log_level=secret.value(environment)),
    )
    monkeypatch.setattr(configuration, "_settle_directories", lambda *_: None)
    assert shown({"PORTOLAN_SECRET": "hunter2"})[0] == Shown("PORTOLAN_SECRET", "set", "environment", "set")
    (tmp_path / "secret").write_text("hunter2")
    assert shown({"PORTOLAN_SECRET_FILE": str(tmp_path / "secret")})[0] == Shown(
        "PORTOLAN_SECRET", "set", "file", "set"
    )
    assert shown({})[0] == Shown("PORTOLAN_SECRET", None, "default", "-")


def test_all_mistakes_at_once() -> None:
    with pytest.raises(SettingsError) as error:
        shown({**HOME, "PORTOLAN_WORKERS": "0", "PORTOLAN_ACCESS_LOG": "maybe", "PORTOLAN_DRAIN_TIME": "long"})
    assert [line.split()[0] for line in str(error.value).splitlines()] == [
        "PORTOLAN_WORKERS",
        "PORTOLAN_DRAIN_TIME",
        "PORTOLAN_ACCESS_LOG",
    ]


# --- what is no setting ---------------------------------------------------------------------------------------


def test_a_word_that_is_nearly_a_setting() -> None:
    assert list(unknown({"PORTOLAN_WORKER": "2"})) == [
        "PORTOLAN_WORKER is no setting: did you mean 'PORTOLAN_WORKERS'?"
    ]


def test_a_word_that_is_nothing_like_one() -> None:
    assert list(unknown({"PORTOLAN_ZZZZZZZZZZZZ": "2"})) == ["PORTOLAN_ZZZZZZZZZZZZ is no setting."]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORTOLAN_PORT", "tcp://10.96.0.7:8000"),
        ("PORTOLAN_SERVICE_HOST", "10.96.0.7"),
        ("PORTOLAN_SERVICE_PORT", "8000"),
        ("PORTOLAN_SERVICE_PORT_HTTP", "8000"),
        ("PORTOLAN_PORT_8000_TCP", "tcp://10.96.0.7:8000"),
        ("PORTOLAN_PORT_8000_TCP_PROTO", "tcp"),
        ("PORTOLAN_PORT_8000_TCP_PORT", "8000"),
        ("PORTOLAN_PORT_8000_TCP_ADDR", "10.96.0.7"),
        ("PORTOLAN_POSTGRES_PORT", "tcp://10.96.0.8:5432"),
        ("PORTOLAN_POSTGRES_SERVICE_HOST", "10.96.0.8"),
        ("PORTOLAN_DEBUG", "1"),
        ("PORTOLAN_WORKERS", "1"),
        ("HOME", "/"),
    ],
)
def test_what_kubernetes_or_others_set_is_no_mistake(name: str, value: str) -> None:
    assert list(unknown({name: value})) == []


def test_a_port_that_somebody_set_is_one() -> None:
    assert list(unknown({"PORTOLAN_PORT": "8080"})) == [
        "PORTOLAN_PORT is no setting: the option --port says where to listen"
    ]


# --- gunicorn's own options -----------------------------------------------------------------------------------


def test_what_gunicorn_is_told_beside() -> None:
    assert options({"GUNICORN_CMD_ARGS": "--max-requests 500 --timeout=60 --no-control-socket"}) == {
        "max_requests": 500,
        "timeout": 60,
        "control_socket_disable": True,
    }
    assert options({}) == {}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("--worker-class gevent", "has --worker-class, which the service does not bear"),
        ("-k sync", "has --worker-class, which the service does not bear"),
        ("--preload", "the knowledge is always loaded before the workers start"),
        ("--reload", "SIGHUP reloads the knowledge"),
        ("--daemon", "let systemd or a container run it"),
        ("--bind :80", "portolan serve --host and --port say where to listen"),
        ("-c x.py", "the environment is the configuration"),
        ("--reuse-port", "docs/settings.md lists what it bears"),
        ("--workres 2", "cannot be understood: unrecognized arguments: --workres"),
        ("--max-requests many", "invalid int value: 'many'"),
        ("--timeout -1", "has --timeout -1, which makes no sense"),
        ("--timeout '3", "cannot be understood: No closing quotation"),
        ("--help", "cannot be understood: --help says something and ends"),
        ("app:main", "has 'app:main', which is no option"),
    ],
)
def test_what_the_service_does_not_bear_is_refused_in_one_line(given: str, said: str) -> None:
    with pytest.raises(OptionsError) as error:
        options({"GUNICORN_CMD_ARGS": given})
    assert said in str(error.value)
    assert str(error.value).startswith("GUNICORN_CMD_ARGS ")
    assert "\n" not in str(error.value)


def test_every_option_that_is_borne_is_documented() -> None:
    text = (ROOT / "docs" / "settings.md").read_text()
    flags = {
        next(flag for flag in setting.cli if flag.startswith("--"))
        for name, setting in configuration_of_gunicorn().items()
        if name in ALLOWED
    }
    assert len(flags) == len(ALLOWED)
    assert {flag for flag in flags if f"`{flag}`" not in text} == set()


def configuration_of_gunicorn() -> dict[str, object]:
    from gunicorn.config import make_settings  # noqa: PLC0415

    return dict(make_settings())
