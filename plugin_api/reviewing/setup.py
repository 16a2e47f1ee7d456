"""Where the views find reviews and waivers."""

from __future__ import annotations

from typing import cast

from flask import Flask, current_app

from plugin_api.reviewing.granting import Waivers
from plugin_api.store import DecisionStore
from plugin_api.store.review_store import ReviewStore
from plugin_api.store.sql_store import SqlStore

EXTENSION = "portolan-waivers"


def register_reviewing(app: Flask, store: DecisionStore) -> None:
    """Reviews and waivers are kept in the database that the decisions are in."""
    # The store may be a watched one, which has whatever the store behind it has.
    app.extensions[EXTENSION] = Waivers(ReviewStore(cast(SqlStore, store).database))


def current_waivers() -> Waivers:
    waivers: Waivers = current_app.extensions[EXTENSION]
    return waivers


def current_reviews() -> ReviewStore:
    return current_waivers().store
