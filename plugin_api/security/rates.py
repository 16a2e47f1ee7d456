"""How often a caller may ask: counted in this process, or in Redis by all of them together.

Time is cut into windows, the same ones for everybody, and requests are counted in each. That is one number to add to,
and so one way to Redis and back; flask-limiter, which also keeps when each caller's window began, takes three, and in
memory it takes ten times as long and starts threads, which a process that forks must not.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

from plugin_api.problems import Problem
from plugin_api.security.spelling import Rate
from plugin_api.settings import Settings, SettingsError
from plugin_api.vocabulary import TOO_MANY

log = logging.getLogger(__name__)

# Where a request's standing is kept in its WSGI environment.
STANDING = "portolan.standing"
# What a caller may do where authentication is on and nothing else is said.
DEFAULT = Rate(600, 60)
# How long Redis is left alone after it did not answer, and how long it may take, in seconds.
_PAUSE = 10.0
_PATIENCE = 0.25


class Counter(Protocol):
    def add(self, who: str, window: int, seconds: int) -> int:
        """One more request of a caller in a window of so many seconds → how many they are now."""

    def now(self, who: str, window: int, seconds: int) -> int:
        """How many they are, this one not counted."""


class Memory:
    """Counts in this process. Only the callers of the present window are kept."""

    def __init__(self) -> None:
        self._window = 0
        self._counts: dict[str, int] = {}
        self._lock = threading.Lock()

    def add(self, who: str, window: int, seconds: int) -> int:
        with self._lock:
            if window != self._window:
                self._window, self._counts = window, {}
            count = self._counts[who] = self._counts.get(who, 0) + 1
            return count

    def now(self, who: str, window: int, seconds: int) -> int:
        with self._lock:
            return self._counts.get(who, 0) if window == self._window else 0


class Redis:
    """Counts for every process that has the same address. Connects when it is first needed, each process by itself."""

    def __init__(self, address: str) -> None:
        """Raises SettingsError."""
        try:
            import redis  # noqa: PLC0415 - an extra
            from redis.backoff import NoBackoff  # noqa: PLC0415
            from redis.retry import Retry  # noqa: PLC0415
        except ImportError:
            raise SettingsError(
                "PORTOLAN_REDIS_URL needs the client of Redis: pip install redis (docs/operating.md)."
            ) from None
        try:
            # Once more, at once: a connection that was closed while idle is no outage.
            self._client = redis.Redis.from_url(
                address, socket_timeout=_PATIENCE, socket_connect_timeout=_PATIENCE, retry=Retry(NoBackoff(), 1)
            )
        except ValueError:
            raise SettingsError("PORTOLAN_REDIS_URL makes no sense; it must be such as redis://host:6379/0.") from None

    def add(self, who: str, window: int, seconds: int) -> int:
        key = _key(who, window, seconds)
        with self._client.pipeline(transaction=False) as pipeline:
            pipeline.incr(key)
            pipeline.expire(key, 2 * seconds)
            count, _ = pipeline.execute()
        return int(count)

    def now(self, who: str, window: int, seconds: int) -> int:
        return int(self._client.get(_key(who, window, seconds)) or 0)


def _key(who: str, window: int, seconds: int) -> str:
    return f"portolan:rate:{seconds}:{window}:{who}"


@dataclass(frozen=True, slots=True)
class Standing:
    """What is left to a caller: `left` requests for `seconds` more; none was left for this one where it is `over`."""

    rate: Rate
    left: int
    seconds: int
    over: bool

    def headers(self) -> tuple[tuple[str, str], ...]:
        return (
            ("RateLimit-Limit", str(self.rate.requests)),
            ("RateLimit-Remaining", str(self.left)),
            ("RateLimit-Reset", str(self.seconds)),
        )

    def problem(self) -> Problem:
        detail = f"{self.rate.requests} requests in {self.rate.seconds} s are the most for one caller."
        return Problem(TOO_MANY, detail, headers={"Retry-After": str(self.seconds)})


class Limiter:
    """Counts the requests of callers. Where Redis does not answer, each process counts for itself until it does."""

    def __init__(
        self,
        rate: Rate,
        shared: Counter | None = None,
        *,
        clock: Callable[[], float] = time.time,
        memory: Counter | None = None,
        lost: Callable[[], object] = bool,
    ) -> None:
        """`lost` is called whenever Redis did not answer."""
        self._rate, self._shared, self._clock, self._lost = rate, shared, clock, lost
        self._memory: Counter = memory or Memory()
        self._shared_again = 0.0

    def count(self, who: str) -> Standing:
        """Counts one request of a caller."""
        now, window, seconds = self._window()
        count = self._asked(lambda counter: counter.add(who, window, self._rate.seconds), now)
        return Standing(self._rate, max(0, self._rate.requests - count), seconds, count > self._rate.requests)

    def look(self, who: str) -> Standing:
        """How a caller stands, whose request is not counted: `over` where one more would be."""
        now, window, seconds = self._window()
        count = self._asked(lambda counter: counter.now(who, window, self._rate.seconds), now)
        return Standing(self._rate, max(0, self._rate.requests - count), seconds, count >= self._rate.requests)

    def _window(self) -> tuple[float, int, int]:
        """The time, the window that it is in, and in how many seconds that ends."""
        now = self._clock()
        window = int(now // self._rate.seconds)
        return now, window, max(1, round((window + 1) * self._rate.seconds - now))

    def _asked(self, ask: Callable[[Counter], int], now: float) -> int:
        if self._shared is not None and now >= self._shared_again:
            try:
                return ask(self._shared)
            except Exception as error:  # whatever the client raises: a limit is no reason to answer nobody
                self._shared_again = now + _PAUSE
                self._lost()
                # Not its message, which may hold the address.
                log.error("Redis does not count requests (%s): this process counts for itself", type(error).__name__)
        return ask(self._memory)


def in_force_of(settings: Settings, *, authenticated: bool) -> Rate | Literal["off"]:
    return settings.rate_limit or (DEFAULT if authenticated else "off")


def make_limiter(settings: Settings, *, authenticated: bool, lost: Callable[[], object] = bool) -> Limiter | None:
    """None where nothing is counted. Raises SettingsError."""
    rate = in_force_of(settings, authenticated=authenticated)
    if rate == "off":
        return None
    return Limiter(rate, Redis(settings.redis_url) if settings.redis_url else None, lost=lost)
