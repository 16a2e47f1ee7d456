"""Addresses of repositories and of files in them, as far as they name who makes something: `github.com/owner/name`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qs

from engine.detection.sightings import Reading, Sighting

_HOSTS = ("github.com", "gitlab.com", "codeberg.org", "bitbucket.org")
_RAW = "raw.githubusercontent.com"
_TAG = re.compile(r"v?\d+\.\d+(\.\d+)?")


def source_of(address: str) -> tuple[str, str | None] | None:
    """`github.com/argoproj/argo-cd` and the version in an address; None where it is no public repository."""
    bare, _, query = address.strip().partition("?")
    for scheme in ("git::", "https://", "http://", "ssh://", "git://"):
        bare = bare.removeprefix(scheme)
    bare = bare.removeprefix("git@").replace(":", "/", 1) if bare.startswith("git@") else bare
    host, _, path = bare.partition("/")
    parts = [part for part in path.split("/") if part]
    if host not in (*_HOSTS, _RAW) or not parts[1:]:
        return None
    owner, name, *below = parts
    refs = parse_qs(query).get("ref") or []
    host = "github.com" if host == _RAW else host
    return f"{host}/{owner}/{name.removesuffix('.git')}", _version([*refs, *below])


def source_seen(
    reading: Reading, address: str, line: int, revision: str | None = None, *, tell: bool = False
) -> Iterator[Sighting]:
    """`tell`: it is another's for sure, and one that nobody knows is worth a word."""
    found = source_of(address)
    if found:
        yield reading.see("repositories", found[0], line, version=revision or found[1], told=str(address), tell=tell)


def _version(parts: list[str]) -> str | None:
    return next((part for part in parts if _TAG.match(part)), None)
