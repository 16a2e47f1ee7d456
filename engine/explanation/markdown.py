"""Text that Markdown shows as it is."""

from __future__ import annotations

import re

# What Markdown, or the HTML in it, would take for its own inside a line.
_SPECIAL = re.compile(r"[\\`*_<>\[\]|~&#]")


def plain(text: str) -> str:
    """Text that reads in Markdown as it stands."""
    return _SPECIAL.sub(r"\\\g<0>", " ".join(text.split()))
