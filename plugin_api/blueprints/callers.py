"""Who asks, and what they may do: for front ends that show people only what they can use."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_smorest import Blueprint

from plugin_api.negotiation import media_type_for
from plugin_api.openapi import Documented, view
from plugin_api.schemas.callers import CallerSchema
from plugin_api.security.caller import ROLES, current_caller
from plugin_api.vocabulary import JSON

blueprint = Blueprint("callers", __name__, url_prefix="/v1", description="Who asks")


@view(
    blueprint,
    "GET",
    "/caller",
    Documented(
        "whoAsks",
        CallerSchema,
        problems=(406,),
        headers=(),
        description="Who sent the request, as reviews would name them, and the roles that they have.",
    ),
)
def who() -> dict[str, Any]:
    """Who am I here?

    Reviews and waivers are kept in this name, and forms for them are of use to whoever has the role `review`.
    """
    media_type_for(request.headers.get("Accept"), JSON)
    caller = current_caller()
    return {
        "caller": caller.subject,
        "roles": [role for role in ROLES if role in caller.roles],
        "links": {"self": request.path},
    }
