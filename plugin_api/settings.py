"""The configuration, read from the environment once. docs/settings.md explains the same for users.

| variable | default | meaning |
| --- | --- | --- |
| `PORTOLAN_RULES` | the shipped knowledge | the directory of the knowledge to serve |
| `PORTOLAN_PACKS` | none | directories of packs to put on top of it, in their order, with `:` between them |
| `PORTOLAN_DATA_DIR` | `$XDG_DATA_HOME/portolan`, else `~/.local/share/portolan` | where decisions are kept |
| `PORTOLAN_VERIFY` | `off` | check decisions with the plain interpreter: `off`, `sample` (one in a hundred), `always` |
| `PORTOLAN_WORKERS` | one per core, at most 4 | processes that answer requests |
| `PORTOLAN_THREADS` | `4` | threads in each of them |
| `PORTOLAN_CACHE_MIB` | `32` | memory of each process for finished answers, in MiB; `0` keeps none |
| `PORTOLAN_ACCESS_LOG` | `off` | `on` writes a line per request to standard output |
| `PORTOLAN_LOG_LEVEL` | `warning` | what else is logged: `debug`, `info`, `warning`, `error`, `critical` |
"""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from engine.advisor import VERIFY, Verify
from engine.knowledge.location import pack_paths, rules_path
from engine.knowledge.packs import in_force
from engine.knowledge.problems import listed, nearest

LOG_LEVELS = ("debug", "info", "warning", "error", "critical")
_SWITCH = ("off", "on")


class SettingsError(ValueError):
    """A variable has a value that makes no sense. The message names it in one line."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be configured. `cache_mib` is per worker process; `packs` stand on top of `rules`, in their order."""

    rules: Path
    data_dir: Path
    verify: Verify = "off"
    workers: int = 1
    threads: int = 4
    cache_mib: int = 32
    access_log: bool = False
    log_level: str = "warning"
    packs: tuple[Path, ...] = ()

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """Raises SettingsError."""
        rules, packs = _knowledge(environment)
        return cls(
            rules=rules,
            packs=packs,
            data_dir=_data_dir(environment),
            verify=cast(Verify, _word(environment, "PORTOLAN_VERIFY", "off", VERIFY)),
            workers=_number(environment, "PORTOLAN_WORKERS", min(os.cpu_count() or 1, 4), 1, 256),
            threads=_number(environment, "PORTOLAN_THREADS", 4, 1, 256),
            cache_mib=_number(environment, "PORTOLAN_CACHE_MIB", 32, 0, 65_536),
            access_log=_word(environment, "PORTOLAN_ACCESS_LOG", "off", _SWITCH) == "on",
            log_level=_word(environment, "PORTOLAN_LOG_LEVEL", "warning", LOG_LEVELS),
        )


def _knowledge(environment: Mapping[str, str]) -> tuple[Path, tuple[Path, ...]]:
    """The base and the packs on top of it."""
    try:
        named = pack_paths(environment.get("PORTOLAN_PACKS"))
        directories = in_force(rules_path(environment.get("PORTOLAN_RULES")), named)
    except RuntimeError as error:  # the home of somebody who is not there
        raise SettingsError(f"PORTOLAN_RULES or PORTOLAN_PACKS: {error}") from None
    return directories[0], directories[1:]


def _data_dir(environment: Mapping[str, str]) -> Path:
    named = environment.get("PORTOLAN_DATA_DIR")
    if named:
        return Path(named).expanduser()
    base = environment.get("XDG_DATA_HOME")
    if base:
        return Path(base) / "portolan"
    try:
        return Path.home() / ".local" / "share" / "portolan"
    except RuntimeError:
        raise SettingsError("There is no home directory to keep decisions in: set PORTOLAN_DATA_DIR.") from None


def _word(environment: Mapping[str, str], name: str, default: str, words: Collection[str]) -> str:
    value = environment.get(name) or default
    if value in words:
        return value
    hint = nearest(value, words)
    raise SettingsError(f"{name} is {value!r}; it must be {listed(words)}." + (f" {hint.capitalize()}" if hint else ""))


def _number(environment: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    value = environment.get(name)
    if not value:
        return default
    if value.isascii() and value.isdigit() and least <= int(value) <= most:
        return int(value)
    raise SettingsError(f"{name} is {value!r}; it must be a whole number from {least} to {most}.")
