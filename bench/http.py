"""What a recommendation costs over HTTP, beside a constant response of the same size from the same gunicorn.

    python -m bench.http [--rounds 3] [--seconds 4] [--connections 4] [--workers 1] [--shape typical]

Measures with wrk where it is installed (Debian: apt-get install wrk), else with a small client of its own. Everything
runs on loopback, is bounded in time, and is cleaned up.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, Response

from bench.profiles import SHAPES, Shape, random_profiles
from engine.model import Knowledge

TARGETS = {"repeat": 1.5, "new": 2.5}
PATH = "/v1/recommendations"
START_WITHIN = 30  # seconds
WARM_UP = 1.0  # seconds
# More new profiles a second than any server here answers.
MAX_RATE = 2500


# --- profiles -------------------------------------------------------------------------------------------------


def distinct_bodies(count: int, knowledge: Knowledge, shape: Shape) -> list[str]:
    profiles = random_profiles(knowledge, shape, count, seed=1)
    return [json.dumps({"profile": profile, "as_of": "2026-04-01"}, separators=(",", ":")) for profile in profiles]


# --- servers --------------------------------------------------------------------------------------------------


def constant_app() -> Flask:
    """The floor: a view that answers bytes that are there already."""
    app = Flask(__name__)
    body = b"x" * int(os.environ["BENCH_SIZE"])

    @app.post(PATH)
    def constant() -> Response:
        return Response(body, content_type="application/json")

    return app


@contextlib.contextmanager
def serving(constant: bool = False, workers: int = 1, **environment: str) -> Iterator[int]:
    """The service as an operator starts it, or `constant_app` on a gunicorn that is set up in the same way.

    On a free port; no option of gunicorn's that the environment has counts.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    alike = [
        "gunicorn",
        "-c",
        "python:plugin_api.gunicorn_conf",
        "-b",
        f"127.0.0.1:{port}",
        "bench.http:constant_app()",
    ]
    named = alike if constant else ["portolan", "serve", "--port", str(port)]
    server = subprocess.Popen(
        [sys.executable, "-m", *named],
        env={**os.environ, "PORTOLAN_WORKERS": str(workers), "GUNICORN_CMD_ARGS": "", **environment},
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_for(port, server)
        yield port
    finally:
        server.terminate()
        server.wait()


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_WITHIN
    while time.monotonic() < deadline and server.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise SystemExit("The server did not start.")


# --- measuring ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Measured:
    """Requests a second, and milliseconds."""

    rate: float
    p50: float
    p99: float


def measure(port: int, bodies: list[str], seconds: float, connections: int) -> Measured:
    """Send the bodies in turn: one again and again, several each once."""
    if shutil.which("wrk"):
        return _wrk(port, bodies, seconds, connections)
    return _client(port, bodies, seconds, connections)


_SCRIPT = """
local bodies = {}
for line in io.lines("%s") do bodies[#bodies + 1] = line end
local headers = { ["Content-Type"] = "application/json" }
local i = 0
request = function()
  i = i + 1
  if #bodies > 1 and i >= #bodies then wrk.thread:stop() end
  return wrk.format("POST", "%s", headers, bodies[(i - 1) %% #bodies + 1])
end
"""
_UNITS = {"us": 1e-3, "ms": 1.0, "s": 1e3, "m": 6e4}


def _wrk(port: int, bodies: list[str], seconds: float, connections: int) -> Measured:
    with tempfile.TemporaryDirectory() as directory:
        lines, script = Path(directory, "bodies"), Path(directory, "bodies.lua")
        lines.write_text("\n".join(bodies))
        script.write_text(_SCRIPT % (lines, PATH))
        duration = f"-d{max(1, round(seconds))}s"
        command = [
            "wrk",
            "-t1",
            f"-c{connections}",
            duration,
            "--latency",
            "-s",
            str(script),
            f"http://127.0.0.1:{port}",
        ]
        output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if bad := re.search(r"Non-2xx or 3xx responses: \d+", output):
        raise SystemExit(bad[0])
    rate = re.search(r"Requests/sec:\s+([\d.]+)", output)
    quantiles = {
        key: float(value) * _UNITS[unit] for key, value, unit in re.findall(r"(50|99)%\s+([\d.]+)(us|ms|s|m)", output)
    }
    assert rate is not None
    return Measured(float(rate[1]), quantiles["50"], quantiles["99"])


def _client(port: int, bodies: list[str], seconds: float, connections: int) -> Measured:
    took: list[float] = []
    turns = iter(bodies) if len(bodies) > 1 else iter(lambda: bodies[0], None)
    deadline = time.monotonic() + seconds

    def work() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        while (begin := time.perf_counter()) and time.monotonic() < deadline and (body := next(turns, None)):
            connection.request("POST", PATH, body, {"Content-Type": "application/json"})
            response = connection.getresponse()
            response.read()
            took.append(1e3 * (time.perf_counter() - begin))
            if response.status != http.client.OK:
                raise SystemExit(f"status {response.status}")
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(connections)]
    begin = time.perf_counter()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    quantiles = statistics.quantiles(took, n=100)
    return Measured(len(took) / (time.perf_counter() - begin), quantiles[49], quantiles[98])


