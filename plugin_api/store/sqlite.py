"""One SQLite file, to which several processes of a machine may write at once.

The file is in WAL mode with synchronous=NORMAL: what was acknowledged survives the death of every process. A power cut
may take what came in the last moments, but never half of it.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Dialect, Engine, PoolProxiedConnection, create_engine, event
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

from engine.directories import make_private
from plugin_api.store.model import StoreError

# Tells our files from other people's: "Port" in ASCII.
APPLICATION_ID = 0x506F7274
# The user_version since there are migrations, which then say the rest. A release from before them refuses it.
MIGRATED = 2
# How long to wait for another process that is writing, and for one that migrates, in seconds.
PATIENCE = 10
PATIENCE_MIGRATING = 600
# Pages of 4 KiB in the log before they are moved into the file, which somebody's request waits for.
CHECKPOINT_AFTER = 4000

Result = TypeVar("Result")


class _SharedLock:
    """A lock on a file beside the database, which every process that uses it holds, and ends with it."""

    lost = False

    def __init__(self, path: Path) -> None:
        self._descriptor = _opened(path)
        fcntl.flock(self._descriptor, fcntl.LOCK_SH)

    def release(self) -> None:
        os.close(self._descriptor)


class Sqlite:
    """How to reach a file, and to be alone with it. Whoever makes it lets nobody else read it."""

    errors: tuple[type[Exception], ...] = (sqlite3.Error,)
    dialect: Dialect = SQLiteDialect_pysqlite(paramstyle="named")

    def __init__(self, path: Path, threads: int) -> None:
        self.path = path
        self.name = str(path)
        self._threads = threads
        # Within the process writers queue up here: waiting for the file's own lock means trying again and again.
        self._turn = Lock()
        # The connection of who writes by the driver, which is kept: taking it from the pool would double its cost.
        self._writer: PoolProxiedConnection | None = None
        self._writers_engine: Engine | None = None
        self._users = path.with_name(f"{path.name}-users")
        # The same lock, held alone while the schema changes.
        self._barred: int | None = None

    def engine(self) -> Engine:
        """Raises OSError where there can be no such file."""
        make_private(self.path.parent)
        engine = create_engine(
            URL.create("sqlite", database=str(self.path)),
            connect_args={"timeout": PATIENCE, "isolation_level": None, "check_same_thread": False},
            pool_size=self._threads + 1,
            max_overflow=0,
            pool_timeout=PATIENCE,
            pool_use_lifo=True,  # the connection used last has the pages that are wanted next
            hide_parameters=True,
        )
        event.listen(engine, "do_connect", self._make)
        event.listen(engine, "connect", self._connected)
        event.listen(engine, "checkout", self._checked_out)
        event.listen(engine, "begin", _begin)
        return engine

    def is_there(self) -> bool:
        return self.path.exists()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """One writer of this process at a time."""
        with self._turn:
            yield

    def transact(self, engine: Engine, work: Callable[[Any], Result]) -> Result:
        with self._turn:
            writer = self._writing_to(engine)
            with closing(writer.cursor()) as cursor:
                try:
                    cursor.execute("BEGIN IMMEDIATE")
                    result = work(cursor)
                    cursor.execute("COMMIT")
                except BaseException:
                    self._undo(writer)
                    raise
            return result

    def _undo(self, writer: PoolProxiedConnection) -> None:
        """What was begun; a connection that cannot even do that is let go of."""
        try:
            writer.rollback()
        except sqlite3.Error:
            writer.invalidate()
            self._writer = None

    def is_busy(self, error: BaseException | None) -> bool:
        return isinstance(error, sqlite3.OperationalError) and error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY

    def glance(self, engine: Engine, work: Callable[[Any], Result]) -> Result:
        with self._turn, closing(self._writing_to(engine).cursor()) as cursor:
            return work(cursor)

    def _writing_to(self, engine: Engine) -> PoolProxiedConnection:
        if self._writer is None or self._writers_engine is not engine:
            self._writer, self._writers_engine = engine.raw_connection(), engine
        elif self._is_gone(self._writer.info):
            raise self._gone()
        return self._writer

    def release(self) -> None:
        with self._turn:
            if self._writer is not None:
                self._writer.invalidate()
                self._writer = None

    @contextmanager
    def migrating(self, engine: Engine) -> Iterator[Connection]:
        """A transaction that no other process is in, with foreign keys not looked at: tables may be made anew."""
        with self._turn, engine.connect() as connection:
            connection.execution_options(portolan_writes=True)
            raw = connection.connection.cursor()
            raw.execute("PRAGMA foreign_keys = OFF")
            raw.execute(f"PRAGMA busy_timeout = {PATIENCE_MIGRATING * 1000}")
            try:
                with connection.begin():
                    yield connection
            finally:
                connection.invalidate()  # another gets the usual pragmas
                if self._barred is not None:
                    os.close(self._barred)
                    self._barred = None

    def refuse_strangers(self, connection: Connection) -> None:
        """Nothing to do: each connection looks at the file."""

    def refuse_the_unwritable(self) -> None:
        """Raises StoreError where the file cannot be written, or could not be made."""
        place = self.path
        while not place.exists() and place != place.parent and not place.parent.is_file():
            place = place.parent
        try:
            os.stat(place)
        except OSError as error:
            raise StoreError(f"{self.name}: {error.strerror}") from None
        if not os.access(place, os.W_OK | (os.X_OK if place.is_dir() else 0)):
            raise StoreError(f"{self.name}: {place} may not be written to")

    def hold(self, engine: Engine, revision: str) -> _SharedLock:
        """A file is used by one release at a time, so the revision makes no difference."""
        return _SharedLock(self._users)

    def refuse_while_used(self, connection: Connection, revisions: Collection[str]) -> None:
        if not revisions:
            return
        self._barred = _opened(self._users)
        try:
            fcntl.flock(self._barred, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StoreError(f"{self.name} is in use: stop the service first") from None

    def _make(self, *_: object) -> None:
        """SQLite would make it readable by everybody; its other files get the mode of this one."""
        with suppress(FileExistsError):  # not opened then: that would end the locks of this process on it
            os.close(os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))

    def _connected(self, connection: Any, record: Any) -> None:
        record.info["file"] = _identity(self.path)
        cursor = connection.cursor()
        # In one statement: another process may be making the file just now.
        ours, version, empty = cursor.execute(
            "SELECT application_id, user_version, NOT EXISTS (SELECT 1 FROM sqlite_master)"
            " FROM pragma_application_id, pragma_user_version"
        ).fetchone()
        if ours != APPLICATION_ID and not empty:
            raise StoreError(f"{self.path} is a database of something else")
        if version > MIGRATED:
            raise StoreError(f"{self.path} was made by a newer Portolan")
        _patiently(lambda: cursor.execute("PRAGMA journal_mode = WAL"))
        cursor.execute("PRAGMA synchronous = NORMAL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_AFTER}")
        cursor.close()

    def _checked_out(self, connection: Any, record: Any, proxy: Any) -> None:
        if self._is_gone(record.info):
            raise self._gone()

    def _is_gone(self, info: dict[Any, Any]) -> bool:
        """Is the file that a connection writes to no longer there? Whatever was written would be lost."""
        return bool(_identity(self.path) != info["file"])

    def _gone(self) -> StoreError:
        return StoreError(f"{self.path} was taken away or replaced")


def _opened(path: Path) -> int:
    return os.open(path, os.O_CREAT | os.O_RDWR, 0o600)


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _begin(connection: Connection) -> None:
    # IMMEDIATE: a transaction that only later wants to write cannot wait for another writer.
    writes = connection.get_execution_options().get("portolan_writes")
    connection.connection.cursor().execute("BEGIN IMMEDIATE" if writes else "BEGIN")


def _patiently(change: Callable[[], object]) -> None:
    """Changing the journal mode does not wait for other processes, so we do."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            change()
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.01)
