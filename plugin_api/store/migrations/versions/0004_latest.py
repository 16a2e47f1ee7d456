"""The decision that somebody asked for last is found without reading all that they ever asked for."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"
usable_from = "0002"


def upgrade() -> None:
    op.create_index("askings_by_subject_last_at_decision", "askings", ["subject", "last_at", "decision"])


def downgrade() -> None:
    op.drop_index("askings_by_subject_last_at_decision", table_name="askings")
