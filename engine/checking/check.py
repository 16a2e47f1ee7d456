"""A decision and what is to be checked → findings with levels, what waivers made of them, and passed or failed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from engine.checking.declared import Declared, declared
from engine.checking.drift import Drift
from engine.checking.finder import find
from engine.checking.findings import Finding
from engine.checking.kinds import KINDS, Kind, Level, level_of
from engine.checking.request import Options
from engine.checking.waivers import Judged, Waiver, judged, lapsed
from engine.explanation.grounds.grounds import grounds
from engine.inference.reasoner import Decision

if TYPE_CHECKING:
    from engine.detection.found import Detection  # its readers are not to be loaded for this


@dataclass(frozen=True, slots=True)
class Told:
    """A finding as it counts here. `waived_by`: the number of the waiver that silences it; `fails`: the check on it."""

    finding: Finding
    level: Level
    waived_by: int | None
    fails: bool


@dataclass(frozen=True)
class Checked:
    """`findings` in the order in which they are told, those that are waived among them."""

    decision: Decision
    stack: Declared
    options: Options
    findings: tuple[Told, ...]
    waivers: tuple[Judged, ...]

    @property
    def failed(self) -> bool:
        return any(told.fails for told in self.findings)

    @property
    def counted(self) -> Iterator[Told]:
        """Those that no waiver silences."""
        return (told for told in self.findings if told.waived_by is None)

    @cached_property
    def by_level(self) -> Counter[Level]:
        return Counter(told.level for told in self.counted)

    @cached_property
    def by_kind(self) -> Counter[Kind]:
        return Counter(told.finding.kind for told in self.counted)

    def grounds(self, finding: Finding) -> str | None:
        """The digest that a waiver of the finding is to be given on; None where it rests on nothing that changes."""
        if KINDS[finding.kind].detected:
            return finding.comparison
        return _Digests(self.decision)(finding.slot, finding.product)


def check(
    decision: Decision,
    options: Options,
    raw: object,
    stored: tuple[Waiver, ...] = (),
    detected: Detection | None = None,
) -> Checked:
    """`raw`: the request as it was sent, for places in it; `stored`: waivers that were given elsewhere; `detected`:
    what files say, to hold the request against.
    """
    stack = declared(decision.answers, raw)
    found = [*find(decision, stack, raw, within_days=options.end_of_life_days)]
    if detected is not None:
        found.extend(Drift(decision.knowledge, stack, raw, detected).findings())
    findings = [(one, level) for one in found if (level := level_of(one.kind, one.gravity, options.levels))]
    waivers = judged(
        (*options.waivers, *stored), (one for one, _ in findings), decision.as_of, _Digests(decision).__call__
    )
    for one in lapsed(waivers):
        level = level_of(one.kind, one.gravity, options.levels)
        if level:
            findings.append((one, level))
    order = list(KINDS)
    findings.sort(key=lambda entry: order.index(entry[0].kind))
    return Checked(
        decision,
        stack,
        options,
        tuple(_told(one, level, options, waivers) for one, level in findings),
        waivers,
    )


def _told(finding: Finding, level: Level, options: Options, waivers: tuple[Judged, ...]) -> Told:
    applied = (n for n, one in enumerate(waivers) if one.state == "applied" and finding.fingerprint in one.findings)
    waived_by = None if finding.kind == "waiver-expired" else next(applied, None)
    return Told(finding, level, waived_by, waived_by is None and options.fails(finding.kind, level))


class _Digests:
    """The digests of grounds in one decision."""

    def __init__(self, decision: Decision) -> None:
        self._decision = decision
        self._known: dict[tuple[str, str], str] = {}

    def __call__(self, slot: str | None, product: str | None) -> str | None:
        if slot is None or product is None:
            return None
        found = self._known.get((slot, product))
        if found is None:
            found = self._known[slot, product] = grounds(self._decision, slot, product).digest
        return found
