"""The configuration, read from the environment once: a table of what there is. docs/settings.md explains it to users.

A secret may stand in a file instead, as orchestrators mount them: `PORTOLAN_X_FILE` names the file that holds
`PORTOLAN_X`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from engine.advisor import VERIFY, Verify
from engine.knowledge.location import pack_paths, rules_path
from engine.knowledge.packs import in_force
from engine.knowledge.problems import listed, nearest
from plugin_api.security import spelling

LOG_LEVELS = ("debug", "info", "warning", "error", "critical")
LogFormat = Literal["auto", "json", "text"]
LOG_FORMATS: tuple[LogFormat, ...] = ("auto", "json", "text")
FILE = "_FILE"
# Plugins of a portal that call others, and those whose place Portolan takes when it is called.
PLUGINS = ("portolan", "scaffolder", "tech-insights")
AUDIENCES = ("portolan", "proxy")
Environment = Mapping[str, str]
Origin = Literal["environment", "file", "default"]


class SettingsError(ValueError):
    """Variables have values that make no sense. The message names each in one line."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be configured. `cache_mib` is per worker process; `packs` stand on top of `rules`, in their order.

    `keep_alive`, `graceful_timeout` and `drain_time` are in seconds.
    """

    rules: Path
    data_dir: Path
    verify: Verify = "off"
    workers: int = 1
    threads: int = 4
    cache_mib: int = 32
    access_log: bool = False
    log_level: str = "warning"
    packs: tuple[Path, ...] = ()
    public_url: str | None = None
    database_url: str | None = field(default=None, repr=False)
    migrate: bool = True
    host: str = "127.0.0.1"
    keep_alive: int = 5
    graceful_timeout: int = 20
    drain_time: int = 0
    log_format: LogFormat = "auto"
    metrics: bool = True
    tracing: bool = False
    auth: Literal["auto", "on", "off"] = "auto"
    tokens_file: Path | None = None
    backstage_url: str | None = None
    backstage_keys_url: str | None = None
    backstage_plugins: tuple[str, ...] = PLUGINS
    backstage_audiences: tuple[str, ...] = AUDIENCES
    backstage_algorithms: tuple[str, ...] = ("ES256",)
    reviewers: tuple[str, ...] = ()
    admins: tuple[str, ...] = ()
    metrics_auth: bool = False
    rate_limit: spelling.Rate | Literal["off"] | None = None
    redis_url: str | None = field(default=None, repr=False)
    trusted_proxies: int = 0
    request_timeout: int = 30
    cors_origins: tuple[str, ...] = ()
    frame_ancestors: tuple[str, ...] = ()
    hsts_seconds: int = 0

    @classmethod
    def from_environment(cls, environment: Environment = os.environ) -> Settings:
        """Raises SettingsError, which names everything that is wrong."""
        found, wrong = {}, []
        for setting in SETTINGS:
            try:
                found[setting.member] = setting.value(environment)
            except SettingsError as error:
                wrong.append(str(error))
        if wrong:
            raise SettingsError("\n".join(wrong))
        try:
            directories = in_force(rules_path(found["rules"]), pack_paths(found["packs"]))
        except RuntimeError as error:  # the home of somebody who is not there
            raise SettingsError(f"PORTOLAN_RULES or PORTOLAN_PACKS: {error}") from None
        return cls(**{**found, "rules": directories[0], "packs": directories[1:]})


@dataclass(frozen=True, slots=True)
class Setting:
    """One variable of the environment.

    `member` of Settings; `read` makes its value of what is written and raises ValueError, which says what it must be;
    `default` makes it of the environment where nothing is written. A `secret` is never shown, and may be in a file.
    """

    variable: str
    member: str
    read: Callable[[str], Any]
    default: Callable[[Environment], Any]
    secret: bool = False

    def value(self, environment: Environment) -> Any:
        """Raises SettingsError."""
        written, name = self._written(environment)
        if not written:
            return self.default(environment)
        try:
            return self.read(written)
        except ValueError as error:
            repeats = not self.secret and spelling.may_be_repeated(written)
            said = f"{name} is {written!r}; it" if repeats else f"{name} makes no sense; it"
            raise SettingsError(f"{said} {error}") from None

    def is_nothing(self, written: str) -> bool:
        """Is that a way to say nothing at all?"""
        try:
            return bool(self.read(written) == ())
        except ValueError:
            return False

    def origin(self, environment: Environment) -> Origin:
        if environment.get(self.variable):
            return "environment"
        return "file" if self.secret and environment.get(f"{self.variable}{FILE}") else "default"

    def _written(self, environment: Environment) -> tuple[str | None, str]:
        """What is written, and the name of the variable that says it."""
        written, file = environment.get(self.variable), environment.get(f"{self.variable}{FILE}")
        if not (self.secret and file):
            return written, self.variable
        if written:
            raise SettingsError(f"{self.variable} and {self.variable}{FILE} are both set; one of them is enough.")
        try:
            held = Path(file).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            why = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
            # Somebody may have written the secret itself where its file should be named.
            said = f"{file!r}, which" if spelling.may_be_repeated(file) else "the name of something that"
            raise SettingsError(f"{self.variable}{FILE} is {said} cannot be read: {why}.") from None
        if not held:  # a secret that is not there yet must not pass for one that nobody wanted
            said = repr(file) if spelling.may_be_repeated(file) else "a file"
            raise SettingsError(f"{self.variable}{FILE} is {said}, which is empty.")
        return held, f"{self.variable}{FILE}"


def word(*words: str) -> Callable[[str], str]:
    """Reads one of some words."""

    def read(written: str) -> str:
        if written in words:
            return written
        raise ValueError(_must_be(written, words))

    return read


def switch(written: str) -> bool:
    """Reads `on` or `off`."""
    return word("off", "on")(written) == "on"


def number(least: int, most: int) -> Callable[[str], int]:
    """Reads a whole number within bounds."""

    def read(written: str) -> int:
        if written.isascii() and written.isdigit() and least <= int(written) <= most:
            return int(written)
        raise ValueError(f"must be a whole number from {least} to {most}.")

    return read


def database_address(written: str) -> str:
    """Reads the address of a PostgreSQL database. What it says of a wrong one repeats nothing of it."""
    must = "must be the address of a PostgreSQL database, as postgresql://user:password@host:5432/portolan"
    try:
        parts = urlsplit(written)
        _ = parts.port  # raises ValueError for what is no number
    except ValueError:
        raise ValueError(f"{must}.") from None
    if parts.scheme == "sqlite":
        raise ValueError(f"{must}; for SQLite leave it out, and set PORTOLAN_DATA_DIR.")
    if parts.scheme not in ("postgresql", "postgres") or not parts.path.strip("/"):
        raise ValueError(f"{must}.")
    return written


def always(value: Any) -> Callable[[Environment], Any]:
    """A default that does not depend on anything."""
    return lambda _: value


def _must_be(written: str, words: Collection[str]) -> str:
    hint = nearest(written, words)
    return f"must be {listed(words)}." + (f" {hint.capitalize()}" if hint else "")


def _data_dir(environment: Environment) -> Path:
    base = environment.get("XDG_DATA_HOME")
    if base:
        return Path(base) / "portolan"
    try:
        return Path.home() / ".local" / "share" / "portolan"
    except RuntimeError:
        raise SettingsError("There is no home directory to keep decisions in: set PORTOLAN_DATA_DIR.") from None


def _cores(_: Environment) -> int:
    return min(os.cpu_count() or 1, 4)


def _directory(written: str) -> Path:
    try:
        return Path(written).expanduser()
    except RuntimeError as error:
        raise ValueError(f"cannot be found: {error}.") from None


SETTINGS = (
    Setting("PORTOLAN_RULES", "rules", str, always(None)),
    Setting("PORTOLAN_PACKS", "packs", str, always(None)),
    Setting("PORTOLAN_DATA_DIR", "data_dir", _directory, _data_dir),
    Setting("PORTOLAN_DATABASE_URL", "database_url", database_address, always(None), secret=True),
    Setting("PORTOLAN_MIGRATE", "migrate", switch, always(True)),
    Setting("PORTOLAN_VERIFY", "verify", word(*VERIFY), always("off")),
    Setting("PORTOLAN_HOST", "host", str, always("127.0.0.1")),
    Setting("PORTOLAN_WORKERS", "workers", number(1, 256), _cores),
    Setting("PORTOLAN_THREADS", "threads", number(1, 256), always(4)),
    Setting("PORTOLAN_CACHE_MIB", "cache_mib", number(0, 65_536), always(32)),
    Setting("PORTOLAN_KEEP_ALIVE", "keep_alive", number(0, 7200), always(5)),
    Setting("PORTOLAN_GRACEFUL_TIMEOUT", "graceful_timeout", number(1, 3600), always(20)),
    Setting("PORTOLAN_DRAIN_TIME", "drain_time", number(0, 600), always(0)),
    Setting("PORTOLAN_ACCESS_LOG", "access_log", switch, always(False)),
    Setting("PORTOLAN_LOG_LEVEL", "log_level", word(*LOG_LEVELS), always("warning")),
    Setting("PORTOLAN_LOG_FORMAT", "log_format", word(*LOG_FORMATS), always("auto")),
    Setting("PORTOLAN_METRICS", "metrics", switch, always(True)),
    Setting("PORTOLAN_OTEL", "tracing", switch, always(False)),
    Setting("PORTOLAN_PUBLIC_URL", "public_url", spelling.address, always(None)),
    Setting("PORTOLAN_AUTH", "auth", word(*spelling.AUTHENTICATION), always("auto")),
    Setting("PORTOLAN_TOKENS_FILE", "tokens_file", _directory, always(None)),
    Setting("PORTOLAN_BACKSTAGE_URL", "backstage_url", spelling.safe_address, always(None)),
    Setting("PORTOLAN_BACKSTAGE_KEYS_URL", "backstage_keys_url", spelling.address, always(None)),
    Setting("PORTOLAN_BACKSTAGE_PLUGINS", "backstage_plugins", spelling.plugins, always(PLUGINS)),
    Setting("PORTOLAN_BACKSTAGE_AUDIENCES", "backstage_audiences", spelling.plugins, always(AUDIENCES)),
    Setting("PORTOLAN_BACKSTAGE_ALGORITHMS", "backstage_algorithms", spelling.algorithms, always(("ES256",))),
    Setting("PORTOLAN_REVIEWERS", "reviewers", spelling.references, always(())),
    Setting("PORTOLAN_ADMINS", "admins", spelling.references, always(())),
    Setting("PORTOLAN_METRICS_AUTH", "metrics_auth", switch, always(False)),
    Setting("PORTOLAN_RATE_LIMIT", "rate_limit", spelling.rate, always(None)),
    Setting("PORTOLAN_REDIS_URL", "redis_url", spelling.redis_address, always(None), secret=True),
    Setting("PORTOLAN_TRUSTED_PROXIES", "trusted_proxies", number(0, 10), always(0)),
    Setting("PORTOLAN_REQUEST_TIMEOUT", "request_timeout", number(1, 3600), always(30)),
    Setting("PORTOLAN_CORS_ORIGINS", "cors_origins", spelling.origins, always(())),
    Setting("PORTOLAN_FRAME_ANCESTORS", "frame_ancestors", spelling.origins, always(())),
    Setting("PORTOLAN_HSTS_SECONDS", "hsts_seconds", number(0, 126_144_000), always(0)),
)
