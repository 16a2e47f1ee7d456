"""Requests decided on two bodies of knowledge: where they come out differently, and which changes are behind that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.advisor import Advisor
from engine.explanation.comparison.compare import ProductChange, SlotChange, WarningChange, compare
from engine.explanation.comparison.differences import Cause
from engine.explanation.comparison.differences import Difference as Root
from engine.inference.profile import Mistake, ProfileError
from engine.inference.reasoner import Decision
from engine.knowledge.differences import Differences, differences
from engine.model import PICKED, Day, Knowledge
from engine.request import Request, read_request

# After each request: how many are done.
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True, order=True)
class Blame:
    """What differs between the two and is behind an effect: a written rule, or a product and a fact on it (`kind` as
    roots of a comparison have it). `subject` is empty for the edition.
    """

    kind: str
    subject: str
    attribute: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What people see of a verdict."""

    verdict: str
    contested: bool
    to: tuple[str, ...] = ()
    by_date: date | None = None
    through: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Given:
    """A warning, with its day where it has one."""

    date: Day | None


@dataclass(frozen=True, slots=True)
class Effect:
    """What becomes of a slot. Equal ones of different requests are one.

    `status`: None on a side that has no such slot. `verdicts` and `warnings` (product and kind, before and after) are
    empty where only picks were asked for.
    """

    slot: str
    picks: tuple[tuple[str, ...], tuple[str, ...]]
    status: tuple[str | None, str | None]
    verdicts: tuple[tuple[str, Verdict | None, Verdict | None], ...]
    warnings: tuple[tuple[str, str, Given | None, Given | None], ...]
    blamed: tuple[Blame, ...]

    @property
    def of_picks(self) -> bool:
        return self.picks[0] != self.picks[1]

    @property
    def is_seen(self) -> bool:
        """Does it show in anything that is told?"""
        return bool(self.of_picks or self.status[0] != self.status[1] or self.verdicts or self.warnings)


@dataclass(frozen=True, slots=True)
class Broken:
    """A request that only one of the two can read. `mistakes`: what the other finds."""

    name: str
    readable: bool  # by the later one
    mistakes: tuple[Mistake, ...]


@dataclass(frozen=True, slots=True)
class Impact:
    """What a change of the knowledge does to some requests, by their names.

    `effects`: each with the requests that it befalls; in the order of the architecture, the most frequent first.
    `changed`: the requests with an effect, in their order. `unread`: those that neither can read, with what is wrong.
    """

    before: Knowledge
    after: Knowledge
    knowledge: Differences
    compared: int
    effects: Mapping[Effect, tuple[str, ...]]
    changed: tuple[str, ...]
    broken: tuple[Broken, ...]
    unread: Mapping[str, tuple[Mistake, ...]]

    def befallen(self) -> Counter[Blame]:
        """How many requests each change is behind an effect of."""
        found: dict[Blame, set[str]] = {}
        for effect, names in self.effects.items():
            for blame in effect.blamed:
                found.setdefault(blame, set()).update(names)
        return Counter({blame: len(names) for blame, names in found.items()})

    def idle_rules(self) -> tuple[str, ...]:
        """The written rules that differ and are behind no effect."""
        blamed = {blame.subject for blame in self.befallen() if blame.kind == "rule"}
        return tuple(rule for rule in self.knowledge.of("rule") if rule not in blamed)


def impact(
    requests: Iterable[tuple[str, Mapping[str, Any]]],
    before: Advisor,
    after: Advisor,
    *,
    today: date,
    verdicts: bool = False,
    progress: Progress | None = None,
) -> Impact:
    """`requests`: bodies of requests with a name each; `today` stands in for a day that is left out.

    `verdicts`: tell of all that comparisons find, and not of picks alone.
    """
    effects: dict[Effect, list[str]] = {}
    changed: list[str] = []
    broken: list[Broken] = []
    unread: dict[str, tuple[Mistake, ...]] = {}
    blaming = _Blaming(before.knowledge, after.knowledge)
    done = 0
    for done, (name, raw) in enumerate(requests, 1):
        old, new = _read(raw, before.knowledge, today), _read(raw, after.knowledge, today)
        if isinstance(old, Request) and isinstance(new, Request):
            found = list(blaming.effects(before.decide(old), after.decide(new), verdicts))
            for effect in found:
                effects.setdefault(effect, []).append(name)
            if found:
                changed.append(name)
        elif isinstance(new, Request):
            broken.append(Broken(name, True, old if isinstance(old, tuple) else ()))
        elif isinstance(old, Request):
            broken.append(Broken(name, False, new))
        else:
            unread[name] = new
        if progress:
            progress(done)
    slots = {slot: i for i, slot in enumerate(dict.fromkeys((*after.knowledge.slots, *before.knowledge.slots)))}
    ordered = sorted(effects, key=lambda effect: (slots[effect.slot], -len(effects[effect])))
    return Impact(
        before=before.knowledge,
        after=after.knowledge,
        knowledge=differences(before.knowledge, after.knowledge),
        compared=done - len(unread) - len(broken),
        effects={effect: tuple(effects[effect]) for effect in ordered},
        changed=tuple(changed),
        broken=tuple(broken),
        unread=unread,
    )


