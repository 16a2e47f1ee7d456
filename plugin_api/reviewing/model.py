"""What is kept of reviews and waivers. Nothing of it is ever changed: what is taken back stays, with who took it back.

Moments are in microseconds since 1970, in UTC.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal, TypeVar

from engine.explanation.grounds.grounds import Grounds

Kind = Literal["comment", "accept", "overrule", "withdraw"]
KINDS: tuple[Kind, ...] = ("comment", "accept", "overrule", "withdraw")
# Of a review on a day: it counts; it was an overrule, and its last day has passed; it was taken back.
ReviewState = Literal["in-force", "expired", "withdrawn"]
REVIEW_STATES: tuple[ReviewState, ...] = ("in-force", "expired", "withdrawn")
_FIRST_DAY = date(1970, 1, 1)
_DAY = 24 * 60 * 60 * 1_000_000


def day_of(moment: int) -> date:
    """The day, in UTC, of a moment."""
    return _FIRST_DAY + timedelta(days=moment // _DAY)


def end_of(day: date) -> int:
    """The first moment after a day, in UTC."""
    return ((day - _FIRST_DAY).days + 1) * _DAY


@dataclass(frozen=True, slots=True)
class Once:
    """What tells a request that is sent again from another one: who sent it, their key, and a digest of the body."""

    by: str
    key: str
    digest: str


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What takes something back: by whom, when and why. `id`: of the review that does it, of a waiver the waiver's."""

    id: str
    by: str
    at: int
    text: str | None


@dataclass(frozen=True, slots=True)
class Review:
    """What somebody said of a decision. `text` is the reason of an overrule, `until` the last day on which it counts.

    `verdict`: what an overruled verdict shall be instead; `withdraws`: the review that one of that kind takes back.
    """

    id: str
    decision: str
    kind: Kind
    by: str
    at: int
    text: str | None = None
    slot: str | None = None
    product: str | None = None
    verdict: str | None = None
    until: date | None = None
    withdraws: str | None = None
    withdrawn: Withdrawal | None = None

    def on(self, day: date) -> Review | None:
        """As it stood when a day was over: what came of it later is left out. None: it was not written yet."""
        return _on(self, day)

    def state(self, day: date) -> ReviewState:
        if self.withdrawn is not None and self.withdrawn.at < end_of(day):
            return "withdrawn"
        return "expired" if self.until is not None and self.until < day else "in-force"


@dataclass(frozen=True, slots=True)
class Waiver:
    """Leave to use a product in a slot in spite of what a decision says of it, until a day and on the grounds it had.

    `subject`: for whom, an entity ref; None where the decision was asked for by nobody in particular.
    """

    id: str
    decision: str
    subject: str | None
    slot: str
    product: str
    reason: str
    until: date
    by: str
    at: int
    grounds: Grounds
    withdrawn: Withdrawal | None = None

    def on(self, day: date) -> Waiver | None:
        """As it stood when a day was over: what came of it later is left out. None: it was not given yet."""
        return _on(self, day)


Said = TypeVar("Said", Review, Waiver)


def _on(said: Said, day: date) -> Said | None:
    if said.at >= end_of(day):
        return None
    later = said.withdrawn is not None and said.withdrawn.at >= end_of(day)
    return replace(said, withdrawn=None) if later else said
