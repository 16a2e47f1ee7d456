"""Pages of lists that a database cuts, and the filters of these."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from engine.inference.profile import Mistake
from plugin_api.blueprints.shared import Arguments, link
from plugin_api.problems import invalid
from plugin_api.reviewing.subjects import entity_ref


def page_of(items: Sequence[dict[str, Any]], arguments: Arguments) -> dict[str, Any]:
    """`items`: those of the page, and one more where there are more."""
    limit, offset = arguments["limit"], arguments["offset"]
    return {
        "items": list(items[:limit]),
        "links": {
            "self": link(offset, limit),
            "next": link(offset + limit, limit) if len(items) > limit else None,
            "prev": link(max(0, offset - limit), limit) if offset else None,
        },
    }


def subject_filter(arguments: Arguments) -> str | None:
    """Raises a 422 problem for what is no entity ref."""
    written: str | None = arguments.get("subject")
    if written is None:
        return None
    found = entity_ref(written)
    if found is None:
        raise invalid((Mistake("/query/subject", f"{written[:60]!r} is no entity ref", "as component:default/orders"),))
    return found
