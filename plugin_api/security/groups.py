"""The groups of a portal's users, which the portal tells to whoever shows a token of theirs."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from plugin_api.caching import RecentlyUsed
from plugin_api.security.errands import PATIENCE, Errands
from plugin_api.security.fetching import Unreachable, fetch_json
from plugin_api.security.keys import AGAIN, SOON, NoKeys

log = logging.getLogger(__name__)

# How long the answer is believed, in seconds, and of how many users it is remembered.
_BELIEVED = 60.0
_REMEMBERED = 4096


@dataclass(frozen=True, slots=True)
class Owned:
    """What a user owns by, until when that is believed. `refs` is None where the portal failed to say it."""

    refs: tuple[Any, ...] | None
    until: float


class Groups:
    """Asks once a minute at most for each user, whichever tokens they have; where nothing comes, not for a while."""

    def __init__(self, address: str, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._address, self._clock = address, clock
        self._known: RecentlyUsed[str, Owned] = RecentlyUsed(_REMEMBERED)
        self._errands = Errands()
        self._again = float("-inf")

    def of(self, subject: str, token: str) -> Owned:
        """Raises NoKeys."""
        gives_up = time.monotonic() + PATIENCE
        while True:
            known = self._known.get(subject)
            if known is not None and self._clock() < known.until:
                if known.refs is None:
                    raise NoKeys(self._address)
                return known
            if self._clock() < self._again:
                raise NoKeys(self._address)
            # Another user's answer may have to be waited for first: they are all of people who are signed in.
            waiting = self._errands.begin(lambda: self._ask(subject, token)) or self._errands.last()
            left = gives_up - time.monotonic()
            if left <= 0 or not waiting.wait(left):
                raise NoKeys(self._address, SOON)

    def _ask(self, subject: str, token: str) -> None:
        refs: tuple[Any, ...] | None = ()
        seconds = _BELIEVED
        try:
            refs = _refs(fetch_json(self._address, {"Authorization": f"Bearer {token}"}))
        except Unreachable as error:
            log.warning("the groups of a user cannot be fetched from %s: %s", self._address, error)
            seconds = AGAIN
            if error.status is None:  # the portal is away, for everybody
                self._again = self._clock() + AGAIN
            if error.status is None or error.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
                refs = None
        self._known.put(subject, Owned(refs, self._clock() + seconds))


def _refs(document: Any) -> tuple[Any, ...]:
    claims = document.get("claims") if isinstance(document, dict) else None
    owned = claims.get("ent") if isinstance(claims, dict) else None
    return tuple(owned) if isinstance(owned, list) else ()
