"""The forms that checks are told in, by name."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.checking.places import Region
from engine.checking.report import Location, Mistaken, Report
from engine.model import Language

FORMATS = ("text", "json", "sarif", "code-scanning", "junit", "github", "gitlab", "markdown")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What there is to tell. `root`: the address of the directory that files are named from."""

    reports: Sequence[Report]
    mistakes: Sequence[Mistaken]
    language: Language
    root: str

    @property
    def failed(self) -> bool:
        return any(report.document["failed"] for report in self.reports)

    @property
    def unchecked(self) -> tuple[str, ...]:
        """The files that could not be checked."""
        return tuple(dict.fromkeys(one.location.file for one in self.mistakes))

    @property
    def files(self) -> int:
        """How many there were, checked or not."""
        return len(self.reports) + len(self.unchecked)


def written(form: str, outcome: Outcome) -> str:
    """In any form but text, which depends on who reads it. Ends in a line break where there is anything to say."""
    return _FORMS[form](outcome)


def _json(outcome: Outcome) -> str:
    document = {
        "failed": outcome.failed,
        "checks": [_with_places(report) for report in outcome.reports],
        "mistakes": [_mistake(one) for one in outcome.mistakes],
    }
    return _dumped(document)


def _with_places(report: Report) -> dict[str, Any]:
    """What the API answers, with the file and the lines."""
    document = report.document
    return {
        "file": report.file,
        **document,
        "findings": [{**one, **_place(report.of_finding(one))} for one in document["findings"]],
        "waivers": [
            {**one, **(_place(report.at(one["pointer"])) if one["pointer"] else {})} for one in document["waivers"]
        ],
    }


def _mistake(one: Mistaken) -> dict[str, Any]:
    return {**_place(one.location), "pointer": one.pointer, "detail": one.detail, "hint": one.hint}


def _place(location: Location) -> Mapping[str, Any]:
    region = location.region or Region(0)
    if not region.line:
        return {"file": location.file, "line": None, "column": None, "end_line": None, "end_column": None}
    return {
        "file": location.file,
        "line": region.line,
        "column": region.column,
        "end_line": region.end_line,
        "end_column": region.end_column,
    }


def _sarif(outcome: Outcome) -> str:
    from engine.checking.sarif import sarif_log
    from portolan import __version__

    log = sarif_log(
        outcome.reports,
        outcome.language,
        version=__version__,
        mistakes=outcome.mistakes,
        root=outcome.root,
    )
    return _dumped(log)


def _code_scanning(outcome: Outcome) -> str:
    from portolan import __version__
    from portolan.checking.code_scanning import code_scanning_log

    return _dumped(code_scanning_log(outcome, __version__))


def _junit(outcome: Outcome) -> str:
    from engine.checking.junit import junit_xml

    return junit_xml(outcome.reports, outcome.language, mistakes=outcome.mistakes).decode()


def _github(outcome: Outcome) -> str:
    from portolan.checking.github import workflow_annotations

    return workflow_annotations(outcome)


def _gitlab(outcome: Outcome) -> str:
    from portolan.checking.gitlab import code_quality

    return _dumped(code_quality(outcome))


def _markdown(outcome: Outcome) -> str:
    from portolan.checking.markdown import check_markdown

    return check_markdown(outcome)


def _dumped(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


_FORMS: Mapping[str, Callable[[Outcome], str]] = {
    "json": _json,
    "sarif": _sarif,
    "code-scanning": _code_scanning,
    "junit": _junit,
    "github": _github,
    "gitlab": _gitlab,
    "markdown": _markdown,
}
