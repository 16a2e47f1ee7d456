"""A database as an operator sees it: which steps it has seen, and running them by hand."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, inspect, select

from plugin_api.store import schema
from plugin_api.store.database import Database
from plugin_api.store.model import StoreError
from plugin_api.store.sqlite import Sqlite
from plugin_api.store.tables import decisions


@dataclass(frozen=True, slots=True)
class Step:
    """A migration: its revision, what it is for, and whether the database has seen it.

    After it the releases that know the revision `usable_from`, and newer ones, can use the database.
    """

    revision: str
    title: str
    usable_from: str
    done: bool


@dataclass(frozen=True, slots=True)
class Status:
    """`name` is where the database is, without a password. `revision` is None where there is nothing yet."""

    name: str
    revision: str | None
    steps: tuple[Step, ...]
    decisions: int


def status(database: Database) -> Status:
    """Changes nothing, and makes no file. Raises StoreError."""
    name = database.backend.name
    if not database.backend.is_there():
        return Status(name, None, _steps(None), 0)
    with database.looking() as connection:
        revision = schema.check(connection, database.backend)
        count = 0
        if inspect(connection).has_table(decisions.name):
            count = connection.execute(select(func.count()).select_from(decisions)).scalar_one()
        return Status(name, revision, _steps(revision), count)


def move(database: Database, to: str | None = None) -> None:
    """Bring a database to a revision, which is the newest where none is named. Raises StoreError."""
    with database.migrating() as connection:
        schema.move(connection, database.backend, to or schema.revisions()[-1])


def pending(database: Database, *, migrate: bool) -> tuple[Step, ...]:
    """The steps that a service would run first on what is there. Changes nothing.

    Raises StoreError where it would not start: `migrate` says whether it may run them.
    """
    backend = database.backend
    backend.refuse_the_unwritable()
    if not backend.is_there():
        schema.refuse_to_wait(backend, None, migrate=migrate)
        return ()
    with database.looking() as connection:
        schema.is_up_to_date(connection, backend, migrate=migrate)
        now = schema.revision_of(connection)
    return tuple(step for step in _steps(now) if not step.done) if now else ()


def back_up(database: Database, to: Path) -> None:
    """Copy a file of decisions as it is at one moment into a new one, which is whole and on its disk at the end.

    Nobody has to wait for it. Raises StoreError, and OSError where the copy cannot be made; then there is none.
    """
    if not isinstance(database.backend, Sqlite):
        raise StoreError(f"{database.backend.name} is copied by pg_dump")
    if not database.backend.is_there():
        raise StoreError(f"{database.backend.name} is not there")
    os.close(os.open(to, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        with database.looking() as connection, closing(sqlite3.connect(to)) as copy:
            source = connection.connection.driver_connection
            assert isinstance(source, sqlite3.Connection)
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")  # else the copy would have a log of its own beside it
            (found,) = copy.execute("PRAGMA quick_check(1)").fetchone()
            if found != "ok":
                raise StoreError(f"{database.backend.name} is damaged: {found}")
        _settle(to)
        _settle(to.parent)
    except sqlite3.Error as error:
        to.unlink(missing_ok=True)
        raise StoreError(f"{to}: {error}") from error
    except BaseException:
        to.unlink(missing_ok=True)
        raise


def _settle(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _steps(revision: str | None) -> tuple[Step, ...]:
    return tuple(
        Step(one.revision, one.title, one.usable_from, revision is not None and one.revision <= revision)
        for one in schema.migrations()
    )
