"""The application factory."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import orjson
from flask import Flask, Response
from flask.globals import request_ctx
from flask.json.provider import JSONProvider

from plugin_api.blueprints import (
    admin,
    adr,
    callers,
    checks,
    comparisons,
    conflicts,
    decision_reviews,
    decisions,
    document_pages,
    documentation,
    entities,
    explanations,
    export,
    health,
    interviews,
    knowledge_parts,
    library,
    listing,
    metrics,
    pages,
    paper,
    pictures,
    proof_graph,
    questionnaire,
    questionnaire_pages,
    radar,
    replays,
    review_pages,
    said_pages,
    slot_pages,
    tech_insights,
    waivers,
    what_if,
    what_if_pages,
    why_not,
    widget,
)
from plugin_api.compression import register_compression
from plugin_api.conditional import register_caching
from plugin_api.observability.observer import Observer
from plugin_api.openapi import make_api
from plugin_api.pages.page import register_problem_pages
from plugin_api.problems import register_problems
from plugin_api.readiness import watch_readiness
from plugin_api.reviewing.setup import register_reviewing
from plugin_api.security.setup import secure
from plugin_api.service import EXTENSION, make_database, make_service
from plugin_api.settings import Settings
from plugin_api.store.review_store import ReviewStore
from plugin_api.store.sql_store import SqlStore
from plugin_api.targets import accept_targets
from plugin_api.yaml_answers import register_yaml_answers

# Bytes, in each process.
_MAX_COMPRESSED = 4 * 1024 * 1024


class OrjsonProvider(JSONProvider):
    """Flask's JSON by orjson: keys stay in their order, text stays as it is."""

    def dumps(self, obj: Any, **_: Any) -> str:
        return orjson.dumps(obj, default=float).decode()  # a number of YAML remembers its spelling

    def loads(self, s: str | bytes, **_: Any) -> Any:
        return orjson.loads(s)


class Portolan(Flask):
    """Answers OPTIONS without a body, and names methods in the same order everywhere."""

    def make_default_options_response(self) -> Response:
        allowed = request_ctx.url_adapter.allowed_methods() if request_ctx.url_adapter else ()
        response = self.response_class(status=HTTPStatus.NO_CONTENT, headers={"Allow": ", ".join(sorted(allowed))})
        del response.headers["Content-Type"]
        return response


def create_app(settings: Settings | None = None) -> Flask:
    """An application of its own. Raises SettingsError and KnowledgeError."""
    app = Portolan("plugin_api", static_folder="pages/static", template_folder="pages/templates")
    app.json = OrjsonProvider(app)
    app.url_map.merge_slashes = False  # an empty part of a path is no such thing, and not somewhere else
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    settings = settings or Settings.from_environment()
    observer = Observer(settings)
    database = make_database(settings)
    service = make_service(settings, observer.watch_store(SqlStore(database)))
    app.extensions[EXTENSION] = service
    accept_targets(app)
    observer.watch(app, service)
    watch_readiness(app)
    register_problems(app)
    register_problem_pages(app)
    register_reviewing(app, observer.watch_store(ReviewStore(database)))
    register_caching(app)
    register_compression(app, _MAX_COMPRESSED)
    register_yaml_answers(app)
    api = make_api(app)
    for module in (
        decisions,
        listing,
        decision_reviews,
        waivers,
        callers,
        explanations,
        why_not,
        what_if,
        interviews,
        adr,
        pictures,
        comparisons,
        checks,
        tech_insights,
        replays,
        questionnaire,
        knowledge_parts,
        conflicts,
        radar,
        entities,
        export,
        health,
        admin,
        documentation,
        pages,
        questionnaire_pages,
        document_pages,
        library,
        review_pages,
        said_pages,
        paper,
        what_if_pages,
        proof_graph,
        slot_pages,
        widget,
    ):
        api.register_blueprint(module.blueprint)
    if settings.metrics:
        api.register_blueprint(metrics.blueprint)
    app.register_blueprint(documentation.assets)
    app.register_blueprint(widget.assets)
    secure(app, api, settings)
    return app
