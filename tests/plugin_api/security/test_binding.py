"""A service that nobody set up listens on its own machine alone."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from http.client import HTTPConnection
from pathlib import Path

import pytest

from plugin_api.security.binding import refuse_open
from plugin_api.settings import SettingsError
from tests.plugin_api.conftest import ROOT
from tests.plugin_api.security.conftest import POCKET

SERVE = ["-m", "portolan", "serve", "--port", "0", "--workers", "1"]
# The Dockerfile's own command, as far as it goes outside a container.
IMAGE = ["-m", "portolan", "serve", "--host", "0.0.0.0", "--port", "0"]


@pytest.mark.parametrize(
    "address",
    [("0.0.0.0", 80), ("::", 80, 0, 0), ("10.0.0.1", 80), ("", 80), ("2001:db8::1", 80, 0, 0), ("example.com", 80)],
)
def test_addresses_that_are_open(address: tuple[str, int]) -> None:
    for mode in ("on", "off"):
        refuse_open(mode, [address])  # type: ignore[arg-type]
    with pytest.raises(
        SettingsError, match=r"without authentication: set PORTOLAN_TOKENS_FILE .* or PORTOLAN_AUTH=off"
    ):
        refuse_open("loopback", [("127.0.0.1", 80), address])


@pytest.mark.parametrize(
    "address", [("127.0.0.1", 80), ("127.9.9.9", 80), ("::1", 80, 0, 0), "/run/x.sock", b"", "", ("localhost", 80)]
)
def test_addresses_of_this_machine(address: object) -> None:
    refuse_open("loopback", [address])


def _environment(data: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PORTOLAN_", "GUNICORN_"))}
    return {**kept, "PORTOLAN_RULES": str(POCKET), "PORTOLAN_DATA_DIR": str(data), **more}


def _run(arguments: list[str], data: Path, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        env=_environment(data, **more),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("command", [[*SERVE, "--host", "::"], IMAGE])
def test_serve_refuses(tmp_path: Path, command: list[str]) -> None:
    ran = _run(command, tmp_path)
    assert (ran.returncode, ran.stdout, ran.stderr.count("\n")) == (2, "", 1)
    assert "without authentication: set PORTOLAN_TOKENS_FILE" in ran.stderr


def test_a_file_of_tokens_that_is_not_there(tmp_path: Path) -> None:
    ran = _run(SERVE, tmp_path, PORTOLAN_TOKENS_FILE=str(tmp_path / "none"))
    assert (ran.returncode, ran.stderr.count("\n")) == (2, 1)
    assert ran.stderr.startswith("PORTOLAN_TOKENS_FILE: The tokens in ")


def _started(arguments: list[str], data: Path, **more: str) -> tuple[str, int]:
    """What a service says when it starts, and how it answers who shows no token; then it is ended."""
    process = subprocess.Popen(
        [sys.executable, *arguments],
        env=_environment(data, **more),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        port = re.search(r":(\d+) ", line)
        assert port is not None
        connection = HTTPConnection("127.0.0.1", int(port[1]), timeout=20)
        connection.request("GET", "/v1/editions")
        status = connection.getresponse().status
        connection.close()
        return line, status
    finally:
        process.terminate()
        process.communicate(timeout=60)


def test_it_says_whether_authentication_is_on(tmp_path: Path) -> None:
    """That it is on, and asks, the guide's own commands show."""
    line, status = _started([*SERVE, "--host", "0.0.0.0"], tmp_path, PORTOLAN_AUTH="off")
    assert "lets whoever reaches it do everything" in line
    assert status == 200
