"""Who asks, and what they may do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from flask import g

# What a view asks for. A role does not include another: a caller has as many as were given.
Role = Literal["read", "decide", "review", "admin"]
ROLES: tuple[Role, ...] = ("read", "decide", "review", "admin")


@dataclass(frozen=True, slots=True)
class Caller:
    """Whoever sent a request. `subject` names them in reviews and logs: an entity ref of the portal, a token's name."""

    subject: str
    roles: frozenset[Role]


# Whoever asks where nobody has to say who they are.
ANYBODY = Caller("anybody", frozenset(ROLES))
# Whoever has not said who they are, or not so that it is believed, where they have to.
NOBODY = Caller("", frozenset())


def current_caller() -> Caller:
    """Who sent the request that is being answered."""
    caller: Caller = g.get("portolan_caller", ANYBODY)
    return caller
