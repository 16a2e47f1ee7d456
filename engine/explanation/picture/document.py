"""The picture of a decision as plain data."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.explanation.comparison.compare import compare
from engine.explanation.comparison.since import last_day, read_in
from engine.explanation.document import warnings
from engine.explanation.labels import deadline_label, verdict_word, warning_label
from engine.explanation.picture.bands import COLUMNS, banded
from engine.explanation.picture.changes import MARKS, Marked, marked
from engine.explanation.picture.usual import usual_of
from engine.explanation.picture.words import say
from engine.explanation.proofs.words import status_word
from engine.explanation.what_if.badges import badge_text
from engine.explanation.what_if.robustness import Firmness, robustness
from engine.inference.reasoner import Decision
from engine.inference.resolution import ProductVerdict, SlotOutcome
from engine.model import Language

# Said in the place of an edition: no changes are to be marked.
NO_EDITION = "none"
_UNCHANGED = Marked(None, (), frozenset(), frozenset())


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of a decision is to be seen. `since`: the edition that changes are marked from; None marks none.

    `slots` and `areas`: only these; all of them where both are empty. `columns`: boxes side by side.
    """

    since: str | None = None
    slots: Collection[str] = ()
    areas: Collection[str] = ()
    columns: int = COLUMNS


def picture_document(
    decision: Decision, id_: str, language: Language, wanted: Wanted, firmness: Iterable[Firmness] | None = None
) -> dict[str, Any]:
    """Bands from top to bottom: the first area of the architecture is its foundation, and stands lowest.

    `firmness`: how the picks stand, where that is known already.
    """
    shown = _Shown(decision, language, wanted, robustness(decision) if firmness is None else firmness)
    areas = shown.areas()
    edition = decision.knowledge.editions[decision.edition]
    return {
        "decision": id_,
        "title": say("title", language),
        "edition": decision.edition,
        "edition_title": edition.title.in_language(language),
        "as_of": decision.as_of.isoformat(),
        "language": language,
        "counts": {
            "shown": sum(len(area["slots"]) for area in areas),
            "not_needed": sum(len(area["not_needed"]) for area in areas),
        },
        "since": shown.since(areas),
        "usual": usual_of([slot for area in areas for slot in area["slots"]], language),
        "bands": banded(areas, wanted.columns),
        "links": {"decision": f"/v1/decisions/{id_}", "page": f"/decisions/{id_}"},
    }


