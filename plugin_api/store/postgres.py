"""A PostgreSQL database, which services on several machines may share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, create_engine, inspect, make_url, text

from plugin_api.store.model import StoreError
from plugin_api.store.tables import metadata

# Seconds: to be connected, to be given one of the connections, and that a statement may take.
CONNECT = 3
WAIT = 3
STATEMENT = 15
# A connection is not used for longer than this, in seconds: whatever is between may forget it.
LIFETIME = 1800
# The key of the lock that migrations hold: "Port" in ASCII.
LOCK = 0x506F7274


class Postgres:
    """How to reach a database, and to be alone with its schema."""

    def __init__(self, url: str, threads: int) -> None:
        address = make_url(url)
        self._address = address.set(drivername="postgresql+psycopg")
        self.name = address.set(drivername="postgresql", password=None, query={}).render_as_string()
        self._threads = threads
        self.errors = _errors()

    def engine(self) -> Engine:
        return create_engine(
            self._address,
            connect_args={
                "connect_timeout": CONNECT,
                "application_name": "portolan",
                "options": _options(self._address.query.get("options")),
                "tcp_user_timeout": STATEMENT * 1000,
            },
            pool_size=self._threads + 1,
            max_overflow=0,
            pool_timeout=WAIT,
            pool_pre_ping=True,
            pool_recycle=LIFETIME,
            pool_use_lifo=True,
            hide_parameters=True,
        )

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Writers need not queue up."""
        yield

    @contextmanager
    def migrating(self, engine: Engine) -> Iterator[Connection]:
        """A transaction that no other migration is in. It may take its time."""
        with engine.begin() as connection:
            connection.execute(text("SET LOCAL statement_timeout = 0"))
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            yield connection

    def refuse_strangers(self, connection: Connection) -> None:
        """Raises StoreError where tables that are not ours have the names of ours."""
        taken = sorted(set(inspect(connection).get_table_names()) & metadata.tables.keys())
        if taken:
            raise StoreError(f"{self.name} is a database of something else: it has a table {taken[0]}")


def _options(given: str | tuple[str, ...] | None) -> str:
    said = [given] if isinstance(given, str) else list(given or ())
    return " ".join([f"-c statement_timeout={STATEMENT * 1000}", *said])


def _errors() -> tuple[type[Exception], ...]:
    try:
        import psycopg  # noqa: PLC0415 - an extra, which only this needs
    except ImportError:
        raise StoreError("PostgreSQL needs psycopg: pip install 'portolan[postgres]'") from None
    return (psycopg.Error,)
