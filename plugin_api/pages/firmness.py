"""How firm each pick stands, as a page shows it: a badge, and the answers it hangs on with what they lead to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.explanation.what_if.badges import badge_meaning, badge_text, hanging_title
from engine.explanation.what_if.changes import picks_text
from engine.explanation.what_if.open_groups import SHOWN, shortened
from engine.model import Knowledge, Language


@dataclass(frozen=True, slots=True)
class TurnView:
    """Other answers that lead to the same. `verdict`: the product's, None for none; `picks`: what is picked instead."""

    answers: str
    verdict: str | None
    picks: str


@dataclass(frozen=True, slots=True)
class HangingView:
    """A question that a pick hangs on. `said` is empty where it was not answered."""

    id: str
    text: str
    fixed: bool
    said: str
    turns: tuple[TurnView, ...]

    @property
    def first(self) -> tuple[TurnView, ...]:
        return self.turns[:SHOWN]

    @property
    def more(self) -> tuple[TurnView, ...]:
        """Those to be folded away."""
        return self.turns[SHOWN:]


@dataclass(frozen=True, slots=True)
class FirmnessView:
    """How a pick stands. `meaning`: what the badge says; `blocks`: what it hangs on, with a title each."""

    product: str
    name: str
    badge: str
    text: str
    meaning: str
    blocks: tuple[tuple[str, tuple[HangingView, ...]], ...]


def firmness_views(
    picks: Iterable[Mapping[str, Any]], knowledge: Knowledge, language: Language
) -> dict[str, list[FirmnessView]]:
    """By slot, from the picks of `robustness_document`."""
    found: dict[str, list[FirmnessView]] = {}
    for pick in picks:
        blocks = tuple(
            (hanging_title(side, language), tuple(_hanging(one, knowledge, language) for one in pick[side]))
            for side in ("given", "open", "joined")
            if pick[side]
        )
        badge = pick["badge"]
        text, meaning = badge_text(badge, language), badge_meaning(badge, language)
        view = FirmnessView(pick["product"], pick["name"], badge, text, meaning, blocks)
        found.setdefault(pick["slot"], []).append(view)
    return found


def _hanging(one: Mapping[str, Any], knowledge: Knowledge, language: Language) -> HangingView:
    alike: dict[tuple[str | None, str], list[str]] = {}
    for change in one["changes"]:
        led = change["verdict"], picks_text(change["picks"], knowledge, language)
        alike.setdefault(led, []).append(change["text"])
    turns = tuple(TurnView(shortened(answers, language), verdict, picks) for (verdict, picks), answers in alike.items())
    return HangingView(one["question"], one["text"], one["fixed"], one["from_text"] or "", turns)
