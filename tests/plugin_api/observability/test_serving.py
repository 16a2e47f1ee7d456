"""Several worker processes watched as one service, in processes of their own on loopback."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from tests.plugin_api.conftest import ROOT
from tests.plugin_api.observability.conftest import POCKET, Collector, Measured, directory_of

PATH = "/v1/recommendations"
BODY = b'{"profile": {}, "as_of": "2026-01-15"}'
REQUESTS = "portolan_http_request_duration_seconds_count"
SERVE = [sys.executable, "-m", "portolan", "serve", "--port", "0", "--workers"]


@dataclass(frozen=True)
class Served:
    process: subprocess.Popen[str]
    port: int

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> str:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
            return connection.getresponse().read().decode()
        finally:
            connection.close()

    def decide(self, **headers: str) -> dict[str, Any]:
        made: dict[str, Any] = json.loads(self.ask("POST", PATH, BODY, Content_Type="application/json", **headers))
        return made

    def measured(self) -> Measured:
        return Measured(self.ask("GET", "/metrics"))

    def workers(self) -> set[int]:
        pids = self.measured().labels("portolan_process_cpu_seconds_total", "pid")
        return set(map(int, pids)) - {self.process.pid}

    def end(self) -> tuple[int, list[dict[str, Any]], list[dict[str, Any]]]:
        """The exit code, and the events on standard output and standard error."""
        self.process.terminate()
        said, logged = self.process.communicate(timeout=30)
        return self.process.returncode, _events(said), _events(logged)


def _events(lines: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in lines.splitlines()]


@contextmanager
def _served(data: Path, workers: int, **environment: str) -> Iterator[Served]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PORTOLAN_", "GUNICORN_"))}
    settings = {"PORTOLAN_RULES": str(POCKET), "PORTOLAN_DATA_DIR": str(data), "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        [*SERVE, str(workers)],
        env={**kept, **settings, **environment},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield Served(process, _port(process))
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def _port(process: subprocess.Popen[str]) -> int:
    assert process.stdout is not None
    found = re.search(r"http://127\.0\.0\.1:(\d+)", process.stdout.readline())
    assert found is not None, "it did not start"
    return int(found[1])


def _eventually(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.05)


def test_all_workers_count_as_one(tmp_path: Path) -> None:
    with _served(tmp_path, 2, PORTOLAN_ACCESS_LOG="on") as served:
        shared = directory_of(served.process.pid)
        made = [served.decide() for _ in range(20)]
        _eventually(lambda: len(served.workers()) == 2)
        for _ in range(10):
            assert served.measured()(REQUESTS, route=PATH) == 20
        decided = "portolan_decisions_total"
        _eventually(lambda: served.measured()(decided) == 20)
        assert served.measured()(decided, made="new") <= 2

        killed = served.workers().pop()
        os.kill(killed, signal.SIGKILL)
        _eventually(lambda: len(served.workers() - {killed}) == 2)
        served.decide()
        assert served.measured()(REQUESTS, route=PATH) == 21
        assert served.measured()("portolan_http_requests_in_progress") == 1
        assert {file.name for file in shared.glob(f"*_{killed}.db")} == set()

        code, requests, logged = served.end()
        assert (code, not shared.exists()) == (0, True)
        assert [event["event"] for event in logged] == [
            f"Worker (pid:{killed}) was sent SIGKILL! Perhaps out of memory?"
        ]
        decisions = [event for event in requests if event.get("route") == PATH]
        assert len(decisions) == 21
        assert {event["decision"] for event in decisions} == {one["id"] for one in made}


def test_what_is_logged_and_traced(tmp_path: Path, collector: Collector) -> None:
    environment = {
        "PORTOLAN_LOG_LEVEL": "info",
        "PORTOLAN_OTEL": "on",
        "OTEL_EXPORTER_OTLP_ENDPOINT": collector.address,
    }
    with _served(tmp_path, 1, **environment) as served:
        shared = directory_of(served.process.pid)
        made = served.decide(X_Request_Id="mine")
        assert served.measured()(REQUESTS, route=PATH) == 1
        code, requests, logged = served.end()
    assert (code, requests, shared.exists()) == (0, [], False)
    assert "gunicorn.error" in {event["logger"] for event in logged}
    assert all({"timestamp", "level", "event"} <= event.keys() for event in logged)
    whole = collector.span(f"POST {PATH}")
    said = {one.key: one.value.string_value for one in whole.attributes}
    assert (said["portolan.decision"], said["portolan.request_id"]) == (made["id"], "mine")
    assert collector.span("decide").trace_id == whole.trace_id
