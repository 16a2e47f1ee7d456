"""What people say of decisions, and what they allow in spite of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
usable_from = "0002"


def upgrade() -> None:
    op.create_table(
        "reviews",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("made", sa.BigInteger, nullable=False),
        sa.Column("decision", sa.Text, sa.ForeignKey("decisions.id"), nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        *(sa.Column(name, sa.Text) for name in ("text", "slot", "product", "verdict", "until")),
        sa.Column("withdraws", sa.Text, sa.ForeignKey("reviews.id")),
        sa.Column("key", sa.Text),
        sa.Column("sent", sa.Text),
        sa.UniqueConstraint("author", "key"),
        sa.UniqueConstraint("withdraws"),
    )
    op.create_index("reviews_by_decision_made", "reviews", ["decision", "made"])
    op.create_index("reviews_by_made_id", "reviews", ["made", "id"])
    op.create_table(
        "waivers",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("made", sa.BigInteger, nullable=False),
        sa.Column("decision", sa.Text, sa.ForeignKey("decisions.id"), nullable=False),
        sa.Column("subject", sa.Text),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("slot", "product", "reason", "until", "author")),
        sa.Column("grounds", sa.LargeBinary, nullable=False),
        sa.Column("key", sa.Text),
        sa.Column("sent", sa.Text),
        sa.UniqueConstraint("author", "key"),
    )
    op.create_index("waivers_by_subject_made", "waivers", ["subject", "made"])
    op.create_index("waivers_by_made_id", "waivers", ["made", "id"])
    op.create_table(
        "waiver_withdrawals",
        sa.Column("waiver", sa.Text, sa.ForeignKey("waivers.id"), primary_key=True),
        sa.Column("made", sa.BigInteger, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("text", sa.Text),
    )


def downgrade() -> None:
    for table in ("waiver_withdrawals", "waivers", "reviews"):
        op.drop_table(table)
