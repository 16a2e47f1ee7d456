"""Architecture decision records as plain data: of one slot, or of a whole decision. Texts are in one language.

Everything in them comes from a decision, its trace and the knowledge; what people add is a `Filing`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from engine.model import Language

Tone = Literal["good", "neutral", "bad"]
TONES: tuple[Tone, ...] = ("good", "neutral", "bad")

Status = Literal["proposed", "accepted", "rejected", "deprecated"]
STATUSES: tuple[Status, ...] = ("proposed", "accepted", "rejected", "deprecated")

_MARK = re.compile(r"(?:slot=(?P<slot>\S+) )?decision=(?P<decision>[0-9a-f]+) outcome=(?P<outcome>[0-9a-f]+)")


@dataclass(frozen=True, slots=True)
class Mark:
    """What a record is recognised by. `slot`: None for a whole decision.

    `outcome` is a hash over what was chosen and what is to be left: two records with the same one say the same.
    """

    slot: str | None
    decision: str
    outcome: str

    def __str__(self) -> str:
        slot = f"slot={self.slot} " if self.slot else ""
        return f"{slot}decision={self.decision} outcome={self.outcome}"

    @classmethod
    def read(cls, written: object) -> Mark | None:
        """The mark that `str` wrote; None for anything else."""
        found = _MARK.fullmatch(written) if isinstance(written, str) else None
        return cls(**found.groupdict()) if found else None


@dataclass(frozen=True, slots=True)
class Link:
    """Another record, as `ADR-0004` in the file `0004-….md` beside this one."""

    name: str
    target: str


@dataclass(frozen=True, slots=True)
class Filing:
    """What people say of a record. Until they accept it, it is proposed; `day`: None for the one decided for."""

    status: Status = "proposed"
    day: date | None = None
    deciders: tuple[str, ...] = ()
    supersedes: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Point:
    """Something that is said. `id`: the rule or the question behind it.

    `by`: the rules that set it aside, each with its reason as text where that is to be told here.
    """

    text: str
    id: str | None = None
    by: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Effect:
    """Something that speaks for or against, or follows from, a choice. In English it goes on after “because”."""

    tone: Tone
    point: Point


@dataclass(frozen=True, slots=True)
class Option:
    """Products with the same verdict for the same reasons. `qualified`: where a move leads, what it comes with."""

    names: tuple[str, ...]
    verdict: str
    qualified: str
    effects: tuple[Effect, ...]


@dataclass(frozen=True, slots=True)
class Quoted:
    """A source with the claims that are drawn from it, none where it is cited as a whole.

    `link`: its address, or the repository that it is in, as far as is known.
    """

    source: str
    published: date | None
    link: str | None
    claims: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a disagreement. `sources`: who says so, each with its date; `favoured`: it is followed."""

    says: str
    sources: tuple[str, ...]
    favoured: bool


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Where sources disagree. `how` it was settled in a few words; `by`: the rules that carry that out."""

    about: str
    sides: tuple[Side, ...]
    how: str
    because: str
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """What the record was computed from. `packs`: each with its version, the base first.

    `request`: the whole of it as plain data, in its canonical form; with `digest` it gives the id of the `decision`.
    """

    decision: str
    edition: str
    edition_id: str
    as_of: date
    packs: tuple[str, ...]
    digest: str
    request: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Head:
    """What every record has. `slug` is its title for a file's name: letters of ASCII, digits and hyphens."""

    title: str
    slug: str
    mark: Mark
    origin: Origin
    language: Language


def file_name(head: Head, number: int) -> str:
    """Backstage takes a file for a record by its four digits; 0 stands for a number that is still to be given."""
    return f"{number:04}-{head.slug}.md"


@dataclass(frozen=True, slots=True)
class SlotRecord:
    """The record of one slot. `unanswered`: what the proof takes to be unknown; `set_aside`: defaults that were.

    `hanging`: answers that the proof does not name and a pick hangs on all the same; `settled`: no further answer can
    change it; `open`: the questions that could. `remarks`: sources that describe what is no longer so.
    """

    head: Head
    question: str
    needed: str
    need: tuple[Point, ...]
    answers: tuple[Point, ...]
    unanswered: tuple[Point, ...]
    drivers: tuple[Point, ...]
    options: tuple[Option, ...]
    outcome: str
    reasons: tuple[Point, ...]
    hanging: tuple[Point, ...]
    set_aside: tuple[Point, ...]
    consequences: tuple[Effect, ...]
    advice: tuple[Point, ...]
    settled: bool
    open: tuple[Point, ...]
    disagreements: tuple[Disagreement, ...]
    remarks: tuple[Point, ...]
    quoted: tuple[Quoted, ...]


@dataclass(frozen=True, slots=True)
class SlotLine:
    """A slot in the record of a whole decision. `others`: the verdicts on what is no pick, in a few words each."""

    title: str
    picks: str
    status: str
    reason: Point | None
    others: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class AreaLines:
    title: str
    slots: tuple[SlotLine, ...]


@dataclass(frozen=True, slots=True)
class StackRecord:
    """The record of a whole decision. `left_out`: the slots that are not needed."""

    head: Head
    question: str
    answers: tuple[Point, ...]
    drivers: tuple[Point, ...]
    areas: tuple[AreaLines, ...]
    left_out: tuple[str, ...]
    consequences: tuple[Effect, ...]
    advice: tuple[Point, ...]
    open: tuple[Point, ...]
    more_open: int
    remarks: tuple[Point, ...]


Record = SlotRecord | StackRecord
