"""Checks as GitLab's code quality report: a list of issues."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from engine.checking.report import Location
from portolan.checking.fingerprints import one_of_file
from portolan.checking.forms import Outcome

_SEVERITIES = {"error": "major", "warning": "minor", "note": "info"}
_FAILS, _MISTAKE = "critical", "blocker"


def code_quality(outcome: Outcome) -> list[dict[str, Any]]:
    """What the check fails on is `critical`, and what keeps a file from being checked `blocker`. What is waived is not
    told, nor are open questions unless the file makes more of them than notes. Fingerprints are those of findings, one
    for each file.
    """
    issues = list(_issues(outcome))
    seen: Counter[str] = Counter()
    for issue in issues:  # two of one fingerprint would be taken for one
        name = issue["fingerprint"]
        issue["fingerprint"] = one_of_file(issue["location"]["path"], name, seen[name])
        seen[name] += 1
    return issues


def _issues(outcome: Outcome) -> Iterator[dict[str, Any]]:
    for one in outcome.mistakes:
        yield _issue(one.message, "mistake", _MISTAKE, f"{one.pointer} {one.detail}", one.location)
    for report in outcome.reports:
        for finding in report.announced:
            severity = _FAILS if finding["fails"] else _SEVERITIES[finding["level"]]
            issue = _issue(
                finding["message"], finding["kind"], severity, finding["fingerprint"], report.of_finding(finding)
            )
            body = [finding["remedy"], *(f"{one['rule']}: {one['text']}" for one in finding["because"])]
            yield {**issue, "content": {"body": "\n\n".join(body)}}


def _issue(description: str, check: str, severity: str, fingerprint: str, location: Location) -> dict[str, Any]:
    region = location.region
    lines: dict[str, int] = {"begin": region.line if region else 1}
    if region and region.end_line:
        lines["end"] = region.end_line
    return {
        "description": description,
        "check_name": f"portolan/{check}",
        "fingerprint": fingerprint,
        "severity": severity,
        "location": {"path": location.file, "lines": lines},
    }
