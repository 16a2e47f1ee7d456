"""A small complete search: clauses in, a model or the assumptions that cannot hold together out.

Conflict-driven clause learning, as SAT solvers do it, with nothing tuned: a question here has a few hundred variables.
A literal is twice its variable, plus one where it is denied; `literal ^ 1` is its contrary.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from math import inf

_TRUE, _FALSE, _OPEN = 1, -1, 0
_DECAY = 1.05
_TOO_LARGE = 1e100


class OutOfSteps(Exception):
    """The search met more conflicts than it was allowed. Nothing is known then."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`model` has the value of each variable; without one, `core` has assumptions that cannot hold together."""

    model: bytes | None
    core: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return self.model is not None

    def holds(self, literal: int) -> bool:
        """A variable that is younger than the model is denied: whatever was not asked about was not answered."""
        assert self.model is not None
        number = literal >> 1
        return (number < len(self.model) and bool(self.model[number])) != bool(literal & 1)

    def knows(self, literal: int) -> bool:
        return self.model is not None and literal >> 1 < len(self.model)


class Solver:
    """Clauses may be added between questions; what was learned from one question serves the next."""

    def __init__(self) -> None:
        self._values: list[int] = []  # by literal
        self._watching: list[list[list[int]]] = []  # by literal: the clauses that watch it
        self._levels: list[int] = []  # by variable, as the next three
        self._reasons: list[list[int] | None] = []
        self._activity: list[float] = []
        self._rank: list[int] = []
        self._queue: list[tuple[float, int, int]] = []
        self._trail: list[int] = []
        self._limits: list[int] = []  # where in the trail each level of decisions begins
        self._done = 0  # how much of the trail has been propagated
        self._bump = 1.0
        self._sound = True

    def variable(self, *, first: bool = False, soft: bool = False) -> int:
        """A new variable's literal. Those that are to be tried `first` are tried denied.

        `soft` ones are decided, denied, before all others whatever the search learns: in a model no fewer of them hold.
        """
        number = len(self._levels)
        self._values += [_OPEN, _OPEN]
        self._watching += [[], []]
        self._levels.append(0)
        self._reasons.append(None)
        self._activity.append(inf if soft else 0.0)
        self._rank.append(0 if first else 1)
        heappush(self._queue, (-self._activity[number], self._rank[number], number))
        return 2 * number

    def add(self, clause: Iterable[int]) -> None:
        """One of these literals holds."""
        literals = set(clause)
        if not self._sound or any(literal ^ 1 in literals or self._values[literal] == _TRUE for literal in literals):
            return
        kept = [literal for literal in literals if self._values[literal] == _OPEN]
        if not kept:
            self._sound = False
        elif len(kept) == 1:
            self._assign(kept[0], None)
        else:
            self._watch(kept)

    def solve(self, assumptions: Sequence[int] = (), *, steps: int = 100_000) -> Answer:
        """A model in which all assumptions hold. Raises OutOfSteps after that many conflicts."""
        try:
            return self._search(assumptions, steps)
        finally:
            self._back_to(0)

    # --- the search -------------------------------------------------------------------------------------------

    def _search(self, assumptions: Sequence[int], steps: int) -> Answer:
        while self._sound:
            conflict = self._propagate()
            if conflict is not None:
                if not self._limits:
                    self._sound = False
                    break
                steps -= 1
                if steps < 0:
                    raise OutOfSteps
                self._learn(conflict)
                continue
            level = len(self._limits)
            if level < len(assumptions):
                wanted = assumptions[level]
                if self._values[wanted] == _FALSE:
                    return Answer(None, self._core(wanted))
            else:
                chosen = self._next()
                if chosen is None:
                    return Answer(bytes(self._values[literal] == _TRUE for literal in range(0, len(self._values), 2)))
                wanted = chosen
            self._limits.append(len(self._trail))
            if self._values[wanted] == _OPEN:
                self._assign(wanted, None)
        return Answer(None)

    def _next(self) -> int | None:
        """The open variable that took part in most conflicts lately, denied."""
        while self._queue:
            _, _, number = heappop(self._queue)
            if self._values[2 * number] == _OPEN:
                return 2 * number + 1
        return None

    def _assign(self, literal: int, reason: list[int] | None) -> None:
        self._values[literal], self._values[literal ^ 1] = _TRUE, _FALSE
        number = literal >> 1
        self._levels[number], self._reasons[number] = len(self._limits), reason
        self._trail.append(literal)

    def _watch(self, clause: list[int]) -> None:
        self._watching[clause[0]].append(clause)
        self._watching[clause[1]].append(clause)

    def _propagate(self) -> list[int] | None:
        """Everything that follows from the trail; a clause that cannot hold, where there is one."""
        values, watching, trail = self._values, self._watching, self._trail
        while self._done < len(trail):
            denied = trail[self._done] ^ 1
            self._done += 1
            clauses, kept = watching[denied], []
            for at, clause in enumerate(clauses):
                if clause[0] == denied:
                    clause[0], clause[1] = clause[1], denied
                first = clause[0]
                if values[first] == _TRUE:
                    kept.append(clause)
                    continue
                for i in range(2, len(clause)):
                    if values[clause[i]] != _FALSE:
                        clause[1], clause[i] = clause[i], denied
                        watching[clause[1]].append(clause)
                        break
                else:
                    kept.append(clause)
                    if values[first] == _FALSE:
                        watching[denied] = kept + clauses[at + 1 :]
                        self._done = len(trail)
                        return clause
                    self._assign(first, clause)
            watching[denied] = kept
        return None

    def _learn(self, conflict: list[int]) -> None:
        """Resolve back to the one decision of this level that the conflict hangs on, and deny it from there on."""
        level, seen, learned = len(self._limits), set[int](), list[int]()
        at, waiting, reason = len(self._trail) - 1, 0, conflict
        while True:
            for literal in reason:
                number = literal >> 1
                if number in seen or self._levels[number] == 0:
                    continue
                seen.add(number)
                self._activity[number] += self._bump
                if self._levels[number] == level:
                    waiting += 1
                else:
                    learned.append(literal)
            while self._trail[at] >> 1 not in seen:
                at -= 1
            pivot, at, waiting = self._trail[at], at - 1, waiting - 1
            if waiting == 0:
                break
            reason = [literal for literal in self._reasons[pivot >> 1] or () if literal != pivot]
        self._raise_bump()
        learned.sort(key=lambda literal: -self._levels[literal >> 1])
        self._back_to(self._levels[learned[0] >> 1] if learned else 0)
        clause = [pivot ^ 1, *learned]
        if learned:
            self._watch(clause)
        self._assign(pivot ^ 1, clause if learned else None)

    def _raise_bump(self) -> None:
        """What took part in later conflicts counts for more."""
        self._bump *= _DECAY
        if self._bump > _TOO_LARGE:
            self._activity = [one / _TOO_LARGE for one in self._activity]
            self._bump /= _TOO_LARGE
            self._queue = [(-self._activity[n], rank, n) for _, rank, n in self._queue]
            heapify(self._queue)

    def _back_to(self, level: int) -> None:
        if len(self._limits) <= level:
            return
        start = self._limits[level]
        for literal in self._trail[start:]:
            number = literal >> 1
            self._values[literal] = self._values[literal ^ 1] = _OPEN
            heappush(self._queue, (-self._activity[number], self._rank[number], number))
        del self._trail[start:], self._limits[level:]
        self._done = min(self._done, start)

    def _core(self, denied: int) -> frozenset[int]:
        """The assumptions from which it follows that this one cannot hold, with it."""
        core, waiting, seen = {denied}, [denied >> 1], set[int]()
        while waiting:
            number = waiting.pop()
            if number in seen or self._levels[number] == 0:
                continue
            seen.add(number)
            reason = self._reasons[number]
            if reason is None:
                core.add(2 * number if self._values[2 * number] == _TRUE else 2 * number + 1)
            else:
                waiting += [literal >> 1 for literal in reason if literal >> 1 != number]
        return frozenset(core)
