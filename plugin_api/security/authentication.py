"""Who asks: by a token of the file, or by one of the portal. Whether anybody has to say so is decided here too."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from plugin_api.security.backstage import Portal, PortalTokens
from plugin_api.security.caller import ANYBODY, Caller
from plugin_api.security.keys import NoKeys
from plugin_api.security.refusals import Refused, no_token, nobody_knows, only_from_here, wrong_token
from plugin_api.security.tokens import TokenFile, TokensError, find
from plugin_api.settings import Settings, SettingsError

# on: a token is asked for. off: nobody is asked, because the settings say so. loopback: nobody is asked, because
# nothing is set up; and so nobody but this machine is answered.
Mode = Literal["on", "off", "loopback"]
# Of three parts with dots between them: a token of the file has none.
_JWT_DOTS = 2


@dataclass(frozen=True, slots=True)
class Authentication:
    """Threads may share one; it may be made before forking."""

    mode: Mode
    file: TokenFile | None = None
    portal: PortalTokens | None = None

    def caller(
        self, authorization: str | None, *addresses: str | None, strange: Callable[[], None] | None = None
    ) -> Caller:
        """Who sent a request, by its Authorization header and the addresses that it came by.

        `strange` is called before a token is examined that takes more than a look, and may raise a problem.
        Raises a problem: 401, 403 where nothing is set up and it comes from elsewhere, 503 where nobody can tell now.
        """
        if self.mode == "off":
            return ANYBODY
        if self.mode == "loopback":
            if not all(map(is_loopback, addresses)):
                raise only_from_here()
            return ANYBODY
        scheme, _, token = (authorization or "").partition(" ")
        if scheme.lower() != "bearer":
            raise no_token()
        try:
            return self._known(token.strip(), strange)
        except Refused as error:
            raise wrong_token(error) from None
        except NoKeys as error:
            raise nobody_knows(error.seconds) from None

    def _known(self, token: str, strange: Callable[[], None] | None) -> Caller:
        if self.portal is not None and token.count(".") == _JWT_DOTS:
            return self.portal.caller(token, strange)
        found = find(self.file.tokens(), token) if self.file is not None else None
        if found is None:
            raise Refused("The token is not known here.")
        if found.has_expired():
            raise Refused("The token has expired.")
        return found.caller


def mode_of(settings: Settings) -> Mode:
    """Raises SettingsError."""
    somebody = settings.tokens_file is not None or settings.backstage_url is not None
    if settings.auth == "on" and not somebody:
        raise SettingsError(
            "PORTOLAN_AUTH is on, and nobody could be let in: set PORTOLAN_TOKENS_FILE or PORTOLAN_BACKSTAGE_URL."
        )
    if settings.auth == "off":
        return "off"
    return "on" if somebody else "loopback"


def make_authentication(settings: Settings) -> Authentication:
    """Reads the tokens. Raises SettingsError."""
    mode = mode_of(settings)
    if settings.backstage_keys_url is not None and settings.backstage_url is None:
        raise SettingsError("PORTOLAN_BACKSTAGE_KEYS_URL is set without PORTOLAN_BACKSTAGE_URL, whose keys they are.")
    if mode != "on":
        return Authentication(mode)
    try:
        file = TokenFile(settings.tokens_file) if settings.tokens_file is not None else None
    except TokensError as error:
        raise SettingsError(f"PORTOLAN_TOKENS_FILE: {error}.") from None
    return Authentication(mode, file, _portal(settings))


def _portal(settings: Settings) -> PortalTokens | None:
    if settings.backstage_url is None:
        return None
    portal = Portal(
        settings.backstage_url,
        settings.backstage_keys_url or settings.backstage_url,
        plugins=settings.backstage_plugins,
        audiences=settings.backstage_audiences,
        algorithms=settings.backstage_algorithms,
        reviewers=frozenset(settings.reviewers),
        admins=frozenset(settings.admins),
    )
    return PortalTokens(portal)


def is_loopback(address: str | None) -> bool:
    """Of this machine: a loopback address, or none, as clients of a unix socket have none."""
    if not address or address == "127.0.0.1":
        return True
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(found, "ipv4_mapped", None)
    return bool((mapped or found).is_loopback)
