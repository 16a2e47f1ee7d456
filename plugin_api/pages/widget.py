"""The web component as it is served: one file, built from `frontend-snippets/widget` and kept with the pages."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha384
from pathlib import Path

_FILE = Path(__file__).parent / "static" / "widget.js"
_VERSION = 16  # characters of the digest, in hexadecimal


@dataclass(frozen=True, slots=True)
class Widget:
    """`integrity` is what a page may demand of it (subresource integrity); `version` stands in a lasting address."""

    content: bytes
    integrity: str
    version: str


@lru_cache(maxsize=1)
def widget() -> Widget:
    content = _FILE.read_bytes()
    digest = sha384(content)
    return Widget(content, f"sha384-{b64encode(digest.digest()).decode()}", digest.hexdigest()[:_VERSION])
