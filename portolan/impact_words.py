"""The words around the impact of a change that people read, in both languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.explanation.labels import field_word, warning_label
from engine.explanation.particles import fitted
from engine.explanation.proofs.tree import status_word, verdict_word
from engine.model import Language, Text

_WORDS = {
    "picks summary": Text(
        "{changed} of {compared} profiles get other picks", "프로필 {compared}개 중 {changed}개의 추천이 달라집니다"
    ),
    "verdicts summary": Text(
        "{changed} of {compared} profiles get another decision",
        "프로필 {compared}개 중 {changed}개의 결정이 달라집니다",
    ),
    "same knowledge": Text("the knowledge is the same", "지식이 같습니다"),
    "slot": Text("Slot", "영역"),
    "what": Text("What", "항목"),
    "before": Text("Before", "이전"),
    "after": Text("After", "이후"),
    "because of": Text("Because of", "원인"),
    "profiles": Text("Profiles", "프로필"),
    "in profiles": Text("{count} profiles", "프로필 {count}개"),
    "in one": Text("1 profile", "프로필 1개"),
    "picks": Text("picks", "추천"),
    "status": Text("status", "상태"),
    "warning": Text("warning on {name}: {kind}", "{name} 경고: {kind}"),
    "given": Text("given", "있음"),
    "not given": Text("–", "–"),
    "to": Text("to {names}", "대체 제품: {names}"),
    "by": Text("by {day}", "기한: {day}"),
    "with": Text("with {names}", "{names}[과/와] 함께"),
    "none": Text("none", "없음"),
    "not judged": Text("–", "–"),
    "changed": Text("changed: {fields}", "변경: {fields}"),
    "added": Text("new", "추가"),
    "removed": Text("gone", "삭제"),
    "catalog": Text("{subject} in the catalog, {attribute}", "카탈로그의 {subject}, {attribute}"),
    "edition": Text("another edition is the newest", "최신 판이 달라짐"),
    "day": Text("another day is read", "기준일이 달라짐"),
    "unknown": Text("not followed back to a single change", "단일 변경으로 특정되지 않음"),
    "blamed": Text("The changes behind this", "원인이 된 변경"),
    "idle": Text(
        "Rules that changed, and change nothing in these profiles", "변경되었지만 이 프로필들에는 영향이 없는 규칙"
    ),
    "idle one": Text("It changes nothing in these profiles.", "이 프로필들에는 영향이 없습니다."),
    "broken": Text("Profiles that can be read no more", "더 이상 읽을 수 없는 프로필"),
    "mended": Text("Profiles that could not be read before", "이전에는 읽을 수 없던 프로필"),
    "more": Text("… and {count} more", "… 외 {count}개"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that changes in a slot. `what` is a product, or the slot's picks or status."""

    what: str
    before: str
    after: str


class ImpactWords:
    """Speaks of what `impact_document` made, in one language."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def say(self, word: str, **parts: object) -> str:
        return fitted(_WORDS[word].in_language(self.language).format(**parts))

    def summary(self, document: Mapping[str, Any], *, verdicts: bool) -> str:
        counted = document["profiles"]
        said = self.say("verdicts summary" if verdicts else "picks summary", **counted)
        same = document["before"]["digest"] == document["after"]["digest"]
        return f"{said}: {self.say('same knowledge')}" if same else said

    def counted(self, count: int) -> str:
        return self.say("in one") if count == 1 else self.say("in profiles", count=count)

    def told(self, effect: Mapping[str, Any]) -> Iterator[Told]:
        """Picks first, then verdicts, status and warnings."""
        picks, status = effect["picks"], effect["status"]
        if picks["before"] != picks["after"]:
            yield Told(self.say("picks"), self.names(picks["before"]), self.names(picks["after"]))
        for one in effect["verdicts"]:
            yield Told(one["name"], self.verdict(one["before"]), self.verdict(one["after"]))
        if status is not None:
            sides = [status_word(one, self.language) if one else self.say("none") for one in status.values()]
            yield Told(self.say("status"), *sides)
        for one in effect["warnings"]:
            kind = warning_label(one["kind"], None, self.language)
            sides = [self.warned(one[side]) for side in ("before", "after")]
            yield Told(self.say("warning", name=one["name"], kind=kind), *sides)

    def names(self, products: Sequence[Mapping[str, str]]) -> str:
        return ", ".join(one["name"] for one in products) or self.say("none")

    def verdict(self, verdict: Mapping[str, Any] | None) -> str:
        if verdict is None:
            return self.say("not judged")
        parts = [verdict_word(verdict["verdict"], self.language)]
        if verdict["contested"]:
            parts.append(status_word("contested", self.language))
        if verdict["to"]:
            parts.append(self.say("to", names=self.names(verdict["to"])))
        if verdict["by_date"]:
            parts.append(self.say("by", day=verdict["by_date"]))
        if verdict["with"]:
            parts.append(self.say("with", names=self.names(verdict["with"])))
        return ", ".join(parts)

    def warned(self, side: Mapping[str, Any] | None) -> str:
        return self.say("not given") if side is None else side["date"] or self.say("given")

    def blame(self, blame: Mapping[str, Any], quote: str = "") -> str:
        """`quote`: put before and after the id of a rule."""
        if blame["kind"] == "rule":
            change = self.change(blame)
            return f"{quote}{blame['subject']}{quote}{f' ({change})' if change else ''}"
        if blame["kind"] in ("edition", "day"):
            return self.say(blame["kind"])
        return self.say(
            "catalog", subject=blame["subject"], attribute=field_word(blame["attribute"] or "", self.language)
        )

    def change(self, change: Mapping[str, Any]) -> str:
        """What became of a rule, empty where it is as it was."""
        if change["change"] is None:
            return ""
        return self.say(change["change"], fields=", ".join(field_word(one, self.language) for one in change["fields"]))
