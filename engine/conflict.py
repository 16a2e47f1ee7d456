"""Where sources disagree: what each side says, and what settled it. The disagreement is kept, never smoothed over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.model import Text

# How a disagreement is settled; `docs/writing-rules.md` says when each is right.
SETTLEMENTS: Mapping[str, Text] = {
    "later-source": Text("the later source is followed", "더 나중에 나온 출처를 따름"),
    "better-source": Text("the source of more authority is followed", "더 권위 있는 출처를 따름"),
    "catalog": Text("the catalog's fact decides", "카탈로그의 사실을 따름"),
    "edition": Text("each edition is read as it stands", "기준 판마다 그 판의 내용을 따름"),
    "condition": Text("both stand, each under its conditions", "조건에 따라 양쪽을 모두 따름"),
}
# Of these, no side is favoured: all of them stand.
ALL_STAND = ("edition", "condition")
# The facts of a product that may settle a disagreement.
FACTS = ("licence", "cncf_level", "end_of_life", "note")


@dataclass(frozen=True, slots=True)
class Side:
    """What one side says, by its claims, or by a source behind facts of the catalog."""

    says: Text
    cites: tuple[str, ...] = ()
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of the catalog by its name: one of FACTS."""

    product: str
    attribute: str


@dataclass(frozen=True, slots=True)
class Settlement:
    """How a disagreement was settled. `favours` counts sides from 1; None where all of them stand."""

    how: str
    because: Text
    favours: int | None = None
    rules: tuple[str, ...] = ()
    fact: Fact | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """One point on which sources differ. `computed`: nobody wrote it down, the catalog shows it."""

    id: str
    about: Text
    products: tuple[str, ...]
    sides: tuple[Side, ...]
    settled: Settlement
    computed: bool = False
