"""What schemathesis is told beside the description, in a process that `bench.fuzz` starts."""

from __future__ import annotations

import os
from typing import Any

import schemathesis

from bench.fuzz import MADE, PRODUCTS, reaching


@schemathesis.hook  # type: ignore[untyped-decorator]
def map_path_parameters(_context: Any, parameters: dict[str, Any] | None) -> dict[str, Any] | None:
    return reaching(parameters, os.environ[MADE], os.environ[PRODUCTS].split(","))
