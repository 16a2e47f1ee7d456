"""`portolan adr`: architecture decision records, to standard output or into a directory of them."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import click

from engine.explanation.records.markdown import record_markdown
from engine.explanation.records.record import STATUSES, Filing, Record, Status
from engine.explanation.records.slot import slot_record
from engine.explanation.records.stack import stack_record
from engine.inference.reasoner import Decision
from engine.knowledge.problems import nearest
from engine.model import Knowledge
from engine.request import Request
from portolan.adr_files import LAST_NUMBER, Kept, StatusError, kept_file, kept_in, next_number
from portolan.adr_plan import Filed, NumberError, Shelf, Unchanged, plan
from portolan.common import BAD_INPUT, OUTSIDE, advisor, day, fail, load, sentence
from portolan.options import Asked, deciding
from portolan.writing import one_at_a_time, write_together


def _names(_: click.Context, __: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    names = tuple(" ".join(name.split()) for name in value)
    for name in names:
        if not name.isprintable() or not name:
            raise click.BadParameter(f"{name!r} is no name")
    return names


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the options say."""

    slots: tuple[str, ...]
    all_slots: bool
    output: Path | None
    directory: Path | None
    status: Status
    dated: date | None
    deciders: tuple[str, ...]
    supersedes: Path | None
    number: int | None
    dry_run: bool

    @property
    def filing(self) -> Filing:
        return Filing(self.status, self.dated, self.deciders)


@click.command(short_help="Write architecture decision records (MADR).")
@deciding
@click.option("--slot", "slots", metavar="SLOT", multiple=True, help="The record of this slot. May be repeated.")
@click.option("--all-slots", is_flag=True, help="A record for each slot that is needed.")
@click.option(
    "-o", "--output", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help="Write to FILE, a new one."
)
@click.option(
    "--directory",
    metavar="DIRECTORY",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write numbered files into this directory of records.",
)
@click.option("--status", type=click.Choice(STATUSES), default="proposed", help="The status (proposed).")
@click.option("--date", "dated", metavar="DAY", callback=day, help="The date of the record (the day decided for).")
@click.option("--decider", "deciders", metavar="NAME", multiple=True, callback=_names, help="Who decides. Repeatable.")
@click.option(
    "--supersedes",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Supersede this record. Portolan's own of the same slot are found without it.",
)
@click.option("--number", metavar="N", type=click.IntRange(0, LAST_NUMBER), help="Number of the first new record.")
@click.option("--dry-run", is_flag=True, help="With --directory: only say what would be written.")
def command(asked: Asked, **options: Any) -> None:
    """Write what is decided for the profile in FILE (- for standard input) as architecture decision records, in the
    form of MADR 4: one for the whole decision, or one for each slot that is named.

    \b
    Examples:
      portolan adr portolan.yaml --slot tracing
      portolan adr portolan.yaml --all-slots --directory docs/adr
      portolan adr portolan.yaml --directory docs/adr --status accepted --decider "A. Navigator"

    In a directory a record takes the next free number, and nothing is overwritten. Where Portolan's record of the same
    slot says the same already, nothing is written; where the outcome has changed, the new record supersedes it, and of
    the old one the line with the status is changed and nothing else.

    Exit code 0, 2 if FILE or an option cannot be understood, 3 if the knowledge cannot be loaded, 4 if a file is there
    already or cannot be written.
    """
    wanted = Wanted(**options)
    _check(wanted)
    knowledge = load()
    _check_slots(wanted.slots, knowledge)
    request = asked.request(knowledge)
    decision = advisor(knowledge).decide(request)
    if wanted.directory is not None:
        # Numbers are free until somebody takes them: whoever else writes here waits.
        with nullcontext() if wanted.dry_run else one_at_a_time(wanted.directory):
            shelf = Shelf(wanted.directory, kept_in(wanted.directory))
            _file(_records(decision, request, _chosen(wanted, decision, shelf)), shelf, wanted)
        return
    records = _records(decision, request, _chosen(wanted, decision, None))
    if wanted.output is not None and str(wanted.output) != "-":
        _write(wanted.output, record_markdown(records[0], wanted.filing))
    else:
        click.echo(record_markdown(records[0], wanted.filing), nl=False)


def _check(wanted: Wanted) -> None:
    if wanted.slots and wanted.all_slots:
        raise click.UsageError("Take --slot or --all-slots, not both.")
    if wanted.output and wanted.directory:
        raise click.UsageError("Take --output or --directory, not both.")
    if wanted.directory:
        return
    if wanted.all_slots or len(set(wanted.slots)) > 1:
        raise click.UsageError("Several records are several files: name a --directory.")
    if wanted.supersedes or wanted.number is not None or wanted.dry_run:
        raise click.UsageError("--supersedes, --number and --dry-run are for a --directory.")


def _check_slots(slots: tuple[str, ...], knowledge: Knowledge) -> None:
    for slot in slots:
        if slot not in knowledge.slots:
            fail(BAD_INPUT, f"--slot: there is no slot {slot!r}.{sentence(nearest(slot, knowledge.slots))}")


def _chosen(wanted: Wanted, decision: Decision, shelf: Shelf | None) -> tuple[str | None, ...]:
    """The slots to write records of, in the architecture's order; None stands for the whole decision.

    All slots are those that are needed, and those that there is a record of already: they may be needed no more.
    """
    if wanted.all_slots:
        return tuple(one.slot for one in decision.slots if one.needed or (shelf and shelf.of(one.slot)))
    return tuple(one.slot for one in decision.slots if one.slot in wanted.slots) or (None,)


def _records(decision: Decision, request: Request, chosen: Sequence[str | None]) -> list[Record]:
    language = request.language
    return [
        slot_record(decision, slot, request, language) if slot else stack_record(decision, request, language)
        for slot in chosen
    ]


def _write(output: Path, text: str) -> None:
    try:
        with output.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except FileExistsError:
        fail(OUTSIDE, f"{output} is there already. Take another name, or --directory, which numbers records.")
    except OSError as error:
        fail(OUTSIDE, f"{output}: {error.strerror or error}")


def _file(records: list[Record], shelf: Shelf, wanted: Wanted) -> None:
    if wanted.supersedes and len(records) != 1:
        fail(BAD_INPUT, f"--supersedes: one record supersedes another, and there are {len(records)}.")
    old = kept_file(wanted.supersedes) if wanted.supersedes else None
    first = next_number(shelf.kept) if wanted.number is None else wanted.number
    try:
        found = plan(records, shelf, wanted.filing, first=first, superseding=old)
    except NumberError as error:
        fail(BAD_INPUT, f"--number: {error}.")
    except StatusError as error:
        fail(BAD_INPUT, f"{error}.")
    new = [one for one in found if isinstance(one, Filed)]
    if new and not wanted.dry_run:
        write_together(shelf.directory, [one.creation for one in new], [one.edit for one in new if one.edit])
    for one in found:
        click.echo(_said(one, wanted.dry_run))


def _said(one: Filed | Unchanged, dry_run: bool) -> str:
    if isinstance(one, Unchanged):
        return f"{_called(one.kept)} says so already: nothing to write"
    wrote = "would write" if dry_run else "wrote"
    more = f", which supersedes {one.edit.path.name}" if one.edit else ""
    return f"{wrote} {one.creation.path}{more}"


def _called(kept: Kept) -> str:
    return f"{kept.path} ({kept.status})" if kept.status else str(kept.path)
