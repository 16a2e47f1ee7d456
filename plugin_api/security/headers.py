"""Headers that keep an answer to what it is for, whoever gets hold of it; and which other origins may read it."""

from __future__ import annotations

from flask import Flask, Response, g, request
from flask_cors import CORS

from plugin_api.settings import Settings

# For what is no page: should a browser be made to show it, it does nothing.
_NOTHING = "default-src 'none'; frame-ancestors 'none'"
_NO_FRAMES = "frame-ancestors 'none'"
_POLICY = "Content-Security-Policy"

_ASKED = ("Accept", "Accept-Language", "Authorization", "Content-Type", "If-Match", "If-None-Match", "traceparent")
_SHOWN = (
    "Content-Language",
    "Content-Location",
    "ETag",
    "Link",
    "Location",
    "RateLimit-Limit",
    "RateLimit-Remaining",
    "RateLimit-Reset",
    "Retry-After",
    "WWW-Authenticate",
    "X-Request-Id",
)


def add_headers(app: Flask, settings: Settings) -> None:
    """Every answer gets them, errors and files too."""
    common = [("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "same-origin")]
    # An origin that may read the API may also be what embeds its drawings.
    policy = "cross-origin" if settings.cors_origins else "same-origin"
    common.append(("Cross-Origin-Resource-Policy", policy))
    if settings.hsts_seconds:
        common.append(("Strict-Transport-Security", f"max-age={settings.hsts_seconds}"))
    frames = f"frame-ancestors 'self' {' '.join(settings.frame_ancestors)}" if settings.frame_ancestors else None

    @app.after_request
    def add(response: Response) -> Response:
        headers = response.headers
        headers.extend(common)
        found = headers.get(_POLICY)
        if found is None:
            headers.add(_POLICY, _NOTHING)
        elif frames is not None and response.mimetype == "text/html":
            headers[_POLICY] = found.replace(_NO_FRAMES, frames)
        standing = g.get("portolan_standing")
        if standing is not None:
            headers.extend(standing.headers())
        return response

    if settings.cors_origins:
        _share(app, settings.cors_origins)


def _share(app: Flask, origins: tuple[str, ...]) -> None:
    """Lets the pages of other origins read the API. Cookies are none of it: a token is all that counts."""
    CORS(
        app,
        resources=r"/v1/.*",
        origins=list(origins),
        methods=_methods(app),
        allow_headers=list(_ASKED),
        expose_headers=list(_SHOWN),
        supports_credentials=False,
        max_age=600,
        vary_header=False,  # it leaves one origin alone out, though an answer differs then too
    )

    @app.after_request
    def vary(response: Response) -> Response:
        if request.path.startswith("/v1/"):
            response.vary.add("Origin")
        return response


def _methods(app: Flask) -> list[str]:
    rules = (rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/v1/"))
    return sorted({method for rule in rules for method in rule.methods or ()})
