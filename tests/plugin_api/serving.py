"""The service in processes of its own on loopback, and bytes to send to it as they are."""

from __future__ import annotations

import contextlib
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.plugin_api.conftest import ROOT

# A small body of knowledge: it is loaded at once.
POCKET = ROOT / "tests" / "portolan" / "pocket"
_ANSWERS_WITHIN = 10  # seconds


@dataclass(frozen=True)
class Address:
    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def send(self, raw: bytes) -> bytes:
        """Everything that comes back until the service closes the connection."""
        with socket.create_connection(("127.0.0.1", self.port), _ANSWERS_WITHIN) as connection:
            connection.sendall(raw)
            connection.shutdown(socket.SHUT_WR)
            answer = b""
            with contextlib.suppress(ConnectionResetError):  # it need not read what it has refused
                while more := connection.recv(65536):
                    answer += more
            return answer


@contextlib.contextmanager
def served(data: Path, rules: Path = POCKET, settings: Mapping[str, str] | None = None) -> Iterator[Address]:
    """`settings`: more variables of its environment."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PORTOLAN_", "GUNICORN_"))}
    process = subprocess.Popen(
        [sys.executable, "-m", "portolan", "serve", "--port", "0", "--workers", "1"],
        env={**kept, "PORTOLAN_RULES": str(rules), "PORTOLAN_DATA_DIR": str(data), **(settings or {})},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        port = re.search(r"http://127\.0\.0\.1:(\d+)", line)
        assert port is not None, line
        yield Address(int(port[1]))
    finally:
        process.terminate()
        process.communicate(timeout=30)
