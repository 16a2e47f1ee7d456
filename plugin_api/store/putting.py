"""Writing a decision, by the driver's own cursor: this is on the way of every new decision, and SQLAlchemy's is longer.

Rows that several processes may write at once go in the order of their keys, so that none waits for another in turn.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

import orjson
from sqlalchemy import BigInteger, Dialect, Text, bindparam, select

from plugin_api.store import tables
from plugin_api.store.model import Asking, Fragment, Record
from plugin_api.store.statements import Cursor, insert, insert_new, written

# A slot, a product in it, and the verdict on that.
Judged = tuple[str, str, str]


def judged(fragment: bytes) -> frozenset[Judged]:
    """The verdicts in a fragment."""
    slot = orjson.loads(fragment)
    return frozenset((slot["slot"], one["product"], one["verdict"]) for one in slot["verdicts"])


def verdict_set(numbers: int) -> str:
    """A set of numbers, given as bits, as the listing has it."""
    return f"{numbers:x}"[::-1]


class Putting:
    """The statements, in the SQL of one database. Each method is called inside a transaction."""

    def __init__(self, dialect: Dialect) -> None:
        verdicts = tables.verdicts.c
        names = ("slot", "product", "verdict")
        given = {name: bindparam(name, type_=Text) for name in names}
        number = select(verdicts.number).where(*(verdicts[name] == given[name] for name in names))
        self._number = written(number, dialect)
        new = insert_new(dialect, tables.verdicts).values(given)
        self._verdict = written(new.inline(), dialect)
        self._fragment = written(insert_new(dialect, tables.fragments), dialect)
        self._decision = written(insert_new(dialect, tables.decisions), dialect)
        self._listing = written(insert_new(dialect, tables.listing), dialect)
        self._asking = _asking(dialect)
        asked = tables.askings.c
        latest = select(asked.decision).where(asked.subject == bindparam("subject", type_=Text))
        newest = latest.order_by(asked.last_at.desc(), asked.decision.desc())
        self._latest = f"{written(newest, dialect)} LIMIT 1"  # SQLAlchemy's own would be another parameter

    def number(self, cursor: Cursor, verdicts: Collection[Judged]) -> dict[Judged, int]:
        """The numbers of verdicts, which are new or were not met by this process before."""
        found = {}
        for one in sorted(verdicts):
            said = {"slot": one[0], "product": one[1], "verdict": one[2]}
            cursor.execute(self._number, said)
            row = cursor.fetchone()
            if row is None:
                cursor.execute(self._verdict, said)
                cursor.execute(self._number, said)
                row = cursor.fetchone()
            found[one] = int(row[0])
        return found

    def fragments(self, cursor: Cursor, fragments: Iterable[Fragment]) -> None:
        rows = sorted((fragment.digest, fragment.content) for fragment in fragments)
        if rows:
            cursor.executemany(self._fragment, [{"digest": digest, "content": content} for digest, content in rows])

    def decision(self, cursor: Cursor, record: Record, digests: bytes, verdicts: int, now: int) -> None:
        """A decision and its line in the listing, unless it is there. `now` is in microseconds."""
        row = {
            "id": record.id,
            "made": now,
            "language": record.language,
            "knowledge": record.knowledge,
            "request": record.request,
            "head": record.head,
            "fragments": digests,
            "tail": record.tail,
        }
        cursor.execute(self._decision, row)
        if cursor.rowcount != 1:
            return
        request = orjson.loads(record.request)
        line = {
            "made": now,
            "decision": record.id,
            "edition": request["edition"],
            "as_of": request["as_of"],
            "language": record.language,
            "knowledge": record.knowledge,
            "verdicts": verdict_set(verdicts),
        }
        cursor.execute(self._listing, line)

    def ask(self, cursor: Cursor, decision: str, asking: Asking, now: int) -> None:
        said = {"id": decision, "subject": asking.subject, "at": now, "by": asking.by}
        cursor.execute(self._asking, said)

    def latest(self, cursor: Cursor, subject: str) -> str | None:
        """What a subject asked for last."""
        cursor.execute(self._latest, {"subject": subject})
        row = cursor.fetchone()
        return None if row is None else str(row[0])


def _asking(dialect: Dialect) -> str:
    """The first asking of a subject for a decision, or the newest."""
    kept = tables.decisions.c
    subject, at, by = bindparam("subject", type_=Text), bindparam("at", type_=BigInteger), bindparam("by", type_=Text)
    columns = ["decision", "subject", "made", "first_at", "first_by", "last_at", "last_by"]
    values = select(kept.id, subject, kept.made, at, by, at, by).where(kept.id == bindparam("id"))
    new = insert(dialect, tables.askings)
    statement = new.from_select(columns, values).on_conflict_do_update(
        index_elements=["decision", "subject"],
        set_={"last_at": new.excluded.last_at, "last_by": new.excluded.last_by},
        where=new.excluded.last_at > tables.askings.c.last_at,
    )
    return written(statement, dialect)
