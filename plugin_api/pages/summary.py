"""What is seen first on the page of a decision: what to go with, what to mind, how firm it is, what has changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.explanation.labels import warning_label
from engine.explanation.what_if.badges import badge_meaning, badge_text
from engine.explanation.what_if.robustness import BADGES
from engine.model import Knowledge, Language

# Of each sort, so that all of them are seen at once.
_SHOWN = 4
# Warnings of these kinds are remarks: they come after all others.
_REMARKS = frozenset({"limit", "stale-premise"})


@dataclass(frozen=True, slots=True)
class PickView:
    slot: str
    title: str
    name: str
    verdict: str


@dataclass(frozen=True, slots=True)
class LeavingView:
    """What is in use and to be left: for what, and by when in words; `date` is empty where no day is set."""

    slot: str
    name: str
    verdict: str
    text: str
    to: str
    by: str
    date: str


@dataclass(frozen=True, slots=True)
class WarningView:
    """`label`: its kind and day in words; `date` is empty where it has no day."""

    slot: str
    name: str
    label: str
    date: str


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A slot with other picks than before: the word for it, and what the picks are and were."""

    slot: str
    title: str
    word: str
    now: str
    before: str


@dataclass(frozen=True, slots=True)
class Summary:
    """`firmness`: badge, its words, what they mean, how many picks; `telling`: the most telling open question."""

    picks: tuple[PickView, ...]
    leaving: tuple[LeavingView, ...]
    warnings: tuple[WarningView, ...]
    warned: int
    firmness: tuple[tuple[str, str, str, int], ...]
    asked: int
    telling: tuple[str, str] | None
    since: Mapping[str, Any] | None
    changes: tuple[ChangeView, ...]
    changed: int


def summary_of(
    body: Mapping[str, Any],
    picture: Mapping[str, Any],
    picks: Iterable[Mapping[str, Any]],
    knowledge: Knowledge,
    language: Language,
) -> Summary:
    """`body`: the decision; `picture`: as its document has it; `picks`: how they stand, as in `robustness_document`."""
    badges = Counter(pick["badge"] for pick in picks)
    slots = [slot for band in picture["bands"] for area in band["areas"] for slot in area["slots"]]
    # What makes somebody leave what they have comes first.
    changed = sorted((slot for slot in slots if slot["change"]), key=lambda slot: not slot["leaving"])
    asked = body["open_questions"]
    return Summary(
        picks=tuple(_picks(body)),
        leaving=tuple(_leaving(slots)),
        warnings=tuple(_warnings(body, knowledge, language))[:_SHOWN],
        warned=len(body["warnings"]),
        firmness=tuple(
            (badge, badge_text(badge, language), badge_meaning(badge, language), badges[badge])
            for badge in BADGES
            if badges[badge]
        ),
        asked=len(asked),
        telling=(asked[0]["question"], asked[0]["text"]) if asked else None,
        since=picture["since"],
        changes=tuple(_change(slot) for slot in changed[:_SHOWN]),
        changed=len(changed),
    )


def _picks(body: Mapping[str, Any]) -> Iterable[PickView]:
    """Each product once, however many slots it fills."""
    found: dict[tuple[str, str], PickView] = {}
    for slot in body["slots"]:
        verdicts = {one["product"]: one for one in slot["verdicts"]}
        for product in slot["picks"]:
            name, verdict = verdicts[product]["name"], verdicts[product]["verdict"]
            found.setdefault((product, verdict), PickView(slot["slot"], slot["title"], name, verdict))
    return found.values()


def _leaving(slots: Iterable[Mapping[str, Any]]) -> list[LeavingView]:
    """Those with a day first, the earliest before the others."""
    told = [
        LeavingView(
            slot["slot"],
            one["name"],
            one["verdict"],
            one["verdict_text"],
            ", ".join(to["name"] for to in one["to"]),
            one["by_text"] or "",
            one["by_date"] or "",
        )
        for slot in slots
        for one in slot["leaving"]
    ]
    return sorted(told, key=lambda one: (not one.date, one.date))


def _warnings(body: Mapping[str, Any], knowledge: Knowledge, language: Language) -> list[WarningView]:
    """Remarks after all others; those with a day first, the earliest before the others."""
    ordered = sorted(body["warnings"], key=lambda one: (one["kind"] in _REMARKS, not one["date"], one["date"] or ""))
    told = [
        WarningView(
            one["slots"][0],
            knowledge.products[one["product"]].name if one["product"] in knowledge.products else one["product"],
            warning_label(one["kind"], one["date"], language),
            one["date"] or "",
        )
        for one in ordered
    ]
    return list(dict.fromkeys(told))


def _change(slot: Mapping[str, Any]) -> ChangeView:
    change = slot["change"]
    now = ", ".join(pick["name"] for pick in slot["picks"])
    return ChangeView(
        slot["slot"], slot["title"], change["word"], now, ", ".join(one["name"] for one in change["before"])
    )
