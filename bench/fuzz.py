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
import zlib
from pathlib import Path
from typing import Any

from bench.http import one_answer, serving

# The variables that tell `bench.fuzz_hooks` of a decision that was made, and of products that are there.
MADE = "FUZZ_DECISION"
PRODUCTS = "FUZZ_PRODUCTS"
CONFIGURATION = Path(__file__).parent / "schemathesis.toml"
# Not those that want resources to come and go, or ids to be found that nobody made.
CHECKS = (
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


def reaching(parameters: dict[str, Any] | None, decision: str, products: list[str]) -> dict[str, Any] | None:
    """Path parameters of which half name what is there: by their values, so that a seed makes the same requests."""
    found = dict(parameters or {})
    for name, known in (("decision_id", [decision]), ("product_id", products)):
        if name in found:
            number = zlib.crc32(repr(found[name]).encode("utf-8", "surrogatepass"))
            if number % 2 == 0:
                found[name] = known[number // 2 % len(known)]
    return found or parameters


def fuzz(port: int, cases: int, seconds: int, seed: int, more: list[str]) -> int:
    """The exit code of schemathesis."""
    description = _get(port, "/v1/openapi.json")
    operations = [
        operation for item in description["paths"].values() for name, operation in item.items() if name != "parameters"
    ]
    asked = description["paths"]["/v1/recommendations"]["post"]["requestBody"]["content"]["application/json"]["example"]
    made = json.loads(one_answer(port, json.dumps(asked)))
    products = description["components"]["schemas"]["Product_id"]["enum"][:40]
    # The phases of examples and of coverage send some thousand of their own.
    each = max(1, cases // len(operations))
    command = [
        str(_schemathesis()),
        f"--config-file={CONFIGURATION}",
        "run",
        f"http://127.0.0.1:{port}/v1/openapi.json",
        "--phases=examples,coverage,fuzzing",
        f"--checks={','.join(CHECKS)}",
        f"--max-examples={each}",
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
    return subprocess.run(command, env=environment, timeout=seconds, check=False).returncode


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
    parser.add_argument("--seconds", type=int, default=3600, help="after which it is given up")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2, help="processes of the service")
    arguments, more = parser.parse_known_args()
    with (
        tempfile.TemporaryDirectory() as data,
        serving(workers=arguments.workers, PORTOLAN_DATA_DIR=data) as port,
    ):
        sys.exit(fuzz(port, arguments.cases, arguments.seconds, arguments.seed, more))


if __name__ == "__main__":
    main()
