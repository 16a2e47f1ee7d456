"""Decisions can be listed: what they say in short, and for whom they were asked for.

The moment of a decision was in seconds, and is in microseconds from here on.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "listing",
        sa.Column("made", sa.BigInteger, primary_key=True),
        sa.Column("decision", sa.Text, sa.ForeignKey("decisions.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("edition", sa.Text, nullable=False),
        sa.Column("as_of", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("knowledge", sa.Text, nullable=False),
        sa.Column("verdicts", sa.LargeBinary, nullable=False),
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
    if op.get_bind().dialect.name == "sqlite":
        op.execute("PRAGMA user_version = 2")  # a release from before there were migrations says that this is newer


def downgrade() -> None:
    for table in ("askings", "verdicts", "listing"):
        op.drop_table(table)
    op.execute("UPDATE decisions SET made = made / 1000000")
    if op.get_bind().dialect.name == "sqlite":
        op.execute("PRAGMA user_version = 1")
