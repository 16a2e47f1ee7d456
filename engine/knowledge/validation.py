"""One document against its schema: loaded values, and each mistake as a problem with its place."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields

from engine.knowledge.problems import Fault, Problem, listed, nearest
from engine.knowledge.schemas import FILES
from engine.knowledge.yaml_reader import Document
from engine.model import Path


def validate(document: Document, kind: str) -> tuple[dict[str, Any] | None, list[Problem]]:
    """Load a document. Items of a list that are wrong are left out of the values, so that the rest is still checked."""
    if not isinstance(document.data, dict):
        place = document.place(())
        return None, [Problem(place, "wrong-type", f"a {kind} file is a mapping", f"it begins with `{_first(kind)}:`")]
    schema = FILES[kind]()
    try:
        return schema.load(document.data), []
    except ValidationError as error:
        messages: dict[Any, Any] = error.normalized_messages()  # type: ignore[no-untyped-call]
        problems = _problems(messages, (), document, schema)
        return _load_sound_part(document.data, messages, schema), problems


def _first(kind: str) -> str:
    return next(iter(FILES[kind]().fields))


def _load_sound_part(data: dict[str, Any], messages: dict[Any, Any], schema: Schema) -> dict[str, Any] | None:
    pruned = dict(data)
    for key, inside in messages.items():
        if not isinstance(inside, dict) or not isinstance(data.get(key), list):
            return None
        pruned[key] = [item for i, item in enumerate(data[key]) if i not in inside]
    try:
        return schema.load(pruned)  # type: ignore[no-any-return]
    except ValidationError:
        return None


def _problems(messages: Any, path: Path, document: Document, schema: Schema) -> list[Problem]:
    if isinstance(messages, dict):
        found = []
        for key, inside in messages.items():
            step = () if _is_wrapping(key, path, document.data) else (key,)
            found.extend(_problems(inside, (*path, *step), document, schema))
        return found
    return [_problem(message, path, document, schema) for message in messages]


def _is_wrapping(key: str | int, path: Path, data: Any) -> bool:
    """marshmallow's own levels: `_schema`, and `key` and `value` inside a mapping's entry."""
    if key == "_schema":
        return True
    return key in ("key", "value") and not (isinstance(at := _at(data, path), dict) and key in at)


def _at(data: Any, path: Path) -> Any:
    for key in path:
        try:
            data = data[key]
        except (KeyError, IndexError, TypeError):
            return None
    return data


def _problem(message: str, path: Path, document: Document, schema: Schema) -> Problem:
    place = document.place(path)
    if isinstance(message, Fault):
        return Problem(place, message.code, str(message), message.hint)
    value = _at(document.data, path)
    last = str(path[-1]) if path else ""
    if message == "Unknown field.":
        known = _fields_at(schema, path[:-1])
        hint = nearest(last, known) or f"known here: {listed(known, 14)}"
        return Problem(place, "unknown-field", f"no field {last!r} here", hint)
    if message.startswith("Missing data"):
        return Problem(place, "missing-field", f"the field {last!r} is missing")
    if message.startswith("Must be one of"):
        choices = message.removeprefix("Must be one of: ").rstrip(".").split(", ")
        return Problem(
            place,
            "bad-value",
            f"{last!r} is never {value!r}",
            nearest(value, choices) or f"one of {listed(choices, 20)}",
        )
    if message.startswith(("Not a valid", "Invalid input type", "Field may not be null")):
        return Problem(
            place, "wrong-type", f"{last!r} has the wrong type: {message[0].lower()}{message[1:].rstrip('.')}"
        )
    return Problem(place, "bad-value", message.rstrip("."))


def _fields_at(schema: Schema, path: Path) -> list[str]:
    for key in path:
        if isinstance(key, int):
            continue
        found = next((f for n, f in schema.fields.items() if (f.data_key or n) == key), None)
        if isinstance(found, fields.List):
            found = found.inner
        elif isinstance(found, fields.Dict):
            found = found.value_field
        if not isinstance(found, fields.Nested):
            return []
        schema = found.schema
    return [field.data_key or name for name, field in schema.fields.items()]
