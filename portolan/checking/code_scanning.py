"""Checks as SARIF the way GitHub's code scanning takes it: it opens an alert for whatever is a result."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

from engine.checking.report import Report
from engine.checking.sarif import sarif_log
from portolan.checking.fingerprints import one_of_file
from portolan.checking.forms import Outcome

# The only one of the fingerprints that it compares. Where there is none, it takes a hash of the line and what follows,
# which is one and the same for all that stands on a line, and another whenever one of them is edited.
_COMPARED = "primaryLocationLineHash"


def code_scanning_log(outcome: Outcome, version: str) -> dict[str, Any]:
    """Without what is waived, which it would take for open, and without open questions that nobody asked for.

    Nor does it say which analysis it is: that depends on the files, and what one run opens the next has to close.
    """
    reports = [_announced(report) for report in outcome.reports]
    log = sarif_log(reports, outcome.language, version=version, mistakes=outcome.mistakes, root=outcome.root)
    (run,) = log["runs"]
    del run["automationDetails"]  # in whose place the category is that it is uploaded with
    seen: Counter[tuple[str, str]] = Counter()
    for result in run["results"]:
        fingerprints = result["partialFingerprints"]
        file = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        (name,) = fingerprints.values()
        fingerprints[_COMPARED] = one_of_file(file, name, seen[file, name])
        seen[file, name] += 1
    return log


def _announced(report: Report) -> Report:
    return replace(report, document={**report.document, "findings": list(report.announced)})
