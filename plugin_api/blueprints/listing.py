"""The decisions that were made here, listed."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_smorest import Blueprint

from engine.inference.profile import Mistake
from engine.knowledge.problems import listed, nearest
from plugin_api.blueprints.shared import Arguments, cut_links, linked
from plugin_api.negotiation import VARY, media_type_for
from plugin_api.openapi import Documented, view
from plugin_api.problems import invalid
from plugin_api.schemas.base import list_of
from plugin_api.schemas.listing import DecisionsQuery, ListedDecisionSchema, moment_text, place_text
from plugin_api.service import current_service
from plugin_api.store import Listed, Page, Wanted
from plugin_api.vocabulary import JSON

blueprint = Blueprint("listing", __name__, url_prefix="/v1", description="Decisions and their proofs")


@view(
    blueprint,
    "GET",
    "/decisions",
    Documented(
        "listDecisions",
        list_of(ListedDecisionSchema),
        query=DecisionsQuery,
        problems=(406, 422, 503),
        headers=(),
    ),
)
def decisions(arguments: Arguments) -> tuple[dict[str, Any], dict[str, str]]:
    """List the decisions that were made here, newest first

    A page hangs on a place in the list: what is decided meanwhile moves nothing from one page to another.
    """
    media_type_for(request.headers.get("Accept"), JSON)
    wanted = {name: value for name, value in arguments.items() if name not in ("limit", "after", "before")}
    place = {name: arguments.get(name) for name in ("after", "before")}
    page = current_service().store.find(Wanted(**wanted), arguments["limit"], **place)
    if not page.decisions:
        _check_names(wanted)
    return linked({"items": [_item(one) for one in page.decisions], "links": _links(page, arguments)}, {"Vary": VARY})


def _check_names(arguments: Arguments) -> None:
    """What is unknown and finds nothing is a mistake. It may have been known, and then finds something."""
    knowledge = current_service().knowledge
    known = {"slot": knowledge.slots, "product": knowledge.products, "edition": knowledge.editions}
    mistakes = [
        Mistake(
            f"/query/{name}",
            f"there is no {name} {arguments[name][:60]!r}",
            nearest(arguments[name], right) or f"one of {listed(right, 12)}",
        )
        for name, right in known.items()
        if name in arguments and arguments[name] not in right
    ]
    if mistakes:
        raise invalid(tuple(mistakes))


def _item(one: Listed) -> dict[str, Any]:
    address = f"/v1/decisions/{one.id}"
    return {
        "id": one.id,
        "made_at": moment_text(one.made),
        "subjects": list(one.subjects),
        "edition": one.edition,
        "as_of": one.as_of,
        "language": one.language,
        "knowledge": {"digest": one.knowledge},
        "links": {"self": address, "trace": f"{address}/trace", "page": f"/decisions/{one.id}"},
    }


def _links(page: Page, arguments: Arguments) -> dict[str, str | None]:
    found = page.decisions
    first = place_text(found[0].place) if found and page.newer else None
    last = place_text(found[-1].place) if found and page.older else None
    return cut_links(arguments, first, last)
