"""What the tests of the command line share: a way to run it, on knowledge of their own."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from portolan.cli import main

POCKET = Path(__file__).parent / "pocket"


@dataclass(frozen=True)
class Ran:
    """What came of a command."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Ran]


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pocket knowledge, a cache that goes away, and nothing of the shell that started the tests."""
    for name in ("NO_COLOR", "PORTOLAN_DEBUG", "PORTOLAN_PACKS", "PORTOLAN_VERIFY", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PORTOLAN_RULES", str(POCKET))
    monkeypatch.setenv("PORTOLAN_DATA_DIR", str(tmp_path / "data"))


@pytest.fixture
def run(environment: None) -> Run:
    """Runs `portolan` with some arguments and what is piped in."""

    def run(*arguments: str | Path, piped: str | bytes = "") -> Ran:
        result = CliRunner().invoke(main, [str(argument) for argument in arguments], input=piped)
        return Ran(result.exit_code, result.stdout, result.stderr)

    return run


@pytest.fixture
def harbour(tmp_path: Path) -> Path:
    """The profile of a platform with something to keep, something to leave and something that nothing may fill."""
    path = tmp_path / "portolan.yaml"
    path.write_text(
        """\
profile:
  platform: {production: true, clusters: 1}
  stack: {in_use: [old-ingress, jaeger], works_well: []}
  wishes: {signals: [traces], licences: open-source}
as_of: 2026-01-15
"""
    )
    return path
