"""Arguments → verdicts: who is set aside by whom, what survives, and whether a further answer could change it.

Works on one slot at a time. Sets of rules are integers: bit i stands for the i-th rule of the slot's plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from typing import NamedTuple

from engine.dated import end_of_life_known_on
from engine.inference.arguments import ProductArguments
from engine.inference.literals import bits
from engine.inference.plan import SlotPlan
from engine.model import PICKED, STANCES_FOR, VERDICTS, Conclusion, Knowledge

# More undetermined kinds of argument than this on one product are not tried in every combination.
_MAX_UNDETERMINED = 7
_STRENGTH_RANK = {"constraint": 0, "exception": 1, "default": 2}
_VERDICT_RANK = {verdict: rank for rank, verdict in enumerate(VERDICTS)}
# How many situations of one product are remembered.
_JUDGED = 512


@dataclass(frozen=True, slots=True)
class Situation:
    """What is known of a slot's rules: which fired, which fire whatever is answered further, which could fire.

    `in_use`, `surely_in_use`, `maybe_in_use`: products at home here.
    """

    fired: int
    certain: int
    possible: int
    in_use: frozenset[str]
    surely_in_use: frozenset[str]
    maybe_in_use: frozenset[str]


@dataclass(frozen=True, slots=True)
class Defeat:
    """A rule that fired and was set aside, and by which rules: numbers in the plan."""

    rule: int
    by: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ProductVerdict:
    """What the arguments on a product come to. Rules are numbers in the plan; `rank` 0 is the strongest reason."""

    product: str
    verdict: str
    because: tuple[int, ...]
    defeated: tuple[Defeat, ...]
    to: tuple[str, ...] = ()
    by_date: date | None = None
    through: tuple[str, ...] = ()
    ruled_out_by: tuple[int, ...] = ()
    contested: bool = False
    rank: int = 2


@dataclass(frozen=True, slots=True)
class SlotWarning:
    rule: int
    product: str
    kind: str
    date: date | None


@dataclass(frozen=True, slots=True, eq=False)
class SlotOutcome:
    """A slot's verdicts, best first. Compared by identity: equal situations share one outcome.

    `settled`: no further answer can change it, as far as it is needed; `verdicts_settled`: nor what is to be left or
    avoided in a slot that is not. `waiting`: bits of the undetermined rules that could, by number in the plan;
    `waits_for_stack`: so could knowing what is in use. `needed_because`: the rules that ask for the slot.
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
    waiting: int
    waits_for_stack: bool


@dataclass(slots=True)
class _Standing:
    """Which rules speak: now, certainly, possibly; and who set aside those that fired."""

    now: int
    certain: int
    possible: int
    defeats: dict[int, int]


@dataclass(slots=True)
class _Case:
    """What one resolution works on."""

    plan: SlotPlan
    situation: Situation
    standing: _Standing
    knowledge: Knowledge
    day: date


def resolve(plan: SlotPlan, situation: Situation, knowledge: Knowledge, day: date) -> SlotOutcome:
    """The slot's outcome in this situation."""
    standing = _standing(plan, situation)
    case = _Case(plan, situation, standing, knowledge, day)
    needed, need_settled = _need(plan, standing)
    verdicts, loose = _verdicts(case, needed)
    picks = tuple(v.product for v in verdicts if v.verdict in PICKED and not v.contested) if needed else ()
    settled = need_settled and (not needed or not loose.unsettled)
    hopeless = needed and need_settled and _is_ruled_out(plan, standing) and not _may_be_served(plan, standing)
    undetermined = plan.need_rules & standing.possible & ~standing.certain
    waiting = 0 if need_settled else _with_silencers(case, undetermined)
    return SlotOutcome(
        slot=plan.slot,
        status=_status(needed, settled, picks, verdicts, hopeless),
        needed=needed,
        need_settled=need_settled,
        settled=settled,
        verdicts_settled=not loose.unsettled,
        picks=picks,
        verdicts=_with_destinations(verdicts, picks),
        warnings=_warnings(case, needed, verdicts),
        needed_because=_numbers(plan, bits(plan.need_rules & standing.now)),
        need_defeated=_defeats(case, plan.need_rules, {}),
        waiting=plan.numbers(waiting | loose.rules),
        waits_for_stack=loose.stack,
    )


