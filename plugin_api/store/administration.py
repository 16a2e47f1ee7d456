"""A database as an operator sees it: which steps it has seen, and running them by hand."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, inspect, select

from plugin_api.store import schema
from plugin_api.store.database import Database
from plugin_api.store.tables import decisions


@dataclass(frozen=True, slots=True)
class Step:
    """A migration: its revision, what it is for, and whether the database has seen it."""

    revision: str
    title: str
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


def _steps(revision: str | None) -> tuple[Step, ...]:
    return tuple(Step(one, title, revision is not None and one <= revision) for one, title in schema.titles().items())
