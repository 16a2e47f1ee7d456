"""What a finding is, and its name that stays the same from one run to the next."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from engine.checking.kinds import Gravity, Kind

if TYPE_CHECKING:
    from engine.detection.found import Evidence  # its readers are not to be loaded for this


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be. `said` chooses the sentence that tells it.

    `pointer`: where in the request it is declared; `slots`: the first is where it counts; `rules`: that it rests on,
    the most telling first; `sources`: of facts of the catalog that it rests on and no rule has told; `others`: products
    that it is about as well; `to` and `by`: where to go, by when or since when; `release`: in use; `waiver`: the number
    of the waiver that it is about; `evidence`: where files say otherwise than the request; `found`: the version there.
    """

    kind: Kind
    said: str
    gravity: Gravity
    pointer: str
    product: str | None = None
    slots: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    by: date | None = None
    verdict: str | None = None
    release: str | None = None
    question: str | None = None
    waiver: int | None = None
    evidence: tuple[Evidence, ...] = ()
    found: str | None = None

    @property
    def slot(self) -> str | None:
        return self.slots[0] if self.slots else None

    @property
    def fingerprint(self) -> str:
        """32 hexadecimal digits over what it is about: neither the day nor the words nor the knowledge change it."""
        where = None if self.product else self.slot
        return _fingerprint(self.kind, self.product, where, self.question, self.release)

    @property
    def comparison(self) -> str | None:
        """The digest of two versions that differ; of a finding about anything else, None."""
        if self.release is None or self.found is None:
            return None
        return f"sha256:{hashlib.sha256(json.dumps([self.product, self.release, self.found]).encode()).hexdigest()}"

    def with_more(self, other: Finding) -> Finding:
        """Both in one: the same kind about the same thing, said by more rules or in more slots."""
        gravities: tuple[Gravity, ...] = ("full", "mild", "remote")
        first, second = sorted((self, other), key=lambda one: gravities.index(one.gravity))
        return replace(
            first,
            slots=_joined(first.slots, second.slots),
            rules=_joined(first.rules, second.rules),
            sources=_joined(first.sources, second.sources),
            others=_joined(first.others, second.others),
            to=_joined(first.to, second.to),
            by=min((day for day in (first.by, second.by) if day), default=None),
            verdict=first.verdict or second.verdict,
        )


@lru_cache(maxsize=8192)
def _fingerprint(*said: str | None) -> str:
    """Asked for again and again: many who are checked have the same to be told."""
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:32]


def _joined(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *second)))
