"""One database and the connections to it: opened by each process when it first needs it, and made anew when lost."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from threading import Lock
from typing import Protocol, TypeVar

from sqlalchemy import Connection, Dialect, Engine
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnection

from plugin_api.store.model import StoreError
from plugin_api.store.postgres import Postgres
from plugin_api.store.schema import bring_up_to_date, is_up_to_date, revisions
from plugin_api.store.sqlite import Sqlite
from plugin_api.store.statements import Cursor

FILE_NAME = "decisions.sqlite3"
# Times that a database is opened that others change the schema of meanwhile.
_ATTEMPTS = 3

Result = TypeVar("Result")
Work = Callable[[Cursor], Result]


class Outdated(StoreError):
    """The database was lost for a moment, and what the work rests on may be there no more. It can be done anew."""


class Hold(Protocol):
    """Says to others that a process uses the database. `lost` is set where that may be known no more."""

    lost: bool

    def release(self) -> None: ...


class Backend(Protocol):
    """What differs between databases. `name` is for messages and shows no password; `errors` are the driver's."""

    name: str
    dialect: Dialect
    errors: tuple[type[Exception], ...]

    def engine(self) -> Engine: ...

    def is_there(self) -> bool:
        """Is there a database to connect to, without one being made?"""

    def alone(self) -> AbstractContextManager[None]:
        """Writers of this process wait here for their turn, where they would only be in each other's way."""

    def transact(self, engine: Engine, work: Work[Result]) -> Result:
        """Work with the driver's own cursor, in a transaction."""

    def glance(self, engine: Engine, work: Work[Result]) -> Result:
        """Read by one statement with the driver's own cursor, which waits for no writer of another process."""

    def is_busy(self, error: BaseException | None) -> bool:
        """Is all well but that others have written for longer than one waits? What was known is so still."""

    def release(self) -> None:
        """Close what is open beside the engine's pool."""

    def migrating(self, engine: Engine) -> AbstractContextManager[Connection]:
        """A transaction that no other process changes the schema in."""

    def refuse_strangers(self, connection: Connection) -> None:
        """Raises StoreError where a database without our version is not empty for us to use."""

    def refuse_the_unwritable(self) -> None:
        """Raises StoreError where nothing can be written, as far as that can be seen without writing."""

    def hold(self, engine: Engine, revision: str) -> Hold:
        """Say that a process uses the database whose newest revision is this one. Waits for whoever migrates."""

    def refuse_while_used(self, connection: Connection, revisions: Collection[str]) -> None:
        """Raises StoreError where services use the database that know no newer revision than one of these.

        None begins to until the transaction ends, which is one of `migrating`.
        """


