"""What there is to tell of files that were checked: of each what came of it, and what is wrong in those that cannot be.

The forms of a check (SARIF, JUnit XML and others) are ways of telling these, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.checking.kinds import LEVELS
from engine.checking.places import Places, Region, nowhere

# Where a code host says it read the profile from, unless somebody says otherwise.
FILE = "portolan.yaml"


@dataclass(frozen=True, slots=True)
class Location:
    """`file`: relative, with slashes."""

    file: str
    region: Region | None

    def __str__(self) -> str:
        return f"{self.file}:{self.region.line}:{self.region.column}" if self.region else self.file


@dataclass(frozen=True, slots=True)
class Report:
    """A file that was checked. `document`: as `check_document` makes it; `text`: what the file says, if it is known;
    `with_files`: other files were held against it; `declares`: there is a product in it.
    """

    document: Mapping[str, Any]
    file: str = FILE
    places: Places = nowhere
    text: str | None = None
    with_files: bool = False
    declares: bool = True

    def at(self, pointer: str) -> Location:
        return Location(self.file, self.places(pointer))

    def of_finding(self, finding: Mapping[str, Any]) -> Location:
        """Where it is declared; of what is not declared at all, where it was found."""
        if finding["kind"] == "undeclared" and finding["evidence"]:
            return of_evidence(finding["evidence"][0])
        return self.at(finding["pointer"])

    @property
    def counted(self) -> Iterable[Mapping[str, Any]]:
        """The findings that no waiver silences."""
        return (one for one in self.document["findings"] if one["waived_by"] is None)

    @property
    def asks(self) -> bool:
        """Does somebody want to see open questions? They were made more than notes, or are failed on."""
        open_ones = [one for one in self.counted if one["kind"] == "open-question"]
        return any(one["fails"] or one["level"] != LEVELS[0] for one in open_ones)

    @property
    def announced(self) -> Iterable[Mapping[str, Any]]:
        """What is told at its line: what counts, without open questions that nobody wants to see."""
        return (one for one in self.counted if self.asks or one["kind"] != "open-question")

    def waiver_of(self, finding: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """The waiver that silences a finding."""
        waivers: list[Mapping[str, Any]] = self.document["waivers"]
        return None if finding["waived_by"] is None else waivers[finding["waived_by"]]


@dataclass(frozen=True, slots=True)
class Mistaken:
    """A mistake for which a file could not be checked. `pointer`: into the request, None where it cannot be read."""

    location: Location
    detail: str
    hint: str | None = None
    pointer: str | None = None

    @property
    def message(self) -> str:
        return f"{self.detail} ({self.hint})" if self.hint else self.detail

    def __str__(self) -> str:
        return f"{self.location}: {self.message}"


def of_evidence(evidence: Mapping[str, Any]) -> Location:
    return Location(evidence["file"], Region(evidence["line"]) if evidence["line"] else None)
