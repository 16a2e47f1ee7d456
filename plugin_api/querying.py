"""Parameters of views that no schema reads: an unknown one is a mistake, and so is one that is given more than once."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import request

from engine.inference.profile import Mistake
from engine.knowledge.problems import listed, nearest
from plugin_api.problems import invalid, mistakes_of
from plugin_api.schemas.base import repeated

View = TypeVar("View", bound=Callable[..., Any])


def checked(view: View, known: tuple[str, ...], *, strict: bool) -> View:
    """A view that answers 422 before it is asked. `strict`: whatever is not `known` is a mistake.

    Pages are not strict: links to them come back with what others have put there.
    """

    @wraps(view)
    def asked(*args: Any, **kwargs: Any) -> Any:
        if request.query_string:
            _check(known, strict=strict)
        return view(*args, **kwargs)

    return asked  # type: ignore[return-value]


def _check(known: tuple[str, ...], *, strict: bool) -> None:
    """Raises a 422 problem."""
    given = request.args
    unknown = [Mistake(f"/query/{name}", *_no_such(name, known)) for name in given if strict and name not in known]
    again = mistakes_of(repeated(given, [name for name in given if name in known]), "/query")
    mistakes = (*unknown, *again)
    if mistakes:
        raise invalid(mistakes)


def _no_such(name: str, known: tuple[str, ...]) -> tuple[str, str | None]:
    if not known:
        return "there are no parameters here", None
    return f"there is no parameter {name[:60]!r}", nearest(name, known) or f"there are {listed(known)}"
