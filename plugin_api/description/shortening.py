"""A whole answer → one that is short enough to read in a description, and still as its schema says."""

from __future__ import annotations

from typing import Any

import orjson

_LONG = 600  # bytes of JSON, of what has no schema
_LINES = 12

Schema = dict[str, Any]


def shortened(value: Any, schema: Schema, components: dict[str, Schema]) -> Any:
    """Lists are cut to their first item, or to as many as there must be.

    Of what has no schema, if it is long, only the simple members stay.
    """
    schema = _followed(schema, components)
    if isinstance(value, list):
        return [shortened(one, schema.get("items", {}), components) for one in value[: schema.get("minItems", 1)]]
    if not isinstance(value, dict):
        return value
    properties = _properties(schema, components)
    if not properties and len(orjson.dumps(value)) > _LONG:
        return {key: inside for key, inside in value.items() if not isinstance(inside, (dict, list))}
    return {key: shortened(inside, properties.get(key, {}), components) for key, inside in value.items()}


def shortened_text(text: str) -> str:
    lines = text.splitlines()
    return "\n".join([*lines[:_LINES], "…"] if len(lines) > _LINES else lines)


def _followed(schema: Schema, components: dict[str, Schema]) -> Schema:
    """Behind references, and past `null`."""
    while True:
        if "$ref" in schema:
            found: Any = components
            for part in schema["$ref"].removeprefix("#/components/schemas/").split("/"):
                found = found[part]
            schema = found
        elif "anyOf" in schema or "oneOf" in schema:
            forms = schema.get("anyOf") or schema.get("oneOf") or []
            schema = next((form for form in forms if form.get("type") != "null"), {})
        else:
            return schema


def _properties(schema: Schema, components: dict[str, Schema]) -> dict[str, Schema]:
    found = dict(schema.get("properties", {}))
    for part in schema.get("allOf", ()):
        found.update(_properties(_followed(part, components), components))
    return found
