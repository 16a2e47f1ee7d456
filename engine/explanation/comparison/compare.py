"""Two decisions side by side: what changes, slot by slot and product by product, and by which rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from engine.explanation.comparison.differences import END_OF_LIFE, Cause, Causes, Difference
from engine.explanation.comparison.standing import Standing
from engine.explanation.staleness import KIND, StalePremise, stale_premises
from engine.inference.reasoner import Decision
from engine.inference.resolution import SlotOutcome
from engine.inference.verdicts import ProductVerdict
from engine.model import Day


@dataclass(frozen=True, slots=True)
class Warned:
    """A warning on a product in a slot. `rule`: the one that warns, or the first that rests on a `stale` premise."""

    rule: str
    product: str
    kind: str
    date: Day | None
    stale: StalePremise | None = None


# A warning's name: the rule, or the premise that has changed, and the product.
_Name = tuple[str, ...]
_Warnings = dict[_Name, Warned]


@dataclass(frozen=True, slots=True)
class WarningChange:
    """A warning that is there on one side alone, or has another date.

    `cause`: the rule that warns, where it has a say on one side alone; `facts`: what it warns of, where that is
    otherwise on the other side. With neither, only what it warns of came into view, or left it.
    """

    before: Warned | None
    after: Warned | None
    cause: Cause | None
    facts: tuple[Difference, ...] = ()

    @property
    def warned(self) -> Warned:
        found = self.after or self.before
        assert found is not None
        return found


@dataclass(frozen=True, slots=True)
class ProductChange:
    """A product on which the slot's verdict, or what goes with it, is another one; either may be absent.

    `causes`: rules that have a say on one side alone; `facts`: what the verdict reads besides rules; `by_need`: it is
    heard on one side alone because the slot is needed there alone.
    """

    product: str
    before: ProductVerdict | None
    after: ProductVerdict | None
    causes: tuple[Cause, ...]
    facts: tuple[Difference, ...]
    by_need: bool


@dataclass(frozen=True, slots=True)
class SlotChange:
    """A slot in which something changes. A side is None where its knowledge has no such slot."""

    slot: str
    before: SlotOutcome | None
    after: SlotOutcome | None
    need: tuple[Cause, ...]
    products: tuple[ProductChange, ...]
    warnings: tuple[WarningChange, ...]

    @property
    def picks(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        return _picks(self.before), _picks(self.after)

    @property
    def added(self) -> tuple[str, ...]:
        before, after = self.picks
        return tuple(product for product in after if product not in before)

    @property
    def dropped(self) -> tuple[str, ...]:
        before, after = self.picks
        return tuple(product for product in before if product not in after)

    @property
    def kept(self) -> tuple[str, ...]:
        before, after = self.picks
        return tuple(product for product in after if product in before)

    def product(self, id_: str) -> ProductChange | None:
        return next((change for change in self.products if change.product == id_), None)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changes from one decision to another. `differences`: in edition, day and answers.

    `slots`: those in which something changes, in the order of the architecture of `after`, then those that only
    `before` knows; `compared`: how many slots there are. `warned`: by slot what rules warn of on both sides.
    """

    before: Decision
    after: Decision
    differences: tuple[Difference, ...]
    slots: tuple[SlotChange, ...]
    compared: int
    warned: tuple[tuple[str, Warned], ...]

    def slot(self, id_: str) -> SlotChange | None:
        return next((change for change in self.slots if change.slot == id_), None)


def compare(before: Decision, after: Decision) -> Comparison:
    """The decisions may differ in answers, edition, day and knowledge. A decision compared with itself: no slots."""
    causes = Causes(before, after)
    ids = dict.fromkeys(outcome.slot for decision in (after, before) for outcome in decision.slots)
    same = before.knowledge is after.knowledge
    warned = [_warned(side) for side in causes.sides]
    changes = (_slot_change(slot, causes, (warned[0].get(slot, {}), warned[1].get(slot, {})), same) for slot in ids)
    return Comparison(
        before,
        after,
        causes.between_requests(),
        tuple(change for change in changes if change is not None),
        len(ids),
        tuple((slot, one) for slot in ids for one in _warned_on_both(slot, warned)),
    )


