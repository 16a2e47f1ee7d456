"""What the reasoner asks of an engine that matches rules: the port behind which durable-rules stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from engine.inference.literals import Disjunct

# The rules of one stage: each a sequence of disjuncts, any of which makes it fire.
StageRules = Sequence[Sequence[Disjunct]]

# Rules that fired, by their index in the stage, each with the first of its disjuncts that held; in order of index.
Fired = tuple[tuple[int, int], ...]


class RuleEngine(Protocol):
    """An engine holds stages and fires them. An instance may be shared by threads."""

    def add(self, rules: StageRules) -> int:
        """Take in a stage; returns the handle to fire it by."""

    def fire(self, handle: int, held: int) -> Fired:
        """Every rule of the stage with a disjunct whose literals are all among the bits of `held`."""

    def close(self) -> None:
        """Give back what the engine holds. It must not be used afterwards."""
