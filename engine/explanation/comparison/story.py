"""What changes from one decision to another as a story: few lines, each with the reason behind it.

Nothing is told that the rules do not say. That one product replaces another is said only where a rule moves it there or
overrides what was said for it, or cites a claim that it does; else the new one is picked instead of the old one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from engine.explanation.comparison.compare import Comparison, ProductChange, SlotChange, WarningChange
from engine.explanation.comparison.differences import Cause, Difference, ordered
from engine.explanation.comparison.standing import Side, Standing
from engine.inference.verdicts import ProductVerdict

StoryKind = Literal["replaced", "instead", "added", "dropped", "reassessed", "leave", "status", "warned", "unwarned"]
STORY_KINDS: tuple[StoryKind, ...] = (
    "replaced",
    "instead",
    "added",
    "dropped",
    "reassessed",
    "leave",
    "status",
    "warned",
    "unwarned",
)

How = Literal["migration", "override", "claim"]
STATED: tuple[How, ...] = ("migration", "override", "claim")

# A claim of this kind names what replaces first, then what it replaces.
_REPLACES = "replaces"
_AGAINST = ("migrate", "avoid")
_TOLD_STATUSES = ("contested", "unserved")


@dataclass(frozen=True, slots=True)
class Stated:
    """Who says that one product replaces another: a rule on the side `after`, by a claim that it cites or by itself."""

    how: How
    rule: str
    claim: str | None


@dataclass(frozen=True, slots=True)
class Reason:
    """A rule whose text says why, and on which side it speaks."""

    rule: str
    side: Side


@dataclass(frozen=True, slots=True)
class StoryLine:
    """One thing that changes in a slot.

    `products`: those that are new, warned of or judged otherwise; `instead_of`: those that are gone; `beside`: picks
    that stay. `verdicts`: before and after, of a product that is `reassessed` or to `leave`; of a `status`, that.
    """

    kind: StoryKind
    slot: str
    products: tuple[str, ...]
    instead_of: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    stated: Stated | None = None
    verdicts: tuple[str | None, str | None] | None = None
    warning: WarningChange | None = None
    differences: tuple[Difference, ...] = ()


def story(comparison: Comparison) -> tuple[StoryLine, ...]:
    """In the order of the slots; in each what replaces what, what is new, what is gone, then the rest."""
    teller = _Teller(comparison)
    return tuple(line for change in comparison.slots for line in teller.slot(change))


class _Teller:
    def __init__(self, comparison: Comparison) -> None:
        self.before, self.after = Standing("before", comparison.before), Standing("after", comparison.after)

    def slot(self, change: SlotChange) -> Iterator[StoryLine]:
        yield from self._picks(change)
        for one in change.products:
            yield from self._judged_otherwise(one, change)
        yield from self._status(change)
        for warning in change.warnings:
            kind: StoryKind = "warned" if warning.after else "unwarned"
            causes = (warning.cause,) if warning.cause else ()
            product = (warning.warned.product,)
            found = ordered([*_roots(causes), *warning.facts])
            yield StoryLine(kind, change.slot, product, warning=warning, differences=found)

    # --- picks ------------------------------------------------------------------------------------------------

    def _picks(self, change: SlotChange) -> Iterator[StoryLine]:
        added, dropped = list(change.added), list(change.dropped)
        for new, old in [(new, old) for new in change.added for old in change.dropped]:
            stated = self._stated(new, old, change.slot)
            if stated and new in added and old in dropped:
                added.remove(new)
                dropped.remove(old)
                yield self._line("replaced", change, (new,), (old,), stated)
        if added and dropped:
            yield self._line("instead", change, tuple(added), tuple(dropped))
        elif added:
            yield self._line("added", change, tuple(added), ())
        elif dropped:
            yield self._line("dropped", change, (), tuple(dropped))

    def _line(
        self,
        kind: StoryKind,
        change: SlotChange,
        new: tuple[str, ...],
        old: tuple[str, ...],
        stated: Stated | None = None,
    ) -> StoryLine:
        concerned = [one for id_ in (*old, *new) if (one := change.product(id_))]
        reasons = [Reason(stated.rule, "after")] if stated else []
        found = [(one, reason) for one in concerned for reason in self._reasons(one)]
        # What still speaks for a product that is gone is no reason for that, unless there is no other.
        telling = [
            reason for one, reason in found if one.product in new or _word(one.after) in _AGAINST or not one.after
        ]
        reasons.extend(telling or [reason for _, reason in found])
        by_need = not any(change.picks[0]) or not any(change.picks[1])
        if by_need:
            reasons = [*(Reason(cause.rule, cause.side) for cause in change.need[:1]), *reasons]
        roots = [*_roots(change.need if by_need else ()), *_roots_of(concerned)]
        return StoryLine(
            kind, change.slot, new, old, change.kept, tuple(dict.fromkeys(reasons)), stated, differences=ordered(roots)
        )

    def _stated(self, new: str, old: str, slot: str) -> Stated | None:
        """Does a rule that has a say after say that the new one takes the place of the old one?"""
        verdicts = [self.after.verdict(slot, product) for product in (old, new)]
        rules = [rule for verdict in verdicts if verdict for rule in self.after.ids(verdict.because)]
        known = self.after.decision.knowledge
        for id_ in rules:
            for conclusion in known.rules[id_].then:
                if conclusion.kind == "migrate" and conclusion.subject == old and new in conclusion.to:
                    return Stated("migration", id_, None)
        for id_ in rules:
            for cited in known.rules[id_].cites:
                claim = known.claims.get(cited)
                if claim and claim.kind == _REPLACES and claim.products[:2] == (new, old):
                    return Stated("claim", id_, cited)
        gone = self.before.verdict(slot, old)
        said_for = self.before.ids(gone.because) if gone else ()
        for id_ in self.after.ids(verdicts[1].because) if verdicts[1] else ():
            if not set(said_for).isdisjoint(known.rules[id_].overrides):
                return Stated("override", id_, None)
        return None

    # --- the rest ---------------------------------------------------------------------------------------------

    def _judged_otherwise(self, one: ProductChange, change: SlotChange) -> Iterator[StoryLine]:
        verdicts = (_word(one.before), _word(one.after))
        if verdicts[0] == verdicts[1] or one.product in (*change.added, *change.dropped):
            return
        leaving = "migrate" in verdicts
        if leaving or one.product in change.kept:
            kind: StoryKind = "leave" if verdicts[1] == "migrate" else "reassessed"
            reasons, roots = tuple(self._reasons(one)), ordered(_roots_of([one]))
            yield StoryLine(kind, change.slot, (one.product,), (), (), reasons, verdicts=verdicts, differences=roots)

    def _status(self, change: SlotChange) -> Iterator[StoryLine]:
        """That rules contradict each other, or that nothing serves; and that this is over."""
        words = tuple(outcome.status if outcome else None for outcome in (change.before, change.after))
        if words[0] != words[1] and any(word in _TOLD_STATUSES for word in words):
            roots = ordered([*_roots(change.need), *_roots_of(change.products)])
            yield StoryLine("status", change.slot, (), verdicts=(words[0], words[1]), differences=roots)

    def _reasons(self, one: ProductChange) -> Iterator[Reason]:
        """The strongest rule behind the verdict after, one that has no say before where there is such; where there is
        no verdict after, whoever sets aside what was said before.
        """
        if one.after:
            new = [cause.rule for cause in one.causes if cause.side == "after"]
            yield Reason((new or self.after.ids(one.after.because))[0], "after")
            return
        silenced = [cause for cause in one.causes if cause.side == "before" and cause.set_aside_by]
        for cause in silenced[:1]:
            yield Reason(cause.set_aside_by[0], "after")


def _word(verdict: ProductVerdict | None) -> str | None:
    return verdict.verdict if verdict else None


def _roots(causes: Iterable[Cause]) -> list[Difference]:
    return [one for cause in causes for one in cause.differences]


def _roots_of(products: Iterable[ProductChange]) -> list[Difference]:
    return [found for one in products for found in (*_roots(one.causes), *one.facts)]
