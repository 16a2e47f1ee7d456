"""A comparison document as an outline: the story first, then the verdicts that are not part of it, then the plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from engine.explanation.labels import warning_label
from engine.explanation.migration.outline import plan_lines
from engine.explanation.outline import Line
from engine.explanation.proofs.tree import verdict_word
from engine.model import Knowledge, Language, Text

_WORDS = {
    "title": Text("{before} → {after}", "{before} → {after}"),
    "side": Text("{edition}, as of {day}", "{edition}({day} 기준)"),
    "decisions": Text("decisions {before} → {after}", "결정 {before} → {after}"),
    "knowledge": Text("knowledge {before} → {after}", "지식 {before} → {after}"),
    "differs": Text("What differs: {differences}.", "다른 점: {differences}."),
    "nothing differs": Text("Nothing differs in what was asked.", "요청 내용은 서로 같습니다."),
    "unchanged": Text(
        "Nothing changes: all {slots} slots come out the same.",
        "달라지는 것이 없습니다. 영역 {slots}개의 결과가 모두 같습니다.",
    ),
    "counts": Text(
        "{changed} of {slots} slots change. Picks: {added} new, {dropped} gone. Warnings: {new} new, {gone} gone.",
        "영역 {slots}개 중 {changed}개가 달라집니다. "
        "추천: 추가 {added}개, 제외 {dropped}개. 경고: 추가 {new}개, 해소 {gone}개.",
    ),
    "all from": Text(
        "Where nothing else is said, a change comes from: {differences}.",
        "따로 적지 않은 변화의 원인: {differences}.",
    ),
    "from": Text("comes from: {differences}", "원인: {differences}"),
    "story": Text("What changes", "달라지는 것"),
    "else": Text("Judged otherwise besides", "그 밖에 판정이 달라지는 제품"),
    "verdicts": Text("{names}: {before} → {after}", "{names}: {before} → {after}"),
    "warned on both": Text("Warned of on both sides", "양쪽 모두에서 경고하는 제품"),
    "warning": Text("{name} ({label})", "{name}({label})"),
    "none": Text("no verdict", "판정 없음"),
    "claim": Text("A source says so: {text}", "출처의 설명: {text}"),
    "plan": Text("Migration plan", "이전 계획"),
    "plan changes": Text("What changes in the plan", "이전 계획에서 달라지는 것"),
    "new": Text("new: {text}", "추가: {text}"),
    "gone": Text("gone: {text}", "제외: {text}"),
    "otherwise": Text("otherwise: {before} ⇒ {after}", "변경: {before} ⇒ {after}"),
    "until": Text("{text}, by {day}", "{text}(기한 {day})"),
    "sources": Text("Sources", "출처"),
}


def comparison_lines(
    document: Mapping[str, Any], before: Knowledge, after: Knowledge, language: Language, *, whole: bool = True
) -> Iterator[Line]:
    """`document`: as `comparison_answer` makes it, of decisions on these two bodies of knowledge.

    `whole`: with which decisions they are and what differs in what was asked, and with what is the same on both
    sides; else what changes alone, where all that stands around it.
    """
    yield from _Outline(document, before, after, language).lines(whole=whole)


class _Outline:
    def __init__(self, document: Mapping[str, Any], before: Knowledge, after: Knowledge, language: Language) -> None:
        self.document, self.language = document, language
        self.editions = {"before": before.editions, "after": after.editions}
        self.shared = _shared([_roots(line) for line in document["story"]])

    def say(self, word: str, **parts: object) -> str:
        return _WORDS[word].in_language(self.language).format(**parts)

    def lines(self, *, whole: bool) -> Iterator[Line]:
        document = self.document
        if whole:
            yield from self._names()
        yield from self._counts()
        if document["story"]:
            yield Line("heading", self.say("story"))
        for line in document["story"]:
            yield from self._line(line)
        yield from self._else()
        if whole:
            yield from self._warned_on_both()
            yield from self._plan()
        yield from self._plan_changes()
        if document["sources"]:
            yield Line("heading", self.say("sources"))
        for source in document["sources"]:
            day = f", {source['date']}" if source["date"] else ""
            yield Line("item", source["source"], beside=f"{source['title']}{day}")

    def _side(self, side: str) -> str:
        head = self.document[side]
        edition = self.editions[side][head["edition"]].title.in_language(self.language)
        return self.say("side", edition=edition, day=head["as_of"])

    def _names(self) -> Iterator[Line]:
        """The editions and days, once where both are the same, and the decisions."""
        sides = {side: self._side(side) for side in ("before", "after")}
        alike = sides["before"] == sides["after"]
        yield Line("title", sides["before"] if alike else self.say("title", **sides))
        document = self.document
        yield Line("paragraph", self.say("decisions", **{side: document[side]["id"] for side in sides}))
        versions = {side: _version(document[side]["knowledge"]) for side in ("before", "after")}
        if versions["before"] != versions["after"]:
            yield Line("paragraph", self.say("knowledge", **versions))
        differences = "; ".join(one["text"] for one in document["differences"])
        yield Line(
            "paragraph", self.say("differs", differences=differences) if differences else self.say("nothing differs")
        )

    def _counts(self) -> Iterator[Line]:
        counts = self.document["counts"]
        if not counts["changed"]:
            yield Line("paragraph", self.say("unchanged", slots=counts["slots"]))
            return
        told = self.say(
            "counts",
            changed=counts["changed"],
            slots=counts["slots"],
            added=counts["picks_added"],
            dropped=counts["picks_dropped"],
            new=counts["warnings_new"],
            gone=counts["warnings_gone"],
        )
        yield Line("paragraph", told)
        if self.shared:
            yield Line("paragraph", self.say("all from", differences="; ".join(self.shared)))

    def _plan(self) -> Iterator[Line]:
        plan = self.document["migration"]
        if plan["in_use"]:
            yield Line("heading", self.say("plan"))
            yield from plan_lines(plan, self.language)

    def _line(self, line: Mapping[str, Any]) -> Iterator[Line]:
        yield Line("item", line["text"], beside=line["title"])
        for reason in line["reasons"]:
            yield Line("detail", reason["text"], (reason["rule"], *reason["sources"]))
        stated = line["stated"]
        if stated and stated["claim"]:
            yield Line("detail", self.say("claim", text=stated["text"]), (stated["claim"],))
        roots = _roots(line)
        if roots and roots != self.shared:
            yield Line("detail", self.say("from", differences="; ".join(roots)))

    def _else(self) -> Iterator[Line]:
        """Verdicts that changed and are no part of the story."""
        found = list(self._other_verdicts())
        if found:
            yield Line("heading", self.say("else"))
        yield from found

    def _warned_on_both(self) -> Iterator[Line]:
        warnings = self.document["warned_on_both"]
        if warnings:
            yield Line("heading", self.say("warned on both"))
        for one in warnings:
            label = warning_label(one["kind"], one["date"], self.language)
            yield Line("item", self.say("warning", name=one["name"], label=label), beside=one["title"])
            yield Line("detail", one["text"], (one["rule"],))

    def _other_verdicts(self) -> Iterator[Line]:
        told: dict[str, set[str]] = {}
        for line in self.document["story"]:
            products = [one["product"] for one in (*line["products"], *line["instead_of"])]
            told.setdefault(line["slot"], set()).update(() if line["warning"] else products)
        for slot in self.document["slots"]:
            untold = [
                (self._word(one["before"]), self._word(one["after"]), one["name"])
                for one in slot["verdicts"]
                if one["product"] not in told.get(slot["slot"], ())
            ]
            changed = sorted(one for one in untold if one[0] != one[1])
            for (before, after), alike in groupby(changed, key=lambda one: one[:2]):
                names = ", ".join(name for _, _, name in alike)
                yield Line("item", slot["title"], beside=self.say("verdicts", names=names, before=before, after=after))

    def _word(self, verdict: Mapping[str, Any] | None) -> str:
        return verdict_word(verdict["verdict"], self.language) if verdict else self.say("none")

    def _plan_changes(self) -> Iterator[Line]:
        changes = self.document["migration_changes"]
        if changes:
            yield Line("heading", self.say("plan changes"))
        for change in changes:
            before, after = (self._move(change[side]) for side in ("before", "after"))
            text = after or before
            yield Line("item", change["name"], beside=self.say(change["change"], text=text, before=before, after=after))

    def _move(self, move: Mapping[str, Any] | None) -> str:
        if move is None:
            return ""
        return self.say("until", text=move["text"], day=move["by_date"]) if move["by_date"] else str(move["text"])


def _roots(line: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(one["text"] for one in line["differences"])


def _shared(roots: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """What most lines come from, which is then said once; nothing where there is no such thing."""
    common = max(roots, key=roots.count, default=())
    return common if 1 < len(roots) < 2 * roots.count(common) else ()


def _version(knowledge: Mapping[str, Any]) -> str:
    return f"{knowledge['version']} ({knowledge['digest'][:19]})"
