"""Which migrations a database has seen, and running them."""

from __future__ import annotations

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


def revisions() -> tuple[str, ...]:
    """Every revision there is, in their order. A step's file begins with its revision, and they are in that order."""
    return tuple(sorted(path.name.partition("_")[0] for path in (_MIGRATIONS / "versions").glob("[0-9]*.py")))


def titles() -> dict[str, str]:
    """What each step is for, by its revision."""
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - takes a while, and is seldom needed

    steps = ScriptDirectory(str(_MIGRATIONS)).walk_revisions()
    return {step.revision: step.doc.rstrip(".") for step in reversed([*steps])}


def revision_of(connection: Connection) -> str | None:
    """The revision of a database, None for one without any."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    found = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()
    return None if found is None else str(found)


def bring_up_to_date(engine: Engine, backend: Backend, *, migrate: bool) -> None:
    """Run what is missing, once, whoever else wants to. Raises StoreError where that is not allowed or not possible."""
    with engine.connect() as connection:
        if _is_up_to_date(connection, backend, migrate=migrate):
            return
    with backend.migrating(engine) as connection:
        if not _is_up_to_date(connection, backend, migrate=migrate):
            move(connection, backend, revisions()[-1])


def move(connection: Connection, backend: Backend, to: str) -> None:
    """Run the steps up or down to a revision. The connection is in a transaction that is alone with the database."""
    from alembic import command  # noqa: PLC0415 - takes a while, and is seldom needed

    now, known = check(connection, backend), revisions()
    if to == BASE or (now is not None and known.index(to) < known.index(now)):
        command.downgrade(_config(connection), to)
    else:
        command.upgrade(_config(connection), to)


def check(connection: Connection, backend: Backend) -> str | None:
    """The revision of a database that is ours to change. Raises StoreError."""
    now = revision_of(connection)
    if now is None:
        backend.refuse_strangers(connection)
    elif now not in revisions():
        raise StoreError(f"{backend.name} was made by a newer Portolan: it is at revision {now[:40]}")
    return now


def _is_up_to_date(connection: Connection, backend: Backend, *, migrate: bool) -> bool:
    now, newest = check(connection, backend), revisions()[-1]
    if now != newest and not migrate:
        at = "empty" if now is None else f"at revision {now}"
        raise StoreError(
            f"{backend.name} is {at} and needs {newest}: run `portolan database upgrade`, or set PORTOLAN_MIGRATE=on"
        )
    return now == newest


def _config(connection: Connection) -> Config:
    from alembic.config import Config  # noqa: PLC0415

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
