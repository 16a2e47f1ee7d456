"""Where the sources disagree, and what settled it."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint

from engine.conflict import Conflict
from engine.explanation.conflicts import all_conflicts, conflict_document
from plugin_api.blueprints.shared import check_filters, headers, listing, mentions, spoken
from plugin_api.openapi import Documented, view
from plugin_api.problems import not_found
from plugin_api.schemas.base import LanguageQuery, list_of
from plugin_api.schemas.conflicts import ConflictSchema, ConflictsQuery
from plugin_api.service import current_service

blueprint = Blueprint("conflicts", __name__, url_prefix="/v1", description="Where the sources disagree")

Arguments = dict[str, Any]
Answer = tuple[dict[str, Any], dict[str, str]]


@view(
    blueprint,
    "GET",
    "/conflicts",
    Documented("listConflicts", list_of(ConflictSchema), query=ConflictsQuery, problems=(406, 422), cached="knowledge"),
)
def conflicts(arguments: Arguments) -> Answer:
    """List the points on which sources disagree

    Each with what either side cites, and the rule or the fact of the catalog that settled it.
    """
    knowledge, language = current_service().knowledge, spoken(arguments)
    check_filters(arguments, {"product": knowledge.products})
    about = arguments.get("product")

    def wanted(conflict: Conflict) -> bool:
        said = [side.says for side in conflict.sides]
        return about in (None, *conflict.products) and mentions(
            arguments, conflict.id, conflict.about, conflict.settled.because, *said
        )

    found = filter(wanted, all_conflicts(knowledge))
    return listing(found, arguments, lambda one: conflict_document(one, knowledge, language), language)


@view(
    blueprint,
    "GET",
    "/conflicts/<string:conflict_id>",
    Documented("getConflict", ConflictSchema, query=LanguageQuery, problems=(404, 406, 422), cached="knowledge"),
)
def conflict(arguments: Arguments, conflict_id: str) -> Answer:
    """Read a conflict"""
    knowledge, language = current_service().knowledge, spoken(arguments)
    found = {one.id: one for one in all_conflicts(knowledge)}
    if conflict_id not in found:
        raise not_found("conflict", conflict_id, found)
    return conflict_document(found[conflict_id], knowledge, language), headers(language)
