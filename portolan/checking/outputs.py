"""Where the forms of a check go: one to standard output, and any to files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

from engine.knowledge.problems import nearest
from portolan.checking.forms import FORMATS, Outcome, written
from portolan.checking.text import check_text
from portolan.common import OUTSIDE, columns, fail

_PLAIN_WIDTH = 100


@dataclass(frozen=True, slots=True)
class Target:
    """A form, and the file it goes to; None is standard output."""

    form: str
    file: Path | None


def targets(style: str, named: tuple[str, ...]) -> tuple[Target, ...]:
    """What `--format` and `--output` come to. Raises click.BadParameter.

    `FILE` gets what `--format` says in place of standard output; `FORMAT=FILE` gets its own form beside it.
    """
    found, elsewhere = [], None
    for one in named:
        form, equals, file = one.partition("=")
        if not equals:
            if elsewhere is not None:
                raise click.BadParameter(f"{elsewhere} and {one} would get the same: write FORMAT=FILE")
            elsewhere = one
        elif form not in FORMATS:
            hint = nearest(form, FORMATS) or f"there are {', '.join(FORMATS)}"
            raise click.BadParameter(f"there is no format {form!r}: {hint}")
        elif not file:
            raise click.BadParameter(f"{one} names no file")
        else:
            found.append(Target(form, None if file == "-" else Path(file)))
    first = Target(style, None if elsewhere in (None, "-") else Path(str(elsewhere)))
    every = (first, *found)
    files = [one.file for one in every]
    twice = next((file for file in files if files.count(file) > 1), first)
    if twice is None:
        raise click.BadParameter("standard output takes one form: name files for the others")
    if twice is not first:
        raise click.BadParameter(f"{twice} is named twice")
    return every


def write(targets: tuple[Target, ...], outcome: Outcome, sources: tuple[str, ...], *, everything: bool) -> None:
    """Never over a file that was checked. Where a file cannot be written the others are all the same, and then the
    process is ended.
    """
    wrong = []
    for one in sorted(targets, key=lambda target: target.file is None):
        if one.form == "text":
            width = columns() if one.file is None else _PLAIN_WIDTH
            text = check_text(outcome, width, everything=everything)
            text = text if one.file is None else click.unstyle(text)
        else:
            text = written(one.form, outcome)
        if one.file is None:
            click.echo(text, nl=False)
        elif (said := _written_to(one.file, text, sources)) is not None:
            wrong.append(said)
    if wrong:
        fail(OUTSIDE, *wrong)


def _written_to(file: Path, text: str, sources: tuple[str, ...]) -> str | None:
    """What keeps it from being written."""
    try:
        if file.exists() and any(
            source != "-" and Path(source).exists() and file.samefile(source) for source in sources
        ):
            return f"--output: {file} is the profile itself; name another file."
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", errors="replace")
    except OSError as error:
        return f"{file}: {error.strerror or error}"
    return None
