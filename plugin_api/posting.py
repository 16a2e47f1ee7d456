"""What was posted, as JSON or as YAML by its media type: the same data, and the same limits."""

from __future__ import annotations

import math
from datetime import date
from functools import lru_cache
from typing import Any

from flask import Request
from werkzeug.http import parse_options_header

from engine.inference.profile import Mistake, pointer
from engine.knowledge.problems import Problem as YamlProblem
from engine.knowledge.yaml_reader import read_yaml
from engine.model import Path
from plugin_api.negotiation import require_json
from plugin_api.problems import Problem
from plugin_api.reading import NOT_UTF8, TOO_DEEP, TOO_LARGE_A_NUMBER, read_body, read_json
from plugin_api.vocabulary import JSON, MAX_DEPTH, NOT_YAML, YAML

_NAMES = frozenset((YAML, "application/x-yaml", "text/yaml", "text/x-yaml", "text/vnd.yaml"))
_REQUIRED: Any = object()


def taken_as(content: dict[str, Any]) -> dict[str, Any]:
    """The content of a body as the description has it: whatever is taken as JSON is taken as YAML."""
    return {**content, YAML: content[JSON]} if JSON in content else content


def read_posted(request: Request, *, empty: Any = _REQUIRED) -> Any:
    """Plain data, as JSON has it. `empty`: what no body at all says, where there may be none.

    Raises problems: 400, 413, 415.
    """
    content_type, encoding = request.headers.get("Content-Type"), request.headers.get("Content-Encoding")
    optional = empty is not _REQUIRED
    if content_type or not optional:
        _require(content_type, encoding)
    body = read_body(request)
    if optional and not body:
        return empty
    _require(content_type, encoding)
    return read_posted_yaml(body) if is_yaml(content_type) else read_json(body)


@lru_cache(maxsize=256)
def is_yaml(content_type: str | None) -> bool:
    return content_type is not None and parse_options_header(content_type[:200])[0].lower() in _NAMES


def _require(content_type: str | None, content_encoding: str | None) -> None:
    """Raises a 415 problem unless the body is plain JSON or YAML."""
    require_json(JSON if is_yaml(content_type) else content_type, content_encoding)


def read_posted_yaml(body: bytes) -> Any:
    """As strictly as knowledge is read. Raises a 400 problem with every mistake and its place."""
    document = read_yaml(body, "")
    if document.problems:
        raise _not_yaml(*map(_mistake, document.problems))
    return _as_json(document.data, ())


def _as_json(value: Any, path: Path) -> Any:
    """A day is a text in JSON; what JSON could not say is refused."""
    if len(path) > MAX_DEPTH:
        raise _not_yaml(Mistake("", TOO_DEEP))
    if isinstance(value, dict):
        return {key: _as_json(inside, (*path, key)) for key, inside in value.items()}
    if isinstance(value, list):
        return [_as_json(inside, (*path, number)) for number, inside in enumerate(value)]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        raise _not_yaml(Mistake(pointer(*path), TOO_LARGE_A_NUMBER))
    return value


def _not_yaml(*mistakes: Mistake) -> Problem:
    return Problem(NOT_YAML, "The body is not YAML as it is read here.", mistakes)


def _mistake(problem: YamlProblem) -> Mistake:
    if problem.code == "too-deep":
        return Mistake("", TOO_DEEP)
    message = NOT_UTF8 if problem.code == "not-utf-8" else problem.message
    return Mistake("", f"line {problem.place.line}, column {problem.place.column}: {message}", problem.hint)
