"""Reviews and waivers in a database: rows that are added and never changed.

What is sent twice under one key is kept once, whichever process it reaches; the database alone sees to that.
"""

from __future__ import annotations

import secrets
import zlib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

import orjson
from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Row,
    Select,
    Table,
    and_,
    exists,
    func,
    not_,
    or_,
    select,
    tuple_,
)

from engine.explanation.grounds.document import kept, read_back
from plugin_api.reviewing.model import Once, Review, ReviewState, Waiver, Withdrawal, end_of
from plugin_api.store import tables
from plugin_api.store.database import Database
from plugin_api.store.model import Clock, Place, StoreError, now
from plugin_api.store.statements import insert_new

_R, _W, _B = tables.reviews, tables.waivers, tables.waiver_withdrawals
_TAKING = tables.reviews.alias("taking")
Kept = TypeVar("Kept", Review, Waiver)
Item = TypeVar("Item")
Other = TypeVar("Other")


class OtherContent(Exception):
    """The key was used before, for something else. `id`: what it was used for."""

    def __init__(self, id_: str) -> None:
        self.id = id_
        super().__init__(id_)


class AlreadyWithdrawn(Exception):
    """Somebody has taken it back before. `withdrawal`: who, and when."""

    def __init__(self, withdrawal: Withdrawal) -> None:
        self.withdrawal = withdrawal
        super().__init__(withdrawal.id)


@dataclass(frozen=True, slots=True)
class ReviewFilter:
    """What reviews are looked for; None: whatever they are. `state` is that on `day`.

    `said_by`: as things stood when that day was over; None: with all that has been said.
    """

    day: date
    said_by: date | None = None
    decisions: Collection[str] | None = None
    subject: str | None = None
    by: str | None = None
    kind: str | None = None
    product: str | None = None
    slot: str | None = None
    state: ReviewState | None = None


