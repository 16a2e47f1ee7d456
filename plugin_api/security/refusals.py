"""Why somebody is not let in, as RFC 6750 wants it said."""

from __future__ import annotations

from plugin_api.problems import Problem
from plugin_api.security.caller import Role
from plugin_api.vocabulary import FORBIDDEN, NOT_READY, UNAUTHENTICATED

# Characters of a name that are said back.
_SHOWN = 80
_CHALLENGE = 'Bearer realm="portolan"'


class Refused(Exception):
    """A token that is not believed. The message is one sentence of ASCII without quotes: it goes into a header."""


def no_token() -> Problem:
    return Problem(
        UNAUTHENTICATED,
        "This needs a token: send it as `Authorization: Bearer …`.",
        headers={"WWW-Authenticate": _CHALLENGE},
    )


def wrong_token(refused: Refused) -> Problem:
    challenge = f'{_CHALLENGE}, error="invalid_token", error_description="{refused}"'
    return Problem(UNAUTHENTICATED, str(refused), headers={"WWW-Authenticate": challenge})


def no_role(subject: str, role: Role) -> Problem:
    challenge = f'{_CHALLENGE}, error="insufficient_scope", scope="{role}"'
    return Problem(
        FORBIDDEN,
        f"{subject} does not have the role {role!r}, which this needs.",
        headers={"WWW-Authenticate": challenge},
    )


def nobody_knows(seconds: float) -> Problem:
    """Neither yes nor no: what would tell has not done so. `seconds`: after which to ask again."""
    detail = "The token cannot be checked now: the portal cannot be reached, or has not answered yet."
    return Problem(NOT_READY, detail, headers={"Retry-After": f"{seconds:.0f}"})


def only_from_here() -> Problem:
    """Somebody came from elsewhere, and nothing says that they may."""
    detail = "Authentication is not set up here, so nobody but this machine is answered."
    return Problem(FORBIDDEN, detail)


def of_another_site(origin: str | None) -> Problem:
    """A browser sent it, for a page that is none of ours."""
    page = f"A page of {_shown(origin)}" if origin and origin != "null" else "A page of another site"
    detail = f"{page} may change nothing here. PORTOLAN_CORS_ORIGINS names the origins that may."
    return Problem(FORBIDDEN, detail)


def unknown_host(host: str) -> Problem:
    """It came under a name that anybody may have made lead to this machine."""
    detail = (
        f"{_shown(host)} is no name of this service, which answers this machine alone: "
        "ask at localhost, or have PORTOLAN_PUBLIC_URL name it."
    )
    return Problem(FORBIDDEN, detail)


def _shown(name: str) -> str:
    return repr(name if len(name) <= _SHOWN else f"{name[:_SHOWN]}…")