def one_answer(port: int, body: str) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("POST", PATH, body, {"Content-Type": "application/json"})
    answer = connection.getresponse().read()
    connection.close()
    return answer


# --- the run --------------------------------------------------------------------------------------------------


def run(arguments: argparse.Namespace) -> dict[str, list[Measured]]:
    from engine.knowledge.loader import load_knowledge
    from plugin_api.settings import Settings

    shape = next(one for one in SHAPES if one.name == arguments.shape)
    knowledge = load_knowledge(Settings.from_environment().rules)
    each = int(MAX_RATE * arguments.seconds)
    bodies = distinct_bodies(each * arguments.rounds + int(MAX_RATE * WARM_UP), knowledge, shape)
    found: dict[str, list[Measured]] = {"constant": [], "repeat": [], "new": []}
    with tempfile.TemporaryDirectory() as data, contextlib.ExitStack() as stack:
        service = stack.enter_context(serving(workers=arguments.workers, PORTOLAN_DATA_DIR=data))
        size = str(len(one_answer(service, bodies[0])))
        constant = stack.enter_context(serving(True, arguments.workers, BENCH_SIZE=size))
        measure(service, bodies[-int(MAX_RATE * WARM_UP) :], WARM_UP, arguments.connections)
        for number in range(arguments.rounds):
            fresh = bodies[1 + number * each : 1 + (number + 1) * each]
            for name, port, sent in (
                ("constant", constant, bodies[:1]),
                ("repeat", service, bodies[:1]),
                ("new", service, fresh),
            ):
                found[name].append(measure(port, sent, arguments.seconds, arguments.connections))
        print(
            f"{size} bytes a response; {shape.name} profiles; workers: {arguments.workers}, "
            f"connections: {arguments.connections}"
        )
    return found


def report(found: dict[str, list[Measured]]) -> None:
    """The medians of the rounds, and how they compare to the constant."""
    print(f"{'':10}{'requests/s':>12}{'p50 ms':>10}{'p99 ms':>10}{'p50 ratio':>12}{'target':>9}")
    floor = statistics.median(one.p50 for one in found["constant"])
    for name, rounds in found.items():
        rate, p50, p99 = (statistics.median(getattr(one, key) for one in rounds) for key in ("rate", "p50", "p99"))
        target = TARGETS.get(name)
        aim = f"≤ {target}" if target else ""
        print(f"{name:10}{rate:12.0f}{p50:10.2f}{p99:10.2f}{p50 / floor:12.2f}{aim:>9}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=4)
    parser.add_argument("--connections", type=int, default=4)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--shape", choices=[shape.name for shape in SHAPES], default="typical", help="of the profiles")
    arguments = parser.parse_args()
    if not shutil.which("wrk"):
        print("wrk is missing, so a slower client measures (Debian: apt-get install wrk).", file=sys.stderr)
    report(run(arguments))


if __name__ == "__main__":
    main()
