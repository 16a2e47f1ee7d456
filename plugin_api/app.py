"""The application factory."""

from __future__ import annotations

from typing import Any

import orjson
from flask import Flask
from flask.json.provider import JSONProvider

from plugin_api.blueprints import (
    adr,
    comparisons,
    conflicts,
    decisions,
    documentation,
    explanations,
    health,
    interviews,
    knowledge,
    pages,
    questionnaire,
    replays,
    review_documents,
    what_if,
    why_not,
)
from plugin_api.compression import register_compression
from plugin_api.conditional import register_caching
from plugin_api.openapi import make_api
from plugin_api.problems import register_problems
from plugin_api.service import EXTENSION, make_service
from plugin_api.settings import Settings
from plugin_api.targets import accept_targets

# Bytes, in each process.
_MAX_COMPRESSED = 4 * 1024 * 1024


class OrjsonProvider(JSONProvider):
    """Flask's JSON by orjson: keys stay in their order, text stays as it is."""

    def dumps(self, obj: Any, **_: Any) -> str:
        return orjson.dumps(obj).decode()

    def loads(self, s: str | bytes, **_: Any) -> Any:
        return orjson.loads(s)


def create_app(settings: Settings | None = None) -> Flask:
    """An application of its own. Raises SettingsError and KnowledgeError."""
    app = Flask("plugin_api", static_folder="pages/static", template_folder="pages/templates")
    app.json = OrjsonProvider(app)
    app.url_map.merge_slashes = False  # an empty part of a path is no such thing, and not somewhere else
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    service = make_service(settings or Settings.from_environment())
    app.extensions[EXTENSION] = service
    register_problems(app)
    register_caching(app)
    register_compression(app, _MAX_COMPRESSED)
    api = make_api(app)
    for module in (
        decisions,
        explanations,
        why_not,
        what_if,
        interviews,
        adr,
        comparisons,
        replays,
        questionnaire,
        knowledge,
        conflicts,
        health,
        documentation,
        pages,
        review_documents,
    ):
        api.register_blueprint(module.blueprint)
    app.register_blueprint(documentation.assets)
    accept_targets(app)
    return app
