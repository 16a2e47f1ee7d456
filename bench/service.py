"""The service in processes of its own on loopback, and clients that keep it busy: for long runs, and for tests."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import psutil

PATH = "/v1/recommendations"
READY_WITHIN = 60  # seconds
ENDED_WITHIN = 60
_WAIT = 30.0
_JSON = {"Content-Type": "application/json"}


@dataclass
class Running:
    """`portolan serve`, as an operator starts it; what it writes to standard error goes into a file."""

    process: subprocess.Popen[str]
    port: int
    log: Path

    def workers(self) -> list[psutil.Process]:
        """Those that are alive, the oldest first."""
        return [one for one in psutil.Process(self.process.pid).children() if _lives(one)]

    def ask(self, method: str, path: str, body: bytes | None = None) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_WAIT)
        with contextlib.closing(connection):
            connection.request(method, path, body, _JSON if body else {})
            response = connection.getresponse()
            return response.status, response.read()

    def reload(self) -> tuple[int, Any]:
        status, body = self.ask("POST", "/v1/admin/reload")
        return status, json.loads(body)

    def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        """The exit code. Ends only what this started."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        try:
            return self.process.wait(ENDED_WITHIN)
        except subprocess.TimeoutExpired:
            self.kill()
            raise

    def kill(self) -> None:
        """All of it at once, as a machine that goes down would."""
        workers = self.workers() if self.process.poll() is None else []
        for one in (self.process, *workers):
            with contextlib.suppress(psutil.NoSuchProcess):
                one.kill()
        self.process.wait()
        psutil.wait_procs(workers, ENDED_WITHIN)


def _lives(process: psutil.Process) -> bool:
    try:
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:  # it has just ended
        return False


@contextlib.contextmanager
def running(
    data: Path, *arguments: str, port: int = 0, rules: Path | None = None, **environment: str
) -> Iterator[Running]:
    """The service until the end of the block, if it has not ended before."""
    data.mkdir(parents=True, exist_ok=True)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PORTOLAN_", "GUNICORN_"))}
    named = {"PORTOLAN_RULES": str(rules)} if rules else {}
    log = data / "service.log"
    with log.open("a") as errors:
        process = subprocess.Popen(
            [sys.executable, "-X", "faulthandler", "-m", "portolan", "serve", "--port", str(port), *arguments],
            env={**kept, "PORTOLAN_DATA_DIR": str(data), **named, **environment},
            cwd=Path(__file__).parent.parent,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
    assert process.stdout is not None
    found = Running(process, 0, log)
    try:
        line = _first_line(process)
        address = re.search(r"http://127\.0\.0\.1:(\d+)", line)
        if address is None:
            raise RuntimeError(f"The service did not start: {line}{log.read_text()}")
        found.port = int(address[1])
        found.ask("GET", "/healthz")  # waits for the first worker
        yield found
    finally:
        if process.poll() is None:
            found.kill()
        process.stdout.close()


def _first_line(process: subprocess.Popen[str]) -> str:
    """Bounded in time: what says nothing is ended."""
    assert process.stdout is not None
    timer = threading.Timer(READY_WITHIN, process.kill)
    timer.start()
    try:
        return process.stdout.readline()
    finally:
        timer.cancel()


# --- load -----------------------------------------------------------------------------------------------------


@dataclass
class Load:
    """Clients that ask without a pause, each on a connection that it keeps.

    `acknowledged` has the bodies that were answered, by id; `failed` what went wrong beside connections that the server
    closed before it read the request, which a client asks again on another one.
    """

    port: int
    bodies: Sequence[bytes]
    clients: int = 4
    acknowledged: dict[str, bytes] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    differed: list[str] = field(default_factory=list)
    asked: int = 0
    _ended: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __enter__(self) -> Load:
        self._threads = [threading.Thread(target=self._run, args=(seed,)) for seed in range(self.clients)]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        for thread in self._threads:
            thread.join()

    def during(self, seconds: float) -> None:
        """Let it go on for a while."""
        self._ended.wait(seconds)

    def _run(self, seed: int) -> None:
        random = Random(seed)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_WAIT)
        while not self._ended.is_set():
            body = random.choice(self.bodies)
            kept = connection.sock is not None
            try:
                self._ask(connection, body)
            except (OSError, http.client.HTTPException) as error:
                connection.close()
                if not kept:
                    self._note(self.failed, f"{type(error).__name__}: {error}")
                    self._ended.wait(0.05)
        connection.close()

    def _ask(self, connection: http.client.HTTPConnection, body: bytes) -> None:
        connection.request("POST", PATH, body, _JSON)
        response = connection.getresponse()
        answer = response.read()
        with self._lock:
            self.asked += 1
        if response.status != http.HTTPStatus.OK:
            self._note(self.failed, f"{response.status}: {answer[:200]!r}")
            return
        id_ = json.loads(answer)["id"]
        with self._lock:
            if self.acknowledged.setdefault(id_, answer) != answer:
                self.differed.append(id_)

    def _note(self, where: list[str], what: str) -> None:
        with self._lock:
            where.append(what)


def lost(service: Running, acknowledged: dict[str, bytes]) -> list[str]:
    """The ids of decisions that were acknowledged and are not found, or not as they were."""
    return [id_ for id_, body in acknowledged.items() if service.ask("GET", f"/v1/decisions/{id_}") != (200, body)]
