"""A PostgreSQL database, which services on several machines may share."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Dialect, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.exc import ArgumentError

from plugin_api.store.model import StoreError
from plugin_api.store.tables import metadata

# Seconds: to be connected, to be given one of the connections, and that a statement may take.
CONNECT = 3
WAIT = 3
STATEMENT = 15
# A connection is not used for longer than this, in seconds: whatever is between may forget it.
LIFETIME = 1800
# A connection that does nothing is asked for after this many seconds, lest whatever is between forget it.
KEEP_ALIVE = 60
# The key of the lock that migrations hold, and the first half of those that services share, each by the newest revision
# that it knows: "Port" in ASCII.
LOCK = 0x506F7274


Result = TypeVar("Result")


class _Session:
    """A connection that holds a lock for as long as it lasts. It is lost where another of the pool was."""

    def __init__(self, engine: Engine, revision: str) -> None:
        self.lost = False
        event.listen(engine, "invalidate", self._doubt)
        connection = engine.raw_connection()
        driver: Any = connection.driver_connection
        self._connection = driver
        connection.detach()
        try:
            self._connection.execute("SELECT pg_advisory_lock_shared(%s, %s)", (LOCK, int(revision)))
            self._connection.commit()
        except BaseException:
            self.release()
            raise

    def _doubt(self, *_: object) -> None:
        self.lost = True

    def release(self) -> None:
        self._connection.close()


class Postgres:
    """How to reach a database, and to be alone with its schema."""

    dialect: Dialect = PGDialect_psycopg()  # type: ignore[no-untyped-call]

    def __init__(self, url: str, threads: int) -> None:
        address = _address(url)
        self._address = address.set(drivername="postgresql+psycopg")
        self.name = address.set(drivername="postgresql", query={}).render_as_string(hide_password=True)
        self._threads = threads
        self.errors = _errors()

    def engine(self) -> Engine:
        return create_engine(
            self._address,
            connect_args=_connecting(self._address.query),
            pool_size=self._threads + 1,
            max_overflow=0,
            pool_timeout=WAIT,
            pool_pre_ping=True,
            pool_recycle=LIFETIME,
            pool_use_lifo=True,
            hide_parameters=True,
        )

    def is_there(self) -> bool:
        return True

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Writers need not queue up."""
        yield

    def transact(self, engine: Engine, work: Callable[[Any], Result]) -> Result:
        connection = engine.raw_connection()
        try:
            result = work(connection.cursor())
            connection.commit()
        except BaseException:
            connection.invalidate()
            raise
        connection.close()
        return result

    def glance(self, engine: Engine, work: Callable[[Any], Result]) -> Result:
        return self.transact(engine, work)

    def is_busy(self, error: BaseException | None) -> bool:
        """Who waits for another here has waited for a statement, and that is told as any other trouble."""
        return False

    def release(self) -> None:
        """Nothing is open beside the pool."""

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

    def refuse_the_unwritable(self) -> None:
        """Nothing to do: what a user may do is seen by doing it."""

    def hold(self, engine: Engine, revision: str) -> _Session:
        return _Session(engine, revision)

    def refuse_while_used(self, connection: Connection, revisions: Collection[str]) -> None:
        alone = text("SELECT pg_try_advisory_xact_lock(:lock, :revision)")
        for revision in revisions:
            if not connection.execute(alone, {"lock": LOCK, "revision": int(revision)}).scalar_one():
                raise StoreError(f"{self.name} is in use: stop every replica of the service first")


def _address(url: str) -> URL:
    try:
        return make_url(url)
    except (ArgumentError, ValueError):  # whose message may show what is secret
        raise StoreError("the address of the database cannot be read") from None


def _connecting(said: Mapping[str, str | tuple[str, ...]]) -> dict[str, object]:
    """What the driver is told, where the address does not say otherwise."""
    own = {"connect_timeout": CONNECT, "application_name": "portolan", "tcp_user_timeout": STATEMENT * 1000}
    own |= {"keepalives_idle": KEEP_ALIVE}
    options = said.get("options", ())
    more = [options] if isinstance(options, str) else list(options)
    first = f"-c statement_timeout={STATEMENT * 1000}"  # what comes later goes before it
    return {**{name: value for name, value in own.items() if name not in said}, "options": " ".join([first, *more])}


def _errors() -> tuple[type[Exception], ...]:
    try:
        import psycopg  # noqa: PLC0415 - an extra, which only this needs
    except ImportError:
        raise StoreError("PostgreSQL needs psycopg: pip install 'psycopg[binary]' (docs/operating.md)") from None
    return (psycopg.Error,)
