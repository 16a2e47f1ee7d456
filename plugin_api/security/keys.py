"""The public keys that somebody signs tokens with, fetched from where they are published and remembered for a while."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Collection, Mapping
from typing import Any

import jwt

from plugin_api.security.errands import PATIENCE, Errands
from plugin_api.security.fetching import Unreachable, fetch_json

log = logging.getLogger(__name__)

# In seconds. After FRESH, keys are fetched again, so that a key that was withdrawn is no longer believed.
FRESH = 300.0
# How long keys are believed while they cannot be fetched again.
STALE = 3600.0
# How long after a try a key that is not there is looked for again: whoever makes up key ids makes us fetch no more
# often than this.
AGAIN = 5.0
# When somebody should ask again for whom nothing was there yet.
SOON = 1.0

_SMALLEST_RSA = 2048  # bits
_BY_CURVE = {"P-256": "ES256", "P-384": "ES384", "P-521": "ES512", "Ed25519": "EdDSA"}
_BY_RSA = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512")


class NoKeys(Exception):
    """Nobody can say now whether a token is right. `seconds`: after which it is worth asking again."""

    def __init__(self, address: str, seconds: float = AGAIN) -> None:
        super().__init__(address)
        self.seconds = seconds


class KeySet:
    """Keys by their ids, of one address. Threads share one.

    One request at most waits for keys that are being fetched, and not for long; the others go on with what there is.
    `errands` is shared by all whose fetching must not pile up.
    """

    def __init__(
        self,
        address: str,
        algorithms: Collection[str],
        *,
        clock: Callable[[], float] = time.monotonic,
        fetch: Callable[[str], Any] = fetch_json,
        errands: Errands | None = None,
    ) -> None:
        self.address = address
        self._algorithms = algorithms
        self._clock = clock
        self._fetch = fetch
        self._errands = errands or Errands()
        self._keys: Mapping[tuple[str, str], jwt.PyJWK] = {}
        self._fetched: float | None = None
        # When the last try ended, and whether it brought anything.
        self._tried: float | None = None
        self._failed = False

    def key(self, key_id: str, algorithm: str) -> jwt.PyJWK | None:
        """The key with that id for that algorithm; None where the signer has none. Raises NoKeys."""
        found, current = self._known(key_id, algorithm), True
        if found is None or self._age(self._fetched) > FRESH:
            current = self._refresh()
            found = self._known(key_id, algorithm)
        if found is None and not current:
            raise NoKeys(self.address, AGAIN if self._failed else SOON)  # it may be a new one
        return found

    def _known(self, key_id: str, algorithm: str) -> jwt.PyJWK | None:
        return self._keys.get((key_id, algorithm)) if self._age(self._fetched) <= STALE else None

    def _age(self, moment: float | None) -> float:
        return float("inf") if moment is None else self._clock() - moment

    def _refresh(self) -> bool:
        """Fetches the keys, unless that was just tried → are they what is published now?"""
        if self._age(self._tried) >= AGAIN:
            done = self._errands.begin(self._fetch_now)
            if done is None or not done.wait(PATIENCE):
                return False
        return not self._failed

    def _fetch_now(self) -> None:
        if self._age(self._tried) < AGAIN:
            return  # another one has just ended
        started, failed = self._clock(), True
        try:
            self._keys = _keys_of(self._fetch(self.address), self._algorithms)
            self._fetched, failed = started, False
        except Unreachable as error:
            log.warning("the keys at %s cannot be fetched: %s", self.address, error)
        finally:
            self._failed, self._tried = failed, self._clock()


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
