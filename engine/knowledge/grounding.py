"""Rules over many products → one rule a product; wildcards in `overrides` → the rules they mean."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from engine.dated import values_over_time
from engine.model import (
    STANCES,
    STANCES_AGAINST,
    STANCES_FOR,
    All,
    Any,
    Conclusion,
    Condition,
    EndOfLife,
    Knowledge,
    LevelSpan,
    LicenceSpan,
    Not,
    Product,
    Rule,
    Text,
    Value,
)

EACH = "each"
EVERY = "every"
DEFAULTS = "defaults"
AGAINST = "against"
FOR = "for"
_PLACEHOLDER = re.compile(r"\{each(\.[a-z_]+)?\}")


def holds_for(operator: str, wanted: Value, value: Value) -> bool | None:
    """A test on a catalog attribute.

    None, neither so nor not so, where the catalog does not know the value, and where there are alternatives of which
    some pass the test and others do not: whoever may choose is bound by neither.
    """
    passing = {_passes(operator, wanted, one) for one in (value if isinstance(value, tuple) else (value,))}
    return passing.pop() if value is not None and len(passing) == 1 else None


def _passes(operator: str, wanted: Value, value: Value) -> bool:
    if operator == "in":
        return value in wanted  # type: ignore[operator]
    return (value == wanted) == (operator == "is")


def ground(rule: Rule, products: Iterable[Product], knowledge: Knowledge) -> list[Rule]:
    """One rule for each product the rule can ever be about."""
    grounded = []
    for product in products:
        when = _bind(rule.when, product)
        if _can_hold(when, knowledge):
            grounded.append(
                replace(
                    rule,
                    id=f"{rule.id}@{product.id}",
                    when=when,
                    then=tuple(c for one in rule.then for c in _bind_conclusion(one, product)),
                    cites=(*rule.cites, *(c for c in _evidence(rule.when, product) if c not in rule.cites)),
                    because=Text(_bind_text(rule.because.en, product), _bind_text(rule.because.ko, product)),
                    product=product.id,
                )
            )
    return grounded


def _evidence(condition: Condition, product: Product) -> list[str]:
    """What the catalog names as evidence for the facts on `each` that a rule tests: claims, or a source."""
    if isinstance(condition, (All, Any)):
        return list(dict.fromkeys(name for part in condition.parts for name in _evidence(part, product)))
    if isinstance(condition, Not):
        return _evidence(condition.part, product)
    if condition.subject == EACH and condition.kind == "version_of" and condition.operator == "support":
        return list(dict.fromkeys(release.source for release in product.releases if release.source))
    if condition.kind != "attribute" or condition.subject != EACH:
        return []
    facts: list[LicenceSpan | LevelSpan | EndOfLife] = []
    if condition.about == "support":
        facts = [product.end_of_life] if product.end_of_life else []
    elif condition.about == "cncf_level":
        facts = list(product.cncf)
    else:
        facts = list(product.licences)
    named = [name for fact in facts for name in (fact.cites or ((fact.source,) if fact.source else ()))]
    return list(dict.fromkeys(named))


def _bind(condition: Condition, product: Product) -> Condition:
    if isinstance(condition, All):
        return All(tuple(_bind(part, product) for part in condition.parts))
    if isinstance(condition, Any):
        return Any(tuple(_bind(part, product) for part in condition.parts))
    if isinstance(condition, Not):
        return Not(_bind(condition.part, product))
    subject = product.id if condition.subject == EACH else condition.subject
    about = product.id if condition.about == EACH else condition.about
    return replace(condition, subject=subject, about=about)


def _bind_conclusion(conclusion: Conclusion, product: Product) -> list[Conclusion]:
    bound = {EACH: product.id}
    conclusion = replace(
        conclusion,
        to=tuple(bound.get(name, name) for name in conclusion.to),
        through=tuple(bound.get(name, name) for name in conclusion.through),
        after=tuple(bound.get(name, name) for name in conclusion.after),
    )
    if conclusion.subject != EACH:
        return [conclusion]
    if conclusion.kind in ("connect", "install"):
        return [replace(conclusion, subject=product.id)]
    slots = product.slots if conclusion.slot == EVERY else (conclusion.slot or product.home,)
    return [replace(conclusion, subject=product.id, slot=slot) for slot in slots]


def _bind_text(text: str, product: Product) -> str:
    return _PLACEHOLDER.sub(lambda m: f"{{{product.id}{m[1]}}}" if m[1] else product.name, text)


def _can_hold(condition: Condition, knowledge: Knowledge, wanted: bool = True) -> bool:
    """False only where catalog facts make it impossible on every day."""
    if isinstance(condition, Not):
        return _can_hold(condition.part, knowledge, not wanted)
    if isinstance(condition, (All, Any)):
        every = isinstance(condition, All) == wanted
        return (all if every else any)(_can_hold(part, knowledge, wanted) for part in condition.parts)
    if condition.kind == "attribute":
        product = knowledge.products[condition.subject]
        values = values_over_time(knowledge, product, condition.about or "")
        return any(holds_for(condition.operator, condition.value, value) is wanted for value in values)
    if condition.kind == "version_of" and condition.operator == "support":
        return bool(knowledge.products[condition.subject].releases)
    return True


# --- overrides ------------------------------------------------------------------------------------------------


def stances_of(rule: Rule) -> list[Conclusion]:
    return [conclusion for conclusion in rule.then if conclusion.kind in STANCES]


def expand_overrides(rules: Mapping[str, Rule]) -> dict[str, Rule]:
    """Every name in `overrides` becomes the grounded rules it means. Names that mean nothing are dropped."""
    by_template: dict[str, list[str]] = defaultdict(list)
    by_slot: dict[str, list[Rule]] = defaultdict(list)
    for rule in rules.values():
        by_template[rule.template].append(rule.id)
        for slot in {stance.slot for stance in stances_of(rule)}:
            by_slot[slot or ""].append(rule)
    meant = {id_: _meant(rule, rules, by_template, by_slot) for id_, rule in rules.items()}
    return {
        id_: replace(
            rule,
            overrides=_with_those_for(rule, meant, by_slot) if FOR in rule.overrides else meant[id_],
            named_overrides=rule.overrides,
        )
        for id_, rule in rules.items()
    }


def _meant(
    rule: Rule, rules: Mapping[str, Rule], by_template: Mapping[str, list[str]], by_slot: Mapping[str, list[Rule]]
) -> tuple[str, ...]:
    meant: dict[str, None] = {}
    for name in rule.overrides:
        if name == DEFAULTS:
            slots = {stance.slot for stance in stances_of(rule)}
            meant.update((r.id, None) for s in slots for r in by_slot.get(s or "", ()) if r.strength == "default")
        elif name == AGAINST:
            meant.update((r.id, None) for r in _speaking(rule, STANCES_AGAINST, by_slot))
        elif name in rules:
            meant[name] = None
        else:
            meant.update((id_, None) for id_ in by_template.get(name, ()))
    meant.pop(rule.id, None)
    return tuple(sorted(meant))


def _with_those_for(
    rule: Rule, meant: Mapping[str, tuple[str, ...]], by_slot: Mapping[str, list[Rule]]
) -> tuple[str, ...]:
    """What a rule with `for` sets aside. Rules that set it aside themselves keep the last word."""
    speaking = {other.id for other in _speaking(rule, STANCES_FOR, by_slot) if rule.id not in meant[other.id]}
    return tuple(sorted({*meant[rule.id], *speaking} - {rule.id}))


def _speaking(rule: Rule, stances: tuple[str, ...], by_slot: Mapping[str, list[Rule]]) -> list[Rule]:
    """The defaults and exceptions that take one of these stances on what the rule speaks of, where it does."""
    about = {(stance.slot, stance.subject) for stance in stances_of(rule)}
    return [
        other
        for slot in {slot for slot, _ in about}
        for other in by_slot.get(slot or "", ())
        if other.strength != "constraint"
        and any(s.kind in stances and (s.slot, s.subject) in about for s in stances_of(other))
    ]
