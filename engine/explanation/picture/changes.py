"""What a picture marks in a slot: what its picks were before, told from a comparison."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from engine.explanation.comparison.compare import Comparison, SlotChange

Mark = Literal["new", "changed", "gone"]
MARKS: tuple[Mark, ...] = ("new", "changed", "gone")


@dataclass(frozen=True, slots=True)
class Marked:
    """A slot that is otherwise than before. `before`: its picks then, each with its verdict; `added`: picks that are
    new; `warned`: what is warned of now alone, as product and kind.
    """

    mark: Mark | None
    before: tuple[tuple[str, str], ...]
    added: frozenset[str]
    warned: frozenset[tuple[str, str]]


def marked(comparison: Comparison | None) -> Mapping[str, Marked]:
    """By slot. Nothing is marked where there is nothing to compare with."""
    return {change.slot: _marked(change) for change in comparison.slots} if comparison else {}


def _marked(change: SlotChange) -> Marked:
    before = change.before.verdicts if change.before else ()
    was, now = change.picks
    verdicts = {verdict.product: verdict.verdict for verdict in before}
    warned = frozenset((one.after.product, one.after.kind) for one in change.warnings if one.after and not one.before)
    return Marked(
        _mark(change),
        tuple((product, verdicts[product]) for product in was),
        frozenset(product for product in now if product not in was),
        warned,
    )


def _mark(change: SlotChange) -> Mark | None:
    """Other picks, or other verdicts on them; whatever else changes in a slot is for the comparison to tell."""
    was, now = change.picks
    if now and not was:
        return "new"
    if was and not now:
        return "gone"
    judged = {
        product.product
        for product in change.products
        if product.before and product.after and product.before.verdict != product.after.verdict
    }
    return "changed" if set(was) != set(now) or judged & set(now) else None
