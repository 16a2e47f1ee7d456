"""What no route can stand for: the service as a whole, addresses that end before their path, requests to no host."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from http import HTTPStatus
from typing import TYPE_CHECKING

import orjson
from flask import Flask

from plugin_api.accepting import problem_type
from plugin_api.observability.trail import note_problem
from plugin_api.problems import problem_document
from plugin_api.vocabulary import BAD_REQUEST, NOT_FOUND, Kind

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_NO_CONTENT = f"{HTTPStatus.NO_CONTENT.value} {HTTPStatus.NO_CONTENT.phrase}"


def accept_targets(app: Flask) -> None:
    """Stands right before an application: whatever watches it and adds headers to its answers comes after this."""
    inner: WSGIApplication = app.wsgi_app

    @cache
    def allow() -> str:
        return ", ".join(sorted({method for rule in app.url_map.iter_rules() for method in rule.methods or ()}))

    def outer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        host = environ.get("HTTP_HOST")
        # A server joins several by commas, which no host has.
        if (host is None and environ["SERVER_PROTOCOL"] == "HTTP/1.1") or (host is not None and "," in host):
            return _refused(BAD_REQUEST, "Every request of HTTP/1.1 has one header Host.", environ, start_response)
        if not path:  # as in `GET http://portolan.example HTTP/1.1`
            environ["PATH_INFO"] = "/"
        elif path == "*" and environ["REQUEST_METHOD"] == "OPTIONS":
            start_response(_NO_CONTENT, [("Allow", allow())])
            return ()
        elif path.startswith("//"):  # routes are looked for as if there were one
            return _refused(NOT_FOUND, "There is no resource whose path begins with //.", environ, start_response)
        return inner(environ, start_response)

    app.wsgi_app = outer  # type: ignore[method-assign]


def _refused(kind: Kind, detail: str, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    note_problem(kind.name)
    path = environ["PATH_INFO"].encode("latin-1", "replace").decode("utf-8", "replace")
    body = orjson.dumps(problem_document(kind, detail, path))
    headers = [
        ("Content-Type", problem_type(environ.get("HTTP_ACCEPT"))),
        ("Content-Length", str(len(body))),
        ("Content-Language", "en"),
        ("Vary", "Accept"),
        ("Cache-Control", "no-store"),
    ]
    start_response(f"{kind.status} {HTTPStatus(kind.status).phrase}", headers)
    return () if environ["REQUEST_METHOD"] == "HEAD" else (body,)
