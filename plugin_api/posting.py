"""What was posted, as JSON or as YAML by its media type."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from flask import Request
from werkzeug.http import parse_options_header

from engine.inference.profile import Mistake
from engine.knowledge.problems import Problem as YamlProblem
from engine.knowledge.yaml_reader import read_yaml
from plugin_api.negotiation import require_json
from plugin_api.problems import Problem
from plugin_api.reading import read_body, read_json
from plugin_api.vocabulary import NOT_YAML, UNSUPPORTED_MEDIA_TYPE, YAML

_NAMES = frozenset((YAML, "application/x-yaml", "text/yaml", "text/x-yaml", "text/vnd.yaml"))


def read_posted(request: Request) -> Any:
    """Plain data. Raises problems: 400, 413, 415."""
    headers = request.headers
    if is_yaml(headers.get("Content-Type")):
        _require_plain(headers.get("Content-Encoding"))
        return read_posted_yaml(read_body(request))
    require_json(headers.get("Content-Type"), headers.get("Content-Encoding"))
    return read_json(read_body(request))


@lru_cache(maxsize=256)
def is_yaml(content_type: str | None) -> bool:
    return content_type is not None and parse_options_header(content_type[:200])[0].lower() in _NAMES


def _require_plain(content_encoding: str | None) -> None:
    if content_encoding and content_encoding.lower() != "identity":
        wrong = f"The body is compressed with {content_encoding[:40]!r}; it must be sent as it is."
        raise Problem(UNSUPPORTED_MEDIA_TYPE, wrong, headers={"Accept": YAML})


def read_posted_yaml(body: bytes) -> Any:
    """As strictly as knowledge is read. Raises a 400 problem with every mistake and its place."""
    document = read_yaml(body, "")
    if document.problems:
        detail = "The body is not YAML as it is read here."
        raise Problem(NOT_YAML, detail, tuple(map(_mistake, document.problems)))
    return document.data


def _mistake(problem: YamlProblem) -> Mistake:
    place = problem.place
    return Mistake("", f"line {place.line}, column {place.column}: {problem.message}", problem.hint)
