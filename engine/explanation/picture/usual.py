"""What a box of a picture need not say: what most picks have in common, and what it says already."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from engine.explanation.picture.words import say
from engine.model import Language

_KINDS = ("verdict", "badge")


def usual_of(slots: Iterable[Mapping[str, Any]], language: Language) -> dict[str, Any] | None:
    """The verdict, and how firm, that more than half of several picks have; None where there is neither."""
    picks = [pick for slot in slots for pick in slot["picks"]]
    common = {kind: _common(kind, picks) for kind in _KINDS}
    told = [pick[f"{kind}_text"] for kind, pick in common.items() if pick]
    if not told:
        return None
    return {
        **{kind: pick[kind] if pick else None for kind, pick in common.items()},
        "text": say("usual", language, words=", ".join(told)),
    }


def _common(kind: str, picks: list[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    found = Counter(pick[kind] for pick in picks).most_common(1)
    if not found or len(picks) == 1 or found[0][1] * 2 <= len(picks):
        return None
    return next(pick for pick in picks if pick[kind] == found[0][0])


def standing_words(pick: Mapping[str, Any], usual: Mapping[str, Any] | None) -> list[str]:
    """What is to be said of a pick beside its name: its verdict and how firm it stands, unless most are so."""
    return [pick[f"{kind}_text"] for kind in _KINDS if not usual or usual[kind] != pick[kind]]


def warnings_said(slot: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Its warnings, each label once; without those that tell of what is to be left by the same day anyway."""
    leaving = {(one["product"], one["by_date"]) for one in slot["leaving"]}
    found = {
        (one["product"], one["label"]): one
        for one in reversed(slot["warnings"])
        if not one["date"] or (one["product"], one["date"]) not in leaving
    }
    return list(reversed(found.values()))
