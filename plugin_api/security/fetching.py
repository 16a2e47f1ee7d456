"""A small JSON document from one address: no redirect is followed, no proxy asked, and time and size have a bound."""

from __future__ import annotations

import io
import json
import socket
import ssl
import time
from collections.abc import Mapping
from functools import cache
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPResponse
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
    """Raises Unreachable. Takes TIMEOUT at most altogether, but for the look-up of the name, which nothing can hurry.

    So it is nothing for a thread that answers requests: see `errands`.
    """
    parts, until = urlsplit(address), time.monotonic() + TIMEOUT
    assert parts.hostname is not None
    secure = parts.scheme == "https"
    connection = HTTPConnection(parts.hostname, parts.port or (443 if secure else 80))
    connection.default_port = 443 if secure else 80  # which Host does not name
    try:
        with _connected(connection.host, connection.port, until, secure=secure) as connected:
            connection.sock = _Hurried(connected, until)
            connection.request("GET", parts.path, headers={"Accept": "application/json", **(headers or {})})
            with connection.getresponse() as response:
                if response.status != HTTPStatus.OK:
                    raise Unreachable(f"it answers {response.status}", response.status)
                return json.loads(_body(response))
    except TimeoutError:
        raise Unreachable("it answers too slowly") from None
    except (OSError, HTTPException) as error:
        raise Unreachable(getattr(error, "strerror", None) or type(error).__name__) from None
    except (ValueError, RecursionError):
        raise Unreachable("it answers something that is not JSON") from None


def _connected(host: str, port: int, until: float, *, secure: bool) -> socket.socket:
    """Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    problem = OSError("it has no address")
    for number, (family, kind, protocol, _, at) in enumerate(found):
        raw = socket.socket(family, kind, protocol)
        try:
            raw.settimeout(_left(until) / (len(found) - number))  # one that is silent leaves time for the others
            raw.connect(at)
            raw.settimeout(_left(until))
            return _context().wrap_socket(raw, server_hostname=host) if secure else raw
        except OSError as error:
            raw.close()
            problem = error
    raise problem


def _left(until: float) -> float:
    """Raises TimeoutError."""
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


class _Hurried:
    """A socket as http.client wants one, on which all that is sent and received ends at one moment."""

    def __init__(self, connected: socket.socket, until: float) -> None:
        self._connected, self._until = connected, until

    def sendall(self, data: bytes) -> None:
        self._connected.settimeout(_left(self._until))
        self._connected.sendall(data)

    def makefile(self, *_: Any) -> io.BufferedReader:
        return io.BufferedReader(_Reader(self._connected, self._until))

    def close(self) -> None:
        """Left to whoever connected it: the answer is still to be read."""


class _Reader(io.RawIOBase):
    def __init__(self, connected: socket.socket, until: float) -> None:
        super().__init__()
        self._connected, self._until = connected, until

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._connected.settimeout(_left(self._until))
        return self._connected.recv_into(buffer)


def _body(response: HTTPResponse) -> bytes:
    body = response.read(MAX_BYTES + 1)
    if len(body) > MAX_BYTES:
        raise Unreachable(f"it answers more than {MAX_BYTES // 1024} KiB")
    return body
