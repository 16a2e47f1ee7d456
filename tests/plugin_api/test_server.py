"""`portolan serve`, in processes of its own on loopback."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from tests.plugin_api.conftest import ROOT

POCKET = ROOT / "tests" / "portolan" / "pocket"
SERVE = [sys.executable, "-m", "portolan", "serve", "--port", "0"]
BODY = b'{"profile": {}, "as_of": "2026-01-15"}'


def _environment(data: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PORTOLAN_", "GUNICORN_"))}
    return {**kept, "PORTOLAN_RULES": str(POCKET), "PORTOLAN_DATA_DIR": str(data), **more}


@dataclass(frozen=True)
class Served:
    process: subprocess.Popen[str]
    port: int

    def send(self, raw: bytes) -> bytes:
        """Bytes as they are, and everything that comes back."""
        with socket.create_connection(("127.0.0.1", self.port), 10) as connection:
            connection.sendall(raw)
            connection.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: connection.recv(65536), b""))

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
            response = connection.getresponse()
            return response.status, json.loads(response.read() or b"null")
        finally:
            connection.close()

    def decide(self, body: Any = BODY) -> tuple[int, Any]:
        return self.ask("POST", "/v1/recommendations", body, Content_Type="application/json")

    def end(self, how: signal.Signals = signal.SIGTERM) -> tuple[int, str]:
        self.process.send_signal(how)
        _, said = self.process.communicate(timeout=30)
        return self.process.returncode, said


def _serve(data: Path, workers: int = 1) -> Served:
    process = subprocess.Popen(
        [*SERVE, "--workers", str(workers)],
        env=_environment(data),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    address = re.search(r"http://127\.0\.0\.1:(\d+)", line)
    if address is None:
        process.kill()
        pytest.fail(f"{line}{process.communicate()[1]}")
    return Served(process, int(address[1]))


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    found = _serve(tmp_path_factory.mktemp("data"), workers=2)
    yield found
    found.process.terminate()
    found.process.communicate(timeout=30)


def test_it_answers(served: Served) -> None:
    assert served.ask("GET", "/readyz")[1]["status"] == "ready"
    status, made = served.decide()
    assert status == 200
    assert served.ask("GET", made["links"]["self"]) == (200, made)


def test_a_body_in_chunks(served: Served) -> None:
    assert served.decide(iter([BODY[:10], BODY[10:]]))[0] == 200
    assert served.decide(iter([b" " * 100_000] * 3))[0] == 413


def test_a_body_in_broken_chunks(served: Served) -> None:
    head = b"POST /v1/recommendations HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    answer = served.send(head + b"Transfer-Encoding: chunked\r\n\r\nno number\r\n")
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b"application/problem+json" in answer


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (b"not HTTP\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\nno header\r\n\r\n", b"400"),
        (b"GET /" + b"x" * 9000 + b" HTTP/1.1\r\n\r\n", b"414"),
        (b"GET / HTTP/1.1\r\nX: " + b"x" * 20_000 + b"\r\n\r\n", b"431"),
    ],
)
def test_what_is_not_http(served: Served, raw: bytes, status: bytes) -> None:
    head, _, body = served.send(raw).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 " + status)
    assert b"Content-Type: application/problem+json" in head
    assert json.loads(body)["status"] == int(status)


def test_decisions_survive_a_restart(tmp_path: Path) -> None:
    first = _serve(tmp_path)
    made = first.decide()[1]
    assert first.end() == (0, "")
    second = _serve(tmp_path)
    found = second.ask("GET", made["links"]["self"])
    assert second.end(signal.SIGINT) == (0, "")
    assert found == (200, made)


def test_a_port_that_is_taken(served: Served, tmp_path: Path) -> None:
    ran = _run("--port", str(served.port), data=tmp_path)
    assert (ran.returncode, ran.stderr.count("\n")) == (4, 1)
    assert ran.stderr.startswith(f"Cannot listen on 127.0.0.1, port {served.port}: Address already in use")


def test_knowledge_that_cannot_be_loaded(tmp_path: Path) -> None:
    (tmp_path / "portolan.yaml").write_text("pack: a\n")
    ran = _run("--port", "0", data=tmp_path, PORTOLAN_RULES=str(tmp_path))
    assert ran.returncode == 3
    assert "The knowledge cannot be loaded" in ran.stderr


def test_a_store_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    ran = _run("--port", "0", data=tmp_path / "file")
    assert (ran.returncode, ran.stderr.count("\n")) == (4, 1)
    assert ran.stderr.startswith("Decisions cannot be kept: ")


def test_a_setting_that_makes_no_sense(tmp_path: Path) -> None:
    ran = _run("--port", "0", data=tmp_path, PORTOLAN_THREADS="many")
    assert (ran.returncode, ran.stderr.count("\n")) == (2, 1)
    assert ran.stderr.startswith("PORTOLAN_THREADS is 'many'")


def _run(*arguments: str, data: Path, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*SERVE[:4], *arguments],
        env=_environment(data, **more),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def _lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_every_line_is_json_where_logs_are(tmp_path: Path) -> None:
    (tmp_path / "tokens.yaml").write_text("tokens: []\n")
    environment = _environment(
        tmp_path / "data", PORTOLAN_LOG_FORMAT="json", PORTOLAN_TOKENS_FILE=str(tmp_path / "tokens.yaml")
    )
    pid_file = tmp_path / "portolan.pid"
    process = subprocess.Popen(
        [*SERVE, "--workers", "1", "--pid-file", str(pid_file)],
        env=environment,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        (first,) = _lines(process.stdout.readline())
        assert first["event"].startswith("Portolan listens on http://127.0.0.1:")
        assert (first["level"], first["logger"]) == ("info", "portolan")
        assert int(pid_file.read_text()) == process.pid
        second = subprocess.run(
            [*SERVE, "--pid-file", str(pid_file)],
            env=environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert second.returncode == 4
        assert [f"is that of process {process.pid}" in line["event"] for line in _lines(second.stderr)] == [True]
    finally:
        process.terminate()
        said, logged = process.communicate(timeout=30)
    assert _lines(said) == []
    warned = [line["event"] for line in _lines(logged) if line["level"] == "warning"]
    assert [line.partition(" ")[0] for line in warned] == ["PORTOLAN_PUBLIC_URL", "PORTOLAN_TOKENS_FILE:"]
    assert not pid_file.exists()


@pytest.mark.parametrize(
    ("options", "more", "code"),
    [
        (["--host", "0.0.0.0"], {}, 2),
        (["--port", "x"], {}, 2),
        ([], {"PORTOLAN_THREADS": "none"}, 2),
        ([], {"PORTOLAN_RULES": "nowhere"}, 3),
        (["--pid-file", "/nowhere/portolan.pid"], {}, 4),
    ],
)
def test_a_start_that_fails_says_so_in_json(
    tmp_path: Path, options: list[str], more: dict[str, str], code: int
) -> None:
    environment = _environment(tmp_path, PORTOLAN_LOG_FORMAT="json", **more)
    ran = subprocess.run(
        [*SERVE, *options], env=environment, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert (ran.returncode, ran.stdout) == (code, "")
    assert {line["level"] for line in _lines(ran.stderr)} == {"error"}
