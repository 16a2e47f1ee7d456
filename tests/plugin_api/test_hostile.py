"""Requests that nobody means well by, as bytes on a socket and through the client: each has a documented answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from plugin_api.vocabulary import KINDS, MAX_BODY
from tests.plugin_api.conftest import problem_of
from tests.plugin_api.serving import Address, served

BODY = b'{"profile": {}}'
GET = b"GET /v1/slots?limit=1 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
POST = (
    b"POST /v1/recommendations HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n"
)
FORM = (
    b"POST /decide HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n"
)
CHUNKED = b"Transfer-Encoding: chunked\r\n\r\n"


def target(path: bytes, method: bytes = b"GET") -> bytes:
    return method + b" " + path + b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"


def long(length: int | bytes, body: bytes = BODY) -> bytes:
    return b"Content-Length: " + (b"%d" % length if isinstance(length, int) else length) + b"\r\n\r\n" + body


SENT: dict[str, tuple[bytes, int]] = {
    # What is no HTTP, or another one.
    "nothing but line ends": (b"\r\n\r\n\r\n", 400),
    "any bytes": (bytes(range(256)), 400),
    "a greeting of TLS": (bytes.fromhex("16030100c8010000c40303") + bytes(range(200)), 400),
    "the preface of HTTP/2": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400),
    "an upgrade to HTTP/2": (GET + b"Upgrade: h2c\r\n\r\n", 200),
    "HTTP/0.9": (b"GET /v1/slots\r\n\r\n", 400),
    "HTTP/1.0": (b"GET /v1/slots?limit=1 HTTP/1.0\r\n\r\n", 200),
    "HTTP/3.0": (b"GET / HTTP/3.0\r\nHost: localhost\r\n\r\n", 400),
    # Methods.
    "an unknown method": (target(b"/v1/slots", b"BREW"), 405),
    "a method in small letters": (target(b"/v1/slots", b"get"), 400),
    "a long method": (target(b"/v1/slots", b"A" * 300), 400),
    "TRACE": (target(b"/v1/slots", b"TRACE"), 405),
    "CONNECT": (target(b"x:443", b"CONNECT"), 404),
    "another method in a header": (
        b"POST /v1/slots HTTP/1.1\r\nHost: localhost\r\nX-HTTP-Method-Override: GET\r\nConnection: close\r\n"
        + long(0, b""),
        405,
    ),
    # Targets.
    "a whole address": (target(b"http://x/v1/slots?limit=1"), 200),
    "a whole address of another host": (target(b"http://elsewhere.example/v1/slots?limit=1"), 200),
    "a whole address without a path": (target(b"http://x"), 200),
    "the service as a whole": (target(b"*", b"OPTIONS"), 204),
    "the service as a whole, to read": (target(b"*"), 400),
    "no path": (target(b"?x"), 400),
    "backslashes": (target(b"\\v1\\slots"), 400),
    "a blank": (target(b"/v1/ slots"), 400),
    "a null byte": (target(b"/v1/\0"), 400),
    "a null byte, encoded": (target(b"/v1/products/%00"), 404),
    "bytes that are not ASCII": ("GET /v1/products/\u00e9 HTTP/1.1\r\nHost: localhost\r\n\r\n".encode(), 400),
    "bytes that are not UTF-8, encoded": (target(b"/v1/products/%ff%fe"), 404),
    "broken escapes": (target(b"/v1/products/%zz%f"), 404),
    "broken escapes in a query": (target(b"/v1/slots?q=%zz%&=&&a"), 422),
    "a way out of the files": (target(b"/static/../../../etc/passwd"), 404),
    "a way out of the files, encoded": (target(b"/static/%2e%2e/%2e%2e/app.py"), 404),
    "a null byte among the files": (target(b"/static/%00"), 404),
    "a long name of a file": (target(b"/static/" + b"a" * 3000), 404),
    "a slash at the end": (target(b"/v1/slots/"), 404),
    "two slashes inside": (target(b"/v1//slots"), 404),
    "two slashes before": (target(b"//v1/slots"), 404),
    "two slashes before, encoded": (target(b"/%2Fv1/slots"), 404),
    "two slashes before, after a host": (target(b"http://localhost//v1/slots"), 404),
    "a long address": (target(b"/" + b"a" * 9000), 414),
    # Headers.
    "no host": (b"GET /v1/slots?limit=1 HTTP/1.1\r\nConnection: close\r\n\r\n", 400),
    "no host, as it once was": (b"GET /v1/slots?limit=1 HTTP/1.0\r\n\r\n", 200),
    "two hosts": (b"GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", 400),
    "a host that is none": (b"GET /v1/slots?limit=1 HTTP/1.1\r\nHost: ][ /..\r\nConnection: close\r\n\r\n", 403),
    "a null byte in a header": (GET + b"X: a\0b\r\n\r\n", 400),
    "a folded header": (GET + b"X: a\r\n b\r\n\r\n", 400),
    "a header without a name": (GET + b": a\r\n\r\n", 400),
    "a long header": (GET + b"X: " + b"x" * 20_000 + b"\r\n\r\n", 431),
    "many headers": (GET + b"".join(b"X-%d: y\r\n" % n for n in range(200)) + b"\r\n", 431),
    "a mount that is none": (GET + b"SCRIPT_NAME: /elsewhere\r\n\r\n", 400),
    "contradicting proxies": (GET + b"X-Forwarded-Proto: https\r\nX-Forwarded-Protocol: http\r\n\r\n", 400),
    "a part of an answer": (GET + b"Range: bytes=0-5\r\n\r\n", 200),
    "a file that is another": (target(b"/static/portolan.css")[:-2] + b'If-Match: "x"\r\n\r\n', 412),
    "a condition that nothing looks at": (GET + b'If-Match: "x"\r\n\r\n', 200),
    "a part that a file has not": (target(b"/static/portolan.css")[:-2] + b"Range: bytes=9999999-\r\n\r\n", 416),
    "a day that is none": (target(b"/static/portolan.css")[:-2] + b"If-Modified-Since: yesterday\r\n\r\n", 200),
    # Bodies and their framing.
    "a length and chunks": (POST + b"Content-Length: 15\r\n" + CHUNKED + b"0\r\n\r\n", 400),
    "chunks in chunks": (POST + b"Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n", 400),
    "an unknown coding of the transfer": (POST + b"Transfer-Encoding: x\r\n\r\n", 501),
    "a hidden coding of the transfer": (POST + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n", 400),
    "a negative length": (POST + long(b"-1"), 400),
    "a length with a sign": (POST + long(b"+15"), 400),
    "two lengths": (POST + b"Content-Length: 15\r\n" + long(16), 400),
    "a list of lengths": (POST + long(b"15, 15"), 400),
    "an enormous length": (POST + long(10**30), 413),
    "a body that is too large": (POST + long(MAX_BODY + 1, b""), 413),
    "a body that breaks off": (POST + long(30), 400),
    "a chunk with an extension": (POST + CHUNKED + b"f;a=b\r\n" + BODY + b"\r\n0\r\nX: y\r\n\r\n", 200),
    "a chunk of no size": (POST + CHUNKED + b"zz\r\n" + BODY, 400),
    "a chunk of negative size": (POST + CHUNKED + b"-1\r\n" + BODY, 400),
    "an enormous chunk": (POST + CHUNKED + b"f" * 18 + b"\r\n" + BODY, 400),
    "a chunk that breaks off": (POST + CHUNKED + b"ff\r\n" + BODY, 400),
    "an expectation that cannot be met": (POST + b"Expect: a-pony\r\n" + long(15), 417),
    "a body where none is read": (GET + long(15), 200),
    "a form in broken chunks": (FORM + CHUNKED + b"zz\r\n", 400),
    "a form that is too large": (FORM + long(MAX_BODY + 1, b""), 413),
    "a form of another alphabet": (FORM.replace(b"urlencoded", b"urlencoded; charset=x") + long(3, b"a=b"), 303),
    "a form that is not UTF-8": (FORM + long(17, b"edition=\xff%ff&%zz="), 422),
    "a form of separators": (FORM + long(6000, b"&=;%" * 1500), 303),
    "a form of many fields": (FORM + long(8000, b"a=b&" * 2000), 303),
    "a form with a file": (FORM.replace(b"x-www-form-urlencoded", b"octet-stream") + long(3, b"a=b"), 415),
}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Address]:
    with served(tmp_path_factory.mktemp("data")) as found:
        yield found


@pytest.mark.parametrize("name", SENT)
def test_bytes(address: Address, name: str) -> None:
    raw, status = SENT[name]
    head, _, body = address.send(raw).partition(b"\r\n\r\n")
    assert int(head.split(b" ")[1]) == status, head + body
    assert head.lower().count(b"\r\ncontent-length:") <= 1
    for header in (b"X-Request-Id", b"Content-Security-Policy", b"X-Content-Type-Options", b"Referrer-Policy"):
        assert head.count(b"\r\n%b: " % header) == 1
    if status >= 400:
        assert b"Content-Type: application/problem+json" in head or b"Content-Type: text/html" in head
        if body.startswith(b"{"):
            problem = json.loads(body)
            assert problem["status"] == status
            assert problem["type"] in {kind.uri for kind in KINDS}
        assert b"Traceback" not in body


def test_a_body_is_waited_for(address: Address) -> None:
    answer = address.send(POST + b"Expect: 100-continue\r\n" + long(15))
    assert answer.startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n")


def test_one_after_another_on_one_connection(address: Address) -> None:
    one = b"GET /v1/slots?limit=1 HTTP/1.1\r\nHost: localhost\r\n\r\n"
    assert address.send(one + one + GET + b"\r\n").count(b"HTTP/1.1 200 OK") == 3


def test_what_follows_a_refused_body_is_not_taken_for_a_request(address: Address) -> None:
    """A second request inside the body of a first must not be answered by itself."""
    hidden = b"DELETE /v1/hidden HTTP/1.1\r\nHost: localhost\r\n\r\n"
    head = b"POST /v1/recommendations HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n"
    assert b"/v1/hidden" not in address.send(head + long(len(hidden), hidden))


def test_head_has_no_body(address: Address) -> None:
    for path in (b"/", b"/v1/slots", b"/static/portolan.css", b"/v1/products/none", b"/docs"):
        got, head = address.send(target(path)), address.send(target(path, b"HEAD"))
        assert head.endswith(b"\r\n\r\n"), path
        assert _headers(head) == _headers(got), path


def _headers(answer: bytes) -> list[bytes]:
    lines = answer.partition(b"\r\n\r\n")[0].split(b"\r\n")
    return [line for line in lines if not line.startswith((b"Date:", b"X-Request-Id:"))]


# --- through the client -----------------------------------------------------------------------------------------

_DEEP: Any = []
for _ in range(31):
    _DEEP = [_DEEP]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b'{"profile": {"platform": {"nodes": NaN}}}', 400),
        (b'{"profile": {"platform": {"nodes": -Infinity}}}', 400),
        (b'{"profile": {"platform": {"nodes": 1' + b"0" * 5000 + b"}}}", 400),
        (b'{"profile": {"platform": {"nodes": 1e308}}}', 422),
        (b'{"profile": {"platform": {"nodes": 9007199254740993}}}', 422),
        (b'{"profile": {"platform": {"nodes": -0.0}}}', 422),
        (json.dumps({"profile": _DEEP}).encode(), 400),
        (b'{"profile": {}, "profile": {}}', 400),
        (b'\xef\xbb\xbf{"profile": {}}', 200),
        ('{"profile": {}}'.encode("utf-16"), 400),
        ('{"profile": {}}'.encode("utf-32-be"), 400),
        (b'{"profile": {}}\0', 400),
        (b'{"profile": {"\\u0000": {"\\u0000": "\\u0000"}}}', 422),
        (b'{"profile": {}, "language": "\\u0000"}', 422),
        (b'{"profile": {}, "as_of": "0000-00-00"}', 422),
        (b'{"profile": {}, "as_of": "9999-12-31"}', 200),
        (b'{"profile": {}, "as_of": "2026-04-01T00:00:00Z"}', 422),
        (b'{"profile": {"__proto__": {}}}', 422),
        (b'{"profile": {"' + b"a" * 100_000 + b'": {}}}', 422),
        (json.dumps({"profile": {f"section{n}": {} for n in range(5000)}}).encode(), 422),
        (json.dumps({"profile": {"stack": {"in_use": ["jaeger"] * 20_000}}}).encode(), 200),
        (json.dumps({"profile": {"stack": {"in_use": [f"product-{n}" for n in range(5000)]}}}).encode(), 422),
    ],
    ids=lambda value: str(value)[:50],
)
def test_bodies(client: FlaskClient, body: bytes, status: int) -> None:
    response = client.post("/v1/recommendations", data=body, headers={"Content-Type": "application/json"})
    assert response.status_code == status, response.text[:500]
    if status != 200:
        problem_of(response, status)


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("limit=1&limit=2", 422),
        ("limit=1&limit=x", 422),
        ("&".join(f"p{n}=1" for n in range(900)), 422),
        ("limit=" + "9" * 5000, 422),
        ("offset=" + "9" * 9, 200),
        ("offset=" + "9" * 12, 422),
        ("limit=٣", 422),
        ("limit=%2B1", 422),
        ("limit=1.0", 422),
        ("limit=", 422),
        ("limit", 422),
        ("q=" + "a" * 201, 422),
        ("q=%00", 200),
        ("q=%ff", 200),
        ("q[]=1", 422),
        ("=1", 422),
        ("%00=%00", 422),
        ("lang=en&lang=ko", 422),
        ("lang=EN", 422),
    ],
    ids=lambda value: str(value)[:30],
)
def test_queries(client: FlaskClient, query: str, status: int) -> None:
    response = client.get(f"/v1/slots?{query}")
    assert response.status_code == status, response.text[:500]
    if status == 200:
        assert response.json["links"]["self"].startswith("/v1/slots?")
        assert response.headers["Link"].isascii()


@pytest.mark.parametrize("name", ["Accept", "Accept-Language", "Accept-Encoding", "If-None-Match", "Range", "Cookie"])
@pytest.mark.parametrize("value", ["\x00", "\xff", ";", ",", "=", '"', "*/*" * 999, "a;q=" + "9" * 400, "q=0", "%"])
def test_headers(app: Flask, name: str, value: str) -> None:
    environment = {f"HTTP_{name.upper().replace('-', '_')}": value}
    for path in ("/v1/slots", "/", "/docs", "/healthz", "/v1/openapi.json"):
        assert app.test_client().get(path, environ_overrides=environment).status_code in (200, 304, 406)
