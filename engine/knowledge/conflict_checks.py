"""Is a conflict one? Do its names exist, is every side said by somebody, and is it settled as it says it is?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from engine.conflict import ALL_STAND, Conflict, Side
from engine.knowledge.references import Checker
from engine.model import Path, Source


@dataclass(frozen=True, slots=True)
class _Weight:
    """What a side has behind it: the earliest day and the least authority among its sources, None where unknown."""

    day: date | None
    authority: int | None


def check_conflict(checker: Checker, conflict: Conflict, path: Path, sources: Mapping[str, Source]) -> None:
    names, settled = checker.names, conflict.settled
    here: Path = (*path, "settled")
    for i, product in enumerate(conflict.products):
        checker.refer(product, names.products, "product", (*path, "products", i))
    for i, side in enumerate(conflict.sides):
        _check_side(checker, side, (*path, "sides", i))
    for i, rule in enumerate(settled.rules):
        checker.refer(rule, names.rules, "rule", (*here, "rules", i))
    if settled.fact:
        checker.refer(settled.fact.product, names.products, "product", (*here, "fact", "product"))
    if not settled.rules and not settled.fact:
        message = f"nothing that Portolan does follows from how {conflict.id!r} is settled"
        checker.say(here, "not-settled", message, "name the `rules` that embody it, or the `fact` of the catalog")
    if settled.how == "catalog" and not settled.fact:
        checker.say((*here, "how"), "not-settled", "the catalog decides, but by which fact?", "add `fact`")
    if settled.how == "condition" and not settled.rules:
        checker.say((*here, "how"), "not-settled", "both stand, but who tests the conditions?", "add `rules`")
    _check_favoured(checker, conflict, here, sources)


def _check_side(checker: Checker, side: Side, path: Path) -> None:
    checker.cites(side.cites, (*path, "cites"))
    if side.source:
        checker.refer(side.source, checker.names.sources, "source", (*path, "source"))
    if bool(side.cites) == bool(side.source):
        message = "a side is what claims say, or what a source of the catalog says"
        checker.say(path, "no-evidence", message, "add either `cites` or `source`")


def _check_favoured(checker: Checker, conflict: Conflict, path: Path, sources: Mapping[str, Source]) -> None:
    """`favours` names a side, and the reason given for it is true of that side."""
    how, favours = conflict.settled.how, conflict.settled.favours
    if favours is None:
        if how not in ALL_STAND:
            checker.say(path, "bad-settlement", f"`{how}` favours one side", "say which in `favours`, counting from 1")
        return
    if how in ALL_STAND:
        checker.say((*path, "favours"), "bad-settlement", f"by `{how}`, every side stands", "leave `favours` null")
        return
    if not 1 <= favours <= len(conflict.sides):
        message = f"there is no side {favours}, but sides 1 to {len(conflict.sides)}"
        checker.say((*path, "favours"), "bad-settlement", message)
        return
    weights = [_weight(side, sources) for side in conflict.sides]
    chosen, others = weights[favours - 1], weights[: favours - 1] + weights[favours:]
    if how == "later-source" and not all(_is_later(chosen, other) for other in others):
        message = f"side {favours} is not from the later source"
        checker.say((*path, "favours"), "bad-settlement", message, "see `date` in sources.yaml")
    if how == "better-source" and not all(_has_more_authority(chosen, other) for other in others):
        message = f"side {favours} is not from the source of more authority"
        checker.say((*path, "favours"), "bad-settlement", message, "see `authority` in sources.yaml")


def _weight(side: Side, sources: Mapping[str, Source]) -> _Weight:
    names = [side.source] if side.source else [claim.partition("/")[0] for claim in side.cites]
    behind = [sources[name] for name in names if name in sources]
    days = [source.date for source in behind if source.date]
    return _Weight(min(days, default=None), min((source.authority for source in behind), default=None))


def _is_later(one: _Weight, other: _Weight) -> bool:
    """A source without a day is no later than any."""
    return one.day is not None and (other.day is None or one.day > other.day)


def _has_more_authority(one: _Weight, other: _Weight) -> bool:
    return one.authority is None or other.authority is None or one.authority > other.authority
