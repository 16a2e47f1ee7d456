"""Slow clients, and a service with one thread that they do not hold up."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from typing import Any

import pytest

from plugin_api.deadlines import Watched
from plugin_api.observability.trail import ENVIRON_KEY, Trail
from plugin_api.refusing import answer
from plugin_api.vocabulary import NOT_READY, TOO_SLOW
from tests.plugin_api.conftest import ROOT

POCKET = ROOT / "tests" / "portolan" / "pocket"
HEAD = b"POST /v1/recommendations HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
BODY = b'{"profile": {}, "as_of": "2026-01-15"}'
# A worker as it is, but less patient, and with an application that can be slow.
SERVE = """
import time
from plugin_api.observability import shared_files

shared_files.prepare()  # before anything that measures is imported

from flask import request
from plugin_api import app, deadlines
from portolan.cli import main

deadlines.ARRIVAL = 3.0
make = app.create_app

def create_app(settings):
    made = make(settings)
    made.before_request(lambda: time.sleep(2.5) if request.args.get("slow") else None)
    return made

app.create_app = create_app
main(["serve", "--port", "0", "--workers", "1"])
"""


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """One worker with one thread, which ends what takes longer than a second."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PORTOLAN_", "GUNICORN_"))}
    environment = {
        **kept,
        "PORTOLAN_RULES": str(POCKET),
        "PORTOLAN_DATA_DIR": str(tmp_path_factory.mktemp("slow")),
        "PORTOLAN_REQUEST_TIMEOUT": "1",
        "PORTOLAN_THREADS": "1",
    }
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE],
        env=environment,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        found = re.search(r"http://127\.0\.0\.1:(\d+)", process.stdout.readline())
        assert found is not None
        yield int(found[1])
    finally:
        process.terminate()
        process.communicate(timeout=30)


@contextmanager
def connected(port: int) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", port), 10) as connection:
        yield connection


def received(connection: socket.socket) -> bytes:
    """Everything until the other end closes."""
    found = b""
    try:
        while more := connection.recv(65536):
            found += more
    except ConnectionResetError:
        pass
    return found


def told(connection: socket.socket) -> str:
    """The kind of problem that the server answers with in place of the application, as all answers are."""
    head, _, body = received(connection).partition(b"\r\n\r\n")
    found = json.loads(body)
    assert head.startswith(b"HTTP/1.1 %d " % found["status"])
    for header in (b"X-Request-Id: ", b"Content-Security-Policy: ", b"X-Content-Type-Options: nosniff"):
        assert header in head
    return str(found["type"])


def ask(port: int, path: str = "/healthz") -> tuple[int, Any]:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, json.loads(response.read())
    finally:
        connection.close()


def test_who_says_nothing_takes_no_thread(port: int) -> None:
    with connected(port), connected(port), connected(port):
        started = time.monotonic()
        assert ask(port)[0] == 200
        assert time.monotonic() - started < 4  # gunicorn's own gives each of them five seconds of the thread


def test_half_a_head_takes_no_thread(port: int) -> None:
    with connected(port) as one, connected(port) as other:
        one.sendall(b"GET /healthz HTTP/1.1\r\nHo")
        other.sendall(b"G")
        assert ask(port)[0] == 200  # while both of them are still waited for
        one.sendall(b"st: x\r\nConnection: close\r\n\r\n")
        assert received(one).endswith(b'{"status":"ok"}')
        assert told(other) == "urn:portolan:problem:too-slow"  # it was waited for long enough


def test_a_head_that_trickles_is_answered(port: int) -> None:
    with connected(port) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for byte in b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n":
            connection.sendall(bytes([byte]))
        assert received(connection).startswith(b"HTTP/1.1 200 ")


def test_a_kept_connection_is_used_again(port: int) -> None:
    with connected(port) as connection:
        for part in (
            b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n",
            b"GET /heal",
            b"thz HTTP/1.1\r\nHost: localhost\r\n\r\n",
        ):
            connection.sendall(part)
            if part.endswith(b"\r\n\r\n"):
                found = b""
                while not found.endswith(b'{"status":"ok"}'):
                    found += connection.recv(65536)
                assert found.startswith(b"HTTP/1.1 200 ")


