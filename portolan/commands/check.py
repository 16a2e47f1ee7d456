"""`portolan check`: hold declared stacks against the verdicts, and fail on what was agreed to fail on."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from engine.advisor import Advisor
from engine.checking.check import check
from engine.checking.declared import declared
from engine.checking.document import check_document
from engine.checking.kinds import KINDS
from engine.checking.report import FILE, Report
from engine.model import LANGUAGES, Knowledge, Language
from engine.request import decision_id
from portolan.checking.files import Readable, Reader, Wins, language_of, near_file, told, top, unique
from portolan.checking.forms import FORMATS, Outcome
from portolan.checking.outputs import targets, write
from portolan.common import BAD_INPUT, advisor, day, fail, load, sentence
from portolan.options import with_packs

if TYPE_CHECKING:
    from engine.detection import Detection

FAILED = 1
# Where `--detect` stands without a directory.
_HERE = "."


@dataclass(frozen=True, slots=True)
class _Asked:
    """The options that do not say where what is told goes."""

    edition: str | None
    as_of: date | None
    lang: Language | None
    entity: str | None
    fail_on: tuple[str, ...]
    detect: Path | None

    @property
    def wins(self) -> Wins:
        fail_on = self.fail_on[0] if len(self.fail_on) == 1 else list(self.fail_on) or None
        given = {"edition": self.edition, "as_of": self.as_of, "language": self.lang, "fail_on": fail_on}
        return Wins({name: value for name, value in given.items() if value is not None}, self.entity)


@click.command(short_help="Check a declared stack, as a pipeline does.")
@click.argument("files", nargs=-1, metavar="[FILE]...")
@click.option("--edition", metavar="ID", help="Read this edition of the rules (the newest as of the day).")
@click.option("--as-of", metavar="DAY", callback=day, help="Decide as of this day (today).")
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language of the texts (en).")
@click.option("--entity", metavar="REF", help="The entity that is meant, where FILE has several.")
@with_packs
@click.option(
    "--fail-on",
    metavar="LEVEL|KIND|never",
    multiple=True,
    help="Fail on this level and all above it, or on this kind of finding, whatever FILE says. May be repeated.",
)
@click.option(
    "--detect",
    metavar="[DIRECTORY]",
    is_flag=False,
    flag_value=_HERE,
    type=click.Path(exists=True, path_type=Path),
    help="Also compare what is declared with what the files below DIRECTORY (.) say is there.",
)
@click.option(
    "--format",
    "style",
    type=click.Choice(FORMATS),
    default="text",
    help="Text for people (the default); JSON, SARIF or JUnit XML for programs; SARIF as GitHub's code scanning takes "
    "it; annotations of a GitHub workflow; GitLab's code quality report; Markdown for a comment on a pull request.",
)
@click.option(
    "-o",
    "--output",
    "outputs",
    metavar="[FORMAT=]FILE",
    multiple=True,
    help="Write to FILE, not to standard output. As FORMAT=FILE: write that form there as well. May be repeated.",
)
@click.option("--all", "everything", is_flag=True, help="Text: tell why of notes too, every rule and open question.")
def command(files: tuple[str, ...], style: str, outputs: tuple[str, ...], everything: bool, **rest: Any) -> None:
    """Hold the stack that each FILE declares (portolan.yaml; - for standard input) against the verdicts.

    \b
    Examples:
      portolan check
      portolan check --fail-on warning
      portolan check services/*/portolan.yaml --format github
      portolan check -o sarif=portolan.sarif -o junit=portolan.xml -o markdown=comment.md
      portolan check --detect
      git show main:portolan.yaml | portolan check - --as-of 2027-01-01

    It finds what is dropped, out of support, against constraints, superseded, doubled, missing or contradictory, each
    at the line where it is declared, and fails only on what was agreed to fail on. The file says so in `levels`,
    `fail_on`, `end_of_life_days` and `waivers` beside the profile.

    Exit code 0 if every file passes, 1 if one fails, 2 if one cannot be understood (all others are checked all the
    same), 3 if the knowledge cannot be loaded, 4 if an output cannot be written.
    """
    try:
        goes_to = targets(style, outputs)
    except click.BadParameter as error:
        error.param_hint = "--output"
        raise
    if rest["detect"] is not None and rest["detect"].name == FILE and not files:
        raise click.UsageError(f"--detect takes what is to be read: write `portolan check {rest['detect']} --detect`.")
    unseen = [kind for kind in rest["fail_on"] if kind in KINDS and KINDS[kind].detected]
    if unseen and rest["detect"] is None:
        raise click.UsageError(f"--fail-on {unseen[0]} takes --detect: without it no files are looked at.")
    named = _files(files)
    outcome = _outcome(named, _Asked(**rest), load())
    write(goes_to, outcome, named, everything=everything)
    for one in outcome.mistakes:
        click.echo(told(one), err=True)
    sys.exit(BAD_INPUT if outcome.mistakes else FAILED if outcome.failed else 0)


def _files(named: tuple[str, ...]) -> tuple[str, ...]:
    if named:
        return tuple(unique(named))
    if not Path(FILE).exists():
        hint = sentence(near_file(FILE)) or " `portolan init` writes one; or name a file, or - for standard input."
        fail(BAD_INPUT, f"There is no {FILE} here.{hint}")
    return (FILE,)


def _outcome(files: tuple[str, ...], asked: _Asked, knowledge: Knowledge) -> Outcome:
    reader = Reader(knowledge, asked.wins, date.today())
    readable = [one for file in files if (one := reader.read(file))]
    engine = advisor(knowledge) if readable else None
    found = _detected(asked.detect, readable, knowledge) if asked.detect and readable else {}
    reports = tuple(_report(one, engine, found.get(one.file)) for one in readable if engine)
    language = language_of(readable, asked.lang)
    return Outcome(reports, tuple(reader.mistakes), language, f"{top().as_uri().rstrip('/')}/")


def _report(read: Readable, engine: Advisor, detected: Detection | None) -> Report:
    checked = check(engine.decide(read.request), read.options, read.raw, detected=detected)
    id_ = decision_id(read.request, engine.knowledge)
    document = check_document(checked, id_, read.request.language)
    declares = bool(checked.stack.products)
    return Report(document, read.file, read.places, read.text, with_files=detected is not None, declares=declares)


def _detected(root: Path, readable: Sequence[Readable], knowledge: Knowledge) -> dict[str, Detection]:
    """By file, what it is held against."""
    from portolan.checking.detecting import detected_in, shared_out  # their readers are loaded for nothing else

    stacks = {one.file: declared(one.request.answers, one.raw) for one in readable}
    return shared_out(detected_in(root, knowledge), {file: stack.every for file, stack in stacks.items()})