def _status(
    needed: bool, settled: bool, picks: Sequence[str], verdicts: Sequence[ProductVerdict], hopeless: bool
) -> str:
    if settled and not needed:
        return "not-needed"
    if needed and any(v.contested for v in verdicts):
        return "contested"
    # Whether what is ruled out is avoided or left may still be open; that nothing serves is not.
    if hopeless and not picks:
        return "unserved"
    return "decided" if settled else "open"


def _standing(plan: SlotPlan, situation: Situation) -> _Standing:
    """Who speaks, of the rules that fired, and of those that certainly or possibly do. Rules come after overriders.

    A rule is silent where a rule that speaks overrides it, and where constraints defeat all that it says here: then
    it no longer overrides others either.
    """
    free = plan.never_silent
    now, certain, possible = situation.fired & free, situation.certain & free, situation.possible & free
    if possible == situation.possible:
        return _Standing(now, certain, possible, {})
    # Nothing silences a constraint: who is bound by one is known at once.
    now_bound, certain_bound, possible_bound = (
        now & plan.constraints,
        certain & plan.constraints,
        possible & plan.constraints,
    )
    defeats: dict[int, int] = {}
    for i in plan.silenceable:
        bit = 1 << i
        if not situation.possible & bit:
            continue
        overriders, yields = plan.overriders[i], plan.yields[i]
        if situation.fired & bit:
            silencers = overriders & now
            if yields and _each_meets(yields, now_bound):
                silencers |= plan.silencers[i] & now_bound
            if silencers:
                defeats[i] = silencers
            else:
                now |= bit
        maybe_silent = overriders & possible or (yields and _each_meets(yields, possible_bound))
        if not overriders & certain and not (yields and _each_meets(yields, certain_bound)):
            possible |= bit
        if situation.certain & bit and not maybe_silent:
            certain |= bit
    return _Standing(now, certain, possible, defeats)


def _each_meets(masks: tuple[int, ...], rules: int) -> bool:
    return all(mask & rules for mask in masks)


def _union(masks: Iterable[int]) -> int:
    raised = 0
    for mask in masks:
        raised |= mask
    return raised


def _need(plan: SlotPlan, standing: _Standing) -> tuple[bool, bool]:
    """Is the slot needed, and is that settled?"""
    if standing.now & plan.asking and not standing.now & plan.declining:
        return True, bool(standing.certain & plan.asking) and not standing.possible & plan.declining
    return False, bool(standing.certain & plan.declining) or not standing.possible & plan.asking


def _is_ruled_out(plan: SlotPlan, standing: _Standing) -> bool:
    """Is some product ruled out, whatever is answered further?"""
    return any(
        c.kind == "rule_out" and standing.certain >> i & 1 for arguments in plan.arguments for i, _, c in arguments.said
    )


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


# --- verdicts of products -------------------------------------------------------------------------------------


class _Loose(NamedTuple):
    """What could still change a slot's verdicts: rules, knowing what is in use, anything at all."""

    rules: int
    stack: bool
    unsettled: bool


class _Judged(NamedTuple):
    """The verdict on a product; the rules that could change it (None: nothing can), and whether the stack could."""

    verdict: ProductVerdict | None
    loose: int | None
    open_stack: bool


def _verdicts(case: _Case, needed: bool) -> tuple[tuple[ProductVerdict, ...], _Loose]:
    """Verdicts best first, and what could change them."""
    heard = [arguments for arguments in case.plan.arguments if arguments.rules & case.situation.possible]
    ranked = sum(arguments.can_be_picked for arguments in heard) > 1
    verdicts = []
    rules, stack, unsettled = 0, False, False
    for arguments in heard:
        judged = _judged(case, arguments, ranked)
        if judged.verdict is not None and (needed or judged.verdict.verdict in ("migrate", "avoid")):
            verdicts.append(judged.verdict)
        if judged.loose is not None:
            unsettled = True
            rules |= judged.loose
            stack = stack or judged.open_stack
    if len(verdicts) > 1:
        verdicts.sort(key=lambda v: (_VERDICT_RANK[v.verdict], v.rank, v.product))
    return tuple(verdicts), _Loose(rules, stack, unsettled)


