"""What the client can read: its language and its media types, from headers that repeat and so are remembered."""

from __future__ import annotations

from functools import lru_cache

from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header, parse_options_header

from engine.model import LANGUAGES, Language
from plugin_api.accepting import preferred
from plugin_api.problems import Problem
from plugin_api.vocabulary import JSON, NOT_ACCEPTABLE, UNSUPPORTED_MEDIA_TYPE, YAML

DEFAULT_LANGUAGE: Language = "en"
_SPOKEN: dict[str, Language] = {language: language for language in LANGUAGES}
VARY = "Accept, Accept-Language, Accept-Encoding"


@lru_cache(maxsize=512)
def _stated(header: str) -> Language | None:
    return next(
        (
            _SPOKEN[base]
            for base, quality in ((_base(tag), quality) for tag, quality in parse_accept_header(header, LanguageAccept))
            if base in _SPOKEN and quality > 0
        ),
        None,
    )


def stated_language(header: str | None) -> Language | None:
    """The language that an Accept-Language header names and likes best, of those spoken here; None where it has none.

    A reader's own language goes before that of what is read; `*` is no such wish.
    """
    return _stated(header[:200]) if header else None


@lru_cache(maxsize=512)
def _language(header: str) -> Language:
    # In the order of liking. werkzeug's own choice would take English at 0.5 before the Korean of Korea at 0.8.
    told = [(_base(tag), quality) for tag, quality in parse_accept_header(header, LanguageAccept)]
    refused = {base for base, quality in told if quality == 0}
    for base, quality in told:
        spoken = _SPOKEN.get(base)
        if spoken and quality > 0:
            return spoken
        if base == "*" and quality > 0:  # any but those that are named
            return next((one for one in _SPOKEN.values() if one not in refused), DEFAULT_LANGUAGE)
    return DEFAULT_LANGUAGE


def _base(tag: str) -> str:
    return tag.lower().partition("-")[0]


def language_of(header: str | None) -> Language:
    """The language that an Accept-Language header likes best, of those spoken here."""
    return _language(header[:200]) if header else DEFAULT_LANGUAGE


def media_type_for(header: str | None, *offered: str) -> str:
    """The best of the offered media types. Raises a 406 problem where none is accepted."""
    found = preferred(header, offered)
    if found is None:
        # Whatever is offered as JSON is offered as YAML too: see yaml_answers.
        also = (YAML,) if JSON in offered else ()
        raise Problem(NOT_ACCEPTABLE, f"Offered here: {', '.join((*offered, *also))}.")
    return found


@lru_cache(maxsize=256)
def _is_json(content_type: str) -> str | None:
    """None for JSON in UTF-8, else what is wrong."""
    media_type, options = parse_options_header(content_type)
    kind, _, subtype = media_type.lower().partition("/")
    if not (kind == "application" and (subtype == "json" or subtype.endswith("+json"))):
        said = f"The body is said to be {media_type!r}" if media_type else "Content-Type does not say what the body is"
        return f"{said}; it must be {JSON}, or {YAML}."
    charset = options.get("charset", "utf-8").lower()
    return None if charset in ("utf-8", "utf8", "us-ascii") else f"The body is in {charset!r}; JSON is in UTF-8."


def require_json(content_type: str | None, content_encoding: str | None) -> None:
    """Raises a 415 problem unless the body is plain JSON."""
    wrong = _is_json((content_type or "")[:200])
    if wrong is None and content_encoding and content_encoding.lower() != "identity":
        wrong = f"The body is compressed with {content_encoding[:40]!r}; it must be sent as it is."
    if wrong is not None:
        raise Problem(UNSUPPORTED_MEDIA_TYPE, wrong, headers={"Accept": f"{JSON}, {YAML}"})
