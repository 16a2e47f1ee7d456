"""Headers that keep an answer to what it is for, whoever gets hold of it; and which other origins may read it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, request
from flask_cors import CORS

from plugin_api.security.rates import STANDING, Standing
from plugin_api.settings import Settings
from plugin_api.vocabulary import HTML

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

# For what is no page: should a browser be made to show it, it does nothing.
_NOTHING = "default-src 'none'; frame-ancestors 'none'"
_NO_FRAMES = "frame-ancestors 'none'"
_POLICY = "Content-Security-Policy"
_RESOURCE_POLICY = "Cross-Origin-Resource-Policy"
_PAGE = f"{HTML}; charset=utf-8"
_NOT_MODIFIED = "304 "
# The one file that is meant for the pages of every origin.
EMBEDDED = "/widget.js"

_ASKED = (
    "Accept",
    "Accept-Language",
    "Authorization",
    "Content-Type",
    "Idempotency-Key",
    "If-None-Match",
    "X-Request-Id",
    "traceparent",
    "tracestate",
)
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


def bare_headers(settings: Settings) -> list[tuple[str, str]]:
    """Those of an answer that is no page."""
    return [(_POLICY, _NOTHING), *_common(settings)]


def _common(settings: Settings) -> list[tuple[str, str]]:
    found = [("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "same-origin")]
    # An origin that may read the API may also be what embeds its drawings.
    found.append((_RESOURCE_POLICY, "cross-origin" if settings.cors_origins else "same-origin"))
    if settings.hsts_seconds:
        found.append(("Strict-Transport-Security", f"max-age={settings.hsts_seconds}"))
    return found


class SecurityHeaders:
    """A WSGI application that adds them to every answer of another, errors and files too.

    Not an `after_request`: that costs a fast view a tenth of its time.
    """

    def __init__(self, app: WSGIApplication, settings: Settings) -> None:
        self._app = app
        self._common = _common(settings)
        self._embedded = [(name, "cross-origin" if name == _RESOURCE_POLICY else value) for name, value in self._common]
        self._frames = (
            f"frame-ancestors 'self' {' '.join(settings.frame_ancestors)}" if settings.frame_ancestors else None
        )

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            standing: Standing | None = environ.get(STANDING)
            if standing is not None:
                headers = [*headers, *standing.headers()]
            # A browser takes the headers of this status over to the page that it has: a policy made up here would
            # put out that page's own, and its style with it.
            if not status.startswith(_NOT_MODIFIED):
                headers = self._with_policy(headers)
            common = self._common if environ["PATH_INFO"] != EMBEDDED else self._embedded
            return start_response(status, [*headers, *common], *more)

        return self._app(environ, start)

    def _with_policy(self, headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
        for number, (name, value) in enumerate(headers):
            if name == _POLICY:
                if self._frames is not None and ("Content-Type", _PAGE) in headers:
                    headers[number] = (name, value.replace(_NO_FRAMES, self._frames))
                return headers
        return [*headers, (_POLICY, _NOTHING)]


def add_headers(app: Flask, settings: Settings) -> None:
    app.wsgi_app = SecurityHeaders(app.wsgi_app, settings)  # type: ignore[method-assign]
    if settings.cors_origins:
        _share(app, settings.cors_origins)


def _share(app: Flask, origins: tuple[str, ...]) -> None:
    """Lets the pages of other origins read the API. Cookies are none of it: a token is all that counts."""
    CORS(
        app,
        resources=r"/v1/.*",
        # Of a string with brackets or dots it would make a pattern.
        origins=[re.compile(rf"{re.escape(origin)}\Z") for origin in origins],
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