def _warned_on_both(slot: str, warned: list[dict[str, _Warnings]]) -> Iterator[Warned]:
    before, after = (side.get(slot, {}) for side in warned)
    return (one for name, one in after.items() if not one.stale and before.get(name) == one)


def _warned(side: Standing) -> dict[str, _Warnings]:
    """By slot its warnings, those about premises after those of rules."""
    found: dict[str, _Warnings] = {}
    for outcome in side.decision.slots:
        for warning in outcome.warnings:
            (rule,) = side.ids([warning.rule])
            warned = Warned(rule, warning.product, warning.kind, warning.date)
            found.setdefault(outcome.slot, {})[rule, warning.product, warning.kind] = warned
    for stale in stale_premises(side.decision):
        premise, since = stale.premise, stale.change.since
        for slot in stale.slots:
            warned = Warned(stale.rules[0], premise.product, KIND, since, stale)
            found.setdefault(slot, {})[premise.source, premise.product, premise.attribute, KIND] = warned
    return found


def _slot_change(slot: str, causes: Causes, warned: tuple[_Warnings, _Warnings], same: bool) -> SlotChange | None:
    before, after = (side.outcome(slot) for side in causes.sides)
    if before is after and same and warned[0] == warned[1]:
        return None
    products = tuple(_product_changes(slot, causes))
    warnings = tuple(_warning_changes(slot, causes, warned))
    if not products and not warnings and _head(before) == _head(after):
        return None
    return SlotChange(slot, before, after, causes.of_need(slot), products, warnings)


def _head(outcome: SlotOutcome | None) -> tuple[object, ...]:
    return (outcome.status, outcome.needed, outcome.picks) if outcome else ()


def _picks(outcome: SlotOutcome | None) -> tuple[str, ...]:
    return outcome.picks if outcome else ()


def _product_changes(slot: str, causes: Causes) -> Iterator[ProductChange]:
    """In the order of the verdicts after, then those that are gone."""
    before, after = (side.outcome(slot) for side in causes.sides)
    reordered = set(_picks(before)) == set(_picks(after)) and _picks(before) != _picks(after)
    by_need = bool(before and before.needed) != bool(after and after.needed)
    for product in _judged(after, before):
        verdicts = [side.verdict(slot, product) for side in causes.sides]
        values = [
            _value(verdict, side, reordered) if verdict else None
            for verdict, side in zip(verdicts, causes.sides, strict=True)
        ]
        if values[0] != values[1]:
            yield ProductChange(
                product,
                verdicts[0],
                verdicts[1],
                causes.of_verdict(slot, product),
                causes.facts_of_verdict(slot, product),
                by_need and None in verdicts,
            )


def _judged(*outcomes: SlotOutcome | None) -> Iterable[str]:
    return dict.fromkeys(verdict.product for outcome in outcomes if outcome for verdict in outcome.verdicts)


def _value(verdict: ProductVerdict, side: Standing, ranked: bool) -> tuple[object, ...]:
    """What somebody sees of a verdict, but for its reasons."""
    return (
        verdict.verdict,
        verdict.to,
        verdict.by_date,
        verdict.through,
        verdict.contested,
        tuple(sorted(side.ids(verdict.ruled_out_by))),
        verdict.rank if ranked else None,
    )


def _warning_changes(slot: str, causes: Causes, warned: tuple[_Warnings, _Warnings]) -> Iterator[WarningChange]:
    before, after = warned
    for name in dict.fromkeys((*after, *before)):
        was, is_ = before.get(name), after.get(name)
        one = is_ or was
        if one is None or (was and is_ and was.date == is_.date):
            continue
        cause = None if was and is_ else causes.of_rule(one.rule, "after" if is_ else "before", slot)
        attribute = one.stale.premise.attribute if one.stale else END_OF_LIFE
        facts = () if cause else causes.facts_of_product(one.product, attribute)
        yield WarningChange(was, is_, cause, facts)
