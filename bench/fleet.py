"""How long a fleet takes: makes requests as lines of JSON, decides them by the command, and measures.

python -m bench.fleet --count 10000 --jobs 2
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import psutil

from bench.profiles import TYPICAL, random_profiles
from engine.knowledge.loader import load_knowledge
from engine.knowledge.location import rules_path

_TEAMS, _SYSTEMS = 60, 25


def lines(count: int, seed: int = 1) -> Iterator[str]:
    """Distinct typical requests of so many services; every tenth has a waiver."""
    knowledge = load_knowledge(rules_path(None))
    random = Random(seed)
    for number, profile in enumerate(random_profiles(knowledge, TYPICAL, count, seed)):
        request = {
            "subject": f"component:default/service-{number:05}",
            "owner": f"group:default/team-{random.randrange(_TEAMS):02}",
            "system": f"system:default/system-{random.randrange(_SYSTEMS):02}",
            "profile": profile,
        }
        in_use = profile.get("stack", {}).get("in_use")
        if in_use and number % 10 == 0:
            until = f"{random.randint(2026, 2028)}-{random.randint(1, 12):02}-28"
            request["waivers"] = [
                {"product": in_use[0], "reason": "moved with the next platform", "until": until, "by": "architecture"}
            ]
        yield json.dumps(request)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=10_000)
    options.add_argument("--jobs", type=int, default=2)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--write", type=Path, help="only write the requests to this file")
    options.add_argument("--scheduler", help="on a Dask cluster")
    options.add_argument("--format", action="append", default=[])
    asked = options.parse_args()
    if asked.write:
        asked.write.write_text("".join(f"{line}\n" for line in lines(asked.count, asked.seed)))
        return
    with tempfile.TemporaryDirectory() as name:
        requests = Path(name, "requests.jsonl")
        requests.write_text("".join(f"{line}\n" for line in lines(asked.count, asked.seed)))
        where = ["--scheduler", asked.scheduler] if asked.scheduler else ["--jobs", str(asked.jobs)]
        forms = [part for form in asked.format for part in ("--format", form)]
        arguments = ["fleet", str(requests), "-o", f"{name}/out", "--as-of", "2026-09-01", *where, *forms]
        before = time.perf_counter()
        process = subprocess.Popen([sys.executable, "-m", "portolan", *arguments])
        memory = _Memory(process.pid)
        memory.start()
        code = process.wait()
        seconds = time.perf_counter() - before
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        print(f"{asked.count:,} profiles, exit code {code}")
        print(f"{seconds:.1f} s by the clock, {used.ru_utime + used.ru_stime:.1f} s of processors")
        print("MiB in all processes at each tenth:", *memory.tenths())


class _Memory(threading.Thread):
    """What a process and those below it hold, looked at while they run."""

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self._process = psutil.Process(process)
        self._seen: list[int] = []

    def run(self) -> None:
        while True:
            try:
                family = [self._process, *self._process.children(recursive=True)]
                self._seen.append(sum(one.memory_info().rss for one in family) >> 20)
            except psutil.Error:
                return
            time.sleep(0.25)

    def tenths(self) -> list[int]:
        return [self._seen[len(self._seen) * part // 10] for part in range(10)] if self._seen else []


if __name__ == "__main__":
    main()