class Database:
    """Threads may share one, and it may be made before forking: what it opens belongs to the process that opened it.

    `url` is the address of a PostgreSQL database; without one, it is a file in `directory`. `threads` is how many use
    it at once. Where `migrate` is not set, an older schema is a StoreError.

    `generation` grows whenever something went wrong: what was known to be in the database may be there no more.
    """

    def __init__(self, directory: Path, url: str | None = None, *, threads: int = 4, migrate: bool = True) -> None:
        self.backend: Backend = Postgres(url, threads) if url else Sqlite(directory / FILE_NAME, threads)
        self.generation = 0
        self._migrate = migrate
        self._lock = Lock()
        self._engine: Engine | None = None
        self._hold: Hold | None = None
        self._owner = 0

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the database. Raises StoreError for whatever goes wrong with it."""
        with self._faults_told(), self._opened().connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection in a transaction that is committed at the end, or undone whole. Raises StoreError."""
        with self._faults_told():
            engine = self._opened()
            writers = engine.execution_options(portolan_writes=True)
            with self.backend.alone(), writers.begin() as connection:
                yield connection

    def transact(self, work: Work[Result], generation: int) -> Result:
        """The same by the driver's own cursor, which takes a third of the time: for what is written all the time.

        `generation` is that of what the work rests on. Raises StoreError, and Outdated where that has passed.
        """
        try:
            engine = self._opened()
            if self.generation != generation:
                raise Outdated(f"{self.backend.name} was lost for a moment")
            return self.backend.transact(engine, work)
        except BaseException:
            with self._faults_told():
                raise

    def glance(self, work: Work[Result]) -> Result:
        """Read by one statement with the driver's own cursor: for what is read all the time. Raises StoreError."""
        try:
            return self.backend.glance(self._opened(), work)
        except BaseException:
            with self._faults_told():
                raise

    @contextmanager
    def migrating(self) -> Iterator[Connection]:
        """A transaction alone with the schema, whatever revision that is at. Raises StoreError."""
        with self._apart() as engine, self.backend.migrating(engine) as connection:
            yield connection

    @contextmanager
    def looking(self) -> Iterator[Connection]:
        """A connection to read by, whatever the revision. Raises StoreError."""
        with self._apart() as engine, engine.connect() as connection:
            yield connection

    def prepare(self) -> None:
        """Bring the schema up to date, and let go: processes are forked after this. Raises StoreError."""
        with self.reading():
            pass
        self.close()

    def close(self) -> None:
        with self._lock:
            self._drop()

    # --- the engine -------------------------------------------------------------------------------------------

    def _opened(self) -> Engine:
        """This process's engine."""
        engine = self._engine
        if engine is not None and self._is_ours():
            return engine
        with self._lock:
            if self._engine is None or not self._is_ours():
                if self._hold is not None and self._hold.lost:
                    self.generation += 1
                self._drop()
                self._engine, self._hold = self._open()
                self._owner = os.getpid()
            return self._engine

    def _is_ours(self) -> bool:
        return self._owner == os.getpid() and self._hold is not None and not self._hold.lost

    @contextmanager
    def _apart(self) -> Iterator[Engine]:
        """An engine beside the one in use, whose schema is not looked at."""
        with self._faults_told():
            engine = self.backend.engine()
            try:
                yield engine
            finally:
                engine.dispose()

    def _open(self) -> tuple[Engine, Hold]:
        engine = self.backend.engine()
        try:
            for _ in range(_ATTEMPTS):
                bring_up_to_date(engine, self.backend, migrate=self._migrate)
                hold = self.backend.hold(engine, revisions()[-1])
                if self._is_still_up_to_date(engine, hold):
                    return engine, hold
            raise StoreError(f"{self.backend.name} is changed again and again")
        except BaseException:
            engine.dispose()
            raise

    def _is_still_up_to_date(self, engine: Engine, hold: Hold) -> bool:
        """Until it was held, others could have changed the schema. Lets go of it where they have."""
        kept = False
        try:
            with engine.connect() as connection:
                kept = is_up_to_date(connection, self.backend, migrate=self._migrate)
            return kept
        finally:
            if not kept:
                hold.release()

    def _drop(self) -> None:
        if self._engine is not None:
            # Connections from before the fork are still somebody else's: closing them would end theirs.
            ours = self._owner == os.getpid()
            if ours:
                self.backend.release()
                if self._hold is not None:
                    self._hold.release()
            self._engine.dispose(close=ours)
            self._engine = self._hold = None

    @contextmanager
    def _faults_told(self) -> Iterator[None]:
        try:
            yield
        except Outdated:
            raise
        except (IntegrityError, DataError, NoConnection) as error:  # the database is well
            raise self._told(error) from error
        except StoreError:
            self._lost()
            raise
        except (SQLAlchemyError, OSError) as error:
            self._lost_unless_busy(error.orig if isinstance(error, DBAPIError) else error)
            raise self._told(error) from error
        except self.backend.errors as error:  # the driver's own
            self._lost_unless_busy(error)
            raise self._told(error) from error

    def _lost_unless_busy(self, error: BaseException | None) -> None:
        if not self.backend.is_busy(error):
            self._lost()

    def _lost(self) -> None:
        """Whatever it was, the next request starts afresh."""
        with self._lock:
            self.generation += 1
            self._drop()

    def _told(self, error: Exception) -> StoreError:
        said = error.orig if isinstance(error, DBAPIError) else error
        return StoreError(f"{self.backend.name}: {str(said).strip().partition(chr(10))[0]}")
