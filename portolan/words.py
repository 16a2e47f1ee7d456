"""The words around a decision that people read, in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from engine.explanation.labels import deadline_label, warning_label
from engine.explanation.proofs.tree import status_word, verdict_word
from engine.explanation.what_if.badges import badge_line, badge_text
from engine.model import Knowledge, Language, Text

_WORDS = {
    "as of": Text("as of {day}", "{day} 기준"),
    "decision": Text("decision {id}, knowledge {version}", "결정 {id}, 지식 {version}"),
    "to": Text("to {names}", "대체 제품: {names}"),
    "with": Text("with {names}", "함께 사용: {names}"),
    "ruled out": Text("ruled out", "배제됨"),
    "warnings": Text("Warnings", "경고"),
    "questions": Text("Open questions, most telling first", "남은 질문(영향이 큰 순서)"),
    "bears on": Text("bears on {names}", "관련 영역: {names}"),
    "and more": Text("{names} and {count} more", "{names} 외 {count}개"),
    "more": Text("… and {count} more", "… 외 {count}개"),
    "not needed": Text("Not needed: {names}", "필요 없음: {names}"),
    "shown by": Text("(shown with {option})", "({option} 옵션으로 표시)"),
}
# How many open questions, and slots beside each, a person is shown.
QUESTIONS_SHOWN, SLOTS_SHOWN = 7, 3


@dataclass(frozen=True, slots=True)
class ToldVerdict:
    """A verdict on one product, or on several that share it with the same reason. `rule`: the reason's."""

    verdict: str
    word: str
    names: str
    reason: str
    rule: str


class Words:
    """Speaks of one body of knowledge in one language. What it is told about are parts of a decision document."""

    def __init__(self, knowledge: Knowledge, language: Language) -> None:
        self.knowledge, self.language = knowledge, language

    def say(self, word: str, **parts: object) -> str:
        return _WORDS[word].in_language(self.language).format(**parts)

    def decision(self, document: Mapping[str, Any], id_: str) -> str:
        """What was decided, and on which packs."""
        knowledge = document["knowledge"]
        packs = [f"{pack['pack']} {pack['version']}" for pack in knowledge["packs"][1:]]
        return self.say("decision", id=id_, version=", ".join([knowledge["version"], *packs]))

    def edition(self, id_: str) -> str:
        return self.knowledge.editions[id_].title.in_language(self.language)

    def area(self, id_: str) -> str:
        return self.knowledge.areas[id_].title.in_language(self.language)

    def products(self, ids: Iterable[str]) -> str:
        return ", ".join(self.knowledge.products[id_].name for id_ in ids)

    def slots(self, ids: Sequence[str], limit: int | None = SLOTS_SHOWN) -> str:
        """The slots by their titles: the first few, and how many more."""
        names = ", ".join(self.knowledge.slots[id_].title.in_language(self.language) for id_ in ids[:limit])
        more = len(ids[limit:]) if limit else 0
        return self.say("and more", names=names, count=more) if more else names

    def status(self, slot: Mapping[str, Any]) -> str:
        return status_word(slot["status"], self.language)

    def warning(self, warning: Mapping[str, Any]) -> str:
        """The kind of a warning, and its day where it has one."""
        return warning_label(warning["kind"], warning["date"], self.language)

    def verdicts(self, slot: Mapping[str, Any], as_of: str) -> Iterator[ToldVerdict]:
        """The slot's verdicts, best first, told on the day `as_of`. Neighbours that differ in the product alone are
        told as one.
        """
        for (verdict, reason, rule), alike in groupby(slot["verdicts"], key=lambda one: self._told(one, as_of)):
            names = ", ".join(one["name"] for one in alike)
            yield ToldVerdict(verdict, verdict_word(verdict, self.language), names, reason, rule)

    def robustness(self, slot: Mapping[str, Any]) -> Iterator[ToldVerdict]:
        """How the slot's picks stand, where somebody asked. Neighbours that hang on the same are told as one."""
        for (badge, line), alike in groupby(slot.get("robustness", ()), key=self._badge):
            yield ToldVerdict(
                badge, badge_text(badge, self.language), ", ".join(one["name"] for one in alike), line, ""
            )

    def _badge(self, pick: Mapping[str, Any]) -> tuple[str, str]:
        return pick["badge"], badge_line(pick, self.language)

    def _told(self, verdict: Mapping[str, Any], as_of: str) -> tuple[str, str, str]:
        reason, rule = leading_reason(verdict["because"])
        return verdict["verdict"], " — ".join(filter(None, [self._qualified(verdict, as_of), reason])), rule

    def _qualified(self, verdict: Mapping[str, Any], as_of: str) -> str:
        """Whether rules disagree or a constraint forbids it; where a move leads, and by when; what a pick needs."""
        parts = []
        if verdict["contested"]:
            parts.append(status_word("contested", self.language))
        if verdict["ruled_out_by"]:
            parts.append(self.say("ruled out"))
        if verdict["to"]:
            parts.append(self.say("to", names=self.products(verdict["to"])))
        if verdict["by_date"]:
            parts.append(deadline_label(verdict["by_date"], as_of, self.language))
        if verdict["with"]:
            parts.append(self.say("with", names=self.products(verdict["with"])))
        return ", ".join(parts)


def leading_reason(reasons: Sequence[Mapping[str, Any]]) -> tuple[str, str]:
    """The text of the first reason, which is the strongest, and its rule; both empty where there is none."""
    return (reasons[0]["text"], reasons[0]["rule"]) if reasons else ("", "")
