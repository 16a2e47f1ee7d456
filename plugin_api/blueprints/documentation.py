"""The API described: for programs as OpenAPI, for people as a page that tries it out. Nothing comes from elsewhere."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from flask import Blueprint as FlaskBlueprint
from flask import Response, render_template, request
from flask_smorest import Blueprint

from plugin_api.description.document import described
from plugin_api.negotiation import VARY, media_type_for
from plugin_api.openapi import Documented, view
from plugin_api.vocabulary import HTML, JSON, OPENAPI_JSON

blueprint = Blueprint("documentation", __name__, description="The API described")

# Swagger UI as its package carries it.
_VIEWER = Path(str(files("flask_swagger_ui"))) / "dist"
# Swagger UI sets style attributes and draws its icons from data: addresses.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


@view(
    blueprint,
    "GET",
    "/v1/openapi.json",
    Documented(
        "getDescription",
        {"type": "object"},
        problems=(406,),
        description="OpenAPI 3.1",
        also=(OPENAPI_JSON,),
        cached="knowledge",
        headers=(),
        role=None,
    ),
)
def description() -> Response:
    """Read this description

    Its examples are answers of this service, of which lists are cut to their first items.
    """
    media_type = media_type_for(request.headers.get("Accept"), JSON, OPENAPI_JSON)
    return Response(described(), headers={"Content-Type": media_type, "Vary": VARY})


@view(
    blueprint,
    "GET",
    "/docs",
    Documented(
        "getDocumentation",
        {"type": "string"},
        problems=(406,),
        content_type=HTML,
        headers=(),
        description="A page",
        role=None,
    ),
)
def documentation() -> Response:
    """Browse this description"""
    media_type_for(request.headers.get("Accept"), HTML)
    response = Response(render_template("documentation.html"))
    response.headers["Content-Security-Policy"] = _POLICY
    return response


# A plain blueprint: the viewer's files are no part of the API.
assets = FlaskBlueprint("viewer", __name__, static_folder=str(_VIEWER), static_url_path="/docs/assets")
