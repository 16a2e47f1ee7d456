"""The tables as they are now. What made them so, step by step, is in `migrations/versions`.

A moment is in microseconds since 1970, in UTC.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

# Which migrations a database has seen. The name is ours alone: a database may be shared with other programs.
VERSION_TABLE = "portolan_version"

metadata = MetaData(
    naming_convention={
        "pk": "%(table_name)s_key",
        "uq": "%(table_name)s_%(column_0_N_name)s_unique",
        "ix": "%(table_name)s_by_%(column_0_N_name)s",
        "fk": "%(table_name)s_%(column_0_N_name)s_of_%(referred_table_name)s",
    }
)

# A slot's JSON, which many decisions share.
fragments = Table(
    "fragments",
    metadata,
    Column("digest", LargeBinary, primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

# The files of a body of knowledge: JSON from path to text, compressed.
knowledge = Table(
    "knowledge",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("files", LargeBinary, nullable=False),
)

# `fragments` are the digests of a decision's fragments, one after the other.
decisions = Table(
    "decisions",
    metadata,
    Column("id", Text, primary_key=True),
    Column("made", BigInteger, nullable=False),
    Column("language", Text, nullable=False),
    Column("knowledge", Text, nullable=False),
    Column("request", LargeBinary, nullable=False),
    Column("head", LargeBinary, nullable=False),
    Column("fragments", LargeBinary, nullable=False),
    Column("tail", LargeBinary, nullable=False),
)

# A decision in short, in the order they are listed in: a list reads nothing of the large rows above. The order is the
# key, and there is no other index, nor a foreign key: each would cost every new decision something. `verdicts` is a set
# of numbers of verdicts as a text, which every database can search: four of them a hexadecimal digit, the lowest first.
listing = Table(
    "listing",
    metadata,
    Column("made", BigInteger, primary_key=True),
    Column("decision", Text, primary_key=True),
    Column("edition", Text, nullable=False),
    Column("as_of", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("knowledge", Text, nullable=False),
    Column("verdicts", Text, nullable=False),
    sqlite_with_rowid=False,
)

# Every verdict that was ever given on a product in a slot: a few hundred.
verdicts = Table(
    "verdicts",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("slot", Text, nullable=False),
    Column("product", Text, nullable=False),
    Column("verdict", Text, nullable=False),
    UniqueConstraint("slot", "product", "verdict"),
)

# For whom decisions were asked for. A decision depends on what was asked alone, so many may share one. `made` is the
# decision's, for the order of the list.
askings = Table(
    "askings",
    metadata,
    Column("decision", Text, ForeignKey(decisions.c.id, ondelete="CASCADE"), primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("made", BigInteger, nullable=False),
    Column("first_at", BigInteger, nullable=False),
    Column("first_by", Text, nullable=False),
    Column("last_at", BigInteger, nullable=False),
    Column("last_by", Text, nullable=False),
    Index(None, "subject", "made", "decision"),
    Index(None, "subject", "last_at", "decision"),
)

# What people said of decisions, one row an entry, none of which ever changes. `until` is a day; `withdraws` the review
# that one takes back, which only one can. `key` is what its author sent it under, `sent` a digest of all that was sent.
reviews = Table(
    "reviews",
    metadata,
    Column("id", Text, primary_key=True),
    Column("made", BigInteger, nullable=False),
    Column("decision", Text, ForeignKey(decisions.c.id), nullable=False),
    Column("kind", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("text", Text),
    Column("slot", Text),
    Column("product", Text),
    Column("verdict", Text),
    Column("until", Text),
    Column("withdraws", Text, ForeignKey("reviews.id")),
    Column("key", Text),
    Column("sent", Text),
    UniqueConstraint("author", "key"),
    UniqueConstraint("withdraws"),
    Index(None, "decision", "made"),
    Index(None, "made", "id"),
)

# What is allowed in spite of a decision. `grounds` is JSON, compressed: what its verdict rested on.
waivers = Table(
    "waivers",
    metadata,
    Column("id", Text, primary_key=True),
    Column("made", BigInteger, nullable=False),
    Column("decision", Text, ForeignKey(decisions.c.id), nullable=False),
    Column("subject", Text),
    Column("slot", Text, nullable=False),
    Column("product", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("until", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("grounds", LargeBinary, nullable=False),
    Column("key", Text),
    Column("sent", Text),
    UniqueConstraint("author", "key"),
    Index(None, "subject", "made"),
    Index(None, "made", "id"),
)

# Waivers that were taken back, each once.
waiver_withdrawals = Table(
    "waiver_withdrawals",
    metadata,
    Column("waiver", Text, ForeignKey(waivers.c.id), primary_key=True),
    Column("made", BigInteger, nullable=False),
    Column("author", Text, nullable=False),
    Column("text", Text),
)
