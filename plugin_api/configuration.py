"""The configuration as it is shown: every setting with its value and where that came from. Secrets are never shown."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from engine.knowledge.location import pack_paths, rules_path
from engine.knowledge.packs import in_force
from engine.knowledge.problems import nearest
from plugin_api.gunicorn_options import VARIABLE, options
from plugin_api.settings import FILE, SETTINGS, Environment, Settings

# `option` is one of `portolan serve`, `gunicorn` one in GUNICORN_CMD_ARGS.
Origin = Literal["option", "gunicorn", "environment", "file", "default"]

# gunicorn's names of what has a setting of ours.
_OF_GUNICORN = {
    "workers": "workers",
    "threads": "threads",
    "keepalive": "keep_alive",
    "graceful_timeout": "graceful_timeout",
    "loglevel": "log_level",
}
# Variables that are no settings of the service: one of the command line, and those of the tests.
_OTHERS = ("PORTOLAN_DEBUG", "PORTOLAN_EXAMPLES", "PORTOLAN_REWRITE_README")
# What Kubernetes tells every container about Services called portolan, or portolan-something.
_OF_A_SERVICE = re.compile(
    r"PORTOLAN(_[A-Z0-9]+)*_(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|PORT_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)"
)
_ADDRESS = re.compile(r"(tcp|udp|sctp)://")


@dataclass(frozen=True, slots=True)
class Shown:
    """One setting in force. `value` is plain data; that of a secret is only `set`, or None."""

    setting: str
    value: Any
    origin: Origin


def shown(environment: Environment = os.environ, **given: Any) -> tuple[Shown, ...]:
    """All settings, in the order of the documentation; `given` are the options of `portolan serve` that were used.

    Raises SettingsError and OptionsError.
    """
    settings = Settings.from_environment(environment)
    asked = options(environment)
    found: dict[str, tuple[Any, Origin]] = {}
    for setting in SETTINGS:
        found[setting.member] = (getattr(settings, setting.member), setting.origin(environment))
    for name, member in _OF_GUNICORN.items():
        if name in asked:
            found[member] = (asked[name], "gunicorn")
    if "accesslog" in asked:
        found["access_log"] = (True, "gunicorn")
    for member, value in given.items():
        if value is not None:
            found[member] = (value, "option")
    _settle_directories(found, environment)
    secrets = {setting.member for setting in SETTINGS if setting.secret}
    rows = [
        Shown(setting.variable, _plain(found[setting.member][0], setting.member in secrets), found[setting.member][1])
        for setting in SETTINGS
    ]
    port = found.get("port", (8000, "default"))
    rows.append(Shown("--port", *port))
    rows.append(Shown(VARIABLE, environment.get(VARIABLE), "environment" if environment.get(VARIABLE) else "default"))
    return tuple(rows)


def _settle_directories(found: dict[str, tuple[Any, Origin]], environment: Environment) -> None:
    """Where the first pack extends nothing, it is the base, wherever it was named."""
    packs, origin = found["packs"]
    base = rules_path(environment.get("PORTOLAN_RULES"))
    named = packs if origin == "option" else pack_paths(environment.get("PORTOLAN_PACKS"))
    rules, *above = in_force(base, named)
    found["rules"] = (rules, found["rules"][1] if rules == base else origin)
    found["packs"] = (tuple(above), origin)


def _plain(value: Any, secret: bool) -> Any:
    if secret:
        return None if value is None or value in ("", ()) else "set"
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, (tuple, list, set, frozenset)):
        return [_plain(one, False) for one in value]
    return value


def unknown(environment: Mapping[str, str] = os.environ) -> Iterator[str]:
    """A line for each variable that looks like a setting and is none, with the nearest right one."""
    known = {setting.variable for setting in SETTINGS} | {
        f"{setting.variable}{FILE}" for setting in SETTINGS if setting.secret
    }
    for name, value in sorted(environment.items()):
        if not name.startswith("PORTOLAN_") or name in known or name in _OTHERS:
            continue
        if _OF_A_SERVICE.fullmatch(name) or (name.endswith("_PORT") and _ADDRESS.match(value)):
            continue
        instead = "the option --port says where to listen" if name == "PORTOLAN_PORT" else nearest(name, known)
        yield f"{name} is no setting" + (f": {instead}" if instead else ".")
