"""What the rules that fired come to in one slot: who is set aside by whom, and the verdicts of those who are not.

Sets of rules are integers: bit i stands for the i-th rule of the slot's plan. Whether a further answer could change
any of it is asked in `resolution`: many situations differ in that alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from engine.dated import end_of_life_known_on
from engine.inference.arguments import Outcome, ProductArguments
from engine.inference.literals import bits, mask_of
from engine.inference.plan import SlotPlan
from engine.model import PICKED, STANCES_AGAINST, STANCES_FOR, VERDICTS, Conclusion, Knowledge

_VERDICT_RANK = {verdict: rank for rank, verdict in enumerate(VERDICTS)}
# The stances that come to a verdict all by themselves, and those that do where the product is in use.
_GIVING = {**{verdict: (verdict,) for verdict in VERDICTS}, "avoid": ("avoid", "rule_out")}
_GIVING_IN_USE = {**_GIVING, "keep": ("keep", "adopt"), "migrate": STANCES_AGAINST}


@dataclass(frozen=True, slots=True)
class Defeat:
    """A rule that fired and was set aside, and by which rules: numbers in the plan."""

    rule: int
    by: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ProductVerdict:
    """What the arguments on a product come to. Rules are numbers in the plan; `rank` 0 is the strongest reason.

    `because`: the rules that alone would come to this verdict first, and among these, as among the others, the
    strongest.
    """

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
class PassedOver:
    """A product without a verdict although rules that fired speak of it: all that they say here was set aside."""

    product: str
    defeated: tuple[Defeat, ...]


@dataclass(frozen=True, slots=True)
class SlotWarning:
    rule: int
    product: str
    kind: str
    date: date | None


@dataclass(frozen=True, slots=True, eq=False)
class Spoken:
    """What is said of a slot. `now`: the rules that speak; `needed_because`: those that ask for the slot.

    `picks` and `contested` are of a slot that is needed; of one that is not, `verdicts` has what to leave and avoid.
    """

    now: int
    needed: bool
    picks: tuple[str, ...]
    contested: bool
    verdicts: tuple[ProductVerdict, ...]
    warnings: tuple[SlotWarning, ...]
    needed_because: tuple[int, ...]
    need_defeated: tuple[Defeat, ...]
    passed_over: tuple[PassedOver, ...]


@dataclass(slots=True)
class _Case:
    """What one slot's verdicts are worked out from. `defeats`: who set aside rules that fired."""

    plan: SlotPlan
    fired: int
    now: int
    defeats: dict[int, int]
    in_use: int
    knowledge: Knowledge
    day: date

    def uses(self, product: str) -> bool:
        return product in self.plan.in_use and bool(self.in_use >> self.plan.in_use[product] & 1)


def spoken(plan: SlotPlan, fired: int, in_use: int, knowledge: Knowledge, day: date) -> Spoken:
    """`in_use`: the literals that say so of products at home here."""
    now, defeats = speaking(plan, fired)
    case = _Case(plan, fired, now, defeats, in_use, knowledge, day)
    needed = bool(now & plan.asking) and not now & plan.declining
    verdicts = [_verdict(case, arguments) for arguments in plan.arguments if arguments.rules & now]
    if not needed:
        verdicts = [v for v in verdicts if v.verdict in ("migrate", "avoid")]
    verdicts.sort(key=lambda v: (_VERDICT_RANK[v.verdict], v.rank, v.product))
    picks = tuple(v.product for v in verdicts if v.verdict in PICKED and not v.contested) if needed else ()
    return Spoken(
        now=now,
        needed=needed,
        picks=picks,
        contested=needed and any(v.contested for v in verdicts),
        verdicts=_with_destinations(verdicts, picks),
        warnings=_warnings(case, needed, verdicts),
        needed_because=_numbers(plan, bits(plan.need_rules & now)),
        need_defeated=_defeats(case, plan.need_rules, {}),
        passed_over=_passed_over(case) if needed and defeats else (),
    )


def _passed_over(case: _Case) -> tuple[PassedOver, ...]:
    return tuple(
        PassedOver(arguments.product, _defeats(case, arguments.rules, {}))
        for arguments in case.plan.arguments
        if arguments.rules & case.fired and not arguments.rules & case.now
    )


def speaking(plan: SlotPlan, fired: int) -> tuple[int, dict[int, int]]:
    """Who speaks of the rules that fired, and who set the others aside. Rules come after their overriders.

    A rule is silent where a rule that speaks overrides it, and where constraints defeat all that it says here: then
    it no longer overrides others either.
    """
    now = fired & plan.never_silent
    defeats: dict[int, int] = {}
    if now == fired:
        return now, defeats
    bound = now & plan.constraints  # nothing silences a constraint: who is bound by one is known at once
    for i in plan.silenceable:
        if fired >> i & 1:
            silencers = plan.overriders[i] & now
            if plan.is_bound(i, bound):
                silencers |= plan.silencers[i] & bound
            if silencers:
                defeats[i] = silencers
            else:
                now |= 1 << i
    return now, defeats


