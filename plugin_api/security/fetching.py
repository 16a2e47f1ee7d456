"""A small JSON document from one address: no redirect is followed, no proxy asked, and time and size have a bound."""

from __future__ import annotations

import json
import ssl
import time
from collections.abc import Mapping
from functools import cache
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit

TIMEOUT = 3.0  # seconds
MAX_BYTES = 256 * 1024


class Unreachable(Exception):
    """The document could not be had. The message says why, and nothing of what was sent."""

    def __init__(self, why: str, status: int | None = None) -> None:
        super().__init__(why)
        self.status = status


@cache
def _context() -> ssl.SSLContext:
    """Trusts what the system trusts, and what SSL_CERT_FILE names."""
    return ssl.create_default_context()


def fetch_json(address: str, headers: Mapping[str, str] | None = None) -> Any:
    """Raises Unreachable."""
    parts = urlsplit(address)
    assert parts.hostname is not None
    connection = (
        HTTPSConnection(parts.hostname, parts.port, timeout=TIMEOUT, context=_context())
        if parts.scheme == "https"
        else HTTPConnection(parts.hostname, parts.port, timeout=TIMEOUT)
    )
    try:
        connection.request("GET", parts.path, headers={"Accept": "application/json", **(headers or {})})
        with connection.getresponse() as response:
            if response.status != HTTPStatus.OK:
                raise Unreachable(f"it answers {response.status}", response.status)
            return json.loads(_body(response.read1))
    except (OSError, HTTPException) as error:
        raise Unreachable(getattr(error, "strerror", None) or type(error).__name__) from None
    except (ValueError, RecursionError):
        raise Unreachable("it answers something that is not JSON") from None
    finally:
        connection.close()


def _body(read: Any) -> bytes:
    until, body = time.monotonic() + TIMEOUT, b""
    while more := read(65536):
        body += more
        if len(body) > MAX_BYTES:
            raise Unreachable(f"it answers more than {MAX_BYTES // 1024} KiB")
        if time.monotonic() > until:
            raise Unreachable("it answers too slowly")
    return body
