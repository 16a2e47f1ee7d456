"""Pages of lists that the database cuts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from flask import request

from plugin_api.blueprints.shared import Arguments
from plugin_api.reviewing.model import Review, Waiver
from plugin_api.schemas.listing import place_text
from plugin_api.store.model import Place
from plugin_api.store.review_store import Item, Slice, Span


def span_of(arguments: Arguments, *, newest_first: bool = True) -> Span:
    return Span(arguments["limit"], arguments.get("after"), arguments.get("before"), newest_first)


def page_of(found: Slice[Item], render: Callable[[Item], dict[str, Any]]) -> dict[str, Any]:
    """A part of a list of reviews or waivers, with links to its neighbours."""
    items: Any = found.items
    first = found.first or (_place(items[0]) if items else None)
    last = found.last or (_place(items[-1]) if items else None)
    return {
        "items": [render(one) for one in items],
        "links": {
            "self": _link(**{name: request.args[name] for name in ("after", "before") if name in request.args}),
            "next": _link(after=place_text(last)) if last and found.after else None,
            "prev": _link(before=place_text(first)) if first and found.before else None,
        },
    }


def _place(one: Review | Waiver) -> Place:
    return one.at, one.id


def _link(**place: str) -> str:
    kept = [(name, value) for name, value in request.args.items(multi=True) if name not in ("after", "before")]
    query = urlencode([*kept, *place.items()])
    return f"{request.path}?{query}" if query else request.path
