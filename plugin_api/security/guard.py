"""What stands before every view: who asks, whether they may, and how often they have asked."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from typing import Any

from flask import Flask, g, request

from plugin_api.problems import Problem
from plugin_api.security.authentication import Authentication
from plugin_api.security.caller import Role
from plugin_api.security.rates import Limiter
from plugin_api.security.refusals import no_role

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


def guard(app: Flask, authentication: Authentication, limiter: Limiter | None, *, metrics_too: bool) -> None:
    """Puts itself before the views of an application, which must all be registered. `metrics_too`: ask for them too."""
    roles = roles_of(app)
    if metrics_too:
        roles.update((rule.endpoint, "read") for rule in app.url_map.iter_rules() if rule.rule == METRICS)
    uncounted = {
        rule.endpoint for rule in app.url_map.iter_rules() if rule.rule in UNCOUNTED or _is_file(rule.endpoint)
    }

    @app.before_request
    def let_in() -> None:
        endpoint = request.endpoint
        if request.method == "OPTIONS":
            return  # what browsers ask beforehand, without a token
        role = roles.get(endpoint, "admin") if endpoint is not None else None
        try:
            if role is not None:
                g.portolan_caller = caller = authentication.caller(
                    request.headers.get("Authorization"), request.remote_addr, _peer()
                )
                if role not in caller.roles:
                    raise no_role(caller.subject, role)
        except Problem:
            if limiter is not None and endpoint not in uncounted:
                _count(limiter, address_of_caller())
            raise
        if limiter is not None and endpoint not in uncounted:
            known = role is not None and authentication.mode == "on"
            _count(limiter, caller.subject if known else address_of_caller())


def _peer() -> str | None:
    """The other end of the connection: a proxy, where there are any. What they say of others is not asked."""
    before: dict[str, Any] | None = request.environ.get("werkzeug.proxy_fix.orig")
    return before.get("REMOTE_ADDR") if before else None


def _count(limiter: Limiter, who: str) -> None:
    """Raises a 429 problem."""
    g.portolan_standing = standing = limiter.count(who)
    if standing.over:
        raise standing.problem()


def address_of_caller() -> str:
    """The address of whoever asks; of an IPv6 address, the network that one client has to itself."""
    address = request.remote_addr or "unix"
    if ":" not in address:
        return address
    try:
        return str(ipaddress.ip_network((address.partition("%")[0], _OWN_BITS), strict=False))
    except ValueError:
        return "unknown"
