"""The configuration."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from plugin_api.settings import SETTINGS, Setting, Settings, SettingsError, number
from tests.plugin_api.conftest import ROOT


def test_defaults() -> None:
    found = Settings.from_environment({"HOME": "/home/somebody"})
    assert found.rules == ROOT / "rules"
    assert found.data_dir == Path.home() / ".local" / "share" / "portolan"
    assert (found.verify, found.threads, found.cache_mib, found.access_log) == ("off", 4, 32, False)
    assert 1 <= found.workers <= 4


def test_what_is_set() -> None:
    found = Settings.from_environment(
        {
            "PORTOLAN_RULES": "/my/rules",
            "PORTOLAN_DATA_DIR": "/my/data",
            "PORTOLAN_VERIFY": "always",
            "PORTOLAN_WORKERS": "7",
            "PORTOLAN_THREADS": "2",
            "PORTOLAN_CACHE_MIB": "0",
            "PORTOLAN_ACCESS_LOG": "on",
            "PORTOLAN_LOG_LEVEL": "debug",
        }
    )
    assert found == Settings(Path("/my/rules"), Path("/my/data"), "always", 7, 2, 0, True, "debug")


def test_where_decisions_are_kept() -> None:
    assert Settings.from_environment({"XDG_DATA_HOME": "/xdg"}).data_dir == Path("/xdg/portolan")


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("PORTOLAN_VERIFY", "allways", "must be off, sample or always. Did you mean 'always'?"),
        ("PORTOLAN_WORKERS", "0", "must be a whole number from 1 to 256"),
        ("PORTOLAN_THREADS", "many", "must be a whole number"),
        ("PORTOLAN_CACHE_MIB", "-1", "must be a whole number from 0"),
        ("PORTOLAN_ACCESS_LOG", "yes", "must be off or on"),
        ("PORTOLAN_LOG_LEVEL", "loud", "must be debug, info"),
    ],
)
def test_what_makes_no_sense(name: str, value: str, message: str) -> None:
    with pytest.raises(SettingsError, match=re.escape(message)) as error:
        Settings.from_environment({name: value})
    assert str(error.value).startswith(name)


def test_every_setting_is_documented() -> None:
    documented = re.findall(r"^\| `(PORTOLAN_\w+)` \|", (ROOT / "docs" / "settings.md").read_text(), re.M)
    assert documented == [setting.variable for setting in SETTINGS]


def test_every_setting_is_one_of_the_table() -> None:
    assert {setting.member for setting in SETTINGS} == {field.name for field in fields(Settings)}


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://portolan:p%40ss@db.example:5432/portolan?sslmode=verify-full",
        "postgres://portolan@db/portolan",
        "postgresql:///portolan?host=/run/postgresql",
    ],
)
def test_the_address_of_a_database(url: str) -> None:
    found = Settings.from_environment({"PORTOLAN_DATABASE_URL": url})
    assert found.database_url == url
    assert url not in repr(found)


@pytest.mark.parametrize(
    "url",
    [
        "mysql://me:hunter2@db/portolan",
        "postgresql://me:hunter2@db",
        "postgresql://me:hunter2/db/portolan",
        "postgresql://[me:hunter2@db/portolan",
        "hunter2",
    ],
)
def test_what_is_no_address_of_a_database(url: str) -> None:
    with pytest.raises(SettingsError, match=r"^PORTOLAN_DATABASE_URL makes no sense; it must be the address") as error:
        Settings.from_environment({"PORTOLAN_DATABASE_URL": url})
    assert "hunter2" not in str(error.value)


def test_a_file_has_no_address() -> None:
    with pytest.raises(SettingsError, match="for SQLite leave it out, and set PORTOLAN_DATA_DIR"):
        Settings.from_environment({"PORTOLAN_DATABASE_URL": "sqlite:///decisions.sqlite3"})


SECRET = Setting("PORTOLAN_SECRET", "secret", number(1, 9), lambda _: None, secret=True)


def test_a_secret_may_be_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("7\n")
    environment = {"PORTOLAN_SECRET_FILE": str(tmp_path / "secret")}
    assert (SECRET.value(environment), SECRET.origin(environment)) == (7, "file")
    assert (SECRET.value({"PORTOLAN_SECRET": "7"}), SECRET.origin({"PORTOLAN_SECRET": "7"})) == (7, "environment")
    assert (SECRET.value({}), SECRET.origin({})) == (None, "default")


def test_a_secret_is_not_said(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("hunter2")
    for environment in ({"PORTOLAN_SECRET": "hunter2"}, {"PORTOLAN_SECRET_FILE": str(tmp_path / "secret")}):
        (name,) = environment
        with pytest.raises(SettingsError) as error:
            SECRET.value(environment)
        assert str(error.value) == f"{name} makes no sense; it must be a whole number from 1 to 9."


def test_a_secret_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "empty").write_text(" \n")
    with pytest.raises(SettingsError, match=r"^PORTOLAN_SECRET_FILE is '.*empty', which is empty\.$"):
        SECRET.value({"PORTOLAN_SECRET_FILE": str(tmp_path / "empty")})
    with pytest.raises(SettingsError, match=r"^PORTOLAN_SECRET_FILE is '.*none', which cannot be read: No such file"):
        SECRET.value({"PORTOLAN_SECRET_FILE": str(tmp_path / "none")})
    with pytest.raises(SettingsError, match="are both set"):
        SECRET.value({"PORTOLAN_SECRET_FILE": "a", "PORTOLAN_SECRET": "b"})
