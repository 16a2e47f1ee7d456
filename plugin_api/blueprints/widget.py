"""The widget for other people's pages: its script, a page that shows it with what to copy, and a page to frame."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint as FlaskBlueprint
from flask import Response, request, url_for
from flask_smorest import Blueprint
from werkzeug.http import quote_etag

from plugin_api.blueprints.decisions import find
from plugin_api.negotiation import media_type_for
from plugin_api.openapi import Documented, view
from plugin_api.pages.page import asked_language, page
from plugin_api.pages.widget import widget
from plugin_api.security.headers import EMBEDDED
from plugin_api.vocabulary import HTML, JAVASCRIPT

blueprint = Blueprint("widget", __name__, description="The same as a part of other pages")

_PAGE = {"type": "string"}
# A script is the same for everybody: whatever stands between may keep it as well.
_KEPT = "public, max-age=31536000, immutable"
_ASKED_AGAIN = "public, no-cache"
_POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_THEMES = ("light", "dark", "auto")


# A plain blueprint: a file is no part of the API. By the name of its endpoint it is open, and not counted.
assets = FlaskBlueprint("widget_file", __name__)


@assets.get(EMBEDDED, endpoint="static")
def script() -> Response:
    """Any page may load it. Under the `v` that /widget shows it never changes, and may be kept for good."""
    made = widget()
    response = Response(made.content, content_type=f"{JAVASCRIPT}; charset=utf-8")
    response.headers["ETag"] = tag = quote_etag(made.version, weak=True)
    response.headers["Cache-Control"] = _KEPT if request.args.get("v") == made.version else _ASKED_AGAIN
    # With `integrity` a browser takes a script of another origin only where every origin may read it.
    response.headers["Access-Control-Allow-Origin"] = "*"
    if request.if_none_match.contains_raw(tag):
        response.status_code = HTTPStatus.NOT_MODIFIED
        response.set_data(b"")
        del response.headers["Content-Type"], response.headers["Content-Length"]
    return response


@view(
    blueprint,
    "GET",
    "/widget",
    Documented("getWidgetPage", _PAGE, reads=("lang",), problems=(404, 406, 503), content_type=HTML),
)
def shown() -> Response:
    """The page that shows the widget at work, and what to copy to have it elsewhere"""
    media_type_for(request.headers.get("Accept"), HTML)
    made = widget()
    return page(
        "widget.html",
        asked_language(),
        address=url_for("widget_file.static", v=made.version, _external=True),
        local=url_for("widget_file.static", v=made.version),
        integrity=made.integrity,
        api=request.host_url.rstrip("/"),
        headers={"Content-Security-Policy": _POLICY},
    )


@view(
    blueprint,
    "GET",
    "/widget/frame",
    Documented(
        "getWidgetFrame",
        _PAGE,
        reads=("lang", "decision", "slots", "theme"),
        problems=(404, 406, 503),
        content_type=HTML,
    ),
)
def frame() -> Response:
    """The widget alone on a page, to be framed by others

    Which origins may frame it is said by PORTOLAN_FRAME_ANCESTORS.
    """
    media_type_for(request.headers.get("Accept"), HTML)
    decision, theme = request.args.get("decision"), request.args.get("theme")
    if decision:
        find(decision)
    made = widget()
    return page(
        "widget_frame.html",
        asked_language(),
        local=url_for("widget_file.static", v=made.version),
        integrity=made.integrity,
        decision=decision,
        slots=request.args.get("slots"),
        theme=theme if theme in _THEMES else "auto",
        headers={"Content-Security-Policy": _POLICY},
    )