def _verdict(case: _Case, arguments: ProductArguments) -> ProductVerdict:
    plan = case.plan
    speaking = [one for one in arguments.said if case.now >> one[0] & 1]
    present = 0
    for _, kind, _ in speaking:
        present |= kind
    outcome = arguments.outcome(present, case.uses(arguments.product))
    survivors = [(i, c) for i, kind, c in speaking if kind & outcome.survives]
    silenced = _silenced(case, speaking, survivors) if present & ~outcome.survives else {}
    leaving = outcome.verdict == "migrate"
    return ProductVerdict(
        product=arguments.product,
        verdict=outcome.verdict or "avoid",
        because=_because(case, arguments.product, outcome, survivors),
        defeated=_defeats(case, arguments.rules, silenced),
        to=tuple(dict.fromkeys([product for _, c in survivors for product in c.to])) if leaving else (),
        by_date=_by_date(case, survivors, arguments.product) if leaving else None,
        through=tuple(dict.fromkeys([product for _, c in survivors for product in c.through])),
        ruled_out_by=_numbers(plan, [i for i, c in survivors if c.kind == "rule_out"]) if outcome.ruled_out else (),
        contested=outcome.contested,
        rank=outcome.rank,
    )


def _silenced(
    case: _Case, speaking: list[tuple[int, int, Conclusion]], survivors: list[tuple[int, Conclusion]]
) -> dict[int, int]:
    """The rules of which nothing on the product survives, each with the constraints that see to that."""
    surviving = {i for i, _ in survivors}
    binding = {
        side: case.plan.constraints & mask_of(i for i, c in survivors if (c.kind in STANCES_FOR) == side)
        for side in (True, False)
    }
    return {i: binding[c.kind not in STANCES_FOR] for i, _, c in speaking if i not in surviving}


def _numbers(plan: SlotPlan, indices: Iterable[int]) -> tuple[int, ...]:
    """Numbers in the plan, the strongest rules first."""
    chosen = sorted(set(indices), key=plan.strength_order.__getitem__)
    return tuple([plan.rules[i].number for i in chosen])


def _because(case: _Case, product: str, outcome: Outcome, survivors: list[tuple[int, Conclusion]]) -> tuple[int, ...]:
    """What gave the verdict comes before what merely goes with it: a strong rule may say less than a weak one."""
    told = _numbers(case.plan, [i for i, _ in survivors])
    if len(told) == 1 or outcome.verdict is None or (outcome.contested and outcome.verdict == "consider"):
        return told
    giving = _GIVING_IN_USE if case.uses(product) else _GIVING
    stances = giving[outcome.verdict]
    gave = {case.plan.rules[i].number for i, c in survivors if c.kind in stances}
    return tuple(sorted(told, key=lambda number: number not in gave))


def _by_date(case: _Case, survivors: list[tuple[int, Conclusion]], product: str) -> date | None:
    known = end_of_life_known_on(case.knowledge.products[product], case.day)
    days = [known if c.by == "end-of-life" else c.by for _, c in survivors if c.by is not None]
    found = [one for one in days if one is not None]
    return min(found) if found else known


def _defeats(case: _Case, among: int, silenced: dict[int, int]) -> tuple[Defeat, ...]:
    """Rules set aside in the slot, and those that constraints on the product silence here, with these."""
    plan = case.plan
    if not case.defeats and not silenced:
        return ()
    found = {i: by for i, by in case.defeats.items() if among >> i & 1} | silenced
    ordered = sorted(found.items(), key=lambda defeat: plan.rules[defeat[0]].rule.id)
    return tuple(Defeat(plan.rules[i].number, _numbers(plan, bits(by))) for i, by in ordered)


def _with_destinations(verdicts: Sequence[ProductVerdict], picks: tuple[str, ...]) -> tuple[ProductVerdict, ...]:
    """A product to be left leads to what rules name and no verdict speaks against here, else to the slot's picks."""
    if not any(v.verdict == "migrate" for v in verdicts):
        return tuple(verdicts)
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
    said = [(i, c) for i, c in plan.warnings if case.now >> i & 1]
    if not said:
        return ()
    judged = {v.product for v in verdicts}
    idle = {v.product for v in verdicts if v.verdict == "avoid" and not _was_wanted(case, v.product)}
    found = []
    for i, c in said:
        # A rule about one product in particular knows why it warns; one about all products may be far from the matter.
        near = c.subject not in idle and (c.subject in judged or plan.rules[i].rule.product is None)
        if (needed and near) or case.uses(c.subject):
            known = end_of_life_known_on(case.knowledge.products[c.subject], case.day)
            when = known if c.date == "end-of-life" else c.date
            found.append(SlotWarning(plan.rules[i].number, c.subject, c.warning or "limit", when))
    return tuple(found)


def _was_wanted(case: _Case, product: str) -> bool:
    return any(
        c.kind in STANCES_FOR and case.fired >> i & 1
        for arguments in case.plan.arguments
        if arguments.product == product
        for i, _, c in arguments.said
    )
