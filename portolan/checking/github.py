"""Checks as annotations of a GitHub workflow, one command a line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from engine.checking.kinds import LEVELS
from engine.checking.report import Location
from engine.one_line import one_line
from portolan.checking.forms import Outcome
from portolan.checking.words import CheckWords
from portolan.common import no_commands, workflow_command

# How many claims an annotation names; the other forms name them all.
_CLAIMS = 4


def workflow_annotations(outcome: Outcome) -> str:
    """The gravest first: GitHub shows ten of each level. What is waived is not told, and open questions are counted,
    unless the file makes more of them. A last line sums up.
    """
    return "".join(f"{line}\n" for line in _lines(outcome, CheckWords(outcome.language)))


def _lines(outcome: Outcome, words: CheckWords) -> Iterator[str]:
    for one in outcome.mistakes:
        yield _command("error", "Portolan", one.message, one.location)
    found = [(report, one) for report in outcome.reports for one in report.announced]
    found.sort(key=lambda entry: (not entry[1]["fails"], -LEVELS.index(entry[1]["level"])))
    for report, finding in found:
        title = f"Portolan: {words.kind(finding['kind'])}"
        yield _command(finding["level"], title, _message(finding), report.of_finding(finding))
    for report in outcome.reports:
        empty = "" if report.declares else f"; {words.say('no stack')}"
        yield no_commands(one_line(f"{report.file}: {words.summary(report)}{empty}"))


def _message(finding: Mapping[str, Any]) -> str:
    """The sentence, the first rule behind it with its claims, and what to do."""
    told = [finding["message"]]
    if finding["because"]:
        first = finding["because"][0]
        cites, more = first["cites"][:_CLAIMS], len(first["cites"]) - _CLAIMS
        told.append(
            " ".join([f"({first['rule']})", *(f"[{one}]" for one in cites), *([f"+{more}"] if more > 0 else [])])
        )
    return "\n".join([*told, finding["remedy"]])


def _command(level: str, title: str, message: str, location: Location) -> str:
    region = location.region
    places: dict[str, object] = {}
    if region is not None:
        places = {"line": region.line, "endLine": region.end_line, "col": region.column, "endColumn": region.end_column}
    return workflow_command(level, message, file=location.file, **places, title=title)
