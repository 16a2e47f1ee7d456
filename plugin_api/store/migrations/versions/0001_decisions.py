"""Decisions, their pieces and the knowledge behind them: the file as it was before there were migrations.

Such a file is taken over as it is.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
usable_from = "0001"


def upgrade() -> None:
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        if sa.inspect(connection).has_table("decisions"):
            return
        op.execute("PRAGMA application_id = 1349481076")  # "Port" in ASCII
        op.execute("PRAGMA user_version = 1")
    op.create_table(
        "fragments",
        sa.Column("digest", sa.LargeBinary, primary_key=True),
        sa.Column("content", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "knowledge",
        sa.Column("digest", sa.Text, primary_key=True),
        sa.Column("files", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "decisions",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("made", sa.BigInteger, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("knowledge", sa.Text, nullable=False),
        sa.Column("request", sa.LargeBinary, nullable=False),
        sa.Column("head", sa.LargeBinary, nullable=False),
        sa.Column("fragments", sa.LargeBinary, nullable=False),
        sa.Column("tail", sa.LargeBinary, nullable=False),
    )


def downgrade() -> None:
    for table in ("decisions", "knowledge", "fragments"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "sqlite":
        op.execute("PRAGMA user_version = 0")  # whose file it is stays said
