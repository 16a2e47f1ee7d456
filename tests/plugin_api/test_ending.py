"""How the service ends, on purpose and not, in processes of its own on loopback."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from bench.service import Running, running
from bench.stress import Way, renumber, stress
from tests.plugin_api.conftest import ROOT
from tests.plugin_api.observability.conftest import directory_of
from tests.plugin_api.test_reload import BODY, POCKET

HEAD = b"POST /v1/recommendations HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"


def _until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def _begin(service: Running) -> socket.socket:
    """A request of which a worker has read a part."""
    connection = socket.create_connection(("127.0.0.1", service.port), 20)
    connection.sendall(HEAD + b"Content-Length: %d\r\n\r\n" % len(BODY) + BODY[:10])
    time.sleep(0.2)
    return connection


def _rest(connection: socket.socket) -> bytes:
    return b"".join(iter(lambda: connection.recv(65536), b""))


def test_a_request_that_has_begun_is_answered(tmp_path: Path) -> None:
    with running(tmp_path, rules=POCKET) as service, _begin(service) as connection:
        service.process.terminate()
        _until(lambda: not _listens(service))
        connection.sendall(BODY[10:])
        assert _rest(connection).startswith(b"HTTP/1.1 200 ")
        assert service.end() == 0


def test_it_waits_only_so_long(tmp_path: Path) -> None:
    with running(tmp_path, rules=POCKET, PORTOLAN_GRACEFUL_TIMEOUT="1") as service, _begin(service):
        began = time.monotonic()
        assert service.end() == 0
        assert time.monotonic() - began < 10


@pytest.mark.parametrize("stopped_before", [False, True])
def test_an_interrupt_ends_at_once_what_a_stop_would_wait_for(tmp_path: Path, stopped_before: bool) -> None:
    with running(tmp_path, rules=POCKET) as service, _begin(service):
        if stopped_before:
            service.process.terminate()
            _until(lambda: not _listens(service))
        began = time.monotonic()
        assert service.end(signal.SIGINT) == 0
        assert time.monotonic() - began < 10


def test_readiness_turns_before_it_ends(tmp_path: Path) -> None:
    with running(tmp_path, "--workers", "2", rules=POCKET, PORTOLAN_DRAIN_TIME="1") as service:
        assert service.ask("GET", "/readyz")[0] == 200
        began = time.monotonic()
        service.process.terminate()
        _until(lambda: service.ask("GET", "/readyz")[0] == 503)
        assert service.ask("GET", "/healthz")[0] == 200
        assert service.ask("POST", "/v1/recommendations", BODY)[0] == 200
        assert service.process.wait(20) == 0
        assert time.monotonic() - began > 1


def test_a_second_stop_does_not_wait(tmp_path: Path) -> None:
    with running(tmp_path, rules=POCKET, PORTOLAN_DRAIN_TIME="600") as service:
        service.process.terminate()
        _until(lambda: service.ask("GET", "/readyz")[0] == 503)
        assert service.end() == 0


@pytest.mark.parametrize("after", [0.6, 0.9])
def test_a_stop_in_the_middle_of_the_start(tmp_path: Path, after: float) -> None:
    environment = {**os.environ, "PORTOLAN_RULES": str(ROOT / "rules"), "PORTOLAN_DATA_DIR": str(tmp_path)}
    command = [sys.executable, "-m", "portolan", "serve", "--port", "0", "--workers", "4"]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        # From where Python first hears signals to where workers are made.
        time.sleep(after)
        process.terminate()
        said = process.communicate(timeout=30)[1]
    # Before the command is reached at all, the signal ends Python.
    assert process.returncode in (0, -signal.SIGTERM)
    assert said == ""


def test_a_stop_in_the_middle_of_a_reload(tmp_path: Path) -> None:
    knowledge = tmp_path / "rules"
    knowledge.mkdir()
    for path in POCKET.rglob("*.yaml"):
        target = knowledge / path.relative_to(POCKET)
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(path.read_bytes())
    with running(tmp_path / "data", "--workers", "3", rules=knowledge) as service:
        workers = service.workers()
        renumber(knowledge, "2")
        service.process.send_signal(signal.SIGHUP)
        time.sleep(0.05)
        began = time.monotonic()
        assert service.end() == 0
        assert time.monotonic() - began < 10
        assert psutil.wait_procs(workers, 5)[1] == []
    assert "Traceback" not in service.log.read_text()


def test_nothing_that_was_acknowledged_is_lost_under_stress() -> None:
    """Under load it is reloaded, its workers are recycled and killed, and all of it is killed and started again."""
    way = Way(2, 4, cache_mib=0, options="--max-requests 100 --max-requests-jitter 50")
    found = stress(way, 0.6, POCKET)
    assert found.wrong == ()
    assert found.asked > 50


def test_whatever_was_killed_leaves_nothing_behind(tmp_path: Path) -> None:
    """Nor does it keep the port: the next service takes it."""
    with running(tmp_path, "--workers", "2", rules=POCKET) as service:
        shared, workers = directory_of(service.process.pid), service.workers()
        service.process.kill()
        service.process.wait()
        _until(lambda: not _listens(service))
        assert psutil.wait_procs(workers, 20)[1] == []
        assert not shared.exists()  # the workers have seen to it
    with running(tmp_path, port=service.port, rules=POCKET) as second:
        shared = directory_of(second.process.pid)
        second.ask("POST", "/v1/recommendations", BODY)
        second.reload()
        second.kill()  # as a whole: nobody is left to clear away what workers shared but whoever starts next
    assert not [path for path in shared.parent.iterdir() if "gunicorn" in path.name]
    with running(tmp_path, rules=POCKET) as third:
        assert not shared.exists()
        shared = directory_of(third.process.pid)
        assert third.end() == 0
    assert not shared.exists()


def _listens(service: Running) -> bool:
    try:
        socket.create_connection(("127.0.0.1", service.port), 1).close()
    except OSError:
        return False
    return True
