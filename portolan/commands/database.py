"""`portolan database`: the schema of the database that decisions are kept in, seen and changed by hand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from engine.knowledge.problems import listed
from portolan.common import BAD_INPUT, OUTSIDE, fail

if TYPE_CHECKING:
    from plugin_api.store.database import Database


@click.group(short_help="Look at the database of decisions, and change its schema.")
def command() -> None:
    """Look at the database that the service keeps decisions in, and change its schema.

    It is the one that PORTOLAN_DATABASE_URL or PORTOLAN_DATA_DIR names. The service changes an older schema by itself
    when it starts, unless PORTOLAN_MIGRATE is off.

    \b
    Examples:
      portolan database status
      portolan database upgrade
      portolan database downgrade 0001
      portolan database backup decisions-2026-06-30.sqlite3

    Exit code 0, 2 if the revision or a setting makes no sense, 4 if the database cannot be used.
    """


@command.command(short_help="Say which steps the schema has seen.")
@click.option(
    "--format", "style", type=click.Choice(["text", "json"]), default="text", help="Lines (the default), or JSON."
)
def status(style: str) -> None:
    """Say where the database is, which steps its schema has seen, and how many decisions it holds.

    \b
    Examples:
      portolan database status
      portolan database status --format json

    Exit code 0, 4 if the database cannot be used.
    """
    from plugin_api.store import administration

    with _database() as database:
        found = administration.status(database)
    if style == "json":
        click.echo(json.dumps(asdict(found), ensure_ascii=False, indent=2))
        return
    click.echo(found.name)
    for step in found.steps:
        older = "" if step.usable_from == step.revision else f" (releases from {step.usable_from} on can go on)"
        click.echo(f"  {step.revision}  {'done' if step.done else 'to do'}  {step.title}{older}")
    click.echo(f"  {found.decisions} decision{'' if found.decisions == 1 else 's'}")


@command.command(short_help="Bring the schema up to date.")
@click.argument("revision", required=False)
def upgrade(revision: str | None) -> None:
    """Run the steps that are missing, all of them or up to REVISION, in one transaction.

    Where services of an older release could not go on after it, they must be stopped first.

    \b
    Examples:
      portolan database upgrade

    Exit code 0, 2 if there is no such revision, 4 if the database cannot be used.
    """
    from plugin_api.store import administration, schema

    to = revision or schema.revisions()[-1]
    with _database() as database:
        now = _known(administration.status(database).revision, to)
        if now > to and revision is None:
            click.echo(f"{database.backend.name} is at revision {now} of a newer Portolan, which this one can use.")
            return
        if now > to:
            fail(BAD_INPUT, f"The database is at {now} already: `portolan database downgrade {to}` leads back.")
        administration.move(database, to)
        click.echo(f"{database.backend.name} is at revision {to}.")


@command.command(short_help="Take steps back.")
@click.argument("revision")
@click.option("--yes", is_flag=True, help="Do not ask.")
def downgrade(revision: str, yes: bool) -> None:
    """Take the steps after REVISION back, for an older Portolan. What only they keep is lost.

    `base` takes all of them back: then no decision is left. Services that use the database must be stopped first.

    \b
    Examples:
      portolan database downgrade 0001
      portolan database downgrade 0001 --yes

    Exit code 0, 2 if there is no such revision, 4 if the database cannot be used.
    """
    from plugin_api.store import administration, schema

    with _database() as database:
        now = _known(administration.status(database).revision, revision, schema.BASE)
        if revision not in (schema.BASE, now) and now < revision:
            fail(BAD_INPUT, f"The database is only at {now or 'the beginning'}.")
        if not yes:
            lost = "every decision" if revision == schema.BASE else f"what the steps after {revision} keep"
            if not click.confirm(f"This deletes {lost} in {database.backend.name}. Go on?"):
                click.echo("Nothing was changed.")
                return
        administration.move(database, revision)
        click.echo(f"{database.backend.name} is at revision {revision}.")


@command.command(short_help="Copy the file of decisions while it is used.")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def backup(file: Path) -> None:
    """Copy the decisions, reviews and waivers that are kept in SQLite into FILE, as they are at one moment.

    The service may run meanwhile, and waits for nothing. FILE must not be there yet. It takes as much room as what is
    kept, only its owner can read it, and it is whole and on its disk when this ends. PostgreSQL has pg_dump for this.

    \b
    Examples:
      portolan database backup decisions-2026-06-30.sqlite3

    Exit code 0, 2 if FILE is there already or the database is no file, 4 if it cannot be read or FILE not be written.
    """
    from plugin_api.store import administration
    from plugin_api.store.sqlite import Sqlite

    with _database() as database:
        if not isinstance(database.backend, Sqlite):
            fail(BAD_INPUT, f"{database.backend.name} is copied by `pg_dump --format custom --file {file}`.")
        try:
            administration.back_up(database, file)
        except FileExistsError:
            fail(BAD_INPUT, f"{file} is there already: name a new file.")
        except OSError as error:
            fail(OUTSIDE, f"{file}: {error.strerror or error}.")


def _known(now: str | None, wanted: str, *also: str) -> str:
    """The revision now, empty for none. Ends where what is wanted is no revision."""
    from plugin_api.store import schema

    known = (*also, *schema.revisions())
    if wanted not in known:
        fail(BAD_INPUT, f"There is no revision {wanted!r}; there are {listed(known)}.")
    return now or ""


@contextmanager
def _database() -> Iterator[Database]:
    """The database that is set. Ends where it cannot be used."""
    from plugin_api.settings import Settings, SettingsError
    from plugin_api.store import StoreError
    from plugin_api.store.database import Database

    try:
        settings = Settings.from_environment()
        yield Database(settings.data_dir, settings.database_url, threads=1)
    except SettingsError as error:
        fail(BAD_INPUT, str(error))
    except StoreError as error:
        fail(OUTSIDE, f"{error}.")
