"""What alembic runs: the steps, on the connection and inside the transaction that it is given."""

from __future__ import annotations

from alembic import context

from plugin_api.store.tables import VERSION_TABLE, metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
)
context.run_migrations()
