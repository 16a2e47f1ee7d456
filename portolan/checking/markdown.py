"""Checks as Markdown that fits a comment on a pull request: a table of what counts, and the rest folded away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import Any

from engine.checking.kinds import LEVELS
from engine.checking.report import Report
from engine.explanation.markdown import comment
from engine.one_line import one_line
from portolan.checking.forms import Outcome
from portolan.checking.words import CheckWords

# For whoever updates the comment in place of writing another.
MARK = "<!-- portolan check -->"
# A comment holds 65,536 letters: rows of a table, entries of what is folded, rules of a finding, and letters of all.
_ROWS, _FOLDED, _RULES, _LETTERS = 50, 50, 5, 60_000
# How much is told of a file: all, the table, that it failed or passed.
_EVERYTHING, _TABLE, _LEAST = _WAYS = ("everything", "table", "least")

Finding = Mapping[str, Any]


def check_markdown(outcome: Outcome) -> str:
    """As much of every file as there is room for, in one way for all: with what is folded, without, in short; and where
    there are too many files for that, those that fail and then as many others as there is room for.
    """
    words = CheckWords(outcome.language)
    head = [MARK, *([f"{comment(words.overall(outcome))}.", ""] if outcome.files > 1 else [])]
    for way in _WAYS:
        blocks = [_joined(block) for block in _blocks(outcome, words, way)]
        if len(_joined(head)) + sum(map(len, blocks)) <= _LETTERS:
            return _joined(head) + "".join(blocks)
    text = _joined(head)
    for number, block in enumerate(blocks):
        if len(text) + len(block) > _LETTERS:
            return f"{text}{words.say('more files', count=len(blocks) - number)}\n"
        text += block
    return text


def _joined(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _blocks(outcome: Outcome, words: CheckWords, way: str) -> Iterator[Iterable[str]]:
    """A file after the other, those that fail first."""
    for file in outcome.unchecked:
        yield _mistakes(outcome, file, words, 1 if way == _LEAST else _ROWS)
    for report in sorted(outcome.reports, key=lambda one: not one.document["failed"]):
        yield _Telling(report, words).lines(way)


def _mistakes(outcome: Outcome, file: str, words: CheckWords, most: int) -> Iterator[str]:
    yield from (f"### Portolan: {_code(file)} {comment(words.say('not checked'))}", "")
    told = [one for one in outcome.mistakes if one.location.file == file]
    yield from (f"- {_code(str(one.location))}: {comment(one.message)}" for one in told[:most])
    if len(told) > most:
        yield f"- {words.say('more', count=len(told) - most)}"
    yield ""


class _Telling:
    def __init__(self, report: Report, words: CheckWords) -> None:
        self.report, self.words = report, words
        counted = sorted(report.counted, key=lambda one: (not one["fails"], -LEVELS.index(one["level"])))
        self.grave = [one for one in counted if one["fails"] or one["level"] != LEVELS[0]]
        notes = [one for one in counted if one not in self.grave]
        self.notes = [one for one in notes if one["kind"] != "open-question"]
        self.questions = len(notes) - len(self.notes)
        self.waived = [one for one in report.document["findings"] if one["waived_by"] is not None]

    def head(self) -> Iterator[str]:
        said = {name: self.report.document[name] for name in ("edition", "as_of")}
        yield f"### Portolan: {_code(self.report.file)} {comment(self.words.summary(self.report))}"
        yield from ("", comment(self.words.say("head", **said)), "")
        if not self.report.declares:
            yield from (f"{comment(self.words.say('no stack').capitalize())}.", "")

    def lines(self, way: str) -> Iterator[str]:
        yield from self.head()
        if self.grave and way != _LEAST:
            yield from (*self._table(), "")
        if way == _EVERYTHING:
            yield from self._more()

    def _more(self) -> Iterator[str]:
        if self.grave:
            yield from self._folded("why", self.grave, self._why)
        if self.notes:
            yield from self._folded("notes fold", self.notes, self._note)
        if self.waived:
            yield from self._folded("waived fold", self.waived, self._waiver)
        if self.questions:
            yield from (f"{comment(self.words.open_questions(self.questions))}.", "")

    def _table(self) -> Iterator[str]:
        heads = [self.words.say(word) for word in ("level", "what", "where", "by")]
        yield f"| {' | '.join(heads)} |"
        yield "| --- | --- | --- | --- |"
        for one in self.grave[:_ROWS]:
            level = self.words.level(one["level"])
            told = f"**{comment(level)}**" if one["fails"] else comment(level)
            yield f"| {told} | {comment(one['title'])} | {self._place(one)} | {self._day(one)} |"
        if len(self.grave) > _ROWS:
            yield f"| | {self.words.say('more', count=len(self.grave) - _ROWS)} | | |"

    def _day(self, one: Finding) -> str:
        left = self.words.time_left(one)
        return comment(f"{one['by']} ({left})" if left else one["by"] or "")

    def _place(self, one: Finding) -> str:
        where = self.report.of_finding(one)
        return _code(f"{where.file}:{where.region.line}" if where.region else where.file)

    def _why(self, one: Finding) -> Iterator[str]:
        yield f"- **{comment(one['title'])}** ({_code(one['kind'])}) {comment(one['remedy'])}"
        for reason in one["because"][:_RULES]:
            cited = "".join(f" {_code(claim)}" for claim in reason["cites"])
            yield f"  - {comment(reason['text'])} {_code(reason['rule'])}{cited}"
        yield from (f"  - {_code(there['file'])}:{there['line']} {comment(there['what'])}" for there in one["evidence"])

    def _note(self, one: Finding) -> Iterator[str]:
        yield f"- {comment(one['title'])} ({_code(one['kind'])}, {self._place(one)})"

    def _waiver(self, one: Finding) -> Iterator[str]:
        waiver = self.report.waiver_of(one)
        told = self.words.say("waived", **waiver) if waiver else ""
        yield f"- {comment(one['title'])} ({_code(one['kind'])}, {self._place(one)}): {comment(told)}"

    def _folded(self, word: str, findings: Sequence[Finding], told: Any) -> Iterable[str]:
        yield from ("<details>", f"<summary>{escape(self.words.say(word))} ({len(findings)})</summary>", "")
        for one in findings[:_FOLDED]:
            yield from told(one)
        if len(findings) > _FOLDED:
            yield f"- {self.words.say('more', count=len(findings) - _FOLDED)}"
        yield from ("", "</details>", "")


def _code(text: str) -> str:
    """As code, in a table too; what would end it is another letter there."""
    told = " ".join(one_line(text).split()).replace("`", "'").replace("|", "\\|")
    return f"`{told}`"
