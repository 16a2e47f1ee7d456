"""What the tests of many profiles share: some to decide, and what came of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest

from bench.profiles import TYPICAL, random_profile
from engine.knowledge.loader import load_knowledge
from engine.model import Knowledge
from portolan.fleet.work import Terms, Work, work_on
from tests.portolan.conftest import POCKET, Ran, Run

DAY = "2026-04-15"
KIND = "apiVersion: backstage.io/v1alpha1\nkind: Component\n"

Fleet = Callable[..., Ran]


@pytest.fixture(scope="session")
def pocket() -> Knowledge:
    return load_knowledge(POCKET)


@pytest.fixture(scope="session")
def work(pocket: Knowledge) -> Work:
    return work_on(pocket, Terms({"language": "en"}, "en", date.fromisoformat(DAY)))


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


@pytest.fixture
def fleet(run: Run, out: Path) -> Fleet:
    """Runs `portolan fleet` in this process, on the usual day, and has it write to `out`."""

    def fleet(source: str | Path, *options: str, piped: str | bytes = "") -> Ran:
        given = options if "--jobs" in options or "--scheduler" in options else ("--jobs", "1", *options)
        return run("fleet", source, "-o", out, "--as-of", DAY, *given, piped=piped)

    return fleet


@pytest.fixture
def requests(pocket: Knowledge) -> Callable[[int], list[dict[str, Any]]]:
    """Random requests for so many services of some teams."""

    def requests(count: int) -> list[dict[str, Any]]:
        random = Random(7)
        return [
            {
                "subject": f"component:default/service-{number}",
                "owner": f"team-{number % 3}",
                "profile": random_profile(pocket, TYPICAL, random),
            }
            for number in range(count)
        ]

    return requests


def as_lines(requests: Iterable[Any]) -> str:
    return "".join(f"{json.dumps(one)}\n" for one in requests)


def rows(out: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (out / "results.jsonl").read_text().splitlines()]
