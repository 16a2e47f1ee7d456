"""Which of some media types a client likes best, by its Accept header."""

from __future__ import annotations

from functools import lru_cache

from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from plugin_api.vocabulary import JSON, PROBLEM_JSON

# A longer Accept header is nobody's wish.
_LONGEST = 1000


@lru_cache(maxsize=512)
def _best(header: str, offered: tuple[str, ...]) -> str | None:
    return _accepted(header).best_match(offered)


def _accepted(header: str) -> MIMEAccept:
    """By media type alone: what is offered here comes in one version, one charset and one indentation.

    Of a type that is named with several parameters, the best liked counts.
    """
    return MIMEAccept(
        (value.partition(";")[0].strip(), quality) for value, quality in parse_accept_header(header, MIMEAccept)
    )


def preferred(header: str | None, offered: tuple[str, ...]) -> str | None:
    """The best of the offered media types, None where none is accepted."""
    if not header or header == "*/*" or len(header) > _LONGEST:
        return offered[0]
    return _best(header, offered)


def problem_type(header: str | None) -> str:
    """The media type of a problem: JSON for those who accept that and not its own type, as some clients do."""
    if preferred(header, (PROBLEM_JSON,)) is None and preferred(header, (JSON,)) is not None:
        return JSON
    return PROBLEM_JSON
