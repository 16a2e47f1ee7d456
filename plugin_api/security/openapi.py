"""What the description says of security: the token, the role that each operation asks for, how it is refused."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_smorest import Api

from plugin_api import vocabulary
from plugin_api.security.authentication import Mode
from plugin_api.security.caller import Role

_SCHEME = "token"
_DESCRIPTION = (
    "A token that an operator made (`portolan token`), or one of the Backstage portal, of a user or a plugin. "
    "The requirement of an operation names the role that it asks for: read, decide, review or admin. "
    "A service that listens on its own machine alone may ask for none."
)


def refusals(role: Role | None) -> tuple[int, ...]:
    """The statuses that an operation may answer because of who asks, how often or how slowly."""
    asked = () if role is None else (vocabulary.UNAUTHENTICATED, vocabulary.FORBIDDEN, vocabulary.NOT_READY)
    return tuple(kind.status for kind in (*asked, vocabulary.TOO_MANY))


def requirement(role: Role | None) -> dict[str, Any]:
    """What an operation's description has for it."""
    return {"security": [] if role is None else [{_SCHEME: [role]}]}


def describe_security(api: Api, mode: Mode) -> None:
    """Describes the token; where none is asked for, every operation says that it does without. Call it last."""
    api.spec.components.security_scheme(
        _SCHEME, {"type": "http", "scheme": "bearer", "bearerFormat": "opaque or JWT", "description": _DESCRIPTION}
    )
    if mode == "on":
        return
    for operation in _operations(api):
        if operation.get("security"):
            operation["security"] = [*operation["security"], {}]


def _operations(api: Api) -> Iterable[dict[str, Any]]:
    for path in api.spec._paths.values():
        yield from (inside for inside in path.values() if isinstance(inside, dict))
