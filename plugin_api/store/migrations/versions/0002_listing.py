"""Decisions can be listed: what they say in short, and for whom they were asked for.

The moment of a decision was in seconds, and is in microseconds from here on.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
usable_from = "0002"


def upgrade() -> None:
    op.create_table(
        "listing",
        sa.Column("made", sa.BigInteger, primary_key=True),
        sa.Column("decision", sa.Text, primary_key=True),
        sa.Column("edition", sa.Text, nullable=False),
        sa.Column("as_of", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("knowledge", sa.Text, nullable=False),
        sa.Column("verdicts", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "verdicts",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("slot", sa.Text, nullable=False),
        sa.Column("product", sa.Text, nullable=False),
        sa.Column("verdict", sa.Text, nullable=False),
        sa.UniqueConstraint("slot", "product", "verdict"),
    )
    op.create_table(
        "askings",
        sa.Column("decision", sa.Text, sa.ForeignKey("decisions.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("subject", sa.Text, primary_key=True),
        sa.Column("made", sa.BigInteger, nullable=False),
        sa.Column("first_at", sa.BigInteger, nullable=False),
        sa.Column("first_by", sa.Text, nullable=False),
        sa.Column("last_at", sa.BigInteger, nullable=False),
        sa.Column("last_by", sa.Text, nullable=False),
    )
    op.create_index("askings_by_subject_made_decision", "askings", ["subject", "made", "decision"])
    op.execute("UPDATE decisions SET made = made * 1000000")
    _fill(op.get_bind())
    if op.get_bind().dialect.name == "sqlite":
        op.execute("PRAGMA user_version = 2")  # a release from before there were migrations says that this is newer


def downgrade() -> None:
    for table in ("askings", "verdicts", "listing"):
        op.drop_table(table)
    op.execute("UPDATE decisions SET made = made / 1000000")
    if op.get_bind().dialect.name == "sqlite":
        op.execute("PRAGMA user_version = 1")


# --- the decisions that are there already -------------------------------------------------------------------------

_BATCH = 500
_DIGEST_SIZE = 16
_FRAGMENTS = sa.table("fragments", sa.column("digest", sa.LargeBinary), sa.column("content", sa.LargeBinary))
_DECISIONS = sa.table(
    "decisions",
    *map(sa.column, ("id", "made", "language", "knowledge")),
    sa.column("request", sa.LargeBinary),
    sa.column("fragments", sa.LargeBinary),
)
_VERDICTS = sa.table("verdicts", *map(sa.column, ("number", "slot", "product", "verdict")))
_LISTING = sa.table(
    "listing", *map(sa.column, ("made", "decision", "edition", "as_of", "language", "knowledge", "verdicts"))
)


def _fill(connection: sa.Connection) -> None:
    numbers: dict[tuple[str, str, str], int] = {}
    sets: dict[bytes, int] = {}
    for fragments in _batches(connection, _FRAGMENTS.c.digest, _FRAGMENTS.c.content):
        for digest, content in fragments:
            slot = json.loads(content)
            judged = {(slot["slot"], one["product"], one["verdict"]) for one in slot["verdicts"]}
            sets[digest] = sum(1 << numbers.setdefault(one, len(numbers) + 1) for one in judged)
    if numbers:
        names = ("slot", "product", "verdict")
        rows = [{"number": number, **dict(zip(names, one, strict=True))} for one, number in numbers.items()]
        connection.execute(_VERDICTS.insert(), rows)
        if connection.dialect.name == "postgresql":  # SQLite goes on after the highest by itself
            connection.execute(sa.text("SELECT setval('verdicts_number_seq', :last)"), {"last": len(numbers)})
    kept = _DECISIONS.c
    columns = (kept.id, kept.made, kept.language, kept.knowledge, kept.request, kept.fragments)
    for decisions in _batches(connection, *columns):
        connection.execute(_LISTING.insert(), [_listed(row, sets) for row in decisions])


def _batches(connection: sa.Connection, key: Any, *columns: Any) -> Iterator[Any]:
    """All rows in the order of their key, some at a time."""
    query = sa.select(key, *columns).order_by(key).limit(_BATCH)
    rows = connection.execute(query).all()
    while rows:
        yield rows
        rows = connection.execute(query.where(key > rows[-1][0])).all()


def _listed(row: Any, sets: dict[bytes, int]) -> dict[str, object]:
    request, digests = json.loads(row.request), row.fragments
    held = 0
    for at in range(0, len(digests), _DIGEST_SIZE):
        held |= sets[digests[at : at + _DIGEST_SIZE]]
    return {
        "made": row.made,
        "decision": row.id,
        "edition": request["edition"],
        "as_of": request["as_of"],
        "language": row.language,
        "knowledge": row.knowledge,
        "verdicts": f"{held:x}"[::-1],
    }
