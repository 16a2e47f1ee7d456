"""Kept decisions as files: JSON or YAML, read so that two readers could not understand them differently."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from engine.inference.profile import ProfileError
from engine.knowledge.yaml_reader import MAX_BYTES, MAX_DEPTH, read_yaml


class UnreadableError(Exception):
    """The file holds no data. `lines`: why, each with its place."""

    def __init__(self, *lines: str) -> None:
        super().__init__("; ".join(lines))
        self.lines = lines


def name_of(path: str) -> str:
    return "standard input" if path == "-" else path


def read_data(path: str) -> Any:
    """Plain data, as JSON has it, from a file or, for `-`, standard input. Raises UnreadableError."""
    name = name_of(path)
    try:
        if path == "-":
            if sys.stdin is None:
                raise UnreadableError(f"{name}: it is closed")
            content = sys.stdin.buffer.read(MAX_BYTES + 1)
        else:
            with Path(path).open("rb") as stream:
                content = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise UnreadableError(f"{name}: {error.strerror or error}") from error
    return parsed(content, name)


def parsed(content: bytes, name: str) -> Any:
    """What looks like JSON is read as JSON: it is quicker, and a decision has thousands of lines."""
    if content.lstrip()[:1] in (b"{", b"[") and len(content) <= MAX_BYTES:
        try:
            return _shallow(json.loads(content, object_pairs_hook=_once, parse_constant=_no_constant), name)
        except _Twice as error:
            raise UnreadableError(f"{name}: the key {str(error)[:60]!r} is there twice") from None
        except (ValueError, RecursionError):
            pass
    document = read_yaml(content, name)
    if document.problems:
        raise UnreadableError(*map(str, document.problems))
    return _plain(document.data)


class _Twice(Exception):
    """A key that is there twice."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _Twice(next(key for i, (key, _) in enumerate(pairs) if key in dict(pairs[:i])))
    return found


def _no_constant(word: str) -> Any:
    raise ValueError(word)


def _shallow(data: Any, name: str) -> Any:
    level = [data]
    for _ in range(MAX_DEPTH):
        level = [inside for one in level for inside in _inside(one)]
        if not level:
            return data
    raise UnreadableError(f"{name}: it is nested more than {MAX_DEPTH} deep")


def _inside(value: Any) -> list[Any]:
    return list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []


def _plain(data: Any) -> Any:
    """YAML's days as texts, its versions as numbers, its keys as texts."""
    if isinstance(data, dict):
        return {str(key): _plain(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_plain(value) for value in data]
    if isinstance(data, date):
        return data.isoformat()
    return float(data) if isinstance(data, float) else data


def complaints(error: ProfileError, name: str) -> list[str]:
    """Mistakes with the name of the file and the place in what it says."""
    return [
        f"{name}{f'#{mistake.pointer}' if mistake.pointer else ''}: {mistake.detail}"
        + (f" ({mistake.hint})" if mistake.hint else "")
        for mistake in error.mistakes
    ]


def file_or_input(_: click.Context, __: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    """The callback of FILES: standard input where none is named and something is piped in."""
    if value:
        return value
    if sys.stdin is None or sys.stdin.isatty():
        raise click.UsageError("Name a file with a decision, or - for standard input.")
    return ("-",)
