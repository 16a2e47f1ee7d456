"""Which migrations a database has seen, and running them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text

from plugin_api.store.model import StoreError
from plugin_api.store.tables import VERSION_TABLE

if TYPE_CHECKING:
    from alembic.config import Config

    from plugin_api.store.database import Backend

_MIGRATIONS = Path(__file__).parent / "migrations"
BASE = "base"
# The column beside alembic's own, with the oldest revision whose releases can use the database.
_USABLE_FROM = "usable_from"


@dataclass(frozen=True, slots=True)
class Migration:
    """A step: its revision, what it is for, and the oldest revision whose releases can use a database after it."""

    revision: str
    title: str
    usable_from: str


def revisions() -> tuple[str, ...]:
    """Every revision there is, in their order. A step's file begins with its revision, and they are in that order."""
    return tuple(sorted(path.name.partition("_")[0] for path in (_MIGRATIONS / "versions").glob("[0-9]*.py")))


def migrations() -> tuple[Migration, ...]:
    """Every step there is, in their order."""
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - takes a while, and is seldom needed

    found: list[Migration] = []
    for step in reversed([*ScriptDirectory(str(_MIGRATIONS)).walk_revisions()]):
        own = str(getattr(step.module, _USABLE_FROM, step.revision))
        oldest = max(own, found[-1].usable_from) if found else own
        found.append(Migration(step.revision, step.doc.partition("\n")[0].rstrip("."), oldest))
    return tuple(found)


def revision_of(connection: Connection) -> str | None:
    """The revision of a database, None for one without any."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    found = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()
    return None if found is None else str(found)


def bring_up_to_date(engine: Engine, backend: Backend, *, migrate: bool) -> None:
    """Run what is missing, once, whoever else wants to. Raises StoreError where that is not allowed or not possible."""
    with engine.connect() as connection:
        if is_up_to_date(connection, backend, migrate=migrate):
            return
    with backend.migrating(engine) as connection:
        if not is_up_to_date(connection, backend, migrate=migrate):
            move(connection, backend, revisions()[-1])


def move(connection: Connection, backend: Backend, to: str) -> None:
    """Run the steps up or down to a revision. The connection is in a transaction that is alone with the database.

    Raises StoreError where services use the database that could not go on.
    """
    from alembic import command  # noqa: PLC0415 - takes a while, and is seldom needed

    now, known = check(connection, backend), revisions()
    if now is not None and now not in known:
        raise StoreError(f"{backend.name} is at revision {now[:40]} of a newer Portolan, which has to change it")
    if to == BASE or (now is not None and known.index(to) < known.index(now)):
        backend.refuse_while_used(connection, [one for one in known if to == BASE or one > to])
        command.downgrade(_config(connection), to)
    else:
        before, after = _usable_from(now) if now else to, _usable_from(to)
        backend.refuse_while_used(connection, [one for one in known if before <= one < after])
        command.upgrade(_config(connection), to)
    if to != BASE:
        _note(connection, _usable_from(to))


def check(connection: Connection, backend: Backend) -> str | None:
    """The revision of a database that is ours to use. Raises StoreError."""
    now, known = revision_of(connection), revisions()
    if now is None:
        backend.refuse_strangers(connection)
    elif now not in known and _noted(connection) not in known:
        raise StoreError(f"{backend.name} was made by a newer Portolan: it is at revision {now[:40]}")
    return now


def is_up_to_date(connection: Connection, backend: Backend, *, migrate: bool) -> bool:
    """Can this release use the database as it is? Raises StoreError where it cannot, and nothing may be done."""
    now, known = check(connection, backend), revisions()
    if now is not None and now not in known:
        return True  # of a newer release, which left us what we need
    if now == known[-1]:
        return True
    refuse_to_wait(backend, now, migrate=migrate)
    return False


def refuse_to_wait(backend: Backend, now: str | None, *, migrate: bool) -> None:
    """Raises StoreError where a schema is older, and the service may not change it."""
    if migrate:
        return
    at, newest = "empty" if now is None else f"at revision {now}", revisions()[-1]
    raise StoreError(
        f"{backend.name} is {at} and needs {newest}: run `portolan database upgrade`, or set PORTOLAN_MIGRATE=on"
    )


def _usable_from(revision: str) -> str:
    return next(step.usable_from for step in migrations() if step.revision == revision)


def _noted(connection: Connection) -> str | None:
    """The oldest revision whose releases can use the database, as the release says that changed it last."""
    if _USABLE_FROM not in _columns(connection):
        return None
    found = connection.execute(text(f"SELECT {_USABLE_FROM} FROM {VERSION_TABLE}")).scalar()
    return None if found is None else str(found)


def _note(connection: Connection, oldest: str) -> None:
    if _USABLE_FROM not in _columns(connection):
        connection.execute(text(f"ALTER TABLE {VERSION_TABLE} ADD COLUMN {_USABLE_FROM} VARCHAR(32)"))
    connection.execute(text(f"UPDATE {VERSION_TABLE} SET {_USABLE_FROM} = :oldest"), {"oldest": oldest})


def _columns(connection: Connection) -> Sequence[str]:
    return [column["name"] for column in inspect(connection).get_columns(VERSION_TABLE)]


def _config(connection: Connection) -> Config:
    from alembic.config import Config  # noqa: PLC0415

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
