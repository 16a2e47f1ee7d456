"""The plainest engine there is: look at every rule once. It checks the engine of record (`PORTOLAN_VERIFY`)."""

from __future__ import annotations

from engine.inference.literals import mask_of
from engine.inference.port import Fired, StageRules


class Interpreter:
    """A RuleEngine."""

    def __init__(self) -> None:
        self._stages: list[list[list[int]]] = []

    def add(self, rules: StageRules) -> int:
        self._stages.append([[mask_of(disjunct) for disjunct in disjuncts] for disjuncts in rules])
        return len(self._stages) - 1

    def fire(self, handle: int, held: int) -> Fired:
        fired = []
        for index, masks in enumerate(self._stages[handle]):
            for which, mask in enumerate(masks):
                if held & mask == mask:
                    fired.append((index, which))
                    break
        return tuple(fired)

    def close(self) -> None:
        self._stages.clear()
