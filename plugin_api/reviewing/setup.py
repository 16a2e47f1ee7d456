"""Where the views find reviews and waivers."""

from __future__ import annotations

from flask import Flask, current_app

from plugin_api.reviewing.granting import Waivers
from plugin_api.store.review_store import ReviewStore

EXTENSION = "portolan-waivers"


def register_reviewing(app: Flask, store: ReviewStore) -> None:
    app.extensions[EXTENSION] = Waivers(store)


def current_waivers() -> Waivers:
    waivers: Waivers = current_app.extensions[EXTENSION]
    return waivers


def current_reviews() -> ReviewStore:
    return current_waivers().store