def _judged(case: _Case, arguments: ProductArguments, ranked: bool) -> _Judged:
    """Most products of a slot stay as they are when an answer changes: what was found is remembered."""
    situation, standing, rules, product = case.situation, case.standing, arguments.rules, arguments.product
    in_use = product in situation.in_use
    open_stack = (
        standing.possible & arguments.turning != 0
        and product in situation.maybe_in_use
        and product not in situation.surely_in_use
    )
    key = (
        standing.now & rules,
        standing.certain & rules,
        standing.possible & rules,
        case.plan.around[product] & standing.possible & ~standing.certain,
        in_use,
        open_stack,
        ranked,
        case.day,
        *[(i, by) for i, by in standing.defeats.items() if rules >> i & 1],
    )
    found: _Judged | None = arguments.judged.get(key)
    if found is None:
        uses = (not in_use, in_use) if open_stack else (in_use,)
        found = _Judged(_verdict(case, arguments, in_use), _undetermined(case, arguments, uses, ranked), open_stack)
        if len(arguments.judged) >= _JUDGED:
            arguments.judged.clear()
        arguments.judged[key] = found
    return found


def _verdict(case: _Case, arguments: ProductArguments, in_use: bool) -> ProductVerdict | None:
    plan, standing = case.plan, case.standing
    speaking = [one for one in arguments.said if standing.now >> one[0] & 1]
    present = 0
    for _, kind, _ in speaking:
        present |= kind
    if not present:
        return None
    outcome = arguments.outcome(present, in_use)
    survivors = [(i, c) for i, kind, c in speaking if kind & outcome.survives]
    surviving = _as_bits(i for i, _ in survivors)
    binding = {
        side: plan.constraints & _as_bits(i for i, c in survivors if (c.kind in STANCES_FOR) == side)
        for side in (True, False)
    }
    silenced = {i: binding[c.kind not in STANCES_FOR] for i, _, c in speaking if not surviving >> i & 1}
    leaving = outcome.verdict == "migrate"
    return ProductVerdict(
        product=arguments.product,
        verdict=outcome.verdict or "avoid",
        because=_numbers(plan, bits(surviving)),
        defeated=_defeats(case, arguments.rules, silenced),
        to=tuple(dict.fromkeys(product for _, c in survivors for product in c.to)) if leaving else (),
        by_date=_by_date(case, survivors, arguments.product) if leaving else None,
        through=tuple(dict.fromkeys(product for _, c in survivors for product in c.through)),
        ruled_out_by=_numbers(plan, [i for i, c in survivors if c.kind == "rule_out"]),
        contested=outcome.contested,
        rank=outcome.rank,
    )


def _as_bits(indices: Iterable[int]) -> int:
    raised = 0
    for i in indices:
        raised |= 1 << i
    return raised


def _numbers(plan: SlotPlan, indices: Iterable[int]) -> tuple[int, ...]:
    """Numbers in the plan, the strongest rules first."""
    chosen = [plan.rules[i] for i in dict.fromkeys(indices)]
    if len(chosen) > 1:
        chosen.sort(key=lambda planned: (_STRENGTH_RANK[planned.rule.strength], planned.rule.id))
    return tuple([planned.number for planned in chosen])


