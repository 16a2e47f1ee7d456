"""The state of a waiver on a day, against a decision: does what was granted still hold?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

from engine.explanation.grounds.differences import Difference

# It holds; its last day has passed; what it rests on has changed; whoever may has taken it back.
State = Literal["active", "expired", "reopened", "withdrawn"]
STATES: tuple[State, ...] = ("active", "expired", "reopened", "withdrawn")


def state_of(until: date, withdrawn_on: date | None, changed: Sequence[Difference] | bool, day: date) -> State:
    """`until` is the last day on which it holds; `withdrawn_on` the first on which it does not.

    `changed`: what differs between the grounds it was given on and those of the decision, or whether anything does.
    What cannot come back is told first: an expired waiver is expired, whatever else has changed.
    """
    if withdrawn_on is not None and withdrawn_on <= day:
        return "withdrawn"
    if day > until:
        return "expired"
    return "reopened" if changed else "active"
