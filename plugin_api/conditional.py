"""What clients may keep, and for how long; and how they ask whether it is still so.

A tag is made before the answer where everything that the answer depends on is known: asking again for knowledge that
did not change costs no rendering. All tags are weak, for the same answer may come compressed or plain.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from hashlib import blake2b
from http import HTTPStatus
from typing import Any, Literal, TypeVar

from flask import Flask, Response, request
from werkzeug.http import quote_etag

from plugin_api.accepting import preferred
from plugin_api.code import code_digest
from plugin_api.negotiation import VARY, language_of, stated_language
from plugin_api.problems import Problem, problem_response
from plugin_api.service import current_service
from plugin_api.vocabulary import PRECONDITION_FAILED

# What an answer depends on beside the request. `knowledge`: the knowledge in force, or that of a decision; `kept`: only
# what the store keeps for good; `body`: anything, so that its tag is known once it is there; None: never kept.
Cached = Literal["knowledge", "kept", "body"]

# For the caller alone, since answers may depend on who asks; to be asked for again each time, which a tag makes cheap.
REVALIDATED = "private, no-cache"
FOR_GOOD = "private, max-age=31536000, immutable"
NEVER = "no-store"

View = TypeVar("View", bound=Callable[..., Any])


def conditional(view: View, cached: Cached, offered: tuple[str, ...]) -> View:
    """A view of GET that tags what it answers, and answers 304 to whoever has it. `offered`: its media types."""
    control = FOR_GOOD if cached == "kept" else REVALIDATED

    @wraps(view)
    def tagged(*args: Any, **kwargs: Any) -> Any:
        tag = None if cached == "body" else _tag(cached, offered)
        # A tag is only ever sent with an answer: whoever has it would get that answer again, and no problem.
        if tag is not None and _has(tag) and not (cached == "kept" and _tells_of_another()):
            return _not_modified(tag, control, {"Vary": VARY})
        response: Response = view(*args, **kwargs)
        if response.status_code != HTTPStatus.OK or response.headers.get("Cache-Control") == NEVER:
            return response
        if tag is None:
            tag = _quoted(response.get_data())
        if _has(tag) or request.if_none_match.star_tag:
            kept = {name: response.headers[name] for name in ("Vary", "Content-Location") if name in response.headers}
            return _not_modified(tag, control, kept)
        response.headers["ETag"] = tag
        response.headers["Cache-Control"] = control
        return response

    return tagged  # type: ignore[return-value]


def _tag(cached: Cached, offered: tuple[str, ...]) -> str:
    asked = request.headers
    parts = (
        code_digest(),
        "" if cached == "kept" else current_service().knowledge.digest,
        request.environ.get("PATH_INFO", ""),
        request.environ.get("QUERY_STRING", ""),
        preferred(asked.get("Accept"), offered) or "",
        language_of(asked.get("Accept-Language")),
        # Without a wish, what is read is told in its own language.
        stated_language(asked.get("Accept-Language")) or "",
    )
    return _quoted("\n".join(parts).encode("utf-8", "surrogatepass"))


def _quoted(content: bytes) -> str:
    return quote_etag(blake2b(content, digest_size=16).hexdigest(), weak=True)


def _has(tag: str) -> bool:
    """Does the caller have what the tag stands for? `*` is anything that is there at all: that must be seen first."""
    found = request.if_none_match
    return not found.star_tag and found.contains_raw(tag)


def _tells_of_another() -> bool:
    """In another language a decision is another one, of which Content-Location must tell."""
    return "lang" in request.args


def _not_modified(tag: str, control: str, more: dict[str, str]) -> Response:
    response = Response(status=HTTPStatus.NOT_MODIFIED, headers={**more, "ETag": tag, "Cache-Control": control})
    del response.headers["Content-Type"]
    return response


def register_caching(app: Flask) -> None:
    """Where a view says nothing of keeping its answer, it is not to be used again without asking.

    A file that is not the one of `If-Match` is not sent with that status, as Flask would, but told as a problem.
    """

    @app.after_request
    def say(response: Response) -> Response:
        if response.status_code == PRECONDITION_FAILED.status:
            response.close()
            return problem_response(Problem(PRECONDITION_FAILED, "The file is not what `If-Match` names."))
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = REVALIDATED if response.status_code < HTTPStatus.BAD_REQUEST else NEVER
        return response
