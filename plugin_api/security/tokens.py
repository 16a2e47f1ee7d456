"""Static bearer tokens: made here, kept as hashes in a file that may change while the service runs.

A token is 32 random bytes. Nobody finds one by trying, however fast, so a plain SHA-256 keeps it as well as a slow hash
would, and costs a request nothing; a salt would only matter if two tokens could be alike.
"""

from __future__ import annotations

import hmac
import logging
import re
import secrets
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml

from engine.knowledge.problems import listed, nearest
from plugin_api.security.caller import ROLES, Caller, Role

log = logging.getLogger(__name__)

PREFIX = "portolan_"  # for whoever finds one, and for scanners of repositories
MAX_BYTES = 256 * 1024
_MEMBERS = ("name", "sha256", "roles", "expires")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@/:-]{0,99}")
_HASH = re.compile(r"[0-9a-f]{64}")
# How often the file is looked at, in seconds.
_LOOK = 1.0


class TokensError(ValueError):
    """The file of tokens makes no sense. The message says where, in one line, and holds no hash."""


@dataclass(frozen=True, slots=True)
class Token:
    """One entry: who is let in by the token with that hash, as what, and until when (never, where None)."""

    name: str
    digest: bytes
    roles: frozenset[Role]
    expires: datetime | None = None

    @property
    def caller(self) -> Caller:
        return Caller(f"token:{self.name}", self.roles)

    def has_expired(self) -> bool:
        return self.expires is not None and datetime.now(UTC) >= self.expires


def make_token() -> str:
    return f"{PREFIX}{secrets.token_urlsafe(32)}"


def hash_of(token: str) -> bytes:
    return sha256(token.encode("utf-8", "surrogateescape")).digest()


def find(tokens: Iterable[Token], token: str) -> Token | None:
    """The entry of a token. Every entry is looked at, in constant time, whether or not one has fitted already.

    Where two entries have one hash, the one that is still valid is taken.
    """
    digest, found = hash_of(token), None
    for one in tokens:
        if hmac.compare_digest(one.digest, digest) and (found is None or found.has_expired()):
            found = one
    return found


def read_tokens(text: str) -> tuple[Token, ...]:
    """YAML or JSON → entries. Raises TokensError."""
    try:
        document = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        place = getattr(error, "problem_mark", None)
        raise TokensError(f"it is not YAML{f' at line {place.line + 1}' if place else ''}") from None
    entries = document.get("tokens") if isinstance(document, dict) and set(document) == {"tokens"} else None
    if not isinstance(entries, list):
        raise TokensError("it must be a list of entries below `tokens:`")
    return tuple(_token(entry, f"entry {number}") for number, entry in enumerate(entries, 1))


def _token(entry: Any, at: str) -> Token:
    if not isinstance(entry, dict):
        raise TokensError(f"{at} must have {listed(_MEMBERS)}")
    for member in entry:
        if member not in _MEMBERS:
            hint = nearest(str(member), _MEMBERS)
            raise TokensError(f"{at} has an unknown member{f'; {hint}' if hint else ''}")
    name, digest = entry.get("name"), entry.get("sha256")
    if not (isinstance(name, str) and _NAME.fullmatch(name)):
        raise TokensError(f"{at}: `name` must be a name of letters, digits and ._@/:-")
    if not (isinstance(digest, str) and _HASH.fullmatch(digest.lower())):
        raise TokensError(f"{at} ({name}): `sha256` must be the token's SHA-256 in 64 hexadecimal digits")
    roles = entry.get("roles")
    if not (isinstance(roles, list) and roles and all(role in ROLES for role in roles)):
        raise TokensError(f"{at} ({name}): `roles` must be a list of {listed(ROLES)}")
    return Token(name, bytes.fromhex(digest), frozenset(roles), _expiry(entry, f"{at} ({name})"))


def _expiry(entry: Mapping[str, Any], at: str) -> datetime | None:
    try:
        return expiry(entry.get("expires"))
    except ValueError:
        raise TokensError(f"{at}: `expires` must be a date, or a time with its offset") from None


def expiry(written: Any) -> datetime | None:
    """A date is valid to its end, in UTC. Raises ValueError."""
    if isinstance(written, str):
        written = date.fromisoformat(written) if len(written) <= len("2026-01-01") else datetime.fromisoformat(written)
    if isinstance(written, datetime):
        # YAML's reader turns a time into UTC, and leaves one without an offset without.
        if written.tzinfo is None:
            raise ValueError(written)
        return written
    if isinstance(written, date):
        return datetime.combine(written, time_of_day(tzinfo=UTC)) + timedelta(days=1)
    if written is None:
        return None
    raise ValueError(written)


class TokenFile:
    """The entries of a file, read again when it has changed. Threads may share one.

    A file that is gone or makes no sense is told in the log, and the entries before it stay in force: whoever mistypes
    one entry locks nobody out.
    """

    def __init__(self, path: Path, clock: Callable[[], float] = time.monotonic) -> None:
        """Raises TokensError."""
        self.path = path
        self._clock = clock
        self._lock = threading.Lock()
        self._seen = self._signature()
        self._look_at = clock() + _LOOK
        self._tokens = self._read()

    def tokens(self) -> tuple[Token, ...]:
        if self._clock() >= self._look_at and self._lock.acquire(blocking=False):
            try:
                self._look_again()
            finally:
                self._look_at = self._clock() + _LOOK
                self._lock.release()
        return self._tokens

    def _look_again(self) -> None:
        seen = self._signature()
        if seen == self._seen:
            return
        self._seen = seen
        try:
            self._tokens = self._read()
            log.info("the tokens were read again: %d entries", len(self._tokens))
        except TokensError as error:
            log.error("%s; the tokens that were read before stay in force", error)

    def _signature(self) -> tuple[int, ...] | None:
        """Changes with the file, also where a link leads elsewhere, as orchestrators change what they mount."""
        try:
            found = self.path.stat()
        except OSError:
            return None
        return (found.st_dev, found.st_ino, found.st_mtime_ns, found.st_size)

    def _read(self) -> tuple[Token, ...]:
        try:
            with self.path.open("rb") as file:
                content = file.read(MAX_BYTES + 1)
            if len(content) > MAX_BYTES:
                raise TokensError(f"it has more than {MAX_BYTES // 1024} KiB")
            return read_tokens(content.decode())
        except OSError as error:
            raise TokensError(f"The tokens in {str(self.path)!r} cannot be read: {error.strerror or error}") from None
        except UnicodeDecodeError:
            raise TokensError(f"The tokens in {str(self.path)!r} cannot be read: it is not UTF-8") from None
        except TokensError as error:
            raise TokensError(f"The tokens in {str(self.path)!r} cannot be read: {error}") from None
