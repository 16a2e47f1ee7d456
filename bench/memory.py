"""What the service keeps in memory over many decisions, no two of them alike, and over many reloads.

    python -m bench.memory [--decisions 20000] [--reloads 20] [--workers 2] [--clients 4] [--json FILE]

Samples the memory of every process with psutil: what is its own (USS), what it holds with its share of what others hold
too (PSS), and what is mapped (RSS). Caches have bounds and fill fast at first, then slowly: the second half of a run
must not end more than a tenth above its beginning. Decisions are kept in a temporary directory, about 10 KiB each.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import itertools
import json
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

import psutil

from bench.profiles import TYPICAL, random_profile
from bench.service import PATH, Running, running
from bench.stress import RULES, renumber
from engine.knowledge.loader import load_knowledge
from engine.model import Knowledge

MIB = 2**20
# Growth over the second half of a run, as a share of what there was, that is called flat.
FLAT = 0.1


@dataclass(frozen=True, slots=True)
class Sample:
    """MiB after so many decisions or reloads: of the master, and of the worker that has most."""

    count: int
    master_uss: float
    worker_uss: float
    worker_pss: float
    worker_rss: float
    processes: int


def sampled(service: Running, count: int) -> Sample:
    master = psutil.Process(service.process.pid).memory_full_info()
    workers = []
    for one in service.workers():
        with contextlib.suppress(psutil.NoSuchProcess):  # it has just ended
            workers.append(one.memory_full_info())
    most = max(workers, key=lambda one: int(one.uss))
    found = (master.uss, most.uss, most.pss, most.rss)
    return Sample(count, *(round(one / MIB, 1) for one in found), 1 + len(workers))


def bodies(knowledge: Knowledge, count: int) -> Iterator[bytes]:
    """Profiles that differ, made as they are asked for."""
    random = Random(7)
    for _ in range(count):
        profile = random_profile(knowledge, TYPICAL, random)
        yield json.dumps({"profile": profile, "as_of": "2026-04-01"}).encode()


def over_decisions(service: Running, knowledge: Knowledge, count: int, clients: int) -> list[Sample]:
    """Ten samples on the way, and one before."""
    waiting, taking = bodies(knowledge, count), threading.Lock()
    samples = [sampled(service, 0)]
    for part in range(1, 11):
        share = itertools.islice(waiting, count // 10)
        threads = [threading.Thread(target=_post, args=(service.port, share, taking)) for _ in range(clients)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        samples.append(sampled(service, part * (count // 10)))
        _say(samples[-1], "decisions")
    return samples


def _post(port: int, share: Iterator[bytes], taking: threading.Lock) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    while True:
        with taking:
            body = next(share, None)
        if body is None:
            break
        connection.request("POST", PATH, body, {"Content-Type": "application/json"})
        response = connection.getresponse()
        response.read()
        if response.status != http.HTTPStatus.OK:
            raise SystemExit(f"A decision was answered with {response.status}.")
    connection.close()


def over_reloads(service: Running, knowledge: Path, count: int) -> list[Sample]:
    """A sample after each reload, when the workers before are gone."""
    samples = [sampled(service, 0)]
    workers = len(service.workers())
    for number in range(1, count + 1):
        renumber(knowledge, f"1.{number}")
        status, said = service.reload()
        if status != http.HTTPStatus.OK or said["status"] != "reloaded":
            raise SystemExit(f"Reload {number} was answered with {status}: {said}")
        deadline = time.monotonic() + 30
        while len(service.workers()) > workers and time.monotonic() < deadline:
            time.sleep(0.1)
        samples.append(sampled(service, number))
        _say(samples[-1], "reloads")
    return samples


def growth(samples: list[Sample]) -> float:
    """The share by which a run ended above the most that its first half took: of the worker, or of the master if more.

    The most, as a sample taken just after a fork is too low: what the processes share is still counted to neither.
    """
    half, last = samples[: len(samples) // 2 + 1], samples[-1]
    worker, master = max(one.worker_pss for one in half), max(one.master_uss for one in half)
    return max(last.worker_pss / worker, last.master_uss / master) - 1


def _say(sample: Sample, what: str) -> None:
    print(
        f"{sample.count:8} {what:9}  master {sample.master_uss:6.1f}  worker {sample.worker_uss:6.1f} own, "
        f"{sample.worker_pss:6.1f} shared in, {sample.worker_rss:6.1f} mapped  {sample.processes} processes",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--decisions", type=int, default=20_000)
    parser.add_argument("--reloads", type=int, default=20)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--json", type=Path, help="write the samples to this file")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        rules = Path(name) / "rules"
        shutil.copytree(RULES, rules)
        with running(Path(name) / "data", "--workers", str(arguments.workers), rules=rules) as service:
            reloads = over_reloads(service, rules, arguments.reloads)
            decisions = over_decisions(service, load_knowledge(rules), arguments.decisions, arguments.clients)
            service.end()
    found = {"reloads": reloads, "decisions": decisions}
    for what, samples in found.items():
        print(f"The second half of the {what} added {growth(samples):.1%}.")
    if arguments.json:
        arguments.json.write_text(
            json.dumps({what: [asdict(sample) for sample in samples] for what, samples in found.items()}, indent=2)
        )
    sys.exit(1 if any(growth(samples) > FLAT for samples in found.values()) else 0)


if __name__ == "__main__":
    main()
