"""Whatever is answered as JSON, as YAML for who likes that better (RFC 9512): in one place, around the views.

Before a view sees the request, YAML in its Accept header is JSON there; after it, the JSON that it answered is written
as YAML. A view that offers something else, or answers with a problem, is left alone.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import orjson
from flask import Flask, Response, request

from plugin_api.accepting import preferred
from plugin_api.vocabulary import JSON, PROBLEM_JSON, YAML
from plugin_api.yaml_writer import to_yaml

# Names that were in use before YAML had one.
_NAMES = re.compile(r"(?:application/(?:x-)?|text/(?:x-|vnd\.)?)yaml(?=\s*(?:[;,]|$))", re.IGNORECASE)
# Problems stay what they are.
_BESIDE = f", {PROBLEM_JSON};q=0.001"
_WANTED = "portolan.yaml"
_TAG_END = '-yaml"'
# A longer Accept header is nobody's wish.
_LONGEST = 1000


def register_yaml_answers(app: Flask) -> None:
    """After whatever works on the bytes of an answer, such as compression: what is registered last is called first."""
    app.before_request(_ask_for_json)
    app.after_request(_answer_yaml)


def _ask_for_json() -> None:
    environ = request.environ
    if "format=" in environ.get("QUERY_STRING", ""):
        _heed_format(environ)
    accept = environ.get("HTTP_ACCEPT")
    if accept and "yaml" in accept.lower() and len(accept) <= _LONGEST:
        rewritten, wanted = _rewritten(accept)
        environ["HTTP_ACCEPT"] = rewritten
        if wanted:
            environ[_WANTED] = True
            if "HTTP_IF_NONE_MATCH" in environ:
                environ["HTTP_IF_NONE_MATCH"] = _tags_of_json(environ["HTTP_IF_NONE_MATCH"])


def _heed_format(environ: dict[str, Any]) -> None:
    """What the address of a page asks for counts more than Accept does. Whether a view has it, the view says."""
    asked = request.args.get("format")
    if asked == "yaml":
        environ["HTTP_ACCEPT"] = YAML
    elif asked:
        environ["HTTP_ACCEPT"] = _without_yaml(environ.get("HTTP_ACCEPT", "*/*"))


def _without_yaml(accept: str) -> str:
    return _NAMES.sub(JSON, accept) if len(accept) <= _LONGEST else accept


@lru_cache(maxsize=128)
def _rewritten(accept: str) -> tuple[str, bool]:
    """The header with JSON for YAML, and whether YAML is liked better than JSON."""
    named = _NAMES.sub(YAML, accept)
    wanted = preferred(named, (JSON, YAML)) == YAML
    return (named.replace(YAML, JSON) + _BESIDE, True) if wanted else (named, False)


def _answer_yaml(response: Response) -> Response:
    if _WANTED not in request.environ:
        return response
    tag = response.headers.get("ETag")
    if response.mimetype == JSON and not response.is_streamed and response.status_code < 300:  # noqa: PLR2004
        response.set_data(to_yaml(orjson.loads(response.get_data())))
        response.headers["Content-Type"] = YAML
    elif response.status_code != 304:  # noqa: PLR2004
        return response
    if tag:
        response.headers["ETag"] = f"{tag[:-1]}{_TAG_END}"
    return response


def _tags_of_json(header: str) -> str:
    """The tags of what was answered as YAML, as they are of the JSON behind it; none of any other answer."""
    if header.strip() == "*":
        return header
    tags = [tag.strip() for tag in header.split(",")]
    return ", ".join(f'{tag.removesuffix(_TAG_END)}"' for tag in tags if tag.endswith(_TAG_END)) or '""'
