"""Tags and chart versions → versions as a profile writes them."""

from __future__ import annotations

import re

# As 1.16.2, v1.16, RELEASE names and the like are none. What follows a hyphen or a plus says how it was built.
_VERSION = re.compile(r"v?(\d{1,3}(?:\.\d{1,18}){0,3})(?:[-+_.][0-9A-Za-z.+_-]*)?\Z", re.ASCII)
# Kubernetes: v1.29.3+k3s1, v1.29.3-eks-036c24b.
_MINOR = re.compile(r"v?(\d{1,3})\.(\d{1,3})(?!\d)", re.ASCII)


def version_of(written: str | None) -> str | None:
    """`1.16.2` of `v1.16.2-distroless`; None where it is no version of a product: `latest`, a day, a range."""
    found = _VERSION.match(written or "")
    return found.group(1) if found else None


def minor_of(written: str) -> tuple[int, int] | None:
    found = _MINOR.match(written)
    return (int(found.group(1)), int(found.group(2))) if found else None


def in_order(version: str) -> tuple[int, ...]:
    """What versions of digits and dots are sorted by."""
    return tuple(int(part) for part in version.split("."))