def _read(raw: Mapping[str, Any], knowledge: Knowledge, today: date) -> Request | tuple[Mistake, ...]:
    try:
        return read_request(raw, knowledge, today=today)
    except ProfileError as error:
        return error.mistakes


@dataclass(frozen=True, slots=True)
class _Blaming:
    """Follows effects back to what differs between two bodies of knowledge."""

    before: Knowledge
    after: Knowledge

    def effects(self, before: Decision, after: Decision, verdicts: bool) -> Iterator[Effect]:
        if not verdicts and _picks(before) == _picks(after):
            return
        for change in compare(before, after).slots:
            effect = self._effect(change, verdicts)
            if effect.of_picks or (verdicts and effect.is_seen):
                yield effect

    def _effect(self, change: SlotChange, verdicts: bool) -> Effect:
        before, after = change.before, change.after
        told = [_told(one) for one in change.products] if verdicts else []
        return Effect(
            slot=change.slot,
            picks=change.picks,
            status=(before.status if before else None, after.status if after else None),
            verdicts=tuple(one for one in told if one[1] != one[2]),
            warnings=tuple(_warned(one) for one in change.warnings) if verdicts else (),
            blamed=self._blamed(change, verdicts),
        )

    def _blamed(self, change: SlotChange, verdicts: bool) -> tuple[Blame, ...]:
        """The roots of what is told. Picks that only change places have products whose rank changes."""
        products = [one for one in change.products if verdicts or _is_of_picks(one, change)]
        causes: list[Cause | None] = [*change.need, *(cause for one in products for cause in one.causes)]
        causes.extend(warning.cause for warning in change.warnings if verdicts)
        found = {blame for cause in causes if cause for blame in self._of_cause(cause)}
        found.update(self._of_root(root) for one in products for root in one.facts)
        found.discard(Blame("slot", change.slot))  # it leads where the picks lead, and those are told
        return tuple(sorted(found))

    def _of_cause(self, cause: Cause) -> Iterator[Blame]:
        if not cause.differences:
            yield Blame("rule", self._template(cause.rule))
        yield from map(self._of_root, cause.differences)

    def _of_root(self, root: Root) -> Blame:
        if root.kind == "rule":
            return Blame("rule", self._template(root.subject))
        return Blame(root.kind, root.subject, root.attribute or "")

    def _template(self, rule: str) -> str:
        found = self.after.rules.get(rule) or self.before.rules.get(rule)
        return found.template if found else rule


def _picks(decision: Decision) -> dict[str, tuple[str, ...]]:
    return {outcome.slot: outcome.picks for outcome in decision.slots if outcome.picks}


def _is_of_picks(one: ProductChange, change: SlotChange) -> bool:
    in_both = one.product in change.kept
    ranked = set(change.picks[0]) == set(change.picks[1])
    wanted = [bool(verdict and verdict.verdict in PICKED) for verdict in (one.before, one.after)]
    return any(wanted) and (not in_both or ranked)


def _told(change: ProductChange) -> tuple[str, Verdict | None, Verdict | None]:
    sides = [
        Verdict(one.verdict, one.contested, one.to, one.by_date, one.through) if one else None
        for one in (change.before, change.after)
    ]
    return change.product, sides[0], sides[1]


def _warned(change: WarningChange) -> tuple[str, str, Given | None, Given | None]:
    sides = [Given(one.date) if one else None for one in (change.before, change.after)]
    return change.warned.product, change.warned.kind, sides[0], sides[1]
