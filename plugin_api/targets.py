"""Targets of requests that no route can stand for: the service as a whole, and an address that ends before its path."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Flask

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_NO_CONTENT = f"{HTTPStatus.NO_CONTENT.value} {HTTPStatus.NO_CONTENT.phrase}"


def accept_targets(app: Flask) -> None:
    """Stands before an application whose routes are all there."""
    inner: WSGIApplication = app.wsgi_app
    allow = ", ".join(sorted({method for rule in app.url_map.iter_rules() for method in rule.methods or ()}))

    def outer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if not path:  # as in `GET http://portolan.example HTTP/1.1`
            environ["PATH_INFO"] = "/"
        elif path == "*" and environ["REQUEST_METHOD"] == "OPTIONS":
            start_response(_NO_CONTENT, [("Allow", allow)])
            return ()
        return inner(environ, start_response)

    app.wsgi_app = outer  # type: ignore[method-assign]
