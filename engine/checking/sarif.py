"""The results of checks as SARIF 2.1.0: what code hosts and editors show beside a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from engine.checking.kinds import KINDS, KindOfFinding
from engine.checking.places import Region
from engine.checking.report import Location, Mistaken, Report, of_evidence
from engine.model import Language, Text

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
VERSION = "2.1.0"
# The name of our fingerprints: another number would say that they are made otherwise.
FINGERPRINT = "portolan/v1"
# What the files' names begin at, where it is known.
ROOT = "%SRCROOT%"

_LEVEL = Text(
    "Level: {level}; `levels: {{{kind}: …}}` in the file sets another one.",
    "수준: {level}. 파일의 `levels: {{{kind}: …}}`로 바꿀 수 있습니다.",
)
_WAIVE = Text(
    "To silence a finding until a day: `portolan waive FILE PRODUCT --until DAY --reason WHY --by WHO`.",
    "기한까지 예외로 두려면: `portolan waive FILE PRODUCT --until DAY --reason WHY --by WHO`",
)


def sarif_log(
    reports: Sequence[Report],
    language: Language,
    *,
    version: str,
    mistakes: Sequence[Mistaken] = (),
    root: str | None = None,
    service: str | None = None,
) -> dict[str, Any]:
    """`version`: of this program; `root`: an address of the directory that files are named from, which ends in a slash;
    `service`: the address of a service that explains the kinds and shows the decisions.
    """
    telling = _Telling(reports, mistakes, language, root, service)
    return {"$schema": SCHEMA, "version": VERSION, "runs": [telling.run(version)]}


class _Telling:
    def __init__(
        self,
        reports: Sequence[Report],
        mistakes: Sequence[Mistaken],
        language: Language,
        root: str | None,
        service: str | None,
    ) -> None:
        self.reports, self.mistakes, self.language, self.root = reports, mistakes, language, root
        self.service = service.rstrip("/") if service else None
        self.numbers = {file: number for number, file in enumerate(dict.fromkeys(self._files()))}

    def _files(self) -> Iterator[str]:
        """Every file that is named: those that were asked for, and then those that are evidence."""
        yield from (report.file for report in self.reports)
        yield from (one.location.file for one in self.mistakes)
        for report in self.reports:
            for finding in report.document["findings"]:
                yield from (one["file"] for one in finding["evidence"])

    def run(self, version: str) -> dict[str, Any]:
        driver: dict[str, Any] = {
            "name": "Portolan",
            "version": version,
            "rules": [self.rule(kind) for kind in KINDS.values()],
        }
        if self.service:
            driver["informationUri"] = f"{self.service}/docs"
        asked = dict.fromkeys([*(one.file for one in self.reports), *(one.location.file for one in self.mistakes)])
        run: dict[str, Any] = {
            "tool": {"driver": driver},
            # A code host takes what stands before the last slash for a category: one run of each, please.
            "automationDetails": {"id": f"portolan/{_uri(next(iter(asked)))}" if len(asked) == 1 else "portolan/"},
            "invocations": [self.invocation()],
            "language": self.language,
            "columnKind": "unicodeCodePoints",
            "artifacts": [{"location": self.address(file)} for file in self.numbers],
            "results": [self.result(report, one) for report in self.reports for one in report.document["findings"]],
            "properties": {"checks": [self.said(report) for report in self.reports]},
        }
        if self.root:
            run["originalUriBaseIds"] = {ROOT: {"uri": self.root}}
        return run

    def said(self, report: Report) -> dict[str, Any]:
        said = ("decision", "edition", "as_of", "knowledge", "failed", "fail_on", "counts")
        return {"file": report.file, **{name: report.document[name] for name in said}}

    def invocation(self) -> dict[str, Any]:
        invocation: dict[str, Any] = {"executionSuccessful": not self.mistakes}
        if self.mistakes:
            invocation["toolExecutionNotifications"] = [
                {
                    "level": "error",
                    "message": {"text": one.message},
                    "locations": [self.location(one.location, one.pointer)],
                }
                for one in self.mistakes
            ]
        return invocation

    def rule(self, kind: KindOfFinding) -> dict[str, Any]:
        title, means = kind.title.in_language(self.language), kind.means.in_language(self.language)
        remedy = kind.remedy.in_language(self.language)
        level = _LEVEL.in_language(self.language).format(level=f"**{kind.level}**", kind=kind.id)
        more = [level, *([_WAIVE.in_language(self.language)] if kind.id != "waiver-expired" else [])]
        rule: dict[str, Any] = {
            "id": kind.id,
            "shortDescription": {"text": title},
            "fullDescription": {"text": means},
            "help": {"text": f"{means} {remedy}", "markdown": "\n\n".join([means, remedy, *more])},
            "defaultConfiguration": {"level": kind.level},
            "properties": {"tags": ["platform", "portolan"]},
        }
        if self.service:
            rule["helpUri"] = f"{self.service}/v1/checks/kinds/{kind.id}"
        return rule

    def result(self, report: Report, finding: Mapping[str, Any]) -> dict[str, Any]:
        rules = list(KINDS)
        undeclared = finding["kind"] == "undeclared"
        result: dict[str, Any] = {
            "ruleId": finding["kind"],
            "ruleIndex": rules.index(finding["kind"]),
            "level": finding["level"],
            "kind": "fail",
            "message": {"text": finding["message"]},
            "locations": [self.location(report.of_finding(finding), None if undeclared else finding["pointer"])],
            "partialFingerprints": {FINGERPRINT: finding["fingerprint"]},
            "suppressions": self.suppressions(report, finding),
            "properties": {name: finding[name] for name in _PROPERTIES},
        }
        evidence = finding["evidence"][1:] if undeclared else finding["evidence"]
        if evidence:
            result["relatedLocations"] = [
                {"id": number, "message": {"text": one["what"]}, **self.location(of_evidence(one))}
                for number, one in enumerate(evidence, 1)
            ]
        if self.service:
            result["hostedViewerUri"] = self.service + (finding["links"]["page"] or report.document["links"]["page"])
        return result

    def address(self, file: str) -> dict[str, Any]:
        if file.startswith("/"):  # from nowhere below the root
            return {"uri": f"file://{_uri(file)}"}
        return {"uri": _uri(file), **({"uriBaseId": ROOT} if self.root else {})}

    def location(self, location: Location, pointer: str | None = None) -> dict[str, Any]:
        address = {**self.address(location.file), "index": self.numbers[location.file]}
        physical: dict[str, Any] = {"artifactLocation": address}
        if location.region is not None:
            physical["region"] = _region(location.region)
        if not pointer:
            return {"physicalLocation": physical}
        logical = {"name": pointer.rpartition("/")[2], "fullyQualifiedName": pointer, "kind": "member"}
        return {"physicalLocation": physical, "logicalLocations": [logical]}

    def suppressions(self, report: Report, finding: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Those of a waiver in the file are told with their place in it."""
        waiver = report.waiver_of(finding)
        if waiver is None:
            return []
        found: dict[str, Any] = {
            "kind": "inSource" if waiver["pointer"] else "external",
            "status": "accepted",
            "justification": f"{waiver['reason']} ({waiver['by']}, {waiver['until']})",
        }
        if waiver["pointer"]:
            found["location"] = self.location(report.at(waiver["pointer"]), waiver["pointer"])
        return [found]


def _uri(file: str) -> str:
    return quote(file.replace("\\", "/").encode("utf-8", "surrogateescape"), safe="/")


def _region(region: Region) -> dict[str, int]:
    ends = {"endLine": region.end_line, "endColumn": region.end_column}
    return {
        "startLine": region.line,
        "startColumn": region.column,
        **{name: value for name, value in ends.items() if value is not None},
    }


_PROPERTIES = (
    *("product", "name", "release", "slot", "slots", "question", "verdict", "to", "by", "days_left", "others"),
    *("because", "sources", "found", "grounds", "fails"),
)
