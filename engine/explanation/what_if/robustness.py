"""How firm each pick stands: the single answers that would take it away, or put another product beside it, if they
were others, or if they were given.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from engine.explanation.what_if.effects import Change, Effect, effects
from engine.explanation.why_not.holding import Hold
from engine.inference.profile import Answer
from engine.inference.reasoner import Decision
from engine.inference.resolution import SlotOutcome

# No single answer takes the pick away; one that was given would, if it were another; one that was not given could.
Badge = Literal["firm", "sensitive", "may-change"]
BADGES: tuple[Badge, ...] = ("firm", "sensitive", "may-change")


@dataclass(frozen=True, slots=True)
class Turn:
    """A change that takes a pick away or puts others beside it: what the slot comes to then.

    `verdict` is the product's, None for no word; `beside`: the picks that there were not, where it stays one.
    """

    change: Change
    outcome: SlotOutcome
    verdict: str | None
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Deciding:
    """A question that a pick hangs on, and each of its other answers that makes a difference to it.

    `given` is None where there was no answer; `fixed`: the question asks for a fact that nobody changes at will.
    """

    question: str
    given: Answer | None
    fixed: bool
    turns: tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class Firmness:
    """What a pick hangs on: answers that were `given`, and questions that are `open`.

    `joined`: those of which other answers, given ones or not, put another pick beside it.
    """

    slot: str
    product: str
    given: tuple[Deciding, ...]
    open: tuple[Deciding, ...]
    joined: tuple[Deciding, ...]

    @property
    def badge(self) -> Badge:
        return "sensitive" if self.given else "may-change" if self.open else "firm"


def robustness(
    decision: Decision, *, hold: Hold = "none", found: Iterable[Effect] | None = None
) -> tuple[Firmness, ...]:
    """Every pick of every slot, in the order of slots and picks. `found`: the effects, where they are known already."""
    losses: dict[tuple[str, str], list[Turn]] = defaultdict(list)
    joins: dict[tuple[str, str], list[Turn]] = defaultdict(list)
    for effect in effects(decision, hold=hold) if found is None else found:
        for slot in effect.slots:
            if slot.moves_picks:
                verdicts = {verdict.product: verdict.verdict for verdict in slot.after.verdicts}
                beside = tuple(one for one in slot.after.picks if one not in slot.before.picks)
                for product in slot.before.picks:
                    verdict = verdicts.get(product)
                    if product not in slot.after.picks:
                        losses[slot.slot, product].append(Turn(effect.change, slot.after, verdict))
                    elif beside:
                        joins[slot.slot, product].append(Turn(effect.change, slot.after, verdict, beside))
    picks = [(outcome.slot, product) for outcome in decision.slots for product in outcome.picks]
    return tuple(_firmness(pick, losses.get(pick, ()), joins.get(pick, ())) for pick in picks)


def _firmness(pick: tuple[str, str], losses: Iterable[Turn], joins: Iterable[Turn]) -> Firmness:
    hanging = _by_question(losses)
    given = tuple(one for one in hanging if one.given is not None)
    return Firmness(*pick, given, tuple(one for one in hanging if one.given is None), _by_question(joins))


def _by_question(turns: Iterable[Turn]) -> tuple[Deciding, ...]:
    found: dict[str, list[Turn]] = defaultdict(list)
    for turn in turns:
        found[turn.change.question].append(turn)
    return tuple(
        Deciding(question, made[0].change.before, made[0].change.fixed, tuple(made)) for question, made in found.items()
    )
