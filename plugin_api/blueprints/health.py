"""Is it alive, and can it work?"""

from __future__ import annotations

from typing import Any

from flask import request
from flask_smorest import Blueprint
from marshmallow import Schema, fields

from engine.explanation.packs import knowledge_document
from engine.inference.profile import Mistake
from plugin_api.board import current_board
from plugin_api.conditional import NEVER
from plugin_api.negotiation import media_type_for
from plugin_api.openapi import Documented, view
from plugin_api.problems import Problem, not_ready
from plugin_api.readiness import current_readiness
from plugin_api.schemas.base import said, string
from plugin_api.schemas.decisions import KnowledgeVersionSchema
from plugin_api.service import current_service
from plugin_api.store import StoreError
from plugin_api.vocabulary import JSON, NOT_READY

blueprint = Blueprint("health", __name__, description="For whoever keeps the service running")

_UNCACHED = {"Cache-Control": NEVER}


class HealthSchema(Schema):
    status = string("ok")


class ReadinessSchema(Schema):
    status = string("ready")
    knowledge = fields.Nested(KnowledgeVersionSchema, **said("The knowledge in force."))


@view(
    blueprint,
    "GET",
    "/healthz",
    Documented("isAlive", HealthSchema, problems=(406,), cached=None, headers=(), role=None),
)
def alive() -> tuple[dict[str, Any], dict[str, str]]:
    """Is the process alive?"""
    media_type_for(request.headers.get("Accept"), JSON)
    return {"status": "ok"}, _UNCACHED


@view(
    blueprint,
    "GET",
    "/readyz",
    Documented("isReady", ReadinessSchema, problems=(406, 503), cached=None, headers=(), role=None),
)
def ready() -> tuple[dict[str, Any], dict[str, str]]:
    """Can it work: is the knowledge loaded, the store within reach, and nobody about to end it?

    Where it is not ready, `errors` name each part that is not.
    """
    media_type_for(request.headers.get("Accept"), JSON)
    board = current_board()
    readiness = current_readiness()
    if board is not None and board.draining:
        readiness.note("the service is about to end")
        raise Problem(NOT_READY, "The service is about to end.", headers={"Retry-After": "10"})
    service = current_service()
    try:
        service.store.check()
    except StoreError as error:
        readiness.note("the store of decisions cannot be used", error)
        raise not_ready(Mistake("/store", "the store of decisions cannot be reached")) from error
    readiness.note("ready")
    return {"status": "ready", "knowledge": knowledge_document(service.knowledge)}, _UNCACHED
