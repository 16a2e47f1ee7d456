"""Checks as text for people: what was found at which line, why, and what to do about it."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from engine.checking.kinds import KINDS, LEVELS
from engine.checking.places import Region
from engine.checking.report import Location, Report
from engine.explanation.wrapping import width_of, wrapped
from engine.one_line import one_line
from portolan.checking.files import from_here
from portolan.checking.forms import Outcome
from portolan.checking.words import CheckWords
from portolan.common import no_commands
from portolan.entity_file import is_entity_file

_COLOURS = {"error": "red", "warning": "yellow", "note": "cyan"}
_INDENT = "    "
# Rules that are told of one finding, the most telling first, and the letters of a line that are shown.
_RULES, _LEAST = 3, 40


def check_text(outcome: Outcome, width: int, *, everything: bool) -> str:
    """Coloured: `click.unstyle` takes that away. `everything`: why of notes too, each open question, every rule."""
    words = CheckWords(outcome.language)
    alone = len(outcome.reports) == 1
    blocks = [_Telling(report, words, width, everything, alone).lines() for report in outcome.reports]
    lines = [line for block in blocks for line in (*block, "")][:-1]
    if outcome.files > 1:
        lines += ["", words.overall(outcome)]
    return no_commands("".join(f"{line}\n" for line in lines))


class _Telling:
    def __init__(self, report: Report, words: CheckWords, width: int, everything: bool, alone: bool) -> None:
        self.report, self.words, self.width = report, words, width
        self.everything, self.alone = everything, alone
        self.source = (report.text or "").splitlines()

    def lines(self) -> Iterator[str]:
        document = self.report.document
        file = from_here(self.report.file)
        yield click.style(f"{file}: {self.words.say('head', **_head(document))}", bold=True)
        yield ""
        for finding in self._shown():
            yield from self._finding(finding)
        if any(self._brief(finding) for finding in self._shown()):
            yield ""
        yield from self._waived()
        yield from self._unused()
        yield from self._next_steps(file)
        colour = "red" if document["failed"] else "green"
        yield click.style(f"{file}: {self.words.summary(self.report)}", fg=colour, bold=True)

    def _next_steps(self, file: str) -> Iterator[str]:
        """What to do now, each with the command that does it where that can write into the file."""
        name, edited = shlex.quote(file), self._edited
        if not self.report.declares:
            said = f"{file}: {self.words.say('no stack')}"
            if edited:
                said = f"{said}{self.words.say('let files tell')}"
                yield from self._step(said, f"portolan init --from-detect --write {name}")
            else:
                yield from (*wrapped(said, self.width), "")
        questions = self.report.document["counts"]["kinds"]["open-question"]
        if questions and not self._with_questions:
            said = f"{self.words.open_questions(questions)} ({self.words.say('list them')})"
            if self.alone and edited:
                yield from self._step(f"{said}{self.words.say('ask them')}", f"portolan interview {name}")
            else:
                yield from (said, "")
        failing = (one for one in self._shown() if one["fails"] and not KINDS[one["kind"]].detected)
        about = next((one["product"] or one["slot"] for one in failing if one["product"] or one["slot"]), None)
        if about and edited:
            command = f"portolan waive {name} {about} --until DAY --reason WHY --by WHO"
            yield from self._step(self.words.say("to waive"), command)

    def _step(self, said: str, command: str) -> Iterator[str]:
        yield from (*wrapped(said, self.width), f"{_INDENT}{command}", "")

    @property
    def _edited(self) -> bool:
        """Is it a file of its own, into which commands write?"""
        there, text = Path(from_here(self.report.file)), (self.report.text or "").encode()
        return there.is_file() and there.suffix != ".json" and not is_entity_file(text, self.report.file)

    @property
    def _with_questions(self) -> bool:
        return self.everything or self.report.asks

    def _shown(self) -> Sequence[Mapping[str, Any]]:
        """The gravest first."""
        found = [one for one in self.report.counted if self._with_questions or one["kind"] != "open-question"]
        return sorted(found, key=lambda one: (not one["fails"], -LEVELS.index(one["level"])))

    def _finding(self, finding: Mapping[str, Any]) -> Iterator[str]:
        where = self.report.of_finding(finding)
        level = click.style(f"{self.words.level(finding['level'])}[{finding['kind']}]", fg=_COLOURS[finding["level"]])
        yield f"{_place(where)}: {level}: {click.style(finding['title'], bold=finding['fails'] or None)}"
        if self._brief(finding):
            return
        yield from self._excerpt(where, _COLOURS[finding["level"]])
        yield from self._why(finding)
        for one in finding["evidence"]:
            yield f"{_INDENT}= {from_here(one['file'])}:{one['line']}: {one['what']}"
        left = None if finding["kind"] == "end-of-life" else self.words.time_left(finding)  # whose headline counts days
        yield from self._told(self.words.say("do"), finding["remedy"] + (f" ({left})" if left else ""))
        yield ""

    def _brief(self, finding: Mapping[str, Any]) -> bool:
        """Is it told on a line? Such findings are the last, as nothing is milder."""
        return finding["level"] == LEVELS[0] and not self.everything and not finding["fails"]

    def _excerpt(self, where: Location, colour: str) -> Iterator[str]:
        region = where.region
        if region is None or where.file != self.report.file or not 0 < region.line <= len(self.source):
            return
        number = str(region.line)
        line, start, length = _cut(self.source[region.line - 1], region, self.width - len(number) - 7)
        gap = " " * len(number)
        yield click.style(f"{_INDENT}{number} | ", dim=True) + line
        yield click.style(f"{_INDENT}{gap} | ", dim=True) + " " * start + click.style("^" * length, fg=colour)

    def _why(self, finding: Mapping[str, Any]) -> Iterator[str]:
        rules = finding["because"] if self.everything else finding["because"][:_RULES]
        for reason in rules:
            yield from self._told("=", reason["text"])
            cited = " ".join(f"[{one}]" for one in reason["cites"])
            about = wrapped(f"{self.words.say('rule')} {reason['rule']} {cited}", self.width, "      ", "        ")
            yield from (click.style(line, dim=True) for line in about)
        more = len(finding["because"]) - len(rules)
        if more:
            yield click.style(f"{_INDENT}= {self.words.say('more rules', count=more)}", dim=True)
        if finding["sources"]:
            yield click.style(f"{_INDENT}= {self.words.say('rests on')} {', '.join(finding['sources'])}", dim=True)

    def _told(self, mark: str, text: str) -> Iterator[str]:
        first = f"{_INDENT}= " if mark == "=" else f"{_INDENT}= {mark}: "
        yield from wrapped(text, self.width, first, f"{_INDENT}  ")

    def _waived(self) -> Iterator[str]:
        for finding in self.report.document["findings"]:
            waiver = self.report.waiver_of(finding)
            if waiver is not None:
                where = _place(self.report.of_finding(finding))
                yield f"{where}: {click.style(finding['kind'], dim=True)}: {finding['title']}"
                yield from wrapped(self.words.say("waived", **waiver), self.width, f"{_INDENT}= ", f"{_INDENT}  ")
                yield ""

    def _unused(self) -> Iterator[str]:
        unused = [one for one in self.report.document["waivers"] if self._is_unused(one)]
        for waiver in unused:
            where = _place(self.report.at(waiver["pointer"])) if waiver["pointer"] else waiver["id"] or waiver["review"]
            yield f"{where}: {self.words.say('unused', what=waiver['product'] or waiver['slot'])}"
        if unused:
            yield ""

    def _is_unused(self, waiver: Mapping[str, Any]) -> bool:
        """What nobody looked for, as files were not held against it, may well be there."""
        looked_for = self.report.with_files or not all(KINDS[kind].detected for kind in waiver["kinds"] or KINDS)
        return waiver["state"] == "unused" and looked_for


def _head(document: Mapping[str, Any]) -> dict[str, Any]:
    return {name: document[name] for name in ("edition", "as_of")}


def _place(location: Location) -> str:
    return str(Location(from_here(location.file), location.region))


def _cut(line: str, region: Region, width: int) -> tuple[str, int, int]:
    """A line no wider than there is room for, with where to mark it and how far."""
    line = one_line(line)
    begin = region.column - 1
    end = region.end_column - 1 if region.end_column and region.end_line in (None, region.line) else begin + 1
    room = max(width, _LEAST)
    cut = 0
    if width_of(line) > room:
        cut = max(0, min(begin - room // 3, len(line) - room))
        line = line[cut : cut + room]
    marked = line[begin - cut : max(begin + 1, end) - cut]
    return line, width_of(line[: begin - cut]), max(1, width_of(marked))
