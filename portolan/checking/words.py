"""What is said about a check around its findings, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine.checking.kinds import KINDS, LEVELS
from engine.checking.report import Report
from engine.model import Language, Text
from engine.one_line import one_line

if TYPE_CHECKING:
    from portolan.checking.forms import Outcome

_LEVELS: dict[str, Text] = {
    "error": Text("error", "오류"),
    "warning": Text("warning", "경고"),
    "note": Text("note", "참고"),
}
_SAID: dict[str, Text] = {
    "head": Text("edition {edition}, as of {as_of}", "{edition} 판, 기준일 {as_of}"),
    "passed": Text("passed", "통과"),
    "failed": Text("failed", "실패"),
    "not checked": Text("could not be checked", "검사할 수 없음"),
    "nothing": Text("nothing found", "발견 사항 없음"),
    "no stack": Text(
        "no product is declared in it, so there is little to hold against the verdicts: list what is in use in"
        " `stack.in_use`",
        "선언한 제품이 없어 검사할 것이 거의 없습니다. 사용 중인 제품을 `stack.in_use`에 적어야 합니다.",
    ),
    "waived count": Text("{count} waived", "예외 {count}건"),
    "fails on": Text("fails on {what}", "실패 기준: {what}"),
    "never": Text("nothing", "없음"),
    "rule": Text("rule", "규칙"),
    "rests on": Text("rests on", "근거"),
    "do": Text("do", "조치"),
    "left": Text("{count} left", "{count} 남음"),
    "ago": Text("{count} ago", "{count} 지남"),
    "waived": Text("waived until {until} by {by}: {reason}", "{until}까지 예외({by}): {reason}"),
    "unused": Text("a waiver that silences nothing: {what}", "적용할 발견 사항이 없는 예외: {what}"),
    "more rules": Text("and {count} more rules", "그 밖의 규칙 {count}개"),
    "open": Text(
        "{count} open questions could still change what is said", "답에 따라 결과가 달라질 수 있는 질문 {count}개"
    ),
    "open one": Text("1 open question could still change what is said", "답에 따라 결과가 달라질 수 있는 질문 1개"),
    "question": Text("1 open question", "남은 질문 1개"),
    "questions": Text("{count} open questions", "남은 질문 {count}개"),
    "ask them": Text("; the most telling first:", ". 영향이 큰 질문부터 답하려면:"),
    "let files tell": Text(", or take it from what files say:", " 파일에서 찾아 추가하려면:"),
    "to waive": Text(
        "What has to wait may pass until a day, with a reason:",
        "바로 조치할 수 없으면 기한과 이유를 정해 예외로 두십시오:",
    ),
    "list them": Text("--all lists them", "--all로 표시"),
    "why": Text("Why", "이유"),
    "what": Text("Finding", "발견 사항"),
    "where": Text("Where", "위치"),
    "level": Text("Level", "수준"),
    "by": Text("By", "기한"),
    "notes fold": Text("Notes", "참고"),
    "waived fold": Text("Waived", "예외"),
    "more": Text("… and {count} more", "… 외 {count}건"),
    "mistakes": Text("What keeps it from being checked", "검사를 막는 문제"),
    "all": Text("{files} files checked, {failed} failed", "파일 {files}개 검사, {failed}개 실패"),
    "all of one": Text("1 file checked, {failed} failed", "파일 1개 검사, {failed}개 실패"),
    "more files": Text("… and {count} more files", "… 외 파일 {count}개"),
    "unchecked": Text("{count} could not be checked", "{count}개는 검사할 수 없음"),
}
_COUNTS: dict[str, Text] = {
    "error": Text("errors", "오류"),
    "warning": Text("warnings", "경고"),
    "note": Text("notes", "참고"),
}
_DAY, _DAYS = Text("1 day", "1일"), Text("{number} days", "{number}일")


@dataclass(frozen=True, slots=True)
class CheckWords:
    language: Language

    def say(self, phrase: str, /, **parts: Any) -> str:
        """`parts`: some were written by others, and are told on one line."""
        told = {name: one_line(part) if isinstance(part, str) else part for name, part in parts.items()}
        return _SAID[phrase].in_language(self.language).format(**told)

    def level(self, level: str) -> str:
        return _LEVELS[level].in_language(self.language)

    def kind(self, kind: str) -> str:
        return next(one.title.in_language(self.language) for one in KINDS.values() if one.id == kind)

    def outcome(self, report: Report) -> str:
        return self.say("failed" if report.document["failed"] else "passed")

    def counts(self, report: Report) -> str:
        """`1 error, 2 notes, 3 open questions; 1 waived`, or that there is nothing. Questions that nobody asked for are
        no notes to whoever reads it.
        """
        counts = report.document["counts"]
        questions = 0 if report.asks else counts["kinds"]["open-question"]
        levels = {**counts["levels"], LEVELS[0]: counts["levels"][LEVELS[0]] - questions}
        found = [self._count(level, levels[level]) for level in reversed(LEVELS) if levels[level]]
        if questions:
            found.append(self.say("questions" if questions > 1 else "question", count=questions))
        waived = counts["waived"]
        told = ", ".join(found) or self.say("nothing")
        return f"{told}; {self.say('waived count', count=waived)}" if waived else told

    def open_questions(self, count: int) -> str:
        return self.say("open one" if count == 1 else "open", count=count)

    def _count(self, level: str, count: int) -> str:
        if self.language == "ko":
            return f"{_COUNTS[level].ko} {count}건"
        return f"{count} {_LEVELS[level].en if count == 1 else _COUNTS[level].en}"

    def fails_on(self, document: Mapping[str, Any]) -> str:
        what = [self.say("never") if one == "never" else one for one in document["fail_on"]]
        return self.say("fails on", what=", ".join(what))

    def summary(self, report: Report) -> str:
        """`failed: 1 error, 2 notes (fails on error)`."""
        said = f"{self.outcome(report)}: {self.counts(report)}"
        return f"{said} ({self.fails_on(report.document)})"

    def overall(self, outcome: Outcome) -> str:
        """`3 files checked, 1 failed; 1 could not be checked`."""
        failed, files = sum(report.document["failed"] for report in outcome.reports), len(outcome.reports)
        told = self.say("all of one" if files == 1 else "all", files=files, failed=failed)
        unchecked = len(outcome.unchecked)
        return f"{told}; {self.say('unchecked', count=unchecked)}" if unchecked else told

    def time_left(self, finding: Mapping[str, Any]) -> str | None:
        left = finding["days_left"]
        if left is None or finding["kind"] == "waiver-expired":
            return None
        count = (_DAY if abs(left) == 1 else _DAYS).in_language(self.language).format(number=abs(left))
        return self.say("ago" if left < 0 else "left", count=count)