def _undetermined(case: _Case, arguments: ProductArguments, uses: tuple[bool, ...], ranked: bool) -> int | None:
    """None where no further answer can change the product's verdict, else the rules that could.

    `uses`: whether the product is in use; both, the present one last, where that is open.
    """
    standing = case.standing
    certain = present = 0
    loose: dict[int, int] = {}
    for i, kind, _ in arguments.said:
        if standing.certain >> i & 1:
            certain |= kind
        elif standing.possible >> i & 1:
            loose[kind] = loose.get(kind, 0) | 1 << i
        if standing.now >> i & 1:
            present |= kind
    # A rule more of a kind that is certain already changes nothing.
    undecided = [kind for kind in loose if not certain & kind]
    if not undecided and len(uses) == 1:
        return None
    if len(undecided) <= _MAX_UNDETERMINED:
        now = arguments.outcome(present, uses[-1]).shown(ranked)
        if all(
            arguments.outcome(certain + sum(chosen), in_use).shown(ranked) == now
            for size in range(len(undecided) + 1)
            for chosen in combinations(undecided, size)
            for in_use in uses
        ):
            return None
    return _with_silencers(case, _union(loose[kind] for kind in undecided))


def _with_silencers(case: _Case, loose: int) -> int:
    """The undetermined rules, with the undetermined ones that could silence them."""
    plan, open_rules = case.plan, case.standing.possible & ~case.standing.certain
    found = waiting = loose
    while waiting:
        low = waiting & -waiting
        i = low.bit_length() - 1
        more = plan.silencers[i] & open_rules & ~found
        found |= more
        waiting = (waiting ^ low) | more
    return found


def _by_date(case: _Case, survivors: list[tuple[int, Conclusion]], product: str) -> date | None:
    known = end_of_life_known_on(case.knowledge.products[product], case.day)
    days = [known if c.by == "end-of-life" else c.by for _, c in survivors if c.by is not None]
    found = [one for one in days if one is not None]
    return min(found) if found else known


def _defeats(case: _Case, among: int, silenced: dict[int, int]) -> tuple[Defeat, ...]:
    """Rules set aside in the slot, and those that constraints on the product silence here, with these."""
    plan = case.plan
    if not case.standing.defeats and not silenced:
        return ()
    found = {i: by for i, by in case.standing.defeats.items() if among >> i & 1} | silenced
    ordered = sorted(found.items(), key=lambda defeat: plan.rules[defeat[0]].rule.id)
    return tuple(Defeat(plan.rules[i].number, _numbers(plan, bits(by))) for i, by in ordered)


def _with_destinations(verdicts: tuple[ProductVerdict, ...], picks: tuple[str, ...]) -> tuple[ProductVerdict, ...]:
    """A product to be left leads to what rules name and no verdict speaks against here, else to the slot's picks."""
    if not any(v.verdict == "migrate" for v in verdicts):
        return verdicts
    unwanted = {v.product for v in verdicts if v.verdict in ("migrate", "avoid")}
    return tuple(
        replace(v, to=tuple(product for product in v.to if product not in unwanted) or picks)
        if v.verdict == "migrate"
        else v
        for v in verdicts
    )


def _warnings(case: _Case, needed: bool, verdicts: Sequence[ProductVerdict]) -> tuple[SlotWarning, ...]:
    """Warnings on products that the slot could lead to, or that are in use. Others would be noise."""
    plan = case.plan
    said = [(i, c) for i, c in plan.warnings if case.standing.now >> i & 1]
    if not said:
        return ()
    judged = {v.product for v in verdicts}
    idle = {v.product for v in verdicts if v.verdict == "avoid" and not _was_wanted(case, v.product)}
    found = []
    for i, c in said:
        # A rule about one product in particular knows why it warns; one about all products may be far from the matter.
        near = c.subject not in idle and (c.subject in judged or plan.rules[i].rule.product is None)
        if (needed and near) or c.subject in case.situation.in_use:
            known = end_of_life_known_on(case.knowledge.products[c.subject], case.day)
            when = known if c.date == "end-of-life" else c.date
            found.append(SlotWarning(plan.rules[i].number, c.subject, c.warning or "limit", when))
    return tuple(found)


def _was_wanted(case: _Case, product: str) -> bool:
    return any(
        c.kind in STANCES_FOR and case.situation.fired >> i & 1
        for arguments in case.plan.arguments
        if arguments.product == product
        for i, _, c in arguments.said
    )