@dataclass(frozen=True, slots=True)
class WaiverFilter:
    """What waivers are looked for; None: whatever they are. `lapsed`: those whose last day had passed by `day`.

    `said_by`: as things stood when that day was over; None: with all that has been said.
    """

    day: date
    said_by: date | None = None
    decisions: Collection[str] | None = None
    subject: str | None = None
    by: str | None = None
    product: str | None = None
    slot: str | None = None
    withdrawn: bool | None = None
    lapsed: bool | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a list: `limit` of what comes `after` a place in it, or `before` one. None: no such bound.

    A place is when something was made, in microseconds, and its id: what is written meanwhile moves nothing.
    """

    limit: int | None = None
    after: Place | None = None
    before: Place | None = None
    newest_first: bool = True


ALL = Span()
OLDEST_FIRST = Span(newest_first=False)


@dataclass(frozen=True, slots=True)
class Slice(Generic[Item]):
    """What a span holds, and whether there is anything before it and after it.

    `first` and `last` are the places from where to go on, where these are not those of the items at either end.
    """

    items: tuple[Item, ...]
    before: bool
    after: bool
    first: Place | None = None
    last: Place | None = None

    def __iter__(self) -> Iterator[Item]:
        return iter(self.items)

    def read(self, reading: Callable[[Item], Other]) -> Slice[Other]:
        return Slice(tuple(reading(one) for one in self.items), self.before, self.after)


class ReviewStore:
    """Threads may share one. Every method raises StoreError where the database cannot be used.

    When a method that adds something returns, it is as safe as a decision is.
    """

    def __init__(
        self, database: Database, *, clock: Clock = now, ids: Callable[[], str] = lambda: secrets.token_hex(16)
    ) -> None:
        """`ids` gives a name to what is added; of itself one of 32 hexadecimal digits that nobody can guess."""
        self._database = database
        self.now = clock
        self.new_id = ids

    # --- reviews ----------------------------------------------------------------------------------------------

    def add(self, review: Review, once: Once | None = None) -> tuple[Review, bool]:
        """The review as it is kept, and whether it is new: what was sent before under its key is found again.

        Raises OtherContent, and AlreadyWithdrawn where it takes back what is taken back already.
        """
        row = {
            "id": review.id,
            "made": review.at,
            "decision": review.decision,
            "kind": review.kind,
            "author": review.by,
            "text": review.text,
            "slot": review.slot,
            "product": review.product,
            "verdict": review.verdict,
            "until": review.until.isoformat() if review.until else None,
            "withdraws": review.withdraws,
            **_columns_of(once),
        }
        with self._database.writing() as connection:
            if _added(connection, _R, row):
                return review, True
            before = _sent_before(connection, _R, once)
            if before is None:
                raise AlreadyWithdrawn(_taking_of(self._review(connection, review.withdraws or "")))
            return _there(self._review(connection, before)), False

    def review(self, id_: str) -> Review | None:
        with self._database.reading() as connection:
            return self._review(connection, id_)

    def reviews(self, wanted: ReviewFilter, span: Span = ALL) -> Slice[Review]:
        query = _reviews(wanted.said_by).where(*_conditions(wanted))
        with self._database.reading() as connection:
            return _cut(connection, query, _R, span).read(_review_of)

    def newest_of_each(self, wanted: ReviewFilter) -> tuple[Review, ...]:
        """The newest of each kind on each slot and product, in the order in which they were written.

        How many there are hangs on the decision, not on how much was said of it.
        """
        columns = _R.c
        newest_first = (columns.made.desc(), columns.id.desc())
        rank = func.row_number().over(partition_by=(columns.kind, columns.slot, columns.product), order_by=newest_first)
        ranked = _reviews(wanted.said_by).where(*_conditions(wanted)).add_columns(rank.label("rank")).subquery()
        query = select(ranked).where(ranked.c.rank == 1).order_by(ranked.c.made, ranked.c.id)
        with self._database.reading() as connection:
            return tuple(map(_review_of, connection.execute(query)))

    def _review(self, connection: Connection, id_: str) -> Review | None:
        row = connection.execute(_reviews().where(_R.c.id == id_)).first()
        return None if row is None else _review_of(row)

    # --- waivers ----------------------------------------------------------------------------------------------

    def grant(self, waiver: Waiver, once: Once | None = None) -> tuple[Waiver, bool]:
        """The waiver as it is kept, and whether it is new. Raises OtherContent."""
        row = {
            "id": waiver.id,
            "made": waiver.at,
            "decision": waiver.decision,
            "subject": waiver.subject,
            "slot": waiver.slot,
            "product": waiver.product,
            "reason": waiver.reason,
            "until": waiver.until.isoformat(),
            "author": waiver.by,
            "grounds": zlib.compress(orjson.dumps(kept(waiver.grounds))),
            **_columns_of(once),
        }
        with self._database.writing() as connection:
            if _added(connection, _W, row):
                return waiver, True
            return _there(self._waiver(connection, _sent_before(connection, _W, once) or "")), False

    def waiver(self, id_: str) -> Waiver | None:
        with self._database.reading() as connection:
            return self._waiver(connection, id_)

    def waivers(self, wanted: WaiverFilter, span: Span = ALL) -> Slice[Waiver]:
        query = _waivers(wanted.said_by).where(*_waiver_conditions(wanted))
        with self._database.reading() as connection:
            return _cut(connection, query, _W, span).read(_waiver_of)

    def withdraw(self, waiver: str, by: str, text: str | None) -> Withdrawal:
        """Takes a waiver back. Raises AlreadyWithdrawn."""
        taken = Withdrawal(waiver, by, self.now(), text)
        row = {"waiver": waiver, "made": taken.at, "author": by, "text": text}
        with self._database.writing() as connection:
            if not _added(connection, _B, row):
                raise AlreadyWithdrawn(_taking_of(self._waiver(connection, waiver)))
        return taken

    def subjects_of(self, decisions: Collection[str]) -> list[str]:
        """Whom decisions were asked for by, in the order of the alphabet."""
        asked = tables.askings.c
        query = select(asked.subject).where(asked.decision.in_(sorted(decisions))).distinct().order_by(asked.subject)
        with self._database.reading() as connection:
            return list(connection.execute(query).scalars())

    def _waiver(self, connection: Connection, id_: str) -> Waiver | None:
        row = connection.execute(_waivers().where(_W.c.id == id_)).first()
        return None if row is None else _waiver_of(row)


# --- writing --------------------------------------------------------------------------------------------------


def _added(connection: Connection, table: Table, row: dict[str, Any]) -> bool:
    """Was it new? A process that adds the same at the same time is waited for."""
    statement = insert_new(connection, table).values(row).returning(*table.primary_key.columns)
    return connection.execute(statement).first() is not None


def _columns_of(once: Once | None) -> dict[str, str | None]:
    return {"key": once.key if once else None, "sent": once.digest if once else None}


def _sent_before(connection: Connection, table: Table, once: Once | None) -> str | None:
    """The id of what was sent under a key, None where that was nothing. Raises OtherContent."""
    if once is None:
        return None
    columns = table.c
    query = select(columns.id, columns.sent).where(columns.author == once.by, columns.key == once.key)
    found = connection.execute(query).first()
    if found is not None and found.sent != once.digest:
        raise OtherContent(found.id)
    return None if found is None else str(found.id)


def _there(found: Kept | None) -> Kept:
    if found is None:
        raise StoreError("a row that was there is gone: reviews and waivers are never deleted")
    return found


def _taking_of(found: Review | Waiver | None) -> Withdrawal:
    if found is None or found.withdrawn is None:
        raise StoreError("what was taken back is gone: reviews and waivers are never deleted")
    return found.withdrawn


# --- reading --------------------------------------------------------------------------------------------------


def _cut(connection: Connection, query: Select[Any], table: Table, span: Span) -> Slice[Row[Any]]:
    columns = (table.c.made, table.c.id)
    place, backwards = span.after or span.before, span.before is not None
    ascending = span.newest_first == backwards
    if place is not None:
        query = query.where(tuple_(*columns) > place if ascending else tuple_(*columns) < place)
    query = query.order_by(*(column.asc() if ascending else column.desc() for column in columns))
    if span.limit is None:
        return Slice(tuple(connection.execute(query)), before=place is not None, after=False)
    rows = connection.execute(query.limit(span.limit + 1)).all()
    more, rows_kept = len(rows) > span.limit, tuple(rows[: span.limit])
    if backwards:
        return Slice(rows_kept[::-1], before=more, after=True)
    return Slice(rows_kept, before=place is not None, after=more)


def _reviews(said_by: date | None = None) -> Select[Any]:
    """Each with what takes it back, as things stood when a day was over."""
    taking = [_TAKING.c[name].label(f"taking_{name}") for name in ("id", "author", "made", "text")]
    query = select(_R, *taking).outerjoin(_TAKING, and_(_TAKING.c.withdraws == _R.c.id, *_said(_TAKING, said_by)))
    return query.where(*_said(_R, said_by))


def _said(table: FromClause, by: date | None) -> Iterator[ColumnElement[bool]]:
    if by is not None:
        yield table.c.made < end_of(by)


def _review_of(row: Row[Any]) -> Review:
    return Review(
        id=row.id,
        decision=row.decision,
        kind=row.kind,
        by=row.author,
        at=row.made,
        text=row.text,
        slot=row.slot,
        product=row.product,
        verdict=row.verdict,
        until=date.fromisoformat(row.until) if row.until else None,
        withdraws=row.withdraws,
        withdrawn=_withdrawal(row.taking_id, row),
    )


def _withdrawal(id_: str | None, row: Row[Any]) -> Withdrawal | None:
    return Withdrawal(id_, row.taking_author, row.taking_made, row.taking_text) if id_ else None


def _conditions(wanted: ReviewFilter) -> Iterator[ColumnElement[bool]]:
    columns = _R.c
    if wanted.decisions is not None:
        yield columns.decision.in_(sorted(wanted.decisions))
    if wanted.subject is not None:
        asked = tables.askings.c
        yield exists(select(asked.decision).where(asked.decision == columns.decision, asked.subject == wanted.subject))
    yield from _equal(
        (columns.author, wanted.by),
        (columns.kind, wanted.kind),
        (columns.product, wanted.product),
        (columns.slot, wanted.slot),
    )
    if wanted.state is not None:
        taken = _TAKING.c.id.is_not(None)
        over = and_(columns.until.is_not(None), columns.until < wanted.day.isoformat())
        yield {"withdrawn": taken, "expired": and_(not_(taken), over), "in-force": not_(or_(taken, over))}[wanted.state]


def _equal(*pairs: tuple[ColumnElement[Any], str | None]) -> Iterator[ColumnElement[bool]]:
    yield from (column == value for column, value in pairs if value is not None)


def _waivers(said_by: date | None = None) -> Select[Any]:
    taking = [_B.c[name].label(f"taking_{name}") for name in ("waiver", "author", "made", "text")]
    query = select(_W, *taking).outerjoin(_B, and_(_B.c.waiver == _W.c.id, *_said(_B, said_by)))
    return query.where(*_said(_W, said_by))


def _waiver_of(row: Row[Any]) -> Waiver:
    return Waiver(
        id=row.id,
        decision=row.decision,
        subject=row.subject,
        slot=row.slot,
        product=row.product,
        reason=row.reason,
        until=date.fromisoformat(row.until),
        by=row.author,
        at=row.made,
        grounds=read_back(orjson.loads(zlib.decompress(row.grounds))),
        withdrawn=_withdrawal(row.taking_waiver, row),
    )


def _waiver_conditions(wanted: WaiverFilter) -> Iterator[ColumnElement[bool]]:
    columns = _W.c
    if wanted.decisions is not None:
        yield columns.decision.in_(sorted(wanted.decisions))
    yield from _equal(
        (columns.subject, wanted.subject),
        (columns.author, wanted.by),
        (columns.product, wanted.product),
        (columns.slot, wanted.slot),
    )
    if wanted.withdrawn is not None:
        yield _B.c.waiver.is_not(None) if wanted.withdrawn else _B.c.waiver.is_(None)
    if wanted.lapsed is not None:
        over = columns.until < wanted.day.isoformat()
        yield over if wanted.lapsed else not_(over)
