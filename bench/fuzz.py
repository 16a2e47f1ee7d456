"""Requests made up by schemathesis from the service's own description, against the service itself, on loopback.

    python -m bench.fuzz [--cases 10000] [--seconds 3600] [--seed 1] [--workers 2]

Every answer must be one that the description tells: no 500, no other status, media type, body or header. Exits with 1
where one is not. Extra arguments go to schemathesis, such as `--include-path /v1/checks`.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench.fuzz_hooks import MADE, PRODUCTS
from bench.http import one_answer, serving

# Where it looks for nothing that is there: a decision is never deleted, and these need resources to come and go.
_CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
    "missing_required_header",
    "unsupported_method",
    "allow_header_conformance",
)


def fuzz(port: int, cases: int, seconds: int, seed: int, more: list[str]) -> int:
    """The exit code of schemathesis."""
    description = _get(port, "/v1/openapi.json")
    operations = [
        operation for item in description["paths"].values() for name, operation in item.items() if name != "parameters"
    ]
    asked = description["paths"]["/v1/recommendations"]["post"]["requestBody"]["content"]["application/json"]["example"]
    made = json.loads(one_answer(port, json.dumps(asked)))
    products = description["components"]["schemas"]["Product_id"]["enum"][:40]
    # The phases of examples and of coverage send a number of their own.
    each = max(1, cases // len(operations))
    command = [
        str(_schemathesis()),
        "run",
        f"http://127.0.0.1:{port}/v1/openapi.json",
        "--phases=examples,coverage,fuzzing",
        f"--checks={','.join(_CHECKS)}",
        f"--max-examples={each}",
        f"--max-time={seconds}",
        f"--seed={seed}",
        "--continue-on-failure",
        "--suppress-health-check=all",
        "--warnings=off",
        "--request-timeout=30",
        "--generation-database=none",
        *more,
    ]
    environment = {**os.environ, MADE: made["id"], PRODUCTS: ",".join(products)}
    environment["SCHEMATHESIS_HOOKS"] = "bench.fuzz_hooks"
    return subprocess.run(command, env=environment, timeout=seconds + 600, check=False).returncode


def _schemathesis() -> Path:
    beside = Path(sys.executable).parent / "schemathesis"
    return beside if beside.exists() else Path(shutil.which("schemathesis") or beside)


def _get(port: int, path: str) -> Any:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path)
    found = json.loads(connection.getresponse().read())
    connection.close()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=10_000, help="about how many")
    parser.add_argument("--seconds", type=int, default=3600, help="at most")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2, help="processes of the service")
    arguments, more = parser.parse_known_args()
    with (
        tempfile.TemporaryDirectory() as data,
        serving("plugin_api.app:create_app()", arguments.workers, PORTOLAN_DATA_DIR=data, GUNICORN_CMD_ARGS="") as port,
    ):
        sys.exit(fuzz(port, arguments.cases, arguments.seconds, arguments.seed, more))


if __name__ == "__main__":
    main()