def test_who_hangs_up_half_way(port: int) -> None:
    with connected(port) as connection:
        connection.sendall(b"GET /he")
        connection.shutdown(socket.SHUT_WR)
        assert received(connection) == b""
    assert ask(port)[0] == 200


def test_a_body_that_does_not_arrive(port: int) -> None:
    with connected(port) as connection:
        connection.sendall(HEAD + b"Content-Length: " + str(len(BODY)).encode() + b"\r\n\r\n" + BODY[:5])
        assert told(connection) == "urn:portolan:problem:too-slow"
    assert ask(port)[0] == 200  # the thread is free again


def test_a_body_in_chunks_that_does_not_arrive(port: int) -> None:
    with connected(port) as connection:
        connection.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\n{")
        assert told(connection) == "urn:portolan:problem:too-slow"
    assert ask(port)[0] == 200


def test_a_body_in_chunks_may_take_its_time(port: int) -> None:
    with connected(port) as connection:
        connection.sendall(HEAD + b"Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n")
        for part in (BODY[:5], BODY[5:], b""):
            connection.sendall(b"%x\r\n%b\r\n" % (len(part), part))
        assert received(connection).startswith(b"HTTP/1.1 200 ")


def test_what_is_ended_has_an_id_and_is_counted(port: int) -> None:
    """By the server, which has the id of the application: the request is counted once, and as it was answered."""
    head = (
        b"GET /v1/editions?slow=1 HTTP/1.1\r\nHost: localhost\r\nX-Request-Id: too-slow-1\r\nConnection: close\r\n\r\n"
    )
    with connected(port) as connection:
        connection.sendall(head)
        answered = received(connection)
    assert answered.startswith(b"HTTP/1.1 503 ")
    for header in (b"X-Request-Id: too-slow-1", b"Content-Security-Policy: default-src 'none'", b"nosniff"):
        assert header in answered.partition(b"\r\n\r\n")[0]
    deadline = time.monotonic() + 10
    while (found := counted(port, "/v1/editions")) != {"5xx": 1} and time.monotonic() < deadline:
        pass  # what a process has counted is written at most once a second
    assert found == {"5xx": 1}


def counted(port: int, route: str) -> dict[str, int]:
    """Requests of a route, by their status."""
    with connected(port) as connection:
        connection.sendall(b"GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        text = received(connection).decode()
    lines = re.findall(r"^portolan_http_request_duration_seconds_count\{(.*)\} ([0-9.]+)$", text, re.MULTILINE)
    found = [(dict(re.findall(r'(\w+)="([^"]*)"', labels)), float(count)) for labels, count in lines]
    return {labels["status"]: int(count) for labels, count in found if labels["route"] == route}


def test_an_answer_that_takes_too_long(port: int) -> None:
    status, problem = ask(port, "/readyz?slow=1")
    assert (status, problem["type"]) == (503, "urn:portolan:problem:not-ready")
    assert problem["detail"] == "The answer was not ready within 1 s."
    assert ask(port)[0] == 200


def test_an_answer_begun_is_not_spoilt() -> None:
    """Whoever is first answers: the thread, or the main one in its place."""
    watched = Watched(0.0)
    watched.answer()
    assert watched.end() is False
    with pytest.raises(OSError, match="too long"):
        watched.answer()
    late, trail = Watched(0.0), Trail("a")
    late.environ[ENVIRON_KEY] = trail
    assert (late.end(), trail.ended) == (True, True)  # the application leaves the counting to the server


def test_problems_on_the_wire() -> None:
    for kind, again in ((TOO_SLOW, False), (NOT_READY, True)):
        head, _, body = answer(kind, "Why.", [("X-Own", "1")]).partition(b"\r\n\r\n")
        assert (b"Retry-After: 10" in head, json.loads(body)["status"]) == (again, kind.status)
        assert b"X-Own: 1" in head
