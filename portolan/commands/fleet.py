"""`portolan fleet`: check thousands of profiles, and show what they come to together."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from engine.advisor import VERIFY
from engine.checking.request import read_check
from engine.inference.profile import Mistake, ProfileError
from engine.model import LANGUAGES, Knowledge, Language
from engine.one_line import one_line
from portolan.common import BAD_INPUT, OUTSIDE, day, fail, load, no_commands
from portolan.fleet.outputs import FORMATS, USUAL, Format, can_write_parquet
from portolan.fleet.pool import WorkersError
from portolan.fleet.run import BusyError, Done, Plan, Progress, is_kept, run
from portolan.fleet.sources import NoSourceError, Source, source
from portolan.fleet.telling import fleet_text, mistakes_of
from portolan.fleet.words import FleetWords
from portolan.fleet.work import Terms
from portolan.options import with_packs

FAILED = 1
_MOST_JOBS = 256


@click.command(short_help="Check thousands of profiles, and show what they come to together.")
@click.argument("source_", metavar="SOURCE")
@click.option(
    "-o",
    "--output",
    metavar="DIRECTORY",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Write the results there.",
)
@click.option(
    "--format",
    "formats",
    type=click.Choice(FORMATS),
    multiple=True,
    help="What to write: results.jsonl, tables as CSV, tables as Parquet, summary.html (jsonl, csv and html). "
    "May be repeated.",
)
@click.option("--jobs", metavar="N", type=click.IntRange(1, _MOST_JOBS), help="Decide in N processes (one a core).")
@click.option("--scheduler", metavar="ADDRESS", help="Decide on the Dask cluster there, as tcp://10.0.0.5:8786.")
@click.option("--edition", metavar="ID", help="Read this edition of the rules (the newest as of the day).")
@click.option("--as-of", metavar="DAY", callback=day, help="Decide as of this day (today).")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", help="Language of the texts (en).")
@with_packs
@click.option(
    "--fail-on",
    metavar="LEVEL|KIND|never",
    multiple=True,
    help="Fail on this level and all above it, or on this kind of finding, whatever profiles say. May be repeated.",
)
@click.option("--strict", is_flag=True, help="Exit with 2 where an entry cannot be understood.")
def command(source_: str, output: Path, formats: tuple[Format, ...], **rest: Any) -> None:
    """Check every profile in SOURCE, and show which products to migrate across all of them, and by when.

    \b
    Examples:
      portolan fleet repositories/ -o fleet
      portolan fleet profiles.jsonl -o fleet --format parquet --format html
      portolan fleet entities.json -o fleet --as-of 2027-01-01 --lang ko
      curl -s $PORTAL/api/catalog/entities | portolan fleet - -o fleet --fail-on error

    SOURCE is a directory with repositories (each portolan.yaml and *.portolan.yaml in it, and each catalog-info.yaml
    whose entities have the annotation portolan.io/profile), a file with a request on each line (.jsonl), the entities
    of a catalog as its API exports them (JSON), or - for either on standard input.

    What cannot be understood is reported, and all others are decided. A run that was cut off goes on where it was when
    it is started again.

    Exit code 0, 1 if --fail-on is given and a profile fails, 2 if SOURCE or an option cannot be understood (with
    --strict: or an entry), 3 if the knowledge cannot be loaded, 4 if the results cannot be written or the processes
    or the cluster are lost.
    """
    written = tuple(form for form in FORMATS if form in (formats or USUAL))
    _have_what_it_takes(written, rest["scheduler"])
    knowledge = load()
    terms = _terms(knowledge, rest["edition"], rest["as_of"], rest["lang"], rest["fail_on"])
    plan = Plan(_source(source_), knowledge, terms, output, written, rest["jobs"] or _cores(), rest["scheduler"])
    words = FleetWords(knowledge, terms.language)
    done = _ran(plan, words)
    for line in mistakes_of(done.summary, words):
        click.echo(no_commands(one_line(line)), err=True)
    click.echo(fleet_text(done, output, words), nl=False)
    sys.exit(_code(done, strict=rest["strict"], fails=bool(rest["fail_on"])))


def _code(done: Done, *, strict: bool, fails: bool) -> int:
    outcomes = done.summary.outcomes
    if outcomes["bad"] and (strict or not done.summary.checked):
        return BAD_INPUT
    return FAILED if fails and outcomes["failed"] else 0


def _have_what_it_takes(formats: Sequence[Format], scheduler: str | None) -> None:
    if "parquet" in formats and not can_write_parquet():
        fail(BAD_INPUT, "--format parquet takes pyarrow (the extra `fleet`): pip install pyarrow.")
    if scheduler is not None:
        try:
            import distributed  # noqa: F401
        except ImportError:
            fail(BAD_INPUT, "--scheduler takes distributed (the extra `dask`): pip install distributed.")


def _source(path: str) -> Source:
    try:
        return source(path)
    except NoSourceError as error:
        fail(BAD_INPUT, str(error))
    except OSError as error:
        fail(BAD_INPUT, f"{path}: {error.strerror or error}")


def _terms(
    knowledge: Knowledge, edition: str | None, as_of: date | None, language: Language, fail_on: tuple[str, ...]
) -> Terms:
    """Ends the process where an option cannot be understood: else each entry would say so."""
    failing = fail_on[0] if len(fail_on) == 1 else list(fail_on) or None
    given = {"edition": edition, "as_of": as_of, "language": language, "fail_on": failing}
    wins = {name: value for name, value in given.items() if value is not None}
    today = as_of or date.today()
    try:
        read_check({"profile": {}, **wins}, knowledge, today=today)
    except ProfileError as error:
        fail(BAD_INPUT, *(f"{_option(one.pointer)}: {_said(one)}" for one in error.mistakes))
    verify = next((one for one in VERIFY if one == os.environ.get("PORTOLAN_VERIFY", "off")), None)
    if verify is None:
        fail(BAD_INPUT, f"PORTOLAN_VERIFY must be one of {', '.join(VERIFY)}.")
    return Terms(wins, language, today, verify)


def _said(mistake: Mistake) -> str:
    return f"{mistake.detail} ({mistake.hint})" if mistake.hint else mistake.detail


def _option(pointer: str) -> str:
    return f"--{pointer[1:].partition('/')[0].replace('_', '-')}"


def _ran(plan: Plan, words: FleetWords) -> Done:
    """Where it is cut off, it says that the same command goes on from there."""
    try:
        with _bar(plan.source.steps, words) as progress:
            return run(plan, progress)
    except NoSourceError as error:
        fail(BAD_INPUT, str(error))
    except BusyError as error:
        fail(OUTSIDE, str(error))
    except WorkersError as error:
        fail(OUTSIDE, str(error), *_kept(plan, words))
    except OSError as error:  # a full disk names no file
        fail(OUTSIDE, f"{error.filename or plan.directory}: {error.strerror or error}", *_kept(plan, words))
    except KeyboardInterrupt:
        click.echo("\n".join(_kept(plan, words)), err=True)
        raise


def _kept(plan: Plan, words: FleetWords) -> list[str]:
    return [words.say("cut off")] if is_kept(plan.directory) else []


def _cores() -> int:
    return min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1, _MOST_JOBS)


@contextlib.contextmanager
def _bar(steps: int | None, words: FleetWords) -> Iterator[Progress]:
    """A progress bar on a terminal, a count where nobody knows how much there is, and nothing anywhere else."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield lambda _: None
        return
    if steps is None:
        done = 0

        def count(_: int) -> None:
            nonlocal done
            done += 1
            click.echo(f"\r{words.say('batches', count=f'{done:,}')}", err=True, nl=False)

        yield count
        click.echo(err=True)
        return
    with click.progressbar(length=steps, label=words.say("deciding"), file=sys.stderr, show_eta=True) as bar:
        yield bar.update
        bar.update(max(0, steps - bar.pos))
