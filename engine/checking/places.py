"""Where in a file something stands that a JSON pointer names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Region:
    """Lines and columns count from 1. The end is where it is known."""

    line: int
    column: int = 1
    end_line: int | None = None
    end_column: int | None = None


# A JSON pointer into the request → where that stands in the file that it was read from, None where nobody knows.
Places = Callable[[str], Region | None]


def nowhere(pointer: str) -> Region | None:
    """Of a request that was read from no file."""
    del pointer
    return None
