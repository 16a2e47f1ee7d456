"""The store of decisions in a database."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import reduce
from operator import or_

import orjson
from sqlalchemy import Connection, select

from plugin_api.caching import RecentlyUsed
from plugin_api.store import tables
from plugin_api.store.database import Database, Outdated
from plugin_api.store.finding import find
from plugin_api.store.model import Asking, Clock, Fragment, Page, Place, Record, StoreError, Wanted, now
from plugin_api.store.putting import Judged, Putting, judged
from plugin_api.store.statements import Cursor, insert_new

# Ids, digests and askings known to be in the database: some hundred bytes each.
REMEMBERED = 50_000
DIGEST_SIZE = 16
# Times that a decision is put where the database is lost, by somebody else's request, while it is prepared.
_ATTEMPTS = 3
_DAY = 86_400_000_000  # in microseconds


class _Memory:
    """What is known to be in the database, and need not be written again."""

    def __init__(self, generation: int) -> None:
        self.generation = generation
        self.decisions: RecentlyUsed[str, bool] = RecentlyUsed(REMEMBERED)
        self.askings: RecentlyUsed[tuple[str, str, int], bool] = RecentlyUsed(REMEMBERED)
        # The verdicts of each fragment, as a set of their numbers.
        self.fragments: RecentlyUsed[bytes, int] = RecentlyUsed(REMEMBERED)
        self.numbers: dict[Judged, int] = {}


class SqlStore:
    """A DecisionStore. What else is to be kept uses its `database` too."""

    def __init__(self, database: Database, *, clock: Clock = now) -> None:
        self.database = database
        self._now = clock
        self._memory = _Memory(database.generation)
        self._putting = Putting(database.backend.dialect)

    @property
    def generation(self) -> int:
        return self.database.generation

    def prepare(self) -> None:
        self.database.prepare()

    def check(self) -> None:
        with self.database.reading() as connection:
            connection.execute(select(tables.decisions.c.id).limit(1)).first()

    def close(self) -> None:
        self.database.close()

    def put(self, record: Record, asking: Asking | None = None) -> None:
        self._again(lambda memory: self._put(record, asking, memory))

    def _again(self, work: Callable[[_Memory], None]) -> None:
        """Work by what is remembered, and anew where that is outdated."""
        for _ in range(_ATTEMPTS):
            with suppress(Outdated):
                work(self._remembered())
                return
        raise StoreError("the database is lost again and again")

    def _put(self, record: Record, asking: Asking | None, memory: _Memory) -> None:
        now = self._now()
        asked = (record.id, asking.subject, now // _DAY) if asking else None
        if not memory.decisions.get(record.id):
            self._put_new(record, asking, memory, now)
        elif asking:
            self._ask(record.id, asking, memory, now)
            return
        else:
            return
        # Only now: what was rolled back is not there.
        memory.decisions.put(record.id, True)
        if asked:
            memory.askings.put(asked, True)

    def ask(self, id_: str, asking: Asking) -> None:
        self._again(lambda memory: self._ask(id_, asking, memory, self._now()))

    def _ask(self, id_: str, asking: Asking, memory: _Memory, now: int) -> None:
        """What is remembered is no more than that it was asked for today: others may have asked for another since."""
        asked = (id_, asking.subject, now // _DAY)
        if not memory.askings.get(asked) or self.latest(asking.subject) != id_:
            self.database.transact(lambda cursor: self._putting.ask(cursor, id_, asking, now), memory.generation)
            memory.askings.put(asked, True)

    def latest(self, subject: str) -> str | None:
        return self.database.glance(lambda cursor: self._putting.latest(cursor, subject))

    def _put_new(self, record: Record, asking: Asking | None, memory: _Memory, now: int) -> None:
        digests = [fragment.digest for fragment in record.fragments]
        known = memory.fragments.get_each(digests)
        new = {}
        if None in known:
            new = {one.digest: one for one, held in zip(record.fragments, known, strict=True) if held is None}
        said = {digest: judged(fragment.content) for digest, fragment in new.items()}
        unnumbered = set().union(*said.values()) - memory.numbers.keys()

        def write(cursor: Cursor) -> tuple[dict[Judged, int], dict[bytes, int]]:
            numbers = self._putting.number(cursor, unnumbered)
            every = {**memory.numbers, **numbers} if numbers else memory.numbers
            sets = {digest: reduce(or_, [1 << every[one] for one in ones], 0) for digest, ones in said.items()}
            self._putting.fragments(cursor, new.values())
            held = reduce(or_, [held for held in known if held is not None], reduce(or_, sets.values(), 0))
            self._putting.decision(cursor, record, b"".join(digests), held, now)
            if asking:
                self._putting.ask(cursor, record.id, asking, now)
            return numbers, sets

        numbers, sets = self.database.transact(write, memory.generation)
        memory.numbers.update(numbers)
        for digest, held in sets.items():
            memory.fragments.put(digest, held)

    def get(self, id_: str) -> Record | None:
        if not id_.isascii() or "\0" in id_:
            return None  # no id is such, and not every database takes it
        kept = tables.decisions.c
        with self.database.reading() as connection:
            row = connection.execute(select(tables.decisions).where(kept.id == id_)).first()
            if row is None:
                return None
            fragments = _fragments(connection, tuple(_cut(row.fragments)))
        return Record(row.id, row.language, row.knowledge, row.request, row.head, fragments, row.tail)

    def find(self, wanted: Wanted, limit: int, *, after: Place | None = None, before: Place | None = None) -> Page:
        with self.database.reading() as connection:
            return find(connection, wanted, limit, after, before)

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

    def _remembered(self) -> _Memory:
        memory = self._memory
        if memory.generation != self.database.generation:
            memory = self._memory = _Memory(self.database.generation)
        return memory


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
