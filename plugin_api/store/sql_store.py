"""The store of decisions in a database."""

from __future__ import annotations

import time
import zlib
from collections.abc import Iterator, Mapping

import orjson
from sqlalchemy import Connection, select

from plugin_api.caching import RecentlyUsed
from plugin_api.store import tables
from plugin_api.store.database import Database
from plugin_api.store.model import Fragment, Record, StoreError
from plugin_api.store.statements import insert_new

# Ids and digests known to be in the database: a hundred bytes each.
REMEMBERED = 50_000
DIGEST_SIZE = 16


class SqlStore:
    """A DecisionStore. What is known to be there already is not written again."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._stored: RecentlyUsed[str, bool] = RecentlyUsed(REMEMBERED)
        self._fragments: RecentlyUsed[bytes, bool] = RecentlyUsed(REMEMBERED)

    def prepare(self) -> None:
        self.database.prepare()

    def check(self) -> None:
        with self.database.reading() as connection:
            connection.execute(select(tables.decisions.c.id).limit(1)).first()

    def close(self) -> None:
        self.database.close()

    def put(self, record: Record) -> None:
        if self._stored.get(record.id):
            return
        known = self._fragments.get
        new = [fragment for fragment in record.fragments if not known(fragment.digest)]
        row = {
            "id": record.id,
            "made": time.time_ns() // 1000,
            "language": record.language,
            "knowledge": record.knowledge,
            "request": record.request,
            "head": record.head,
            "fragments": b"".join([fragment.digest for fragment in record.fragments]),
            "tail": record.tail,
        }
        with self.database.writing() as connection:
            if new:
                rows = [{"digest": fragment.digest, "content": fragment.content} for fragment in new]
                connection.execute(insert_new(connection, tables.fragments), rows)
            connection.execute(insert_new(connection, tables.decisions), row)
        # Only now: what was rolled back is not there.
        for fragment in new:
            self._fragments.put(fragment.digest, True)
        self._stored.put(record.id, True)

    def get(self, id_: str) -> Record | None:
        kept = tables.decisions.c
        with self.database.reading() as connection:
            row = connection.execute(select(tables.decisions).where(kept.id == id_)).first()
            if row is None:
                return None
            fragments = _fragments(connection, tuple(_cut(row.fragments)))
        return Record(row.id, row.language, row.knowledge, row.request, row.head, fragments, row.tail)

    def keep_knowledge(self, digest: str, files: Mapping[str, bytes]) -> None:
        with self.database.writing() as connection:
            kept = tables.knowledge.c
            if connection.execute(select(kept.digest).where(kept.digest == digest)).first() is None:
                packed = zlib.compress(orjson.dumps({name: content.decode() for name, content in files.items()}))
                connection.execute(insert_new(connection, tables.knowledge), {"digest": digest, "files": packed})

    def knowledge(self, digest: str) -> Mapping[str, bytes] | None:
        kept = tables.knowledge.c
        with self.database.reading() as connection:
            packed = connection.execute(select(kept.files).where(kept.digest == digest)).scalar()
        if packed is None:
            return None
        return {name: text.encode() for name, text in orjson.loads(zlib.decompress(packed)).items()}


def _cut(digests: bytes) -> Iterator[bytes]:
    return (digests[at : at + DIGEST_SIZE] for at in range(0, len(digests), DIGEST_SIZE))


def _fragments(connection: Connection, digests: tuple[bytes, ...]) -> tuple[Fragment, ...]:
    kept = tables.fragments.c
    query = select(kept.digest, kept.content).where(kept.digest.in_(set(digests)))
    found: dict[bytes, bytes] = dict(connection.execute(query).all())
    try:
        return tuple(Fragment(digest, found[digest]) for digest in digests)
    except KeyError:
        raise StoreError("a decision has lost a part of its body") from None
