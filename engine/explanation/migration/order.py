"""The order of a migration: what is to be installed and what is to be moved, each after what it waits for."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

# Who says that a step comes after another: that what a move leads to has to be there first; a rule of order or a
# connection; what a verdict comes with; the stage of adoption.
WaitHow = Literal["target", "rule", "with", "connection", "stage"]
WAIT_HOWS: tuple[WaitHow, ...] = ("target", "rule", "with", "connection", "stage")

# What decided where nothing had to be waited for: nothing else was left; a deadline; the order of the architecture.
PlacedBy = Literal["only", "deadline", "architecture"]
PLACED_BY: tuple[PlacedBy, ...] = ("only", "deadline", "architecture")

# The place of a slot in the node of a release to raise.
RELEASE = "release"

# A product to install, with an empty slot, or a product to leave in a slot; or one of which to raise the release.
Node = tuple[str, str]


@dataclass(frozen=True, slots=True, order=True)
class Wait:
    """A step that comes first, and who says so; `rule` is None for what no rule says."""

    first: Node
    how: WaitHow
    rule: str | None


@dataclass(frozen=True, slots=True)
class Placed:
    """`due`: the node with the deadline that counted, which is this one or one that waits for it; None: none has one."""

    node: Node
    waits: tuple[Wait, ...]
    by: PlacedBy
    due: Node | None = None


@dataclass(slots=True)
class Ordering:
    """Nodes with what each waits for. `places`: where the architecture has them; `deadlines`: of moves with one."""

    places: Mapping[Node, tuple[int, str]]
    deadlines: Mapping[Node, date]
    waits: dict[Node, list[Wait]] = field(default_factory=dict)

    def add(self, node: Node, wait: Wait) -> None:
        """Unless the other way round was said before: those who speak first are heard."""
        if wait not in self.waits.get(node, ()) and not self._leads(wait.first, node):
            self.waits.setdefault(node, []).append(wait)

    def _leads(self, start: Node, end: Node) -> bool:
        """Does `start` wait for `end`, over whatever is between them? A step waits for itself."""
        seen, waiting = {start}, [start]
        while waiting:
            node = waiting.pop()
            if node == end:
                return True
            firsts = {wait.first for wait in self.waits.get(node, ())} - seen
            seen |= firsts
            waiting.extend(sorted(firsts))
        return False

    def sorted(self) -> tuple[Placed, ...]:
        """Each after what it waits for; of those that could be next, the one that ends soonest."""
        urgent = self._urgent()
        left = {node: {wait.first for wait in self.waits.get(node, ())} for node in self.places}
        ready = [(urgent[node][0], self.places[node], node) for node, firsts in left.items() if not firsts]
        heapq.heapify(ready)
        order = []
        while ready:
            day, _, node = heapq.heappop(ready)
            rival = ready[0][0] if ready else None
            by: PlacedBy = "only" if rival is None else "deadline" if day != rival else "architecture"
            order.append(Placed(node, tuple(sorted(self.waits.get(node, ()))), by, urgent[node][1]))
            for other in self._waiting_for(node):
                left[other].discard(node)
                if not left[other]:
                    heapq.heappush(ready, (urgent[other][0], self.places[other], other))
        return tuple(order)

    def _waiting_for(self, node: Node) -> Iterable[Node]:
        return [other for other in self.places if any(wait.first == node for wait in self.waits.get(other, ()))]

    def _urgent(self) -> dict[Node, tuple[date, Node | None]]:
        """The deadline of each step, and whose: its own, or that of what waits for it, whichever is sooner."""
        found: dict[Node, tuple[date, Node | None]] = {
            node: (self.deadlines[node], node) if node in self.deadlines else (date.max, None) for node in self.places
        }
        for node in self.places:
            pending = [node]
            while pending:
                for wait in self.waits.get(pending.pop(), ()):
                    if found[node][0] < found[wait.first][0]:
                        found[wait.first] = found[node]
                        pending.append(wait.first)
        return found
