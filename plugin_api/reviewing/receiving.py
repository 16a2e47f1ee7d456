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
from plugin_api.reviewing.model import Once, Withdrawal
from plugin_api.schemas.reviews import BodySchema
from plugin_api.security.caller import current_caller
from plugin_api.vocabulary import BAD_REQUEST, CONFLICT, IDEMPOTENCY_KEY, JSON, MAX_KEY


def received(schema: BodySchema) -> dict[str, Any]:
    """The body by a schema. An empty body says nothing. Raises Problem with every mistake."""
    media_type_for(request.headers.get("Accept"), JSON)
    body = read_posted(request, empty={})
    if not isinstance(body, dict):
        raise invalid((Mistake("", "the body is an object"),))
    return understood(schema, body)


def understood(schema: BodySchema, body: dict[str, Any]) -> dict[str, Any]:
    """The same for what was sent in another form. Raises Problem with every mistake."""
    try:
        said: dict[str, Any] = schema.load(body)
        return said
    except ValidationError as error:
        messages: dict[str, Any] = error.normalized_messages()  # type: ignore[no-untyped-call]
        raise invalid(tuple(mistakes_of(messages))) from None


def once(*said: str | dict[str, Any]) -> Once | None:
    """What tells this request from others by the same caller. Raises a 400 problem.

    `said`: all that it asks for, as it is understood: what means the same is the same, however it is written.
    """
    key = request.headers.get(IDEMPOTENCY_KEY)
    return None if key is None else once_by(key, *said)


def once_by(key: str, *said: str | dict[str, Any]) -> Once:
    """The same by a key that was sent in another way. Raises a 400 problem."""
    if not 1 <= len(key) <= MAX_KEY or not all("!" <= one <= "~" for one in key):
        detail = f"{IDEMPOTENCY_KEY} is 1 to {MAX_KEY} visible ASCII characters, without blanks."
        raise Problem(BAD_REQUEST, detail)
    return Once(current_caller().subject, key, digest_of(*said))


def digest_of(*said: str | dict[str, Any]) -> str:
    parts = [one.encode() if isinstance(one, str) else _sorted(one) for one in said]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _sorted(body: dict[str, Any]) -> bytes:
    """In one form for all orders of its members."""
    return orjson.dumps(body, option=orjson.OPT_SORT_KEYS)


def other_content(id_: str, where: str) -> Problem:
    return Problem(CONFLICT, f"The {IDEMPOTENCY_KEY} was used for something else: {where}/{id_}.")


def check_same(before: Withdrawal, by: str, text: str | None, what: str) -> None:
    """What is taken back twice: by the same person in the same words, it is the same. Raises a 409 problem."""
    if before.by != by:
        raise Problem(CONFLICT, f"{before.by} has taken that {what} back already.")
    if before.text != text:
        raise Problem(CONFLICT, f"{by} has taken that {what} back already, in other words, which are kept.")
