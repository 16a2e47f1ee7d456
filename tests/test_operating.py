"""docs/operating.md: what can be typed without a cluster does what it says, and what it names is there."""

from __future__ import annotations

import os
import re
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from plugin_api.settings import SETTINGS
from plugin_api.store import Record, administration, schema
from plugin_api.store.database import Database
from plugin_api.store.sql_store import SqlStore
from tests.console import ROOT, steps
from tests.postgres import PLACES, PostgresServer, postgres_server
from tests.programs import program

TEXT = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
MARK = "--- the next one ---"
OLDER = schema.revisions()[-2]


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    with postgres_server() as started:
        yield started


@pytest.fixture
def older(server: PostgresServer, tmp_path: Path) -> str:
    """The address of a database with a decision, at a revision before the newest."""
    address = server.new_database()
    store = SqlStore(Database(tmp_path, address))
    store.put(Record("a", "en", "sha256:0", b'{"edition":"2026","as_of":"2026-04-01"}', b"{", (), b"}"))
    store.close()
    administration.move(store.database, OLDER)
    return address


@pytest.fixture
def port() -> str:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return str(found.getsockname()[1])


def test_it_works_when_typed(tmp_path: Path, port: str, server: PostgresServer, older: str) -> None:
    """In one shell, from top to bottom: tokens, a service, a copy of its database, and that copy in its place.

    Then the same with PostgreSQL, where the schema goes on after the copy; nothing can be taken back under the service.
    """
    program("curl", "curl")
    tools = program("pg_restore", "postgresql-client", *PLACES).parent
    restored = server.new_database()
    for name, command in (("portolan", f'"{sys.executable}" -m portolan'), ("python3", f'"{sys.executable}"')):
        file = tmp_path / "bin" / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(f'#!/bin/sh\nexec {command} "$@"\n')
        file.chmod(file.stat().st_mode | stat.S_IXUSR)
    typed = list(steps(TEXT.replace("8000", port)))
    lines = ["trap 'kill $! 2>/dev/null && wait' EXIT"]
    for step in typed:
        command = step.command.rstrip()
        waits = f"\nuntil curl -s http://127.0.0.1:{port}/healthz >/dev/null; do sleep 0.1; done"
        lines.append(f"{command}{waits if command.endswith('&') else ''}\necho '{MARK}'")
        if command.startswith("pg_dump"):
            lines.append('PORTOLAN_DATABASE_URL="$DATABASE" portolan database upgrade >/dev/null')
    lines.append(f"portolan database downgrade {OLDER} --yes; echo $?")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PORTOLAN_", "GUNICORN_"))}
    environment = {**kept, "PATH": f"{tmp_path / 'bin'}:{kept['PATH']}:{tools}", "PYTHONPATH": str(ROOT)}
    environment |= {"DATABASE": older, "RESTORED": restored}
    ran = subprocess.run(
        ["bash", "-c", "exec 2>&1\n" + "\n".join(lines)],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    said = ran.stdout.split(f"{MARK}\n")
    assert len(typed) == len(said) - 1 > 7, ran.stdout
    for step, output in zip(typed, said, strict=False):
        assert output == step.shown, step.command
    assert said[-1].endswith("is in use: stop every replica of the service first.\n4\n")
    assert administration.status(Database(tmp_path, older)).revision == schema.revisions()[-1]
    (copy,) = tmp_path.glob("decisions-*.sqlite3")
    assert [one.stat().st_mode & 0o077 for one in (copy, tmp_path / "portolan.dump", tmp_path / "data")] == [0, 0, 0]


def test_its_settings_are_settings() -> None:
    known = {name for one in SETTINGS for name in (one.variable, f"{one.variable}_FILE")}
    assert set(re.findall(r"PORTOLAN_[A-Z_]+", TEXT)) <= known


def test_what_it_leads_to_is_there() -> None:
    for link in re.findall(r"\]\(([^)#:]*)[^)]*\)", TEXT):
        assert not link or (ROOT / "docs" / link).exists(), link
    for path in re.findall(r"`(deploy/[a-z/.-]+)`", TEXT):
        assert path == "deploy/secrets/tokens.yaml" or (ROOT / path).exists(), path
