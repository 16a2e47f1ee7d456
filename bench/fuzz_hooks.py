"""What schemathesis is told beside the description: half of all requests for a decision ask for one that was made."""

from __future__ import annotations

import os
import zlib
from typing import Any

import schemathesis

MADE = "FUZZ_DECISION"
# Products that are there, so that what explains them is reached.
PRODUCTS = "FUZZ_PRODUCTS"


@schemathesis.hook  # type: ignore[untyped-decorator]
def map_path_parameters(_context: Any, parameters: dict[str, Any] | None) -> dict[str, Any] | None:
    if not parameters:
        return parameters
    found = dict(parameters)
    if "decision_id" in found and _one_in(2, found["decision_id"]):
        found["decision_id"] = os.environ[MADE]
    if "product_id" in found and _one_in(2, found["product_id"]):
        products = os.environ[PRODUCTS].split(",")
        found["product_id"] = products[_number(found["product_id"]) % len(products)]
    return found


def _one_in(many: int, value: Any) -> bool:
    """By the value itself, so that the same seed makes the same requests."""
    return _number(value) % many == 0


def _number(value: Any) -> int:
    return zlib.crc32(repr(value).encode())
