"""Statements that SQLAlchemy writes differently for each database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from sqlalchemy import ClauseElement, Connection, Dialect, Executable, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert(target: Connection | Dialect, table: Table) -> postgresql.Insert | sqlite.Insert:
    """An INSERT that knows ON CONFLICT."""
    dialect = target.dialect if isinstance(target, Connection) else target
    return postgresql.insert(table) if dialect.name == "postgresql" else sqlite.insert(table)


def insert_new(target: Connection | Dialect, table: Table) -> postgresql.Insert | sqlite.Insert:
    """An INSERT that leaves what is there as it is, however many processes insert it at once."""
    return insert(target, table).on_conflict_do_nothing()


class Cursor(Protocol):
    """What the drivers have in common."""

    rowcount: int

    def execute(self, sql: str, parameters: Mapping[str, Any], /) -> Any: ...

    def executemany(self, sql: str, parameters: Sequence[Mapping[str, Any]], /) -> Any: ...

    def fetchone(self) -> Any: ...

    def fetchall(self) -> list[Any]: ...


def written(statement: Executable, dialect: Dialect) -> str:
    """A statement as SQL for a driver's own cursor, once and for all. Its parameters go by their names."""
    assert isinstance(statement, ClauseElement)
    return str(statement.compile(dialect=dialect))
