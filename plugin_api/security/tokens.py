"""Static bearer tokens: made here, kept as hashes in a file that may change while the service runs.

A token is 32 random bytes. Nobody finds one by trying, however fast, so a plain SHA-256 keeps it as well as a slow hash
would, and costs a request nothing; a salt would only matter if two tokens could be alike.
"""

from __future__ import annotations

import hmac
import logging
import os
import re
import secrets
import stat
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
from plugin_api.security.agreeing import Agreed
from plugin_api.security.caller import ROLES, Caller, Role

log = logging.getLogger(__name__)

PREFIX = "portolan_"  # for whoever finds one, and for scanners of repositories
MAX_BYTES = 256 * 1024
_MEMBERS = ("name", "sha256", "roles", "expires")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@/:-]{0,99}")
_HASH = re.compile(r"[0-9a-f]{64}")
# How often the file is looked at, in seconds; and how old what was seen may be while somebody else looks.
_LOOK = 1.0
_OLD = 2.0


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
    """The entries of a file, read again when it has changed. Threads share one, and so do processes that are forked.

    A file that is gone or makes no sense is told in the log, and the entries before it stay in force: whoever mistypes
    one entry locks nobody out. But nobody is let in whom the service has refused before. So what one process has read
    is known to all at once; and a process that cannot read the file lets nobody in by it when it has only begun, and
    may have entries of long ago, or when another one has read what it has not.
    """

    def __init__(self, path: Path, clock: Callable[[], float] = time.monotonic) -> None:
        """Raises TokensError."""
        self.path = path
        self._clock = clock
        self._lock = threading.Lock()
        self._process = os.getpid()
        self._wrong: str | None = None
        self._seen = self._signature()
        self._looked = clock()
        self._tokens, self._digest = self._read()
        self._agreed = Agreed(self._digest)

    def tokens(self) -> tuple[Token, ...]:
        age = self._clock() - self._looked
        if self._is_behind() or age >= _OLD:
            with self._lock:  # what there is now may let in who is not to come in any more
                if self._is_behind() or self._clock() - self._looked >= _OLD:
                    self._look_again()
        elif age >= _LOOK and self._lock.acquire(blocking=False):
            try:
                self._look_again()
            finally:
                self._lock.release()
        return self._tokens

    def _is_behind(self) -> bool:
        """Has another process read something else, or has this one just been forked?"""
        return self._agreed.digest != self._digest or os.getpid() != self._process

    def _look_again(self) -> None:
        seen = self._signature()
        if seen != self._seen or self._wrong is not None or self._is_behind():
            with self._agreed.alone():  # so that what is read last is what is agreed on last
                self._read_again()
        self._process, self._looked = os.getpid(), self._clock()

    def _read_again(self) -> None:
        seen = self._signature()
        try:
            tokens, digest = self._read()
        except TokensError as error:
            self._keep(str(error))
            return
        if digest != self._digest or self._wrong is not None:
            log.info("the tokens were read again: %d entries", len(tokens))
        self._tokens, self._digest, self._seen, self._wrong = tokens, digest, seen, None
        self._agreed.change(digest)

    def _keep(self, wrong: str) -> None:
        """The file cannot be read: what was read before stays in force, where that is what was in force last."""
        outcome = "the tokens that were read before stay in force"
        if self._is_behind():
            self._tokens, self._digest = (), self._agreed.digest
            outcome = "nobody is let in by it until it can be read, for this process has not read what was in it last"
        if wrong != self._wrong:
            log.error("%s; %s", wrong, outcome)
        self._wrong = wrong

    def _signature(self) -> tuple[int, ...] | None:
        """Changes with the file, also where a link leads elsewhere, as orchestrators change what they mount."""
        try:
            found = self.path.stat()
        except OSError:
            return None
        return (found.st_dev, found.st_ino, found.st_mtime_ns, found.st_ctime_ns, found.st_size)

    def _read(self) -> tuple[tuple[Token, ...], bytes]:
        """The entries, and the digest of the file."""
        try:
            with self.path.open("rb") as file:
                open_to_all = bool(os.fstat(file.fileno()).st_mode & stat.S_IWOTH)
                content = file.read(MAX_BYTES + 1)
            if len(content) > MAX_BYTES:
                raise TokensError(f"it has more than {MAX_BYTES // 1024} KiB")
            tokens = read_tokens(content.decode())
        except OSError as error:
            raise TokensError(f"The tokens in {str(self.path)!r} cannot be read: {error.strerror or error}") from None
        except UnicodeDecodeError:
            raise TokensError(f"The tokens in {str(self.path)!r} cannot be read: it is not UTF-8") from None
        except TokensError as error:
            raise TokensError(f"The tokens in {str(self.path)!r} cannot be read: {error}") from None
        if open_to_all:
            log.warning("everybody on this machine may write to %r, and so let themselves in", str(self.path))
        return tokens, sha256(content).digest()
