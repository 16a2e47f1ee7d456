"""What becomes of a directory of records when others join it: which are new, and which they supersede."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote

from engine.explanation.records.markdown import record_markdown
from engine.explanation.records.record import Filing, Link, Record, file_name
from portolan.adr_files import LAST_NUMBER, Kept, StatusError, name_of, with_status
from portolan.writing import Creation, Edit


@dataclass(frozen=True, slots=True)
class Filed:
    """A new record, and the one that it supersedes, if any."""

    creation: Creation
    edit: Edit | None


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A record that is there and says what a new one would."""

    kept: Kept


class NumberError(ValueError):
    """A number is taken, or there are no more."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """A directory with its records."""

    directory: Path
    kept: tuple[Kept, ...]

    def of(self, slot: str | None) -> tuple[Kept, ...]:
        """Portolan's records of a slot, of whole decisions for None; the newest last."""
        return tuple(one for one in self.kept if one.mark is not None and one.mark.slot == slot)

    def same_as(self, record: Record) -> Kept | None:
        """The record that says so already: the one in force, or the newest, be it rejected."""
        kept = self.of(record.head.mark.slot)
        candidates = [*kept[-1:], *[one for one in kept if one.in_force][-1:]]
        outcome = record.head.mark.outcome
        return next((one for one in candidates if one.mark is not None and one.mark.outcome == outcome), None)

    def superseded_by(self, record: Record) -> Kept | None:
        return next((one for one in reversed(self.of(record.head.mark.slot)) if one.in_force), None)


def plan(
    records: Iterable[Record], shelf: Shelf, filing: Filing, *, first: int, superseding: Kept | None
) -> tuple[Filed | Unchanged, ...]:
    """What to do about each record. `first`: the number of the first new one; `superseding`: a record named by hand.

    Raises NumberError, and StatusError where the status of a record that is superseded cannot be changed.
    """
    taken = {one.number for one in shelf.kept}
    found: list[Filed | Unchanged] = []
    number = first
    for record in records:
        same = None if superseding else shelf.same_as(record)
        if same is not None:
            found.append(Unchanged(same))
            continue
        if number in taken or number > LAST_NUMBER:
            taken_ = f"the number {number:04} is taken"
            raise NumberError(f"there are no numbers after {LAST_NUMBER}" if number > LAST_NUMBER else taken_)
        found.append(_filed(record, number, shelf, filing, superseding or shelf.superseded_by(record)))
        number += 1
    return tuple(found)


def _filed(record: Record, number: int, shelf: Shelf, filing: Filing, old: Kept | None) -> Filed:
    path = shelf.directory / file_name(record.head, number)
    edit = None
    if old is not None:
        filing = replace(filing, supersedes=(Link(name_of(old.path), _from(path, old.path)),))
        status = f"superseded by [{name_of(path)}]({quote(_from(old.path, path))})"
        try:
            edit = Edit(old.path.resolve(), old.content, with_status(old.content, status))
        except StatusError as error:
            raise StatusError(f"{old.path} cannot be marked as superseded: {error}") from None
    return Filed(Creation(path, record_markdown(record, filing).encode()), edit)


def _from(one: Path, other: Path) -> str:
    """The way from one file to another, as a link has it."""
    return Path(os.path.relpath(other.resolve(), one.parent.resolve())).as_posix()
