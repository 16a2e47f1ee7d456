"""What a slot comes to, and whether a further answer could change it.

Works on one slot at a time. Sets of rules are integers: bit i stands for the i-th rule of the slot's plan.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.inference.arguments import ProductArguments
from engine.inference.plan import SlotPlan
from engine.inference.verdicts import Defeat, PassedOver, ProductVerdict, SlotWarning, Spoken
from engine.model import STANCES_FOR


@dataclass(frozen=True, slots=True)
class Situation:
    """What is known of a slot's rules: which fire whatever is answered further, and which could fire.

    `in_use`: the literals that say so of products at home here; `maybe_in_use`: those of which it is not known.
    """

    certain: int
    possible: int
    in_use: int
    maybe_in_use: int


@dataclass(frozen=True, slots=True, eq=False)
class SlotOutcome:
    """A slot's verdicts, best first. Compared by identity: equal situations share one outcome.

    `settled`: no further answer can change it, as far as it is needed; `verdicts_settled`: nor what is to be left or
    avoided in a slot that is not. `waiting`: bits of the undetermined rules that could, by number in the plan;
    `waits_for_stack`: so could knowing what is in use. `needed_because`: the rules that ask for the slot;
    `passed_over`: products without a verdict, for all that was said of them was set aside.
    """

    slot: str
    status: str
    needed: bool
    need_settled: bool
    settled: bool
    verdicts_settled: bool
    picks: tuple[str, ...]
    verdicts: tuple[ProductVerdict, ...]
    warnings: tuple[SlotWarning, ...]
    needed_because: tuple[int, ...]
    need_defeated: tuple[Defeat, ...]
    passed_over: tuple[PassedOver, ...]
    waiting: int
    waits_for_stack: bool

    @property
    def defeats(self) -> Iterator[Defeat]:
        """Whatever was set aside here: of the need, of products with a verdict, and of those that got none by it."""
        yield from self.need_defeated
        for spoken_of in (self.verdicts, self.passed_over):
            for one in spoken_of:
                yield from one.defeated


@dataclass(slots=True)
class _Standing:
    """Which rules could speak: certainly, possibly; `open`: which of the latter are not certain to."""

    certain: int
    possible: int
    open: int


def resolve(plan: SlotPlan, situation: Situation, said: Spoken) -> SlotOutcome:
    """The slot's outcome in this situation, in which the rules that fired say what they do."""
    standing = _standing(plan, situation)
    need_settled = _need_is_settled(plan, said.needed, standing)
    loose = _loose(plan, situation, standing, said.now)
    settled = need_settled and (not said.needed or not loose.unsettled)
    waiting = loose.rules if need_settled else loose.rules | plan.need_rules & standing.open
    return SlotOutcome(
        slot=plan.slot,
        status=_status(plan, said, standing, need_settled, settled),
        needed=said.needed,
        need_settled=need_settled,
        settled=settled,
        verdicts_settled=not loose.unsettled,
        picks=said.picks,
        verdicts=said.verdicts,
        warnings=said.warnings,
        needed_because=said.needed_because,
        need_defeated=said.need_defeated,
        passed_over=said.passed_over,
        waiting=plan.numbers(_with_silencers(plan, waiting, standing.open)),
        waits_for_stack=loose.stack,
    )


def _status(plan: SlotPlan, said: Spoken, standing: _Standing, need_settled: bool, settled: bool) -> str:
    if settled and not said.needed:
        return "not-needed"
    if said.contested:
        return "contested"
    # Whether what is ruled out is avoided or left may still be open; that nothing serves is not.
    hopeless = said.needed and need_settled and not said.picks and standing.certain & plan.ruling_out
    if hopeless and not _may_be_served(plan, standing):
        return "unserved"
    return "decided" if settled else "open"


