"""What pages of other sites may have a browser do here, where nobody has to say who they are.

A browser that can reach the service sends whatever a page of any site has it send; only what comes back is kept from
that page. Where a token is asked for this does no harm, since no page of another site has one. Where none is, this
stands in its place: nothing is changed for such a page, and nothing is read under a name that somebody has made lead
here (DNS rebinding).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from flask import current_app

from plugin_api.security.authentication import Mode, is_loopback
from plugin_api.security.refusals import of_another_site, unknown_host
from plugin_api.settings import Settings

Environ = dict[str, Any]

_READING = ("GET", "HEAD", "OPTIONS")
# What a browser says of a request by itself; no page can say it.
_OWN = ("same-origin", "none")
_THIS_MACHINE = "localhost"
EXTENSION = "portolan-sites"


class Sites:
    """Threads may share one; it may be made before forking."""

    def __init__(self, mode: Mode, settings: Settings) -> None:
        public = urlsplit(settings.public_url or "")
        self._origins = frozenset(settings.cors_origins)
        self._public = public.netloc.lower()
        # Names that lead here by the will of whoever runs it. Anywhere but on this machine nobody knows them all.
        self._names = frozenset((_THIS_MACHINE, settings.host.lower(), public.hostname or _THIS_MACHINE))
        self._asks_names = mode == "loopback"

        self.asks_token = mode == "on"

    def check(self, environ: Environ) -> None:
        """Raises a 403 problem."""
        host = environ.get("HTTP_HOST")
        if self._asks_names and host and not self._leads_here(host):
            raise unknown_host(host)
        if environ["REQUEST_METHOD"] not in _READING:
            self.check_change(environ)

    def check_change(self, environ: Environ) -> None:
        """For what a form sends also where a token is asked for: a proxy may add one to whatever a browser sends.

        Raises a 403 problem.
        """
        if not self._may_change(environ, environ.get("HTTP_HOST")):
            raise of_another_site(environ.get("HTTP_ORIGIN"))

    def _leads_here(self, host: str) -> bool:
        name = _name(host)
        return name in self._names or is_loopback(name)

    def _may_change(self, environ: Environ, host: str | None) -> bool:
        site, origin = environ.get("HTTP_SEC_FETCH_SITE"), environ.get("HTTP_ORIGIN")
        if site is None and origin is None:
            return True  # no browser
        if site in _OWN or (origin is not None and origin.lower() in self._origins):
            return True
        if site is not None or origin is None:
            return False
        at = origin.lower().partition("://")[2]
        # Without the scheme: TLS may end before the service.
        return bool(at) and at in ((host or "").lower(), self._public)


def current_sites() -> Sites:
    sites: Sites = current_app.extensions[EXTENSION]
    return sites


@lru_cache(maxsize=64)
def _name(host: str) -> str:
    """Of a Host header, without its port."""
    if host.startswith("["):
        return host[1:].partition("]")[0] or host
    return host.partition(":")[0].rstrip(".").lower() or host
