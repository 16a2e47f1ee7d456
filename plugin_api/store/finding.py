"""Listing decisions, newest first: pages hang on a place in the list, so what is written meanwhile moves nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import ColumnElement, Connection, Row, Select, func, or_, select, tuple_

from plugin_api.store.model import Listed, Page, Place, Wanted
from plugin_api.store.tables import askings, listing, verdicts

# Numbers in a digit of a set of verdicts.
_IN_A_DIGIT = 4


def find(connection: Connection, wanted: Wanted, limit: int, after: Place | None, before: Place | None) -> Page:
    """`limit` of the wanted decisions."""
    query = _matching(connection, wanted)
    if query is None:
        return Page((), newer=False, older=False)
    table = listing if wanted.subject is None else askings  # whichever is read in its order
    place = (table.c.made, table.c.decision)
    backwards = before is not None
    if after is not None:
        query = query.where(tuple_(*place) < after)
    if before is not None:
        query = query.where(tuple_(*place) > before)
    query = query.order_by(*(column.asc() if backwards else column.desc() for column in place))
    rows = connection.execute(query.limit(limit + 1)).all()
    more, rows = len(rows) > limit, rows[:limit]
    if backwards:
        rows = rows[::-1]
    newer, older = (more, True) if backwards else (after is not None, more)
    return Page(_listed(connection, rows), newer=newer, older=older)


def _matching(connection: Connection, wanted: Wanted) -> Select[tuple[object, ...]] | None:
    """A query for what is wanted, or None where nothing can be."""
    kept = listing.c
    query = select(kept.made, kept.decision, kept.edition, kept.as_of, kept.language, kept.knowledge)
    made: ColumnElement[int] = kept.made
    if wanted.subject is not None:
        made = askings.c.made
        same = (askings.c.made == kept.made) & (askings.c.decision == kept.decision)
        query = query.join(askings, same).where(askings.c.subject == wanted.subject)
    if wanted.since is not None:
        query = query.where(made >= wanted.since)
    if wanted.until is not None:
        query = query.where(made < wanted.until)
    if wanted.edition is not None:
        query = query.where(kept.edition == wanted.edition)
    if wanted.language is not None:
        query = query.where(kept.language == wanted.language)
    asked = {"slot": wanted.slot, "product": wanted.product, "verdict": wanted.verdict}
    named = [verdicts.c[name] == value for name, value in asked.items() if value is not None]
    if not named:
        return query
    numbers = connection.execute(select(verdicts.c.number).where(*named)).scalars().all()
    return query.where(_holds_one(numbers)) if numbers else None


def _holds_one(numbers: Iterable[int]) -> ColumnElement[bool]:
    """Is one of these numbers in a set of verdicts?"""
    masks: defaultdict[int, int] = defaultdict(int)
    for number in numbers:
        masks[number // _IN_A_DIGIT] |= 1 << number % _IN_A_DIGIT
    return or_(
        *(
            func.substr(listing.c.verdicts, digit + 1, 1).in_([f"{n:x}" for n in range(16) if n & mask])
            for digit, mask in sorted(masks.items())
        )
    )


def _listed(connection: Connection, rows: Iterable[Row[tuple[object, ...]]]) -> tuple[Listed, ...]:
    rows = list(rows)
    subjects: defaultdict[str, list[str]] = defaultdict(list)
    asked = select(askings.c.decision, askings.c.subject).where(askings.c.decision.in_([row.decision for row in rows]))
    for decision, subject in connection.execute(asked.order_by(askings.c.subject)):
        subjects[decision].append(subject)
    return tuple(
        Listed(
            row.decision, row.made, row.edition, row.as_of, row.language, row.knowledge, tuple(subjects[row.decision])
        )
        for row in rows
    )
