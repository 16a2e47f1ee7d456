"""What the client can read: its language and its media types, from headers that repeat and so are remembered."""

from __future__ import annotations

from functools import lru_cache

from werkzeug.datastructures import LanguageAccept, MIMEAccept
from werkzeug.http import parse_accept_header, parse_options_header

from engine.model import LANGUAGES, Language
from plugin_api.problems import Problem
from plugin_api.vocabulary import NOT_ACCEPTABLE, UNSUPPORTED_MEDIA_TYPE

DEFAULT_LANGUAGE: Language = "en"
_SPOKEN: dict[str, Language] = {language: language for language in LANGUAGES}
VARY = "Accept, Accept-Language"
# A longer Accept header is nobody's wish.
_LONGEST = 1000


@lru_cache(maxsize=512)
def _language(header: str) -> Language:
    # In the order of liking. werkzeug's own choice would take English at 0.5 before the Korean of Korea at 0.8.
    for tag, quality in parse_accept_header(header, LanguageAccept):
        spoken = _SPOKEN.get(tag.lower().partition("-")[0])
        if spoken and quality > 0:
            return spoken
    return DEFAULT_LANGUAGE


def language_of(header: str | None) -> Language:
    """The language that an Accept-Language header likes best, of those spoken here."""
    return _language(header[:200]) if header else DEFAULT_LANGUAGE


@lru_cache(maxsize=512)
def _best(header: str, offered: tuple[str, ...]) -> str | None:
    return parse_accept_header(header, MIMEAccept).best_match(offered)


def media_type_for(header: str | None, *offered: str) -> str:
    """The best of the offered media types. Raises a 406 problem where none is accepted."""
    if not header or header == "*/*":
        return offered[0]
    found = _best(header, offered) if len(header) <= _LONGEST else offered[0]
    if found is None:
        raise Problem(NOT_ACCEPTABLE, f"Offered here: {', '.join(offered)}.")
    return found


@lru_cache(maxsize=256)
def _is_json(content_type: str) -> str | None:
    """None for JSON in UTF-8, else what is wrong."""
    media_type, options = parse_options_header(content_type)
    kind, _, subtype = media_type.lower().partition("/")
    if not (kind == "application" and (subtype == "json" or subtype.endswith("+json"))):
        return f"The body is {media_type or 'of no media type'!r}; it must be application/json."
    charset = options.get("charset", "utf-8").lower()
    return None if charset in ("utf-8", "utf8", "us-ascii") else f"The body is in {charset!r}; JSON is in UTF-8."


def require_json(content_type: str | None, content_encoding: str | None) -> None:
    """Raises a 415 problem unless the body is plain JSON."""
    wrong = _is_json((content_type or "")[:200])
    if wrong is None and content_encoding and content_encoding.lower() != "identity":
        wrong = f"The body is compressed with {content_encoding[:40]!r}; it must be sent as it is."
    if wrong is not None:
        raise Problem(UNSUPPORTED_MEDIA_TYPE, wrong, headers={"Accept": "application/json"})
