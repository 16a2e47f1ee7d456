"""The application factory."""

from __future__ import annotations

from typing import Any

import orjson
from flask import Flask
from flask.json.provider import JSONProvider

from plugin_api.blueprints import (
    adr,
    checks,
    comparisons,
    conflicts,
    decision_reviews,
    decisions,
    documentation,
    explanations,
    health,
    interviews,
    knowledge,
    listing,
    pages,
    questionnaire,
    replays,
    review_documents,
    tech_insights,
    waivers,
    what_if,
    why_not,
)
from plugin_api.openapi import make_api
from plugin_api.problems import register_problems
from plugin_api.reviewing.setup import register_reviewing
from plugin_api.service import EXTENSION, make_service
from plugin_api.settings import Settings


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
    register_reviewing(app, service.store)
    api = make_api(app, service.knowledge)
    for module in (
        decisions,
        listing,
        decision_reviews,
        waivers,
        explanations,
        why_not,
        what_if,
        interviews,
        adr,
        comparisons,
        checks,
        tech_insights,
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
    return app
