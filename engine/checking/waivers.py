"""Waivers: what silences a finding until a day, as long as the grounds are those that it was given under."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from engine.checking.findings import Finding
from engine.checking.kinds import KINDS, Kind

# applied: it silences a finding; expired: its day has passed, and it would still silence one; reopened: the grounds
# changed, and it would; unused: there is nothing for it to silence.
WaiverState = Literal["applied", "expired", "reopened", "unused"]
WAIVER_STATES: tuple[WaiverState, ...] = ("applied", "expired", "reopened", "unused")

# Slot, product → the digest of the grounds of its verdict there.
Digest = Callable[[str, str], str | None]


@dataclass(frozen=True, slots=True)
class Waiver:
    """`kinds`: none means every kind; `until` is its last day; `grounds`: the digest that it holds for, None for any.

    `pointer`: where in the request it stands; `id`: under which it is stored, where it stands in none; `review`: of the
    review that it is, where somebody overruled the verdict.
    """

    reason: str
    until: date
    by: str
    product: str | None = None
    slot: str | None = None
    kinds: tuple[Kind, ...] = ()
    grounds: str | None = None
    pointer: str | None = None
    id: str | None = None
    review: str | None = None

    def is_about(self, finding: Finding) -> bool:
        return (
            finding.kind != "waiver-expired"
            and (self.product is None or self.product == finding.product)
            and (self.slot is None or self.slot in finding.slots)
            and (not self.kinds or finding.kind in self.kinds)
        )


@dataclass(frozen=True, slots=True)
class Judged:
    """A waiver, what became of it, and the fingerprints of the findings that it is about."""

    waiver: Waiver
    state: WaiverState
    findings: tuple[str, ...]


def judged(waivers: Iterable[Waiver], findings: Iterable[Finding], as_of: date, digest: Digest) -> tuple[Judged, ...]:
    """In their order."""
    told = tuple(findings)
    return tuple(_judged(waiver, told, as_of, digest) for waiver in waivers)


def _judged(waiver: Waiver, findings: tuple[Finding, ...], as_of: date, digest: Digest) -> Judged:
    about = [one for one in findings if waiver.is_about(one)]
    standing = [one for one in about if _stands(waiver, one, digest)]
    if not about:
        return Judged(waiver, "unused", ())
    if as_of > waiver.until:
        return Judged(waiver, "expired", tuple(one.fingerprint for one in about))
    if not standing:
        return Judged(waiver, "reopened", tuple(one.fingerprint for one in about))
    return Judged(waiver, "applied", tuple(one.fingerprint for one in standing))


def _stands(waiver: Waiver, finding: Finding, digest: Digest) -> bool:
    """Of a finding in several slots, one with the grounds of the waiver is enough. What files say beside the request
    does not rest on a verdict: only of two versions is it known whether they are still those.
    """
    if waiver.grounds is None:
        return True
    if KINDS[finding.kind].detected:
        return finding.comparison in (None, waiver.grounds)
    slots = (waiver.slot,) if waiver.slot else finding.slots
    return any(finding.product and digest(slot, finding.product) == waiver.grounds for slot in slots)


def lapsed(waivers: Sequence[Judged]) -> Iterator[Finding]:
    """A finding for each waiver that no longer silences what it was given for, unless another one does."""
    silenced = {finding for one in waivers if one.state == "applied" for finding in one.findings}
    for number, one in enumerate(waivers):
        if one.state in ("expired", "reopened") and not silenced.issuperset(one.findings):
            waiver = one.waiver
            yield Finding(
                "waiver-expired",
                one.state,
                "full",
                waiver.pointer or "",
                product=waiver.product,
                slots=(waiver.slot,) if waiver.slot else (),
                by=waiver.until,
                waiver=number,
            )
