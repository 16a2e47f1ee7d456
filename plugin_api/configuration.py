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
from plugin_api.security.authentication import mode_of
from plugin_api.security.rates import in_force_of
from plugin_api.security.spelling import Rate
from plugin_api.settings import FILE, SETTINGS, Environment, Setting, Settings

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
    """One setting in force. `value` is plain data; that of a secret is only `set`, or None.

    `written` is how the environment would say it, and `-` where it would say nothing.
    """

    setting: str
    value: Any
    origin: Origin
    written: str


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
    # What stands for what is left out.
    if settings.rate_limit is None:
        found["rate_limit"] = (in_force_of(settings, authenticated=mode_of(settings) == "on"), "default")
    if settings.backstage_keys_url is None:
        found["backstage_keys_url"] = (settings.backstage_url, "default")
    rows = [_shown(setting, *found[setting.member]) for setting in SETTINGS]
    port, origin = found.get("port", (8000, "default"))
    rows.append(Shown("--port", port, origin, str(port)))
    asked_for = environment.get(VARIABLE)
    rows.append(Shown(VARIABLE, asked_for, "environment" if asked_for else "default", asked_for or "-"))
    return tuple(rows)


def _shown(setting: Setting, value: Any, origin: Origin) -> Shown:
    plain = _plain(value, setting.secret)
    return Shown(setting.variable, plain, origin, _written(setting, plain))


def _written(setting: Setting, value: Any) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, list) and value:
        return (os.pathsep if setting.member == "packs" else ",").join(map(str, value))
    if value == [] and setting.is_nothing("none"):
        return "none"
    return "-" if value is None or value == [] else str(value)


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
    if isinstance(value, (Path, Rate)):
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
