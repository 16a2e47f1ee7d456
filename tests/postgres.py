"""A PostgreSQL of the tests' own, on loopback, which is gone afterwards."""

from __future__ import annotations

import fcntl
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import psutil
import psycopg

from tests.programs import program

# Debian keeps the servers of all versions apart.
PLACES = tuple(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True))
# What a test does not need: its data is thrown away.
_QUICK = {"fsync": "off", "full_page_writes": "off", "shared_buffers": "16MB"}
# Else it would be in /dev/shm, and stay there where the server is killed.
_QUICK["dynamic_shared_memory_type"] = "mmap"
_PREFIX = "portolan-pg-"
USER = "portolan"
_STARTING = 30.0


class PostgresServer:
    """A server that can be stopped and started. Each database is made for one test."""

    def __init__(self, directory: Path, owner: str | None) -> None:
        self.password = secrets.token_urlsafe(12)
        self.port = _free_port()
        self._directory = directory
        self._as: dict[str, Any] = {}
        if owner is not None:
            self._as = {"user": owner, "group": pwd.getpwnam(owner).pw_gid, "extra_groups": []}
        self._numbers = count(1)
        self._process: subprocess.Popen[bytes] | None = None
        self._initialise()

    def new_database(self) -> str:
        """The address of an empty database."""
        name = f"test_{next(self._numbers)}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return self.url(name)

    def url(self, database: str) -> str:
        return f"postgresql://{USER}:{self.password}@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        said = [f"-c{name}={value}" for name, value in _QUICK.items()]
        said += [f"-cport={self.port}", "-clisten_addresses=127.0.0.1", "-cunix_socket_directories="]
        command = [str(program("postgres", "postgresql", *PLACES)), "-D", str(self._data), *said]
        with (self._directory / "log").open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log, cwd=self._directory, **self._as)
        deadline = time.monotonic() + _STARTING
        while True:
            try:
                psycopg.connect(self.url("postgres"), connect_timeout=2).close()
                return
            except psycopg.OperationalError:
                if self._process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError((self._directory / "log").read_text()) from None
                time.sleep(0.02)

    def stop(self) -> None:
        """At once, whoever is connected, as if it had died."""
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait(20)
            self._process = None

    @property
    def _data(self) -> Path:
        return self._directory / "data"

    def _initialise(self) -> None:
        password = self._directory / "password"
        password.write_text(self.password)
        if self._as:
            for path in (self._directory, password):
                shutil.chown(path, self._as["user"])
        command = [str(program("initdb", "postgresql", *PLACES)), "--no-sync", "--username", USER, "--encoding=UTF8"]
        command += ["--locale=C", "--auth=scram-sha-256", f"--pwfile={password}", "-D", str(self._data)]
        subprocess.run(command, check=True, capture_output=True, cwd=self._directory, **self._as)


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    program("initdb", "postgresql", *PLACES)  # skips where it is missing
    sweep(Path(tempfile.gettempdir()))
    directory, owner = _made()
    try:
        # It refuses to be root.
        server = PostgresServer(directory, _somebody() if os.geteuid() == 0 else None)
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(directory)
        os.close(owner)


def _made() -> tuple[Path, int]:
    """A directory, and what says that somebody needs it: a lock that is gone with this process, however it ends."""
    hidden = Path(tempfile.mkdtemp(prefix=f".{_PREFIX}"))
    owner = os.open(hidden / "owner", os.O_CREAT | os.O_RDWR, 0o600)
    fcntl.flock(owner, fcntl.LOCK_EX)
    # Locked before it has the name that others look for.
    return hidden.rename(hidden.with_name(hidden.name[1:])), owner


def sweep(base: Path) -> None:
    """Remove what tests left that were killed: their directories, and servers that still run on them."""
    for directory in base.glob(f"{_PREFIX}*"):
        try:
            owner = os.open(directory / "owner", os.O_RDWR)
        except OSError:  # somebody is faster, or it is not ours
            continue
        try:
            fcntl.flock(owner, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _end_server(directory / "data")
            shutil.rmtree(directory, ignore_errors=True)
        except BlockingIOError:
            continue
        finally:
            os.close(owner)


def _end_server(data: Path) -> None:
    try:
        server = psutil.Process(int((data / "postmaster.pid").read_text().split()[0]))
        if str(data) in server.cmdline():
            server.send_signal(signal.SIGQUIT)
            server.wait(20)
    except (OSError, ValueError, IndexError, psutil.Error):
        return  # there is none


def _somebody() -> str:
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port
