"""A request as YAML: members in blocks, each answer on one line in JSON's notation, which YAML reads as it stands."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

_WORD = re.compile(r"[a-z][a-z0-9_-]*")
# What YAML takes for something else than a text.
_NO_TEXTS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})


def request_lines(request: Mapping[str, Any]) -> Iterator[str]:
    """The lines of a request in its canonical form."""
    profile = request["profile"]
    yield "profile:" if profile else "profile: {}"
    for section, answers in profile.items():
        yield f"  {_key(section)}:"
        yield from (f"    {_key(name)}: {_value(answer)}" for name, answer in answers.items())
    yield from (f"{_key(name)}: {_value(value)}" for name, value in request.items() if name != "profile")


def _key(name: str) -> str:
    return name if _WORD.fullmatch(name) and name not in _NO_TEXTS else _value(name)


def _value(value: Any) -> str:
    """A grave accent could end the block of code that the lines stand in."""
    return json.dumps(value, ensure_ascii=False).replace("`", "\\u0060")
