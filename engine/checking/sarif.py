"""The result of a check as SARIF 2.1.0: what code hosts and editors show beside a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from engine.checking.kinds import KINDS, KindOfFinding
from engine.checking.places import Places, nowhere
from engine.model import Language

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
VERSION = "2.1.0"
# The name of our fingerprints: another number would say that they are made otherwise.
FINGERPRINT = "portolan/v1"
# Where a code host says it read the profile from, unless somebody says otherwise.
FILE = "portolan.yaml"


def sarif_log(
    document: Mapping[str, Any],
    language: Language,
    *,
    version: str,
    file: str = FILE,
    places: Places = nowhere,
    service: str | None = None,
) -> dict[str, Any]:
    """`document`: as `check_document` makes it; `version`: of this program; `file`: that the request was read from;
    `service`: the address of a service that explains the kinds and shows the decision.
    """
    telling = _Telling(document, language, file, places, service)
    return {"$schema": SCHEMA, "version": VERSION, "runs": [telling.run(version)]}


class _Telling:
    def __init__(
        self, document: Mapping[str, Any], language: Language, file: str, places: Places, service: str | None
    ) -> None:
        self.document, self.language, self.places = document, language, places
        self.file = quote(file.replace("\\", "/"), safe="/")
        self.service = service.rstrip("/") if service else None

    def run(self, version: str) -> dict[str, Any]:
        driver: dict[str, Any] = {
            "name": "Portolan",
            "version": version,
            "rules": [self.rule(kind) for kind in KINDS.values()],
        }
        if self.service:
            driver["informationUri"] = f"{self.service}/docs"
        said = ("decision", "edition", "as_of", "knowledge", "failed", "fail_on", "counts")
        return {
            "tool": {"driver": driver},
            "automationDetails": {"id": f"portolan/{self.file}"},
            "invocations": [{"executionSuccessful": True}],
            "language": self.language,
            "columnKind": "unicodeCodePoints",
            "artifacts": [{"location": {"uri": self.file}}],
            "results": [self.result(finding) for finding in self.document["findings"]],
            "properties": {name: self.document[name] for name in said},
        }

    def rule(self, kind: KindOfFinding) -> dict[str, Any]:
        title, means = kind.title.in_language(self.language), kind.means.in_language(self.language)
        remedy = kind.remedy.in_language(self.language)
        rule: dict[str, Any] = {
            "id": kind.id,
            "name": "".join(word.capitalize() for word in kind.id.split("-")),
            "shortDescription": {"text": title},
            "fullDescription": {"text": means},
            "help": {"text": f"{means} {remedy}", "markdown": f"{means}\n\n{remedy}"},
            "defaultConfiguration": {"level": kind.level},
            "properties": {"tags": ["platform", "portolan"]},
        }
        if self.service:
            rule["helpUri"] = f"{self.service}/v1/checks/kinds/{kind.id}"
        return rule

    def result(self, finding: Mapping[str, Any]) -> dict[str, Any]:
        rules = list(KINDS)
        result: dict[str, Any] = {
            "ruleId": finding["kind"],
            "ruleIndex": rules.index(finding["kind"]),
            "level": finding["level"],
            "kind": "fail",
            "message": {"text": finding["message"]},
            "locations": [self.location(finding["pointer"])],
            "partialFingerprints": {FINGERPRINT: finding["fingerprint"]},
            "suppressions": self.suppressions(finding),
            "properties": {name: finding[name] for name in _PROPERTIES},
        }
        if self.service:
            result["hostedViewerUri"] = self.service + (finding["links"]["page"] or self.document["links"]["page"])
        return result

    def location(self, pointer: str) -> dict[str, Any]:
        physical: dict[str, Any] = {"artifactLocation": {"uri": self.file, "index": 0}}
        region = self.places(pointer)
        if region is not None:
            ends = {"endLine": region.end_line, "endColumn": region.end_column}
            physical["region"] = {
                "startLine": region.line,
                "startColumn": region.column,
                **{name: value for name, value in ends.items() if value is not None},
            }
        name = pointer.rpartition("/")[2]
        logical = {"name": name, "fullyQualifiedName": pointer, "kind": "member"}
        return {"physicalLocation": physical, **({"logicalLocations": [logical]} if pointer else {})}

    def suppressions(self, finding: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Those of a waiver in the file are told with their place in it."""
        if finding["waived_by"] is None:
            return []
        waiver = self.document["waivers"][finding["waived_by"]]
        found: dict[str, Any] = {
            "kind": "inSource" if waiver["pointer"] else "external",
            "status": "accepted",
            "justification": f"{waiver['reason']} ({waiver['by']}, {waiver['until']})",
        }
        if waiver["pointer"]:
            found["location"] = self.location(waiver["pointer"])
        return [found]


_PROPERTIES = (
    *("product", "name", "release", "slot", "slots", "question", "verdict", "to", "by", "days_left", "others"),
    *("because", "sources", "grounds", "fails"),
)
