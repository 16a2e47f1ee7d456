"""How the settings of security are written."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest

from plugin_api.configuration import shown
from plugin_api.security import spelling
from plugin_api.security.spelling import Rate
from plugin_api.settings import SETTINGS, Settings, SettingsError

# Names of files and of a host: whatever they are, they are shown as they are written.
_AS_WRITTEN = ("PORTOLAN_RULES", "PORTOLAN_PACKS", "PORTOLAN_DATA_DIR", "PORTOLAN_HOST", "PORTOLAN_TOKENS_FILE")


def test_what_is_understood() -> None:
    found = Settings.from_environment(
        {
            "HOME": "/home/somebody",
            "PORTOLAN_AUTH": "on",
            "PORTOLAN_TOKENS_FILE": "/etc/tokens.yaml",
            "PORTOLAN_BACKSTAGE_URL": "https://portal.example.com/backend/",
            "PORTOLAN_BACKSTAGE_KEYS_URL": "http://backstage.portal:7007",
            "PORTOLAN_BACKSTAGE_PLUGINS": "none",
            "PORTOLAN_BACKSTAGE_AUDIENCES": "proxy, portolan",
            "PORTOLAN_BACKSTAGE_ALGORITHMS": "ES256,EdDSA",
            "PORTOLAN_REVIEWERS": "Group:Architects, user:default/anna *",
            "PORTOLAN_ADMINS": "plugin:scaffolder",
            "PORTOLAN_RATE_LIMIT": "10/second",
            "PORTOLAN_CORS_ORIGINS": "https://Portal.example.com,http://localhost:3000",
            "PORTOLAN_FRAME_ANCESTORS": "https://portal.example.com",
        }
    )
    assert found.backstage_url == "https://portal.example.com/backend"
    assert found.backstage_keys_url == "http://backstage.portal:7007"
    assert (found.backstage_plugins, found.backstage_audiences) == ((), ("proxy", "portolan"))
    assert found.backstage_algorithms == ("ES256", "EdDSA")
    assert found.reviewers == ("group:default/architects", "user:default/anna", "*")
    assert (found.admins, found.rate_limit) == (("plugin:scaffolder",), Rate(10, 1))
    assert found.cors_origins == ("https://portal.example.com", "http://localhost:3000")
    assert Settings.from_environment({"HOME": "/h", "PORTOLAN_RATE_LIMIT": "off"}).rate_limit == "off"


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("PORTOLAN_AUTH", "no", "must be auto, on or off"),
        ("PORTOLAN_BACKSTAGE_URL", "http://portal.example.com", "must begin with https://"),
        ("PORTOLAN_BACKSTAGE_URL", "portal.example.com", "must be an address"),
        ("PORTOLAN_BACKSTAGE_URL", "https://a:b@portal", "must be an address"),
        ("PORTOLAN_BACKSTAGE_URL", "https://portal?x", "must be an address"),
        ("PORTOLAN_BACKSTAGE_URL", "https://[", "must be an address"),
        ("PORTOLAN_BACKSTAGE_URL", "https://portal:x", "must be an address"),
        ("PORTOLAN_BACKSTAGE_PLUGINS", "../auth", "must be ids of plugins"),
        ("PORTOLAN_BACKSTAGE_ALGORITHMS", "HS256", "must be among ES256"),
        ("PORTOLAN_BACKSTAGE_ALGORITHMS", "none", "must be among ES256"),
        ("PORTOLAN_BACKSTAGE_ALGORITHMS", "ES265", "Did you mean 'ES256'?"),
        ("PORTOLAN_REVIEWERS", "anna", "must be entity refs"),
        ("PORTOLAN_RATE_LIMIT", "600", "must be off, or a number per second, minute or hour"),
        ("PORTOLAN_RATE_LIMIT", "0/minute", "must be off, or a number"),
        ("PORTOLAN_CORS_ORIGINS", "*", "must be origins"),
        ("PORTOLAN_CORS_ORIGINS", "https://portal.example.com/", "must be origins"),
        ("PORTOLAN_CORS_ORIGINS", "https://.*", "must be origins"),
        ("PORTOLAN_FRAME_ANCESTORS", "https://a;script-src *", "must be origins"),
        ("PORTOLAN_TRUSTED_PROXIES", "11", "must be a whole number from 0 to 10"),
    ],
)
def test_what_is_not(name: str, value: str, message: str) -> None:
    with pytest.raises(SettingsError, match=re.escape(message)) as error:
        Settings.from_environment({"HOME": "/home/somebody", name: value})
    assert str(error.value).startswith(name)


def test_a_secret_is_in_no_message_and_no_picture_of_the_settings() -> None:
    secrets = {setting.member for setting in SETTINGS if setting.secret}
    assert "redis_url" in secrets
    assert {field.name for field in fields(Settings) if not field.repr} >= secrets
    with pytest.raises(SettingsError) as error:
        Settings.from_environment({"HOME": "/h", "PORTOLAN_REDIS_URL": "http://:hunter2@host"})
    assert "hunter2" not in str(error.value)


@pytest.mark.parametrize("name", [setting.variable for setting in SETTINGS])
@pytest.mark.parametrize(
    "written",
    [
        "https://someone:hunter2@portal.example.com",
        "https://someone:hunter2@portal.example.com/",
        "https://portal.example.com, https://someone:hunter2@other.example.com",
        "https://someone:hun/ter?2#hunter2@portal",
        "https://someone:hunter2",
        "someone:hunter2@portal.example.com",
        "//someone:hunter2@portal",
        "https://portal.example.com?key=hunter2",
        "https://portal.example.com#hunter2",
    ],
)
def test_a_password_is_in_no_message_and_not_shown(name: str, written: str, tmp_path: Path) -> None:
    """Whichever setting it was written into, also where a setting's file should be named."""
    for variable in (name, f"{name}_FILE"):
        environment = {"HOME": "/home/somebody", variable: written}
        try:
            said = repr(shown(environment)) if variable not in _AS_WRITTEN else ""
        except SettingsError as error:
            said = str(error)
            assert variable in said or "PORTOLAN_PACKS" in said
        assert "hunter2" not in said


def test_user_names_belong_into_no_address() -> None:
    for name in ("PORTOLAN_PUBLIC_URL", "PORTOLAN_BACKSTAGE_URL", "PORTOLAN_BACKSTAGE_KEYS_URL"):
        with pytest.raises(SettingsError, match=f"{name} makes no sense; it must be an address"):
            Settings.from_environment({"HOME": "/h", name: "https://someone@portal.example.com"})


@pytest.mark.parametrize("read", [spelling.origins, spelling.plugins, spelling.references])
def test_nothing_is_nothing(read: Callable[[str], tuple[str, ...]]) -> None:
    assert read("") == ()


@pytest.mark.parametrize(
    "written", ["redis://:hunter2@h:abc/0", "redis://h:99999", "redis://:hunter#2@h", "h:6379", "unix://"]
)
def test_no_address_of_redis(written: str) -> None:
    with pytest.raises(ValueError, match="such as redis://host:6379/0") as raised:
        spelling.redis_address(written)
    assert "hunter" not in str(raised.value)


@pytest.mark.parametrize(
    "written", ["redis://h", "redis://:pw@[::1]:6379/0", "rediss://u:p@h:1/2?x=1", "unix:///run/redis"]
)
def test_addresses_of_redis(written: str) -> None:
    assert spelling.redis_address(written) == written
