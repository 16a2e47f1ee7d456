"""The public keys that somebody signs tokens with, fetched from where they are published and remembered for a while."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Collection, Mapping
from typing import Any

import jwt

from plugin_api.security.fetching import Unreachable, fetch_json

log = logging.getLogger(__name__)

# In seconds. After FRESH, keys are fetched again, so that a key that was withdrawn is no longer believed.
FRESH = 300.0
# How long keys are believed while they cannot be fetched again.
STALE = 3600.0
# How soon a key that is not there is looked for again: whoever makes up key ids makes us fetch no more often than this.
AGAIN = 5.0
# How long a request waits for another one that is fetching.
_WAIT = 4.0

_SMALLEST_RSA = 2048  # bits
_BY_CURVE = {"P-256": "ES256", "P-384": "ES384", "P-521": "ES512", "Ed25519": "EdDSA"}
_BY_RSA = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512")


class NoKeys(Exception):
    """Nobody can say now whether a token is right: the keys cannot be fetched."""


class KeySet:
    """Keys by their ids, of one address. Threads share one: one fetches, the others go on with what they have."""

    def __init__(
        self,
        address: str,
        algorithms: Collection[str],
        *,
        clock: Callable[[], float] = time.monotonic,
        fetch: Callable[[str], Any] = fetch_json,
    ) -> None:
        self.address = address
        self._algorithms = algorithms
        self._clock = clock
        self._fetch = fetch
        self._lock = threading.Lock()
        self._keys: Mapping[tuple[str, str], jwt.PyJWK] = {}
        self._fetched: float | None = None
        self._tried: float | None = None

    def key(self, key_id: str, algorithm: str) -> jwt.PyJWK | None:
        """The key with that id for that algorithm; None where the signer has none. Raises NoKeys."""
        found = self._known(key_id, algorithm)
        if found is None or self._age(self._fetched) > FRESH:
            self._refresh(found is None)
            found = self._known(key_id, algorithm)
        if found is None and (self._fetched is None or self._fetched != self._tried):
            raise NoKeys(self.address)  # it may be a new one
        return found

    def _known(self, key_id: str, algorithm: str) -> jwt.PyJWK | None:
        return self._keys.get((key_id, algorithm)) if self._age(self._fetched) <= STALE else None

    def _age(self, moment: float | None) -> float:
        return float("inf") if moment is None else self._clock() - moment

    def _refresh(self, needed: bool) -> None:
        if self._age(self._tried) < AGAIN and not (needed and self._lock.locked()):
            return
        if not self._lock.acquire(blocking=needed, timeout=_WAIT if needed else -1):
            return
        try:
            if self._age(self._tried) >= AGAIN:
                self._fetch_now()
        finally:
            self._lock.release()

    def _fetch_now(self) -> None:
        started = self._clock()
        try:
            keys = _keys_of(self._fetch(self.address), self._algorithms)
        except Unreachable as error:
            log.warning("the keys at %s cannot be fetched: %s", self.address, error)
        else:
            self._keys, self._fetched = keys, started
        self._tried = started


def _keys_of(document: Any, algorithms: Collection[str]) -> dict[tuple[str, str], jwt.PyJWK]:
    """By id and algorithm. Raises Unreachable for what is no set of keys; passes over keys that are not for this."""
    published = document.get("keys") if isinstance(document, dict) else None
    if not isinstance(published, list):
        raise Unreachable("it answers something that is no set of keys")
    found = {}
    for key in published:
        for algorithm in _algorithms_of(key) if isinstance(key, dict) else ():
            if algorithm in algorithms and isinstance(key.get("kid"), str):
                try:
                    made = jwt.PyJWK(key, algorithm)
                except (jwt.PyJWTError, ValueError, TypeError):
                    continue
                if getattr(made.key, "key_size", _SMALLEST_RSA) >= _SMALLEST_RSA or key["kty"] != "RSA":
                    found[key["kid"], algorithm] = made
    return found


def _algorithms_of(key: Mapping[str, Any]) -> tuple[str, ...]:
    """What a key may sign: by its type and its curve, and no more than it says of itself. A secret signs nothing."""
    if key.get("use", "sig") != "sig":
        return ()
    kind, curve = key.get("kty"), key.get("crv")
    possible: tuple[str, ...] = _BY_RSA if kind == "RSA" else ()
    if (kind, curve) == ("OKP", "Ed25519") or (kind == "EC" and isinstance(curve, str) and curve.startswith("P-")):
        possible = tuple(filter(None, [_BY_CURVE.get(str(curve))]))
    said = key.get("alg")
    return possible if said is None else tuple(one for one in possible if one == said)
