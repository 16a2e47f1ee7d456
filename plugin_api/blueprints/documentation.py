"""The API described: for programs as OpenAPI, for people as a page that tries it out. Nothing comes from elsewhere."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import orjson
from flask import Blueprint as FlaskBlueprint
from flask import Response, current_app, render_template, request
from flask_smorest import Blueprint

from plugin_api.negotiation import media_type_for
from plugin_api.openapi import Documented, view
from plugin_api.vocabulary import JSON, OPENAPI_JSON

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
    Documented("getDescription", {"type": "object"}, problems=(406,), description="OpenAPI 3.1", role=None),
)
def description() -> Response:
    """Read this description"""
    media_type = media_type_for(request.headers.get("Accept"), JSON, OPENAPI_JSON)
    body: bytes | None = current_app.extensions.get("portolan-description")
    if body is None:
        api = current_app.extensions["flask-smorest"]["apis"][""]["ext_obj"]
        body = current_app.extensions["portolan-description"] = orjson.dumps(api.spec.to_dict())
    return Response(body, headers={"Content-Type": media_type, "Vary": "Accept"})


@view(
    blueprint,
    "GET",
    "/docs",
    Documented("getDocumentation", {"type": "string"}, content_type="text/html", description="A page", role=None),
)
def documentation() -> Response:
    """Browse this description"""
    response = Response(render_template("documentation.html"))
    response.headers["Content-Security-Policy"] = _POLICY
    return response


# A plain blueprint: the viewer's files are no part of the API.
assets = FlaskBlueprint("viewer", __name__, static_folder=str(_VIEWER), static_url_path="/docs/assets")
