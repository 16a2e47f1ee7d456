"""What a request that adds something says of itself: its body, and the key under which it is sent again."""

from __future__ import annotations

import hashlib
from typing import Any

import orjson
from flask import request
from marshmallow import ValidationError

from engine.inference.profile import Mistake
from plugin_api.negotiation import media_type_for
from plugin_api.posting import read_posted
from plugin_api.problems import Problem, invalid, mistakes_of
from plugin_api.reviewing.model import Once
from plugin_api.schemas.reviews import BodySchema
from plugin_api.security.caller import current_caller
from plugin_api.vocabulary import BAD_REQUEST, CONFLICT, IDEMPOTENCY_KEY, JSON, MAX_KEY


def received(schema: BodySchema) -> tuple[dict[str, Any], dict[str, Any]]:
    """The body by a schema, and as it was sent. An empty body says nothing. Raises Problem with every mistake."""
    media_type_for(request.headers.get("Accept"), JSON)
    if request.query_string:
        raise invalid(tuple(Mistake(f"/query/{name}", "there are no parameters here") for name in request.args))
    body = read_posted(request, empty={})
    if not isinstance(body, dict):
        raise invalid((Mistake("", "the body is an object"),))
    try:
        return schema.load(body), body
    except ValidationError as error:
        messages: dict[str, Any] = error.normalized_messages()  # type: ignore[no-untyped-call]
        raise invalid(tuple(mistakes_of(messages))) from None


def once(*said: str | dict[str, Any]) -> Once | None:
    """What tells this request from others by the same caller; `said`: all that it asks for. Raises a 400 problem."""
    key = request.headers.get(IDEMPOTENCY_KEY)
    if key is None:
        return None
    if not 1 <= len(key) <= MAX_KEY or not all("!" <= one <= "~" for one in key):
        detail = f"{IDEMPOTENCY_KEY} is 1 to {MAX_KEY} visible ASCII characters, without blanks."
        raise Problem(BAD_REQUEST, detail)
    parts = [one.encode() if isinstance(one, str) else _sorted(one) for one in said]
    return Once(current_caller().subject, key, hashlib.sha256(b"\0".join(parts)).hexdigest())


def _sorted(body: dict[str, Any]) -> bytes:
    """A body in one form for all orders of its members, be it sent as JSON or as YAML."""
    return orjson.dumps(body, option=orjson.OPT_SORT_KEYS, default=float)  # a number of YAML remembers its spelling


def other_content(id_: str, where: str) -> Problem:
    return Problem(CONFLICT, f"The {IDEMPOTENCY_KEY} was used for something else: {where}/{id_}.")
