"""Where the service may listen without asking anybody who they are: on this machine, unless the settings say more."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from plugin_api.security.authentication import Mode, is_loopback
from plugin_api.settings import SettingsError

REMEDY = (
    "set PORTOLAN_TOKENS_FILE or PORTOLAN_BACKSTAGE_URL (docs/authentication.md), "
    "or PORTOLAN_AUTH=off to let everybody do everything"
)


def refuse_open(mode: Mode, addresses: Iterable[Any]) -> None:
    """Raises SettingsError where something listens beyond this machine and nothing says who may come in.

    `addresses` are as sockets have them: a host, a port and more, or the path of a unix socket.
    """
    if mode != "loopback":
        return
    for address in addresses:
        if isinstance(address, tuple) and address[0] != "localhost" and not (address[0] and is_loopback(address[0])):
            raise SettingsError(
                f"Portolan does not listen on {address[0]}, port {address[1]}, without authentication: {REMEDY}."
            )


def said(mode: Mode) -> str:
    """How a service that starts says what it asks for."""
    return {
        "on": "authentication is on",
        "off": "authentication is off: PORTOLAN_AUTH=off lets whoever reaches it do everything",
        "loopback": "authentication is off, for this machine alone",
    }[mode]
