"""What is kept of reviews and waivers. Nothing of it is ever changed: what is taken back stays, with who took it back.

Moments are in microseconds since 1970, in UTC.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from engine.explanation.grounds.grounds import Grounds

Kind = Literal["comment", "accept", "overrule", "withdraw"]
KINDS: tuple[Kind, ...] = ("comment", "accept", "overrule", "withdraw")
# Of a review on a day: it counts; it was an overrule, and its last day has passed; it was taken back.
ReviewState = Literal["in-force", "expired", "withdrawn"]
REVIEW_STATES: tuple[ReviewState, ...] = ("in-force", "expired", "withdrawn")


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

    def state(self, day: date) -> ReviewState:
        if self.withdrawn is not None:
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
