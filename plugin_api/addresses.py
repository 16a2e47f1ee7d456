"""Where people reach the service, for what is read elsewhere: a portal draws links that its own readers follow."""

from __future__ import annotations

from flask import request

from plugin_api.service import current_service


def public_address() -> str:
    """Without a slash at its end: the one that is configured, else the one that this request came to.

    Empty where the request names no host that could be one: links then lead to the same host as the answer.
    """
    here = request.host_url.rstrip("/") if request.host else ""
    return current_service().public_url or here