def _standing(plan: SlotPlan, situation: Situation) -> _Standing:
    """Who certainly or possibly speaks. Rules come after their overriders; `verdicts` says who is silent."""
    certain, possible = situation.certain & plan.never_silent, situation.possible & plan.never_silent
    if possible != situation.possible:
        certain_bound, possible_bound = certain & plan.constraints, possible & plan.constraints
        for i in plan.silenceable:
            bit = 1 << i
            if situation.possible & bit:
                overriders = plan.overriders[i]
                maybe_bound = possible_bound and plan.is_bound(i, possible_bound)
                if not overriders & certain and not (maybe_bound and plan.is_bound(i, certain_bound)):
                    if situation.certain & bit and not maybe_bound and not overriders & possible:
                        certain |= bit
                    possible |= bit
    return _Standing(certain, possible, possible & ~certain)


def _need_is_settled(plan: SlotPlan, needed: bool, standing: _Standing) -> bool:
    if needed:
        return bool(standing.certain & plan.asking) and not standing.possible & plan.declining
    return bool(standing.certain & plan.declining) or not standing.possible & plan.asking


def _may_be_served(plan: SlotPlan, standing: _Standing) -> bool:
    """Could some answer make a product of the slot a pick, or one to consider?"""
    for arguments in plan.arguments:
        wanted = bound_for = bound_against = False
        for i, kind, conclusion in arguments.said:
            constraint = arguments.kinds[kind.bit_length() - 1].strength == "constraint"
            if conclusion.kind in STANCES_FOR:
                wanted = wanted or bool(standing.possible >> i & 1)
                bound_for = bound_for or (constraint and bool(standing.possible >> i & 1))
            elif constraint and standing.certain >> i & 1:
                bound_against = True
        if wanted and (bound_for or not bound_against):
            return True
    return False


# --- what could change --------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Loose:
    """What could still change a slot's verdicts: rules, knowing what is in use, anything at all."""

    rules: int = 0
    stack: bool = False
    unsettled: bool = False


def _loose(plan: SlotPlan, situation: Situation, standing: _Standing, now: int) -> _Loose:
    """Of every product that a rule could speak of: could its verdict still change?"""
    heard = [arguments for arguments in plan.arguments if arguments.rules & situation.possible]
    ranked = sum([arguments.can_be_picked for arguments in heard]) > 1
    found = _Loose()
    for arguments in heard:
        open_stack = bool(situation.maybe_in_use & arguments.in_use and standing.possible & arguments.turning)
        if not open_stack and not standing.open & arguments.rules:
            continue
        in_use = bool(situation.in_use & arguments.in_use)
        uses = (not in_use, in_use) if open_stack else (in_use,)
        rules = _undetermined(arguments, standing, now, uses, ranked)
        if rules is not None:
            found.unsettled = True
            found.rules |= rules
            found.stack = found.stack or open_stack
    return found


def _undetermined(
    arguments: ProductArguments, standing: _Standing, now: int, uses: tuple[bool, ...], ranked: bool
) -> int | None:
    """None where no further answer can change the product's verdict, else the rules that could.

    `uses`: whether the product is in use; both, the present one last, where that is open.
    """
    certain = present = undecided = loose = 0
    for kind, rules in arguments.rules_by_kind:
        if rules & now:
            present |= kind
        if rules & standing.certain:
            certain |= kind
        # A rule more of a kind that is certain already changes nothing.
        elif rules & standing.possible:
            undecided |= kind
            loose |= rules & standing.possible
    return None if arguments.is_settled(present, certain, undecided, uses, ranked) else loose


def _with_silencers(plan: SlotPlan, loose: int, open_rules: int) -> int:
    """The undetermined rules, with the undetermined ones that could silence them."""
    found, waiting = loose, loose & ~plan.never_silent
    while waiting:
        low = waiting & -waiting
        more = plan.silencers[low.bit_length() - 1] & open_rules & ~found
        found |= more
        waiting = (waiting ^ low) | more & ~plan.never_silent
    return found


__all__ = ["Defeat", "PassedOver", "ProductVerdict", "Situation", "SlotOutcome", "SlotWarning", "resolve"]
