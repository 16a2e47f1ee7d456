"""How the settings of security are written: each function reads one and raises ValueError, which says what it must be.

`plugin_api.settings` lists them; nothing here knows what they are for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import SplitResult, urlsplit

from engine.knowledge.problems import nearest

AUTHENTICATION = ("auto", "on", "off")
# What a portal may sign with: keys that come in pairs. None of these can be checked with a secret, or not at all.
ALGORITHMS = ("ES256", "ES384", "ES512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "EdDSA")
EVERYBODY = "*"
PLUGIN = re.compile(r"[a-z0-9_-]{1,63}")
REFERENCE = re.compile(r"[a-z][a-z0-9]*:[a-z0-9._-]{1,63}(/[a-z0-9._-]{1,63})?")
LOOPBACK = ("localhost", "127.0.0.1", "::1")

# A host and its port; and what an address has in no part of it.
_PLACE = re.compile(r"[\w.:\[\]-]+")
_STRAY = re.compile(r"[\s@]")
_SECONDS = {"second": 1, "minute": 60, "hour": 3600}
_RATE = re.compile(r"([1-9][0-9]{0,8})/(second|minute|hour)")


@dataclass(frozen=True, slots=True)
class Rate:
    """So many requests in so many seconds."""

    requests: int
    seconds: int

    def __str__(self) -> str:
        """As it is written in a setting."""
        return f"{self.requests}/{next(name for name, seconds in _SECONDS.items() if seconds == self.seconds)}"


def rate(written: str) -> Rate | Literal["off"]:
    """`600/minute`, or `off`."""
    if written == "off":
        return "off"
    found = _RATE.fullmatch(written)
    if found is None:
        raise ValueError("must be off, or a number per second, minute or hour, for example 600/minute.")
    return Rate(int(found[1]), _SECONDS[found[2]])


def address(written: str) -> str:
    """The address of a service, a portal's or our own; a path is kept, a slash at its end is not."""
    parts = _parts(written)
    if parts is None or parts.query or parts.fragment:
        raise ValueError("must be an address such as https://portal.example.com.")
    return written.rstrip("/")


def safe_address(written: str) -> str:
    """The same, which nobody on the way can change."""
    found = address(written)
    if not found.startswith("https:") and urlsplit(found).hostname not in LOOPBACK:
        raise ValueError(
            "must begin with https://: it says whose tokens are believed. An address inside a cluster "
            "belongs into PORTOLAN_BACKSTAGE_KEYS_URL."
        )
    return found


def origins(written: str) -> tuple[str, ...]:
    """Origins as browsers send them."""
    found = tuple(written.lower().replace(",", " ").split())
    for one in found:
        parts = _parts(one)
        if parts is None or one != f"{parts.scheme}://{parts.netloc}":
            raise ValueError("must be origins such as https://portal.example.com, with commas between them.")
    return found


def _parts(written: str) -> SplitResult | None:
    """None for what is no address, or holds the name of a user, which no address here has any use for."""
    try:
        parts = urlsplit(written)
        known = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        return None
    return parts if known and _PLACE.fullmatch(parts.netloc) and not _STRAY.search(written) else None


def may_be_repeated(written: str) -> bool:
    """Is it sure that no password is in what was written, which may be an address, several, or anything else?"""
    if "@" in written:
        return False
    for one in written.replace(",", " ").split() if "://" in written else ():
        try:
            parts = urlsplit(one)
            _ = parts.port  # of user:password without a host, the password
        except ValueError:
            return False
        if parts.query or parts.fragment:
            return False
    return True


def plugins(written: str) -> tuple[str, ...]:
    """Ids of plugins. `none` is none at all."""
    found = _several(written)
    if not all(PLUGIN.fullmatch(one) for one in found):
        raise ValueError("must be ids of plugins, such as portolan,scaffolder, or none.")
    return found


def algorithms(written: str) -> tuple[str, ...]:
    found = _several(written)
    for one in found or (written,):
        if one not in ALGORITHMS:
            hint = nearest(one, ALGORITHMS)
            raise ValueError(
                f"must be among {', '.join(ALGORITHMS)}." + (f" {hint[0].upper()}{hint[1:]}" if hint else "")
            )
    return found


def references(written: str) -> tuple[str, ...]:
    """Entity refs of the portal, in small letters and with their namespace; `*` is everybody who is signed in."""
    found = []
    for one in _several(written.lower()):
        if one != EVERYBODY and not REFERENCE.fullmatch(one):
            raise ValueError(
                "must be entity refs such as user:default/anna or group:default/architects, plugin:scaffolder, or *."
            )
        kind, _, name = one.partition(":")
        found.append(f"{kind}:default/{name}" if name and "/" not in name and kind != "plugin" else one)
    return tuple(found)


def redis_address(written: str) -> str:
    """What it says of a wrong one repeats nothing of it, for there may be a password in it."""
    try:
        parts = urlsplit(written)
        _ = parts.port  # raises ValueError for what is no number
    except ValueError:
        parts = None
    known = parts is not None and (
        (parts.scheme == "unix" and parts.path != "")
        or (parts.scheme in ("redis", "rediss") and re.fullmatch(r"(/[0-9]*)?", parts.path) is not None)
    )
    if not known or (parts is not None and parts.fragment):
        raise ValueError(
            "must be an address such as redis://host:6379/0, with what a password has beside letters as %2F."
        )
    return written


def _several(written: str) -> tuple[str, ...]:
    return () if written == "none" else tuple(written.replace(",", " ").split())
