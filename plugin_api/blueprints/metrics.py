"""What Prometheus scrapes."""

from __future__ import annotations

from flask import Response, request
from flask_smorest import Blueprint

from plugin_api.negotiation import media_type_for
from plugin_api.observability.observer import current_observer
from plugin_api.openapi import Documented, view
from plugin_api.vocabulary import OPENMETRICS, TEXT

blueprint = Blueprint("metrics", __name__, description="For whoever keeps the service running")

_CONTENT_TYPES = {
    TEXT: f"{TEXT}; version=0.0.4; charset=utf-8",
    OPENMETRICS: f"{OPENMETRICS}; version=1.0.0; charset=utf-8",
}


@view(
    blueprint,
    "GET",
    "/metrics",
    Documented(
        "getMetrics",
        {"type": "string"},
        problems=(406,),
        content_type=TEXT,
        also=(OPENMETRICS,),
        description="The metrics of all processes of the service.",
        role=None,
        cached=None,
        headers=(),
    ),
)
def metrics() -> Response:
    """Read the metrics

    As Prometheus scrapes them: its text format, or OpenMetrics.
    """
    media_type = media_type_for(request.headers.get("Accept"), TEXT, OPENMETRICS)
    return Response(
        current_observer().exposition(media_type),
        headers=[("Content-Type", _CONTENT_TYPES[media_type]), ("Cache-Control", "no-store"), ("Vary", "Accept")],
    )
