"""Where decisions are kept: immutable, found by id, there again after a restart; on SQLite or on PostgreSQL.

`model` says what is kept and what a store does, `tables` how, and `migrations` how an older database becomes a newer
one. `Database` is one database with its connections: whatever else is to be kept uses it beside `SqlStore`.
"""

from plugin_api.store.model import Asking, DecisionStore, Fragment, Listed, Page, Place, Record, StoreError, Wanted

__all__ = ["Asking", "DecisionStore", "Fragment", "Listed", "Page", "Place", "Record", "StoreError", "Wanted"]
