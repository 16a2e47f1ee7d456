"""Bytes of a request → JSON values, strictly: what two readers could understand differently is refused."""

from __future__ import annotations

import json
from codecs import BOM_UTF8
from typing import Any, NoReturn
from urllib.parse import parse_qsl

import orjson
from flask import Request
from werkzeug.datastructures import MultiDict

from engine.inference.profile import Mistake
from plugin_api.problems import Problem
from plugin_api.vocabulary import BAD_REQUEST, MAX_BODY, MAX_DEPTH, NOT_JSON, TOO_LARGE

# What is wrong with a body in either notation, in the same words.
NOT_UTF8 = "it is not UTF-8"
TOO_DEEP = f"it is nested more than {MAX_DEPTH} deep"
TOO_LARGE_A_NUMBER = "the number is too large"


def read_body(request: Request) -> bytes:
    """The whole body. Raises a problem: 413 if it is longer than MAX_BODY, with or without a Content-Length."""
    if (request.content_length or 0) > MAX_BODY:
        raise _too_large()
    body = b""
    try:
        # One byte more tells a body that is too long from one that just fits, without reading the rest.
        while len(body) <= MAX_BODY and (more := request.stream.read(MAX_BODY + 1 - len(body))):
            body += more
    except Exception as error:  # whatever the server raises for a broken chunk or a lost connection
        raise _broken_off() from error
    if len(body) > MAX_BODY:
        raise _too_large()
    if len(body) < (request.content_length or 0):
        raise _broken_off()
    return body.removeprefix(BOM_UTF8)  # which says nothing, and which PowerShell writes


def read_form(request: Request) -> MultiDict[str, str]:
    """The fields of a form; what is no UTF-8 becomes a mark that no answer has. Raises the problems of `read_body`."""
    return MultiDict(parse_qsl(read_body(request).decode("utf-8", "replace"), keep_blank_values=True, errors="replace"))


def _broken_off() -> Problem:
    return Problem(BAD_REQUEST, "The body broke off or is badly framed.")


def _too_large() -> Problem:
    return Problem(TOO_LARGE, f"The body has more than {MAX_BODY // 1024} KiB.")


def read_json(body: bytes) -> Any:
    """Raises a 400 problem for what is not JSON in UTF-8, for a key that is there twice, and for deep nesting."""
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        _refuse(*_why(body, error))
    keys = _count_keys(value, MAX_DEPTH)
    # Each key has a colon of its own: where there are no more colons than keys, no key was lost to another.
    if body.count(b":") != keys:
        _look_for_repeated_keys(body)
    return value


def _why(body: bytes, error: orjson.JSONDecodeError) -> tuple[str, str]:
    """What is wrong, in the words that a body in YAML is refused with too, and where."""
    try:
        body.decode()
    except UnicodeDecodeError as broken:
        line = body.count(b"\n", 0, broken.start) + 1
        column = len(body[body.rfind(b"\n", 0, broken.start) + 1 : broken.start].decode()) + 1
        return NOT_UTF8, f"line {line}, column {column}"
    if "depth" in error.msg:
        return TOO_DEEP, ""
    why = TOO_LARGE_A_NUMBER if "infinity" in error.msg else error.msg
    return why, f"line {error.lineno}, column {error.colno}"


def _count_keys(value: Any, depth: int) -> int:
    if not depth:
        _refuse(TOO_DEEP)
    count = 0
    if isinstance(value, dict):
        count = len(value)
        value = value.values()
    elif not isinstance(value, list):
        return 0
    for inside in value:
        if isinstance(inside, (dict, list)):
            count += _count_keys(inside, depth - 1)
    return count


def _look_for_repeated_keys(body: bytes) -> None:
    def pairs(found: list[tuple[str, Any]]) -> None:
        seen = set()
        for key, _ in found:
            if key in seen:
                _refuse(f"the key {key[:60]!r} is there twice")
            seen.add(key)

    # An integer of thousands of digits is no concern here, and int() would refuse it.
    json.loads(body.decode(), object_pairs_hook=pairs, parse_int=str, parse_float=str)


def _refuse(why: str, where: str = "") -> NoReturn:
    at, place = (f", at {where}", f"{where}: ") if where else ("", "")
    raise Problem(NOT_JSON, f"The body is not JSON{at}: {why}.", (Mistake("", f"{place}{why}"),))
