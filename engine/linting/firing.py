"""Rules that can never fire, rules that fire and are never heard, and tests that test nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from engine.inference.literals import DERIVED_KINDS, bits
from engine.inference.plan import PlannedRule
from engine.knowledge.problems import Problem
from engine.linting.context import NO_SLOT, Context
from engine.linting.reach import is_over
from engine.linting.search import Found, Search, first_that_can
from engine.linting.wording import condition_said, joined, literal_said
from engine.model import STANCES, All, Any, Condition, Leaf, Not

# Tests that are always so today may be meant for editions and days to come.
_PASSING = frozenset({"edition", "edition_from", "edition_until", "on_or_after", "before", "attribute"})


def rules_without_products(context: Context) -> Iterator[Problem]:
    """Rules that range over products and found none."""
    for module in context.knowledge.modules.values():
        for id_, place in module.idle:
            message = f"{id_!r} ranges over products, and its catalog tests hold for none of them"
            yield Problem(place, "never-fires", message, "mend the tests, or take the rule out")


def silent_rules(context: Context) -> Iterator[Problem]:
    """Rules that no profile makes fire, and rules that are set aside whenever they do."""
    for slot in (NO_SLOT, *context.slots):
        for id_, copies in context.written_in(slot):
            fires = first_that_can(firing(context, copies))
            if fires.can:
                yield from _unheard(context, id_, copies)
            elif fires.can is None:
                yield context.unsettled(copies[0].rule.place, f"{id_!r} can fire")
            else:
                yield _never_fires(context.search_of(copies[0]), id_, copies[0])


def firing(context: Context, copies: tuple[PlannedRule, ...]) -> Iterator[Found]:
    for planned in copies:
        search = context.search_of(planned)
        yield search.can(search.chain.fires(planned.number))


def _unheard(context: Context, id_: str, copies: tuple[PlannedRule, ...]) -> Iterator[Problem]:
    """Nothing that the rule says can come through."""
    heard = first_that_can(_hearing(context, copies))
    rule = copies[0].rule
    if heard.can or any(_is_of_the_past(context, planned) for planned in copies):
        return
    if heard.can is None:
        yield context.unsettled(rule.place, f"{id_!r} is ever heard")
        return
    by = joined(sorted(map(repr, _silencers(context.search_of(copies[0]), copies[0]))))
    message = f"whenever {id_!r} fires, it is set aside by {by}"
    yield Problem(rule.place, "never-heard", message, "take the rule out, or narrow down what sets it aside")


def _hearing(context: Context, copies: tuple[PlannedRule, ...]) -> Iterator[Found]:
    for planned in copies:
        search = context.search_of(planned)
        yield from map(search.can, _said(search, planned))


def _is_of_the_past(context: Context, planned: PlannedRule) -> bool:
    """What it speaks of is over in every edition. That constraints always leave it unheard is as it should be."""
    first = min(edition.published for edition in context.knowledge.editions.values())
    products = [context.knowledge.products[c.subject] for c in planned.rule.then if c.kind in STANCES]
    return bool(products) and all(is_over(product, first) for product in products)


def _said(search: Search, planned: PlannedRule) -> Iterator[int]:
    """A literal for each thing that a rule says: it speaks, and constraints leave it."""
    for conclusion in planned.rule.then:
        slot = conclusion.subject if conclusion.kind in ("need", "no_need") else conclusion.slot
        if slot is None:
            yield search.chain.fires(planned.number)
            continue
        logic = search.chain.slot(slot)
        i = logic.index[planned.number]
        if conclusion.kind in STANCES:
            yield from (heard for j, _, heard in logic.voices(conclusion.subject).each if i == j)
        else:
            yield logic.speaks[i]


def _silencers(search: Search, planned: PlannedRule) -> set[str]:
    found = set()
    for slot in planned.rule.slots:
        logic = search.chain.slot(slot)
        for other in bits(logic.plan.silencers[logic.index[planned.number]]):
            found.add(logic.plan.rules[other].rule.template)
    return found


def _never_fires(search: Search, id_: str, planned: PlannedRule) -> Problem:
    parts = dict.fromkeys(_impossible(search, planned))
    message = f"{id_!r} can never fire: {'; '.join(parts)}"
    return Problem(planned.rule.place, "never-fires", message, "mend the condition, or take the rule out")


def _impossible(search: Search, planned: PlannedRule) -> Iterator[str]:
    """For each alternative of the condition, what of it cannot hold."""
    atoms = search.chain.plan.atoms
    for disjunct in planned.disjuncts:
        by_literal = {search.chain.literal(number): number for number in sorted(disjunct)}
        core = _smallest_core(search, list(by_literal))
        literals = [by_literal[one] for one in core]
        words = [literal_said(atoms.leaves[n >> 1], not n & 1) for n in sorted(literals)]
        if len(words) == 1:
            yield f"{words[0]} holds for no profile{_why(atoms.leaves[literals[0] >> 1])}"
        else:
            yield f"{joined(words)} cannot hold together"


def _why(leaf: Leaf) -> str:
    by_kind = {
        "concern": ", as no rule that derives the concern can fire",
        "needed": ", as no rule that asks for the slot can be heard",
        "picks": ", as nothing makes the product a pick",
        "verdict": ", as nothing leads to such a verdict",
    }
    return by_kind.get(leaf.kind, "") if leaf.kind in DERIVED_KINDS else ""


def _smallest_core(search: Search, literals: list[int]) -> list[int]:
    """Fewer and fewer of them, as long as they cannot hold together."""
    core = literals
    for literal in literals:
        fewer = [one for one in core if one != literal]
        if fewer and search.can(*fewer).can is False:
            core = fewer
    return core


# --- tests that test nothing ----------------------------------------------------------------------------------


def idle_conditions(context: Context) -> Iterator[Problem]:
    """Parts of a condition without which the rule would fire just as often."""
    for slot in (NO_SLOT, *context.slots):
        for id_, copies in context.written_in(slot):
            rule = copies[0].rule
            if first_that_can(firing(context, copies)).can is False:
                continue
            for at, (part, _) in enumerate(_without_each(rule.when)):
                if not _is_passing(part) and all(_is_idle(context, planned, at) for planned in copies):
                    message = f"in {id_!r} the test {condition_said(part)} changes nothing beside the others"
                    yield Problem(rule.place, "idle-test", message, "take it out, or test what was meant", "warning")


def _is_passing(part: Condition) -> bool:
    if isinstance(part, Leaf):
        return part.kind in _PASSING
    return all(map(_is_passing, part.parts if not isinstance(part, Not) else (part.part,)))


def _is_idle(context: Context, planned: PlannedRule, at: int) -> bool:
    search, when = context.search_of(planned), planned.rule.when
    _, rest = list(_without_each(when))[at]
    full, less = search.chain.holds(when), search.chain.holds(rest)
    return search.can(full, less ^ 1).can is False and search.can(less, full ^ 1).can is False


def _without_each(condition: Condition) -> Iterator[tuple[Condition, Condition]]:
    """Each part of some `all` or `any`, with what is left of the condition without it."""
    if isinstance(condition, Not):
        yield from ((part, Not(rest)) for part, rest in _without_each(condition.part))
    elif isinstance(condition, (All, Any)):
        parts = condition.parts
        for i, part in enumerate(parts):
            others = (*parts[:i], *parts[i + 1 :])
            if others:
                yield part, replace(condition, parts=others)
            for inner, rest in _without_each(part):
                yield inner, replace(condition, parts=(*parts[:i], rest, *parts[i + 1 :]))
