"""Decisions in one SQLite file, to which several processes may write at once."""

from __future__ import annotations

import os
import sqlite3
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

import orjson

from plugin_api.caching import RecentlyUsed
from plugin_api.store import Fragment, Record, StoreError

FILE_NAME = "decisions.sqlite3"
VERSION = 1
# Tells our files from other people's: "Port" in ASCII.
APPLICATION_ID = 0x506F7274
# How long to wait for another process that is writing, in seconds.
PATIENCE = 10.0
# Ids and digests known to be in the file: a hundred bytes each.
REMEMBERED = 50_000
DIGEST_SIZE = 16
# Pages of 4 KiB in the log before they are moved into the file, which somebody's request waits for.
CHECKPOINT_AFTER = 4000

_SCHEMA = f"""
CREATE TABLE fragments (digest BLOB PRIMARY KEY, content BLOB NOT NULL);
CREATE TABLE knowledge (digest TEXT PRIMARY KEY, files BLOB NOT NULL);
CREATE TABLE decisions (
  id TEXT PRIMARY KEY,
  made INTEGER NOT NULL,
  language TEXT NOT NULL,
  knowledge TEXT NOT NULL,
  request BLOB NOT NULL,
  head BLOB NOT NULL,
  fragments BLOB NOT NULL,
  tail BLOB NOT NULL
);
PRAGMA application_id = {APPLICATION_ID};
PRAGMA user_version = {VERSION};
"""


class SqliteStore:
    """Each process opens the file for itself when it first needs it, so a store may be made before forking.

    The file is in WAL mode with synchronous=NORMAL: a decision that was acknowledged survives the death of every
    process. A power cut may take those of the last moments, and asking again makes the same ones.
    """

    def __init__(self, directory: Path) -> None:
        self.path = directory / FILE_NAME
        self._lock = Lock()
        self._connection: sqlite3.Connection | None = None
        self._owner = 0
        self._stored: RecentlyUsed[str, bool] = RecentlyUsed(REMEMBERED)
        self._fragments: RecentlyUsed[bytes, bool] = RecentlyUsed(REMEMBERED)

    # --- the interface ----------------------------------------------------------------------------------------

    def prepare(self) -> None:
        self.check()
        self.close()

    def check(self) -> None:
        with self._open() as connection:
            connection.execute("SELECT 1 FROM decisions LIMIT 1").fetchone()

    def put(self, record: Record) -> None:
        if self._stored.get(record.id):
            return
        known = self._fragments.get
        new = [fragment for fragment in record.fragments if not known(fragment.digest)]
        row = (
            record.id,
            int(time.time()),
            record.language,
            record.knowledge,
            record.request,
            record.head,
            b"".join([fragment.digest for fragment in record.fragments]),
            record.tail,
        )
        with self._writing() as connection:
            if new:
                rows = [(fragment.digest, fragment.content) for fragment in new]
                connection.executemany("INSERT OR IGNORE INTO fragments VALUES (?, ?)", rows)
            connection.execute("INSERT OR IGNORE INTO decisions VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
        # Only now: what was rolled back is not in the file.
        for fragment in new:
            self._fragments.put(fragment.digest, True)
        self._stored.put(record.id, True)

    def get(self, id_: str) -> Record | None:
        with self._open() as connection:
            query = "SELECT language, knowledge, request, head, fragments, tail FROM decisions WHERE id = ?"
            row = connection.execute(query, (id_,)).fetchone()
            if row is None:
                return None
            language, knowledge, request, head, digests, tail = row
            fragments = tuple(_fragment(connection, digest) for digest in _cut(digests))
        return Record(id_, language, knowledge, request, head, fragments, tail)

    def keep_knowledge(self, digest: str, files: Mapping[str, bytes]) -> None:
        with self._writing() as connection:
            if connection.execute("SELECT 1 FROM knowledge WHERE digest = ?", (digest,)).fetchone() is None:
                packed = zlib.compress(orjson.dumps({name: content.decode() for name, content in files.items()}))
                connection.execute("INSERT INTO knowledge VALUES (?, ?)", (digest, packed))

    def knowledge(self, digest: str) -> Mapping[str, bytes] | None:
        with self._open() as connection:
            row = connection.execute("SELECT files FROM knowledge WHERE digest = ?", (digest,)).fetchone()
        if row is None:
            return None
        return {name: text.encode() for name, text in orjson.loads(zlib.decompress(row[0])).items()}

    def close(self) -> None:
        with self._lock:
            if self._connection is not None and self._owner == os.getpid():
                self._connection.close()
            self._connection = None

    # --- the file ---------------------------------------------------------------------------------------------

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """This process's connection, for one thread at a time."""
        with self._lock:
            try:
                if self._connection is None or self._owner != os.getpid():
                    self._connection, self._owner = _connect(self.path), os.getpid()
                yield self._connection
            except (sqlite3.Error, OSError) as error:
                # Whatever it was, the next request starts afresh.
                self._drop()
                raise StoreError(f"{self.path}: {error}") from error

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """The connection inside a transaction that is committed at the end."""
        with self._open() as connection:
            # IMMEDIATE: a transaction that only later wants to write cannot wait for another writer.
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _cut(digests: bytes) -> Iterator[bytes]:
    return (digests[at : at + DIGEST_SIZE] for at in range(0, len(digests), DIGEST_SIZE))


def _fragment(connection: sqlite3.Connection, digest: bytes) -> Fragment:
    row = connection.execute("SELECT content FROM fragments WHERE digest = ?", (digest,)).fetchone()
    if row is None:
        raise StoreError("a decision has lost a part of its body")
    return Fragment(digest, row[0])


def _connect(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    connection = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None, check_same_thread=False)
    try:
        _patiently(lambda: connection.execute("PRAGMA journal_mode = WAL"))
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_AFTER}")
        _check_schema(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def _check_schema(connection: sqlite3.Connection, path: Path) -> None:
    if _version(connection) == 0:
        connection.execute("BEGIN IMMEDIATE")
        if _version(connection) == 0:  # no other process was first
            if connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
                raise StoreError(f"{path} is a database of something else")
            for statement in filter(str.strip, _SCHEMA.split(";")):
                connection.execute(statement)
        connection.execute("COMMIT")
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise StoreError(f"{path} is a database of something else")
    if _version(connection) > VERSION:
        raise StoreError(f"{path} was made by a newer Portolan")


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


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
