"""GUNICORN_CMD_ARGS: which of gunicorn's own options the service bears. docs/settings.md lists them."""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping
from typing import Any, NoReturn

from gunicorn.config import Config

VARIABLE = "GUNICORN_CMD_ARGS"

# Those on processes and threads are tried under load, with one another and with reloads (`python -m bench.stress`).
ALLOWED = frozenset(
    {
        "workers",
        "threads",
        "worker_connections",
        "max_requests",
        "max_requests_jitter",
        "timeout",
        "graceful_timeout",
        "keepalive",
        "limit_request_line",
        "limit_request_fields",
        "limit_request_field_size",
        "worker_tmp_dir",
        "pidfile",
        "proc_name",
        "umask",
        "forwarded_allow_ips",
        "forwarder_headers",
        "certfile",
        "keyfile",
        "ca_certs",
        "cert_reqs",
        "ciphers",
        "accesslog",
        "access_log_format",
        "errorlog",
        "loglevel",
        "capture_output",
        "logconfig",
        "logconfig_json",
        "control_socket_disable",
    }
)
# What to do instead of some others.
_INSTEAD = {
    "bind": "portolan serve --host and --port say where to listen",
    "config": "the environment is the configuration",
    "worker_class": "the service runs in threads of its own kind of worker",
    "preload_app": "the knowledge is always loaded before the workers start",
    "reload": "SIGHUP reloads the knowledge",
    "daemon": "let systemd or a container run it",
}


class OptionsError(ValueError):
    """GUNICORN_CMD_ARGS cannot be understood, or asks for what the service does not bear. One line says what."""


def options(environment: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """gunicorn's settings that GUNICORN_CMD_ARGS names, with their values. Raises OptionsError."""
    given = environment.get(VARIABLE, "")
    config = Config(prog=VARIABLE)
    parser = config.parser()
    parser.error = _refuse
    try:
        words = shlex.split(given)
    except ValueError as error:
        _refuse(str(error))
    for word in words:
        if word in ("-h", "--help", "-v", "--version"):
            _refuse(f"{word} says something and ends")
    parsed = parser.parse_args(words)
    found = {name: value for name, value in vars(parsed).items() if value is not None and name != "args"}
    if parsed.args:
        raise OptionsError(f"{VARIABLE} has {parsed.args[0]!r}, which is no option.")
    for name, value in found.items():
        _check(config, name, value)
    return found


def _check(config: Config, name: str, value: Any) -> None:
    flag = next(one for one in config.settings[name].cli if one.startswith("--"))
    if name not in ALLOWED:
        why = _INSTEAD.get(name, "docs/settings.md lists what it bears")
        raise OptionsError(f"{VARIABLE} has {flag}, which the service does not bear: {why}.")
    try:
        config.set(name, value)
    except Exception as error:  # whatever gunicorn's validators raise
        raise OptionsError(f"{VARIABLE} has {flag} {value!r}, which makes no sense: {error}.") from None


def _refuse(message: str) -> NoReturn:
    raise OptionsError(f"{VARIABLE} cannot be understood: {message.rstrip('.')}.")
