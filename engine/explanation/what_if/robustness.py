"""How firm each pick stands: the single answers that would take it away if they were others, or if they were given."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from engine.explanation.what_if.effects import Change, Effect, effects
from engine.explanation.why_not.holding import Hold
from engine.inference.profile import Answer
from engine.inference.reasoner import Decision
from engine.inference.resolution import SlotOutcome

# No single answer takes the pick away; one that was given would, if it were another; one that was not given could.
Badge = Literal["firm", "sensitive", "open"]
BADGES: tuple[Badge, ...] = ("firm", "sensitive", "open")


@dataclass(frozen=True, slots=True)
class Loss:
    """A change that takes a pick away: what the slot comes to then. `verdict` is the product's, None for no word."""

    change: Change
    outcome: SlotOutcome
    verdict: str | None


@dataclass(frozen=True, slots=True)
class Deciding:
    """An answer that a pick hangs on, and each of its other values that takes the pick away.

    `given` is None where there was no answer; `fixed`: the question asks for a fact that nobody changes at will.
    """

    question: str
    given: Answer | None
    fixed: bool
    losses: tuple[Loss, ...]


@dataclass(frozen=True, slots=True)
class Firmness:
    """What a pick hangs on: answers that were `given`, and questions that are `open`."""

    slot: str
    product: str
    given: tuple[Deciding, ...]
    open: tuple[Deciding, ...]

    @property
    def badge(self) -> Badge:
        return "sensitive" if self.given else "open" if self.open else "firm"


def robustness(
    decision: Decision, *, hold: Hold = "none", found: Iterable[Effect] | None = None
) -> tuple[Firmness, ...]:
    """Every pick of every slot, in the order of slots and picks. `found`: the effects, where they are known already."""
    losses: dict[tuple[str, str], list[Loss]] = defaultdict(list)
    for effect in effects(decision, hold=hold) if found is None else found:
        for slot in effect.slots:
            if slot.moves_picks:
                verdicts = {verdict.product: verdict.verdict for verdict in slot.after.verdicts}
                for product in slot.before.picks:
                    if product not in slot.after.picks:
                        losses[slot.slot, product].append(Loss(effect.change, slot.after, verdicts.get(product)))
    return tuple(_firmness(outcome.slot, product, losses) for outcome in decision.slots for product in outcome.picks)


def _firmness(slot: str, product: str, losses: Mapping[tuple[str, str], list[Loss]]) -> Firmness:
    by_question: dict[str, list[Loss]] = defaultdict(list)
    for loss in losses.get((slot, product), ()):
        by_question[loss.change.question].append(loss)
    hanging = [
        Deciding(question, found[0].change.before, found[0].change.fixed, tuple(found))
        for question, found in by_question.items()
    ]
    given = tuple(one for one in hanging if one.given is not None)
    return Firmness(slot, product, given, tuple(one for one in hanging if one.given is None))
