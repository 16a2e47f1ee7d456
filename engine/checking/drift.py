"""What is declared beside what was detected in files: what is in one of them alone, and other versions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine.checking.declared import Declared, question_pointer
from engine.checking.findings import Finding
from engine.checking.kinds import Kind
from engine.dated import release_of
from engine.inference.encoding import IN_USE
from engine.model import Knowledge

# How many places of one product are told: the first say enough.
_TOLD = 5

if TYPE_CHECKING:
    from engine.detection.found import Detection, Evidence  # its readers are not to be loaded for this


@dataclass(frozen=True, slots=True)
class Drift:
    """Findings about what is declared in a request (`raw`) beside what was found."""

    knowledge: Knowledge
    stack: Declared
    raw: object
    detected: Detection

    def findings(self) -> Iterator[Finding]:
        yield from self.undeclared()
        yield from self.not_found()
        yield from self.other_versions()

    def undeclared(self) -> Iterator[Finding]:
        declared = self.stack.every
        for product, places in self.detected.products.items():
            if product not in declared and product in self.knowledge.products:
                yield self._finding("undeclared", product, question_pointer(IN_USE, self.raw), places)

    def not_found(self) -> Iterator[Finding]:
        """Nor anywhere met that does not say that it runs, or may be another's."""
        alike = (id_ for one in self.detected.ambiguous if one.kind != "answer" for id_ in one.could_be)
        found = {*self.detected.products, *self.detected.versions, *self.detected.seen, *alike}
        for product, pointer in self.stack.products.items():
            if product not in found:
                yield self._finding("not-found", product, pointer, ())

    def other_versions(self) -> Iterator[Finding]:
        for release in self.stack.releases:
            suggested = self.detected.versions.get(release.product)
            if suggested and self._differ(release.product, release.version, str(suggested.value)):
                versions = {"release": release.version, "found": str(suggested.value)}
                places = suggested.evidence
                yield self._finding("other-version", release.product, release.pointer, places, **versions)

    def _differ(self, product: str, declared: str, found: str) -> bool:
        """A version says no more than it names: 1.33 is 1.33.4, and of what has releases known by name the same."""
        first, second = _parts(declared), _parts(found)
        shorter = min(len(first), len(second))
        if first[:shorter] == second[:shorter]:
            return False
        releases = [release_of(self.knowledge.products[product], version) for version in (declared, found)]
        return releases[0] is None or releases[0] != releases[1]

    def _finding(self, kind: Kind, product: str, pointer: str, places: Iterable[Evidence], **more: Any) -> Finding:
        home = self.knowledge.products[product].home
        slots = (home,) if home else ()
        evidence = tuple(places)[:_TOLD]
        return Finding(kind, kind, "full", pointer, product=product, slots=slots, evidence=evidence, **more)


def _parts(version: str) -> list[str]:
    return version.removeprefix("v").partition("+")[0].partition("-")[0].split(".")
