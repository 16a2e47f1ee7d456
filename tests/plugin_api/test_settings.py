"""The configuration."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from plugin_api import settings as module
from plugin_api.settings import Settings, SettingsError
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
    read = set(re.findall(r'"(PORTOLAN_\w+)"', Path(module.__file__).read_text()))
    listed = r"^\| `(PORTOLAN_\w+)` \|"
    assert set(re.findall(listed, module.__doc__ or "", re.M)) == read
    assert set(re.findall(listed, (ROOT / "docs" / "settings.md").read_text(), re.M)) == read
