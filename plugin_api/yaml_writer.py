"""Plain data, as JSON has it → YAML that every reader takes for the same data.

Block style, members in their order, text as it is. A text is written plain only where neither YAML 1.1 nor 1.2 could
take it for anything else; any other stands in double quotes, as in JSON. So `no`, 2026-04-01 and 1.30 stay texts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

_PLAIN = re.compile(r"[A-Za-z가-힣](?:[\w가-힣 ./()@+,;'%-]*[\w가-힣./()%-])?", re.ASCII)
# What some version of YAML reads as a truth value or as nothing.
_WORDS = frozenset(("y", "n", "yes", "no", "on", "off", "true", "false", "null"))
# Breaks a line in YAML 1.1, or may not stand in a file as it is.
_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_STEP = "  "


def to_yaml(value: Any) -> str:
    """The document, with a line end at its end."""
    lines: list[str] = []
    if _is_block(value):
        _block(value, "", "", lines.append)
    else:
        lines.append(_scalar(value))
    return "\n".join(lines) + "\n"


def _is_block(value: Any) -> bool:
    return bool(value) and isinstance(value, (Mapping, list, tuple))


def _block(value: Any, first: str, indent: str, write: Callable[[str], None]) -> None:
    """A mapping or a list with something in it. `first`: what its first line begins with."""
    begin = first
    if isinstance(value, Mapping):
        for key, inside in value.items():
            if _is_block(inside):
                write(f"{begin}{_text(str(key))}:")
                _block(inside, indent + _STEP, indent + _STEP, write)
            else:
                write(f"{begin}{_text(str(key))}: {_scalar(inside)}")
            begin = indent
        return
    for item in value:
        if _is_block(item):
            _block(item, f"{begin}- ", indent + _STEP, write)
        else:
            write(f"{begin}- {_scalar(item)}")
        begin = indent


def _scalar(value: Any) -> str:
    if isinstance(value, str):
        return _text(value)
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, float):
        return _fraction(value)
    if isinstance(value, int):
        return str(value)
    return "{}" if isinstance(value, Mapping) else "[]"


def _fraction(value: float) -> str:
    """Without a point YAML 1.1 would take 1e+16 for a text."""
    mantissa, sign, exponent = repr(value).partition("e")
    return mantissa + (".0" if "." not in mantissa else "") + sign + exponent


def _text(text: str) -> str:
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS:
        return text
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))
