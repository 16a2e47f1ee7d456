"""The argument and the options of every command that decides a profile."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import click

from engine.model import LANGUAGES, Knowledge, Language
from engine.request import Request
from portolan.common import PACKS, day, read_request_file


@dataclass(frozen=True, slots=True)
class Asked:
    """A request file, `-` for standard input, and what wins over what it says."""

    file: str
    edition: str | None
    as_of: date | None
    language: Language | None
    entity: str | None = None

    def request(self, knowledge: Knowledge) -> Request:
        """Ends the process where the file cannot be understood."""
        return read_request_file(
            self.file,
            knowledge,
            edition=self.edition,
            as_of=self.as_of,
            language=self.language,
            entity=self.entity,
        )


def with_packs(command: Callable[..., None]) -> Callable[..., None]:
    """Adds --pack to a command, which need not know: whatever loads the knowledge looks it up."""

    def keep(ctx: click.Context, _: click.Parameter, value: tuple[Path, ...]) -> None:
        ctx.meta[PACKS] = value

    return click.option(
        "--pack",
        metavar="DIRECTORY",
        multiple=True,
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        expose_value=False,
        callback=keep,
        help="Put this pack on top of the knowledge, in place of those in PORTOLAN_PACKS. May be repeated.",
    )(command)


def deciding(command: Callable[..., None]) -> Callable[..., None]:
    """Adds FILE, --edition, --as-of, --lang and --entity to a command, which gets them as `asked`, and --pack."""
    entity = click.option("--entity", metavar="REF", help="The entity that is meant, where FILE has several.")
    return _with_request(command, _file, entity)


def interviewing(command: Callable[..., None]) -> Callable[..., None]:
    """The same for a command that reads answers from standard input: `file` is empty where it was left out."""
    return _with_request(command, _file_but_standard_input)


def _with_request(
    command: Callable[..., None], read_file: Callable[..., str], *more: Callable[[Any], Any]
) -> Callable[..., None]:
    @functools.wraps(command)
    def with_asked(
        file: str,
        edition: str | None,
        as_of: date | None,
        lang: Language | None,
        entity: str | None = None,
        **rest: Any,
    ) -> None:
        command(asked=Asked(file, edition, as_of, lang, entity), **rest)

    decorators: list[Callable[[Any], Any]] = [
        click.argument("file", required=False, callback=read_file),
        click.option("--edition", metavar="ID", help="Read this edition of the rules (the newest as of the day)."),
        click.option("--as-of", metavar="DAY", callback=day, help="Decide as of this day (today)."),
        click.option("--lang", type=click.Choice(LANGUAGES), help="Language of the texts (en)."),
        *more,
        with_packs,
    ]
    decorated: Callable[..., None] = with_asked
    for decorator in reversed(decorators):
        decorated = decorator(decorated)
    return decorated


def _file_but_standard_input(_: click.Context, __: click.Parameter, value: str | None) -> str:
    if value == "-":
        raise click.UsageError("Standard input is where the answers come from. Name a file to go on with.")
    return value or ""


def _file(_: click.Context, __: click.Parameter, value: str | None) -> str:
    """FILE, or standard input where it was left out and something is piped in."""
    if value is not None:
        return value
    if sys.stdin is None or sys.stdin.isatty():
        raise click.UsageError(
            "Name a profile file, or - for standard input. `portolan questions -o portolan.yaml` writes one to fill in."
        )
    return "-"
