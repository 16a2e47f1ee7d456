"""What views of the knowledge share: choosing a language, checking filters, cutting lists into pages."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, TypeVar
from urllib.parse import urlencode

from flask import request

from engine.inference.profile import Mistake
from engine.knowledge.problems import listed, nearest
from engine.model import Language, Text
from plugin_api.negotiation import VARY, language_of, media_type_for
from plugin_api.problems import invalid
from plugin_api.vocabulary import JSON

Item = TypeVar("Item")
Arguments = Mapping[str, Any]
# What a parameter names, where that is not its own name.
_NOUNS = {"rather_than": "product", "as_of": "day", "only": "kind"}
# Parameters that say which part of a list is asked for.
_PLACES = ("limit", "offset", "after", "before")


def spoken(arguments: Arguments) -> Language:
    """The language of the answer. Raises a 406 problem where JSON is not accepted."""
    media_type_for(request.headers.get("Accept"), JSON)
    chosen: Language | None = arguments.get("lang")
    return chosen or language_of(request.headers.get("Accept-Language"))


def headers(language: Language) -> dict[str, str]:
    return {"Content-Language": language, "Vary": VARY}


def check_filters(arguments: Arguments, known: Mapping[str, Collection[str]]) -> None:
    """A filter for what does not exist is a mistake, not an empty list. Raises a 422 problem."""
    mistakes = []
    for name, right in known.items():
        value = arguments.get(name)
        if value is not None and value not in right:
            hint = nearest(value[:200], right) or f"one of {listed(right, 12)}"
            mistakes.append(Mistake(f"/query/{name}", f"there is no {_NOUNS.get(name, name)} {value[:60]!r}", hint))
    if mistakes:
        raise invalid(tuple(mistakes))


def mentions(arguments: Arguments, *said: str | Text | None) -> bool:
    """Are all words of `q` in what is said, in either language and whatever the case?"""
    words = (arguments.get("q") or "").casefold().split()
    if not words:
        return True
    everything = "\n".join(
        one if isinstance(one, str) else f"{one.en}\n{one.ko}" for one in said if one is not None
    ).casefold()
    return all(word in everything for word in words)


def page(items: Iterable[Item], arguments: Arguments, render: Callable[[Item], dict[str, Any]]) -> dict[str, Any]:
    """One page of a list, with links to its neighbours."""
    found = list(items)
    offset, limit = arguments["offset"], arguments["limit"]
    # From beyond the end, the way back leads to the last items that there are.
    before = max(0, min(offset, len(found)) - limit)
    return {
        "items": [render(item) for item in found[offset : offset + limit]],
        "links": {
            "self": page_link(limit, offset=offset),
            "next": page_link(limit, offset=offset + limit) if offset + limit < len(found) else None,
            "prev": page_link(limit, offset=before) if offset else None,
        },
    }


def listing(
    items: Iterable[Item], arguments: Arguments, render: Callable[[Item], dict[str, Any]], language: Language
) -> tuple[dict[str, Any], dict[str, str]]:
    """One page of a list and its headers, which carry the links too, as RFC 8288 wants them."""
    return linked(page(items, arguments, render), headers(language))


def linked(body: dict[str, Any], headers: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    """A page with its headers, and its links among them."""
    return body, {**headers, "Link": link_header(body["links"])}


def link_header(links: Mapping[str, str | None]) -> str:
    return ", ".join(f'<{target}>; rel="{relation}"' for relation, target in links.items() if target)


def page_link(limit: int, **place: int | str) -> str:
    """Of a part of the list that was asked for, in one form: what it was asked by, how many, and from where."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if name not in _PLACES]
    return f"{request.path}?{urlencode([*kept, ('limit', limit), *place.items()])}"


def cut_links(arguments: Arguments, first: str | None, last: str | None) -> dict[str, str | None]:
    """Links of a part of a list that hangs on places in it: before its `first` and after its `last`, if those are."""
    limit = arguments["limit"]
    here = {name: request.args[name] for name in ("after", "before") if name in request.args}
    return {
        "self": page_link(limit, **here),
        "next": None if last is None else page_link(limit, after=last),
        "prev": None if first is None else page_link(limit, before=first),
    }
