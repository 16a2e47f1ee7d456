"""A file as the release before migrations made it: its schema, word for word, and what it wrote."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from plugin_api.store import Record

SCHEMA = """
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
PRAGMA application_id = 1349481076;
PRAGMA user_version = 1;
"""


def write_old_file(path: Path, records: Iterable[tuple[int, Record]]) -> None:
    """Decisions with the second that each was made at."""
    path.parent.mkdir(parents=True)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(SCHEMA)
        connection.execute("INSERT INTO knowledge VALUES ('sha256:0', x'00')")
        for made, one in records:
            pieces = [(fragment.digest, fragment.content) for fragment in one.fragments]
            connection.executemany("INSERT OR IGNORE INTO fragments VALUES (?, ?)", pieces)
            digests = b"".join(digest for digest, _ in pieces)
            row = (one.id, made, one.language, one.knowledge, one.request, one.head, digests, one.tail)
            connection.execute("INSERT INTO decisions VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
        connection.commit()


def read_old_file(path: Path) -> list[tuple[object, ...]]:
    """All that is in it, as that release would read it."""
    with closing(sqlite3.connect(path)) as connection:
        versions = connection.execute(
            "SELECT application_id, user_version FROM pragma_application_id, pragma_user_version"
        )
        found: list[tuple[object, ...]] = [*versions]
        for table in ("decisions", "fragments", "knowledge"):
            found += connection.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall()
        return found
