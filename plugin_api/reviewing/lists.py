"""Pages of lists that the database cuts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from plugin_api.blueprints.shared import Arguments, cut_links
from plugin_api.reviewing.model import Review, Waiver
from plugin_api.schemas.listing import place_text
from plugin_api.store.model import Place
from plugin_api.store.review_store import Item, Slice, Span


def span_of(arguments: Arguments) -> Span:
    return Span(arguments["limit"], arguments.get("after"), arguments.get("before"))


def page_of(found: Slice[Item], arguments: Arguments, render: Callable[[Item], dict[str, Any]]) -> dict[str, Any]:
    """A part of a list of reviews or waivers, newest first, with links to its neighbours."""
    items: Any = found.items
    first = found.first or (_place(items[0]) if items else None)
    last = found.last or (_place(items[-1]) if items else None)
    links = cut_links(
        arguments,
        place_text(first) if first and found.before else None,
        place_text(last) if last and found.after else None,
    )
    return {"items": [render(one) for one in items], "links": links}


def _place(one: Review | Waiver) -> Place:
    return one.at, one.id