class _Shown:
    """One decision in one language."""

    def __init__(self, decision: Decision, language: Language, wanted: Wanted, firmness: Iterable[Firmness]) -> None:
        self.decision, self.language, self.wanted = decision, language, wanted
        self.knowledge = decision.knowledge
        before = read_in(wanted.since, decision) if wanted.since else None
        self.marked: Mapping[str, Marked] = marked(compare(before, decision) if before else None)
        self.badges = {(one.slot, one.product): one.badge for one in firmness}
        self.warnings: dict[str, list[dict[str, Any]]] = {}
        for warning in warnings(decision, language):
            for slot in warning["slots"]:
                self.warnings.setdefault(slot, []).append(warning)

    def areas(self) -> list[dict[str, Any]]:
        """Those with a slot to be seen, in the order of the architecture."""
        by_area: dict[str, list[SlotOutcome]] = {area: [] for area in self.knowledge.areas}
        for outcome in self.decision.slots:
            area = self.knowledge.slots[outcome.slot].area
            if self._is_wanted(outcome.slot, area):
                by_area[area].append(outcome)
        return [self._area(area, outcomes) for area, outcomes in by_area.items() if outcomes]

    def since(self, areas: Iterable[dict[str, Any]]) -> dict[str, Any] | None:
        if not self.wanted.since:
            return None
        changes = [slot["change"]["kind"] for area in areas for slot in area["slots"] if slot["change"]]
        counts: dict[str, int] = {mark: changes.count(mark) for mark in MARKS}
        told = [say(f"count.{mark}", self.language, count=count) for mark, count in counts.items() if count]
        day = last_day(self.wanted.since, self.decision).isoformat()
        return {
            "edition": self.wanted.since,
            "as_of": day,
            **counts,
            "text": say(
                "since",
                self.language,
                edition=self.wanted.since,
                day=day,
                changes=", ".join(told) or say("unchanged", self.language),
            ),
        }

    def _is_wanted(self, slot: str, area: str) -> bool:
        return not (self.wanted.slots or self.wanted.areas) or slot in self.wanted.slots or area in self.wanted.areas

    def _area(self, id_: str, outcomes: list[SlotOutcome]) -> dict[str, Any]:
        full = [outcome for outcome in outcomes if self._is_shown(outcome)]
        return {
            "area": id_,
            "title": self.knowledge.areas[id_].title.in_language(self.language),
            "slots": [self._slot(outcome) for outcome in full],
            "not_needed": [
                {"slot": outcome.slot, "title": self._title(outcome.slot)}
                for outcome in outcomes
                if outcome not in full
            ],
        }

    def _is_shown(self, outcome: SlotOutcome) -> bool:
        """What is needed, what is in use and has a verdict, and what was there before."""
        acts = any(verdict.verdict != "avoid" for verdict in outcome.verdicts)
        return outcome.needed or acts or self._change(outcome.slot).mark == "gone"

    def _slot(self, outcome: SlotOutcome) -> dict[str, Any]:
        verdicts = {verdict.product: verdict for verdict in outcome.verdicts}
        return {
            "slot": outcome.slot,
            "title": self._title(outcome.slot),
            "status": outcome.status,
            "status_text": status_word(outcome.status, self.language),
            "needed": outcome.needed,
            "note": self._note(outcome),
            "picks": [self._pick(outcome.slot, verdicts[product]) for product in outcome.picks],
            "leaving": [self._leaving(verdict) for verdict in outcome.verdicts if verdict.verdict == "migrate"],
            "warnings": [self._warning(outcome.slot, warning) for warning in self.warnings.get(outcome.slot, ())],
            "change": self._change_document(outcome.slot),
        }

    def _note(self, outcome: SlotOutcome) -> str | None:
        """What there is to say where picks do not say it all: there are none, or they are contested."""
        if outcome.status in ("contested", "unserved"):
            return status_word(outcome.status, self.language)
        if outcome.picks or not outcome.needed:
            return None
        return say("undecided" if outcome.status == "open" else "no picks", self.language)

    def _pick(self, slot: str, verdict: ProductVerdict) -> dict[str, Any]:
        badge = self.badges[slot, verdict.product]
        return {
            "product": verdict.product,
            "name": self._name(verdict.product),
            "verdict": verdict.verdict,
            "verdict_text": verdict_word(verdict.verdict, self.language),
            "badge": badge,
            "badge_text": badge_text(badge, self.language),
            "with": [{"product": one, "name": self._name(one)} for one in verdict.through],
            "new": verdict.product in self._change(slot).added,
        }

    def _leaving(self, verdict: ProductVerdict) -> dict[str, Any]:
        day = verdict.by_date
        return {
            "product": verdict.product,
            "name": self._name(verdict.product),
            "verdict": verdict.verdict,
            "verdict_text": verdict_word(verdict.verdict, self.language),
            "to": [{"product": one, "name": self._name(one)} for one in verdict.to],
            "by_date": day.isoformat() if day else None,
            "by_text": deadline_label(day, self.decision.as_of, self.language) if day else None,
        }

    def _warning(self, slot: str, warning: Mapping[str, Any]) -> dict[str, Any]:
        product, kind = warning["product"], warning["kind"]
        return {
            "product": product,
            "name": self._name(product),
            "kind": kind,
            "date": warning["date"],
            "label": warning_label(kind, warning["date"], self.language),
            "text": warning["text"],
            "new": (product, kind) in self._change(slot).warned,
        }

    def _change_document(self, slot: str) -> dict[str, Any] | None:
        change = self._change(slot)
        if change.mark is None:
            return None
        names = ", ".join(f"{self._name(id_)} ({verdict_word(word, self.language)})" for id_, word in change.before)
        return {
            "kind": change.mark,
            "word": say(change.mark, self.language),
            "before": [
                {
                    "product": id_,
                    "name": self._name(id_),
                    "verdict": word,
                    "verdict_text": verdict_word(word, self.language),
                }
                for id_, word in change.before
            ],
            "text": say("before", self.language, names=names) if names else None,
        }

    def _change(self, slot: str) -> Marked:
        return self.marked.get(slot, _UNCHANGED)

    def _title(self, slot: str) -> str:
        return self.knowledge.slots[slot].title.in_language(self.language)

    def _name(self, product: str) -> str:
        return self.knowledge.products[product].name
