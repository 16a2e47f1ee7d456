"""Counts that are too many to be shared one by one: kept in the process, and passed on about once a second.

A worker that is killed takes those of its last second with it.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Mapping
from threading import Lock
from time import monotonic
from typing import Literal

from engine.advisor import Verification
from engine.inference.lookups import Lookups
from engine.inference.plan import Plan
from engine.inference.reasoner import Decision
from engine.inference.steps import StageResult
from engine.model import Language
from plugin_api.observability.metrics import Metrics

EVERY = 1.0  # seconds
# Decisions that wait to be counted. A thread that finds more of them counts them itself.
MAX_WAITING = 64

Made = Literal["new", "remembered"]


class Tallies:
    """Of one application, in each of its processes. Threads may share it.

    `lookups` and `verification` give the counts of the memories and the advisor in force, which may change.
    """

    def __init__(
        self,
        metrics: Metrics,
        lookups: Callable[[], Mapping[str, Lookups]],
        verification: Callable[[], Verification],
    ) -> None:
        self._metrics, self._lookups, self._verification = metrics, lookups, verification
        self._waiting: deque[Decision] = deque()
        self._answered: dict[tuple[str, Language, Made], int] = {}
        self._told: Counter[object] = Counter()
        self._checks = verification()
        self._flushing = Lock()
        self._next = 0.0

    def answered(self, edition: str, language: Language, made: Made) -> None:
        """A decision was answered."""
        key = (edition, language, made)
        answered = self._answered
        # No other thread comes between these: the interpreter changes threads at calls and jumps only.
        answered[key] = answered[key] + 1 if key in answered else 1

    def decided(self, decision: Decision, language: Language) -> None:
        """A decision was made for somebody: its rules fired."""
        self.answered(decision.edition, language, "new")
        self._waiting.append(decision)
        if len(self._waiting) > MAX_WAITING:
            self.flush()

    def tick(self) -> None:
        """Pass on what was counted, where it has not been done for a second."""
        if monotonic() >= self._next:
            self.flush()

    def flush(self) -> None:
        """Pass on what was counted. Where another thread is at it, it is left to that one."""
        if self._flushing.acquire(blocking=False):
            try:
                self._next = monotonic() + EVERY
                self._pass_on()
            finally:
                self._flushing.release()

    def _pass_on(self) -> None:
        metrics = self._metrics
        for rule, count in self._firings().items():
            metrics.fired(rule, count)
        for key, count in list(self._answered.items()):
            metrics.decisions.labels(*key).inc(self._more(key, count))
        for cache, lookups in self._lookups().items():
            for result, count in zip(("hit", "miss"), lookups.take(), strict=True):
                metrics.lookups.labels(cache, result).inc(count)
        verification = self._verification()
        if verification is not self._checks:  # that of new knowledge begins at nothing
            self._checks = verification
            self._told["same"] = self._told["different"] = 0
        different = verification.differed
        metrics.verified.labels("same").inc(self._more("same", verification.checked - different))
        metrics.verified.labels("different").inc(self._more("different", different))

    def _more(self, key: object, count: int) -> int:
        """By how much a count is more than was passed on before."""
        more = max(0, count - self._told[key])
        self._told[key] += more
        return more

    def _firings(self) -> Counter[str]:
        """By the rules' ids. A stage that came out the same in many decisions is one object, and looked at once."""
        # By identity: a plan is compared with all that is in it.
        stages: dict[int, tuple[Plan, Counter[StageResult]]] = {}
        while self._waiting:
            try:
                decision = self._waiting.popleft()
            except IndexError:  # another thread took the last
                break
            stages.setdefault(id(decision.plan), (decision.plan, Counter()))[1].update(decision.stages)
        firings: Counter[str] = Counter()
        for plan, results in stages.values():
            numbers: Counter[int] = Counter()
            for result, count in results.items():
                for number, _ in result.fired:
                    numbers[number] += count
            for number, count in numbers.items():
                firings[plan.rules[number].rule.id] += count
        return firings
