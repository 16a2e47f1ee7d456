"""Where people reach the service, for what is read elsewhere: a portal draws links that its own readers follow."""

from __future__ import annotations

from flask import request

from plugin_api.service import current_service


def public_address() -> str:
    """Without a slash at its end: the one that is configured, else the one that this request came to."""
    return current_service().public_url or request.host_url.rstrip("/")
