"""A run from its source to its files, which goes on where one before it was cut off."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from engine.model import Knowledge
from portolan import __version__
from portolan.fleet.cluster import on_cluster
from portolan.fleet.entries import Entry
from portolan.fleet.journal import Journal
from portolan.fleet.outputs import FORMATS, Format, files_of, write_outputs
from portolan.fleet.page import About, fleet_page
from portolan.fleet.pool import batches, here, in_processes
from portolan.fleet.sources import NoSourceError, Source
from portolan.fleet.summary import Summary
from portolan.fleet.work import Terms, name_of, work_on

# What a run keeps in its directory until it is done.
KEPT = ".portolan-fleet"
_JOURNAL, _STAGING = "journal", "new"

# Told of each entry that is done, and how much of the source that was.
Progress = Callable[[int], None]


class BusyError(RuntimeError):
    """Another run writes to the directory."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to decide, how, by whom, and where it goes. `scheduler`: the address of a Dask cluster."""

    source: Source
    knowledge: Knowledge
    terms: Terms
    directory: Path
    formats: tuple[Format, ...]
    jobs: int
    scheduler: str | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """`kept`: entries that a run before had decided; `differs`: why nothing of one could be kept; `lost`: how each
    process ended that was lost; `left`: files of a run before in forms that this one has not written.
    """

    summary: Summary
    today: date
    files: tuple[str, ...]
    kept: int
    differs: tuple[str, ...]
    lost: tuple[str, ...]
    left: tuple[str, ...]


def run(plan: Plan, progress: Progress) -> Done:
    """Raises NoSourceError, OSError, BusyError and WorkersError; what is decided by then is kept."""
    with _alone_in(plan.directory) as kept_in:
        about = {
            "version": __version__,
            "knowledge": plan.knowledge.digest,
            "terms": name_of(plan.terms),
            "today": plan.terms.today.isoformat(),
        }
        with Journal(kept_in / _JOURNAL, about) as journal:
            lost = _decide(plan, journal, progress)
            if not journal.count:
                raise NoSourceError(f"There are no profiles in {plan.source.name}.")
            files = files_of(plan.formats)
            told = About(plan.knowledge, plan.terms.language, plan.terms.today, tuple(files))
            summary = write_outputs(
                journal, plan.directory, kept_in / _STAGING, plan.formats, lambda found: fleet_page(found, told)
            )
        return Done(
            summary,
            plan.terms.today,
            tuple(files),
            journal.kept,
            journal.differs,
            tuple(lost),
            _left_in(plan.directory, files),
        )


def is_kept(directory: Path) -> bool:
    """Is there something that a run can go on from?"""
    return (directory / KEPT / _JOURNAL).exists()


def _left_in(directory: Path, written: Sequence[str]) -> tuple[str, ...]:
    return tuple(name for name in files_of(FORMATS) if name not in written and (directory / name).exists())


def _decide(plan: Plan, journal: Journal, progress: Progress) -> list[str]:
    lost: list[str] = []
    work = work_on(plan.knowledge, plan.terms)
    todo = batches(_left(plan.source.entries(), journal, progress))
    if plan.scheduler is not None:
        decided = on_cluster(work, todo, plan.scheduler)
    else:
        decided = here(work, todo) if plan.jobs == 1 else in_processes(work, todo, plan.jobs, lost)
    for batch, rows in decided:
        for entry, row in zip(batch, rows, strict=True):
            journal.add(entry.digest, row)
        journal.saved()
        progress(sum(entry.step for entry in batch))
    return lost


def _left(entries: Iterator[Entry], journal: Journal, progress: Progress) -> Iterator[Entry]:
    """Those that no run before has decided."""
    for entry in entries:
        if journal.follows(entry.digest):
            progress(entry.step)
        else:
            yield entry


@contextlib.contextmanager
def _alone_in(directory: Path) -> Iterator[Path]:
    """The place for what is kept, which no other run has meanwhile. It goes away where all went well, or there was
    nothing to do, and so does the directory where it is empty then. Raises BusyError and OSError.
    """
    directory.mkdir(parents=True, exist_ok=True)
    handle = os.open(directory, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BusyError(f"{directory}: another run writes there") from None
        kept_in = directory / KEPT
        kept_in.mkdir(exist_ok=True)
        try:
            yield kept_in
        except NoSourceError:
            shutil.rmtree(kept_in)
            with contextlib.suppress(OSError):  # not empty
                directory.rmdir()
            raise
        shutil.rmtree(kept_in)
    finally:
        os.close(handle)
