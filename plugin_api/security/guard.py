"""What stands before every view: who asks, whether they may, and how often they have asked."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from typing import Any

from flask import Flask, g, request

from plugin_api.security.authentication import Authentication
from plugin_api.security.caller import ANYBODY, NOBODY, Role
from plugin_api.security.rates import STANDING, Limiter
from plugin_api.security.refusals import no_role
from plugin_api.security.sites import Sites

Environ = dict[str, Any]

_ATTRIBUTE = "portolan_role"
METRICS = "/metrics"
# For whoever keeps the service running, who must not be turned away by others' asking.
UNCOUNTED = ("/healthz", "/readyz", METRICS)
# What an IPv6 client has to itself.
_OWN_BITS = 64


def decided(view: Callable[..., Any], role: Role | None) -> None:
    """Notes what a view asks for."""
    setattr(view, _ATTRIBUTE, role)


def roles_of(app: Flask) -> dict[str, Role | None]:
    """What each endpoint asks for. Raises LookupError for one of which nobody has decided it.

    Files of the pages and of the viewer are open: they are the same for everybody.
    """
    found: dict[str, Role | None] = {}
    for endpoint, view in app.view_functions.items():
        if _is_file(endpoint):
            found[endpoint] = None
        elif hasattr(view, _ATTRIBUTE):
            found[endpoint] = getattr(view, _ATTRIBUTE)
        else:
            raise LookupError(f"{endpoint}: nobody has decided which role it asks for")
    return found


def _is_file(endpoint: str) -> bool:
    return endpoint == "static" or endpoint.endswith(".static")


def guard(
    app: Flask, authentication: Authentication, limiter: Limiter | None, sites: Sites | None, *, metrics_too: bool
) -> None:
    """Puts itself before the views of an application, which must all be registered. `metrics_too`: ask for them too.

    `sites` looks at what browsers send, where no token is asked for.
    """
    roles = roles_of(app)
    if metrics_too:
        roles.update((rule.endpoint, "read") for rule in app.url_map.iter_rules() if rule.rule == METRICS)
    uncounted = {
        rule.endpoint for rule in app.url_map.iter_rules() if rule.rule in UNCOUNTED or _is_file(rule.endpoint)
    }

    asks = authentication.mode == "on"

    def strange() -> None:
        """A token is going to be examined: not for an address that has no more requests to send, however they end."""
        if limiter is not None:
            standing = limiter.look(address_of(request.environ))
            if standing.over:
                raise standing.problem()

    @app.before_request
    def let_in() -> None:
        environ, endpoint = request.environ, request.endpoint
        role, counted = roles.get(endpoint, "admin") if endpoint is not None else None, endpoint not in uncounted
        if environ["REQUEST_METHOD"] == "OPTIONS":  # what browsers ask beforehand, without a token
            role, counted = None, False
        who = None
        try:
            if role is not None:
                caller = authentication.caller(environ.get("HTTP_AUTHORIZATION"), *_addresses(environ), strange=strange)
                if caller is not ANYBODY:
                    g.portolan_caller, who = caller, caller.subject
                if role not in caller.roles:
                    raise no_role(caller.subject, role)
                if sites is not None:
                    sites.check(environ)
        finally:  # whoever is refused is counted too
            if who is None and asks:
                g.portolan_caller = NOBODY
            if limiter is not None and counted:
                _count(limiter, environ, who or address_of(environ))


def _addresses(environ: Environ) -> tuple[str | None, ...]:
    """Of the caller, and of the proxy that says so, where there is one."""
    address, before = environ.get("REMOTE_ADDR"), environ.get("werkzeug.proxy_fix.orig")
    return (address, before.get("REMOTE_ADDR")) if before else (address,)


def _count(limiter: Limiter, environ: Environ, who: str) -> None:
    """Raises a 429 problem."""
    environ[STANDING] = standing = limiter.count(who)
    if standing.over:
        raise standing.problem()


def address_of(environ: Environ) -> str:
    """The address of whoever asks; of an IPv6 address, the network that one client has to itself."""
    address: str = environ.get("REMOTE_ADDR") or "unix"
    if ":" not in address:
        return address
    try:
        return str(ipaddress.ip_network((address.partition("%")[0], _OWN_BITS), strict=False))
    except ValueError:
        return "unknown"
