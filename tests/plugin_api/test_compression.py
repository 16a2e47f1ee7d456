"""gzip, by what the client accepts."""

from __future__ import annotations

import gzip

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient

from plugin_api.compression import Compression, wanted
from tests.plugin_api.conftest import Ask

GZIP = {"Accept-Encoding": "gzip"}


@pytest.mark.parametrize(
    ("header", "compressed"),
    [
        ("gzip", True),
        ("GZip", True),
        ("x-gzip", True),
        ("gzip, deflate, br, zstd", True),
        ("*", True),
        ("br, *;q=0.1", True),
        ("gzip; q=0.5", True),
        ("gzip;q=1.0, identity;q=0.5", True),
        ("gzip;q=0.5, identity;q=0.5", True),
        ("identity;q=0, gzip;q=0.1", True),
        ("gzip;q=0", False),
        ("gzip;q=0.0, *", False),
        ("*;q=0", False),
        ("identity;q=0", False),
        ("identity, gzip;q=0.5", False),
        ("br, deflate", False),
        ("identity", False),
        ("gzip;q=x", False),
        ("gzip;q=nan", False),
        ("gzipped", False),
        (";;,,=", False),
        ("", False),
        ("\xff\x80", False),
    ],
)
def test_what_is_accepted(client: FlaskClient, header: str, compressed: bool) -> None:
    response = client.get("/v1/slots", headers={"Accept-Encoding": header})
    assert response.status_code == 200
    assert (response.headers.get("Content-Encoding") == "gzip") is compressed
    assert "Accept-Encoding" in response.headers["Vary"]


def test_the_same_comes_out(client: FlaskClient, ask: Ask) -> None:
    made = ask().json
    for path in (made["links"]["self"], made["links"]["page"], "/v1/openapi.json", "/static/portolan.css", "/"):
        with client.get(path) as plain, client.get(path, headers=GZIP) as packed:
            assert gzip.decompress(packed.data) == plain.data
            assert packed.headers["Content-Length"] == str(len(packed.data))
            assert len(packed.data) < len(plain.data) / 2
            same = ("Content-Type", "Cache-Control", "Vary")
            assert [packed.headers[name] for name in same] == [plain.headers[name] for name in same]


def test_a_tag_of_compressed_bytes_is_weak(client: FlaskClient) -> None:
    """Also where the file's own would be strong: its bytes are others."""
    with client.get("/static/portolan.css") as plain, client.get("/static/portolan.css", headers=GZIP) as packed:
        assert packed.headers["ETag"] == f"W/{plain.headers['ETag']}"
        assert "Accept-Ranges" not in packed.headers


def test_what_is_too_small_stays_as_it_is(client: FlaskClient) -> None:
    assert "Content-Encoding" not in client.get("/healthz", headers=GZIP).headers
    response = client.get("/healthz", headers={"Accept-Encoding": "gzip, identity;q=0"})
    assert gzip.decompress(response.data) == b'{"status":"ok"}'


def test_a_problem_is_compressed_too(client: FlaskClient) -> None:
    response = client.get("/v1/slots?" + "&".join(f"unknown{n}=1" for n in range(20)), headers=GZIP)
    assert response.status_code == 422
    assert b"unknown19" in gzip.decompress(response.data)


def test_head_tells_the_compressed_length(client: FlaskClient) -> None:
    head, get = client.head("/v1/slots", headers=GZIP), client.get("/v1/slots", headers=GZIP)
    assert head.headers["Content-Length"] == str(len(get.data))
    for response in (head, get):
        del response.headers["X-Request-Id"]
    assert dict(head.headers) == dict(get.headers)


def test_a_repeat_is_not_compressed_again(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    compression = Compression(1_000_000)
    body = b"{}" * 5000

    def compressed() -> bytes:
        with app.test_request_context(headers=GZIP):
            return compression(Response(body, content_type="application/json")).data

    first = compressed()
    monkeypatch.setattr("plugin_api.compression.zlib", None)
    assert compressed() == first


@pytest.mark.parametrize(
    "response",
    [
        Response(b"x" * 5000, content_type="image/png"),
        Response(b"x" * 5000, content_type="application/json", headers={"Content-Encoding": "br"}),
        Response((b"x" * 999 for _ in range(9)), content_type="application/json"),
        Response(b"x" * 5000, status=206, content_type="text/plain"),
        Response(b"", status=304),
        Response(status=204),
        Response(b"x" * 5000, headers={"Content-Type": ""}),
    ],
)
def test_what_is_left_alone(app: Flask, response: Response) -> None:
    before = response.headers.get("Content-Encoding")
    with app.test_request_context(headers=GZIP):
        assert Compression(1_000_000)(response).headers.get("Content-Encoding") == before


def test_memory_is_bounded(app: Flask) -> None:
    compression = Compression(20_000)
    for n in range(50):
        with app.test_request_context(headers=GZIP):
            compression(Response(f"{n}" * 4000, content_type="text/plain"))
    assert len(compression._made) < 20


def test_a_part_of_a_file_stays_as_it_is(client: FlaskClient) -> None:
    with client.get("/static/portolan.css", headers={**GZIP, "Range": "bytes=0-599"}) as part:
        assert (part.status_code, len(part.data)) == (206, 600)
        assert "Content-Encoding" not in part.headers


def test_preferences_are_read_once() -> None:
    wanted("gzip;q=0.25")
    before = wanted.cache_info().hits
    wanted("gzip;q=0.25")
    assert wanted.cache_info().hits == before + 1
