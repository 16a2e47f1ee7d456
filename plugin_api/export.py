"""The whole body of knowledge in force as one document, and its JSON Schema: both are read off the model's own types.

Texts are in both languages. Rules are as they are reasoned with: written for many products, one for each; changed by a
pack, as changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from types import GenericAlias, NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from engine.conflict import Conflict
from engine.explanation.packs import knowledge_document
from engine.fingerprint import Fingerprints
from engine.knowledge.json_schemas import DRAFT
from engine.model import All, Conclusion, Knowledge, Leaf, Not, Place
from engine.model import Any as AnyOf
from plugin_api.representations import conclusion_data, condition_data

# Members of the document, in their order, and what of the model they are not needed for.
MEMBERS = (
    *("packs", "sources", "claims", "unused", "conflicts", "editions", "sections", "quadrants", "areas", "slots"),
    *("licences", "products", "roadmap", "modules", "changes"),
)
_LEFT_OUT = {"Module": ("idle",), "Rule": ("named_overrides",)}
_CONDITIONS = (All, AnyOf, Not, Leaf)
_PLAIN: Mapping[object, dict[str, Any]] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    date: {"type": "string", "format": "date"},
    NoneType: {"type": "null"},
    Place: {"type": "string", "description": "File, line and column."},
    Conclusion: {"type": "object", "description": "In the words of the rule language."},
    **{kind: {"type": "object", "description": "In the words of the rule language."} for kind in _CONDITIONS},
}


def export_document(knowledge: Knowledge) -> dict[str, Any]:
    """Everything, in the order of the files."""
    return {"knowledge": knowledge_document(knowledge), **{name: _listed(knowledge, name) for name in MEMBERS}}


def _listed(knowledge: Knowledge, member: str) -> Any:
    value = getattr(knowledge, member)
    # A mapping has its ids in its values.
    return _data(tuple(value.values()) if isinstance(value, Mapping) else value)


def _data(value: Any) -> Any:
    if isinstance(value, _CONDITIONS):
        return condition_data(value)
    if isinstance(value, Conclusion):
        return conclusion_data(value)
    if isinstance(value, Place):
        return str(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {name: _data(getattr(value, name)) for name in _members(type(value))}
    if isinstance(value, tuple):
        return [_data(one) for one in value]
    if isinstance(value, Mapping):
        return {key: _data(one) for key, one in value.items()}
    return value.isoformat() if isinstance(value, date) else value


@cache
def _members(kind: type) -> tuple[str, ...]:
    left_out = _LEFT_OUT.get(kind.__name__, ())
    return tuple(one.name for one in fields(kind) if one.name not in left_out)


# --- the schema -----------------------------------------------------------------------------------------------


@cache
def export_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of the document."""
    found: dict[str, Any] = {}
    hints = _hints(Knowledge)
    members = {name: _schema(_of_values(hints[name]), found) for name in MEMBERS}
    return {
        "$schema": DRAFT,
        "title": "Portolan: a body of knowledge",
        "description": "What GET /v1/export answers and `portolan export` writes.",
        "type": "object",
        "properties": {"knowledge": {"type": "object", "description": "Versions and digests."}, **members},
        "required": ["knowledge", *members],
        "additionalProperties": False,
        "$defs": dict(sorted(found.items())),
    }


def _of_values(hint: Any) -> Any:
    """A mapping is listed by its values."""
    return GenericAlias(tuple, (get_args(hint)[1], ...)) if _is_mapping(hint) else hint


def _is_mapping(hint: Any) -> bool:
    origin = get_origin(hint)
    return isinstance(origin, type) and issubclass(origin, Mapping)


def _schema(hint: Any, found: dict[str, Any]) -> dict[str, Any]:
    plain = _PLAIN.get(hint)
    if plain is not None:
        return plain
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin in (Union, UnionType):
        choices = [_schema(one, found) for one in arguments]
        different = [one for i, one in enumerate(choices) if one not in choices[:i]]
        return different[0] if len(different) == 1 else {"anyOf": different}
    if origin is tuple:
        return {"type": "array", "items": _schema(arguments[0], found)}
    if _is_mapping(hint):
        return {"type": "object", "additionalProperties": _schema(arguments[1], found)}
    return _defined(hint, found)


def _defined(kind: type, found: dict[str, Any]) -> dict[str, Any]:
    name = kind.__name__.lower()
    if name not in found:
        found[name] = {}  # whoever comes back here refers to it
        hints = _hints(kind)
        members = {member: _schema(hints[member], found) for member in _members(kind)}
        found[name] = {
            "type": "object",
            "properties": members,
            "required": list(members),
            "additionalProperties": False,
        }
    return {"$ref": f"#/$defs/{name}"}


def _hints(kind: type) -> dict[str, Any]:
    # Without names of its own a field called `date` would be taken for the type.
    return get_type_hints(kind, localns={"Conflict": Conflict, "Fingerprints": Fingerprints})
