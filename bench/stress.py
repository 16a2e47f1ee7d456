"""The service under load while everything happens to it that may: reloads, recycled workers, killed workers, restarts.

    python -m bench.stress [--seconds 4] [--quick]

Runs it under faulthandler with every combination of the settings that docs/settings.md allows and that bear on
processes and threads. In each run clients ask without a pause; no request may fail while knowledge is reloaded or
workers are recycled, the same request must always get the same bytes, and every decision that was acknowledged must be
there after workers were killed, and after the whole service was killed and started again. On loopback, and bounded in
time.
"""

from __future__ import annotations

import argparse
import itertools
import json
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.profiles import TYPICAL, random_profiles
from bench.service import Load, Running, lost, running
from engine.knowledge.loader import load_knowledge

RULES = Path(__file__).parent.parent / "rules"
FATAL = re.compile(r"Fatal Python error|Segmentation fault|Traceback|WORKER TIMEOUT|SIGSEGV|SIGABRT|exited with code")


@dataclass(frozen=True, slots=True)
class Way:
    """How the service is run."""

    workers: int
    threads: int
    cache_mib: int = 32
    keep_alive: int = 5
    options: str = ""
    verify: str = "off"

    def __str__(self) -> str:
        said = f"{self.workers} workers × {self.threads} threads, cache {self.cache_mib} MiB, "
        return f"{said}keep-alive {self.keep_alive} s, verify {self.verify}, {self.options or 'no options'}"

    @property
    def environment(self) -> dict[str, str]:
        return {
            "PORTOLAN_WORKERS": str(self.workers),
            "PORTOLAN_THREADS": str(self.threads),
            "PORTOLAN_CACHE_MIB": str(self.cache_mib),
            "PORTOLAN_KEEP_ALIVE": str(self.keep_alive),
            "PORTOLAN_VERIFY": self.verify,
            "GUNICORN_CMD_ARGS": self.options,
        }


def ways(quick: bool) -> Iterator[Way]:
    """Every number of workers with every number of threads, with and without recycling; then the rest, once each."""
    if quick:
        yield Way(2, 4, cache_mib=0, options="--max-requests 200 --max-requests-jitter 50")
        return
    for workers, threads, options in itertools.product(
        (1, 2, 3, 4), (1, 4, 16), ("", "--max-requests 150 --max-requests-jitter 50")
    ):
        yield Way(workers, threads, cache_mib=0, options=options)
    yield Way(2, 4)
    yield Way(2, 4, cache_mib=0, keep_alive=0)
    yield Way(2, 4, cache_mib=1, verify="always")
    yield Way(2, 4, cache_mib=0, verify="sample", options="--worker-connections 20")
    yield Way(2, 4, cache_mib=0, options="--max-requests 1")
    yield Way(2, 4, cache_mib=0, options="--timeout 5 --graceful-timeout 5 --worker-tmp-dir /tmp")


@dataclass(frozen=True, slots=True)
class Found:
    """What came of one run: how much was asked, and all that should not have been."""

    asked: int
    wrong: tuple[str, ...]


def stress(way: Way, seconds: float, rules: Path = RULES) -> Found:
    """One run, in a directory that goes away."""
    with tempfile.TemporaryDirectory() as name:
        here = Path(name)
        knowledge = here / "rules"
        shutil.copytree(rules, knowledge)
        bodies = _bodies(knowledge)
        wrong: list[str] = []
        with running(here / "data", rules=knowledge, **way.environment) as service:
            asked, acknowledged = _calmly(service, bodies, knowledge, seconds, wrong)
            more = _roughly(service, bodies, seconds / 2, wrong)
            acknowledged.update(more.acknowledged)
            wrong.extend(f"lost when workers were killed: {id_}" for id_ in lost(service, acknowledged))
            with Load(service.port, bodies) as load:
                load.during(seconds / 4)
                service.kill()
            acknowledged.update(load.acknowledged)
        with running(here / "data", rules=knowledge, port=service.port, **way.environment) as again:
            wrong.extend(f"lost when the service was killed: {id_}" for id_ in lost(again, acknowledged))
            if code := again.end():
                wrong.append(f"it ended with {code}")
        said = [line for line in again.log.read_text().splitlines() if FATAL.search(line)]
        return Found(asked + more.asked + load.asked, (*wrong, *said))


def _bodies(knowledge: Path) -> list[bytes]:
    """Enough different profiles that engines work all the time, and few enough that they meet again."""
    profiles = random_profiles(load_knowledge(knowledge), TYPICAL, 200, seed=4)
    return [json.dumps({"profile": profile, "as_of": "2026-04-01"}).encode() for profile in profiles]


def _calmly(
    service: Running, bodies: list[bytes], knowledge: Path, seconds: float, wrong: list[str]
) -> tuple[int, dict[str, bytes]]:
    """Under load, and reloaded twice, once with knowledge that is wrong: nothing may fail."""
    with Load(service.port, bodies) as load:
        load.during(seconds / 4)
        renumber(knowledge, "2")
        if service.reload()[0] != 200:
            wrong.append("it did not reload")
        load.during(seconds / 2)
        (knowledge / "nonsense.yaml").write_text("nonsense: {\n")
        if service.reload()[0] != 422:
            wrong.append("it did not refuse bad knowledge")
        (knowledge / "nonsense.yaml").unlink()
        load.during(seconds / 4)
    if not load.acknowledged:
        wrong.append("nothing was answered")
    wrong.extend(load.failed[:5])
    wrong.extend(f"another answer to the same request: {id_}" for id_ in load.differed)
    return load.asked, load.acknowledged


def _roughly(service: Running, bodies: list[bytes], seconds: float, wrong: list[str]) -> Load:
    """Under load while workers are killed: requests may fail, but nothing that was acknowledged may be lost."""
    with Load(service.port, bodies) as load:
        for _ in range(2):
            load.during(seconds / 2)
            for worker in service.workers()[:1]:
                worker.kill()
    deadline = time.monotonic() + 10
    while not _answers(service):
        if time.monotonic() > deadline:
            wrong.append("it did not come back")
            break
        time.sleep(0.1)
    wrong.extend(f"another answer to the same request: {id_}" for id_ in load.differed)
    return load


def _answers(service: Running) -> bool:
    try:
        return service.ask("GET", "/readyz")[0] == 200
    except OSError:
        return False


def renumber(knowledge: Path, version: str) -> None:
    """Another body of knowledge that decides the same."""
    file = knowledge / "portolan.yaml"
    text = re.sub(r"^version: .*$", f'version: "{version}"', file.read_text(), flags=re.MULTILINE)
    file.write_text(text)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=4.0, help="how long each run is under load without kills")
    parser.add_argument("--quick", action="store_true", help="one run alone")
    arguments = parser.parse_args()
    failed = 0
    for way in ways(arguments.quick):
        found = stress(way, arguments.seconds)
        print(f"{'FAILED' if found.wrong else 'ok':6}  {found.asked:6} requests  {way}", flush=True)
        for line in found.wrong[:10]:
            print(f"        {line}", flush=True)
        failed += bool(found.wrong)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
