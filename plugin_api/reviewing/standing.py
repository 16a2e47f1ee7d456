"""The reviews of a decision → how it stands on a day: what is accepted, overruled, and waiting for somebody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from plugin_api.reviewing.model import Review

Standing = Literal["accepted", "overruled", "pending", "not-needed"]
NOT_NEEDED: Standing = "not-needed"


@dataclass(frozen=True, slots=True)
class SlotStanding:
    """`accepted`: the newest acceptance of the slot or of the whole; `overrules`: those that count on the day."""

    slot: str
    standing: Standing
    accepted: Review | None
    overrules: tuple[Review, ...]
    comments: int


@dataclass(frozen=True, slots=True)
class DecisionStanding:
    """`comments`: on the whole decision and on slots."""

    standing: Standing
    slots: tuple[SlotStanding, ...]
    comments: int

    def count(self, standing: Standing) -> int:
        return sum(slot.standing == standing for slot in self.slots)


def standing_of(slots: Sequence[Mapping[str, Any]], reviews: Iterable[Review], day: date) -> DecisionStanding:
    """`slots`: those of the decision's body; `reviews`: all of the decision, in the order in which they were made.

    An overrule counts beside an acceptance, whichever came first: who accepts the whole does not thereby take back what
    somebody else has ruled. A slot that is not needed waits for nobody.
    """
    counting = [review for review in reviews if review.state(day) == "in-force"]
    found = tuple(_slot(slot, counting) for slot in slots)
    comments = sum(review.kind == "comment" for review in counting)
    return DecisionStanding(_whole(found, counting), found, comments)


def _slot(slot: Mapping[str, Any], reviews: Sequence[Review]) -> SlotStanding:
    id_ = slot["slot"]
    accepts = [one for one in reviews if one.kind == "accept" and one.slot in (None, id_)]
    overrules = tuple(one for one in reviews if one.kind == "overrule" and one.slot == id_)
    comments = sum(one.kind == "comment" and one.slot == id_ for one in reviews)
    idle = slot["status"] == NOT_NEEDED
    standing: Standing = "pending"
    if overrules:
        standing = "overruled"
    elif idle:
        standing = NOT_NEEDED
    elif accepts:
        standing = "accepted"
    return SlotStanding(id_, standing, accepts[-1] if accepts else None, overrules, comments)


def _whole(slots: Sequence[SlotStanding], reviews: Sequence[Review]) -> Standing:
    """A slot with an overruled verdict has been looked at: it waits only where nobody accepted what is left of it."""
    whole = any(one.kind == "accept" and one.slot is None for one in reviews)
    waiting = [slot for slot in slots if slot.standing != NOT_NEEDED and slot.accepted is None]
    if waiting and not whole:
        return "pending"
    return "overruled" if any(slot.overrules for slot in slots) else "accepted"
