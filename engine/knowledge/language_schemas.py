"""The rule language as JSON Schema: conditions and conclusions, from the tables by which `language` reads them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.dated import ATTRIBUTES
from engine.knowledge.language import (
    ATTRIBUTE_OPERATORS,
    CONCLUSION_OPTIONS,
    CONCLUSIONS,
    LEAVES,
    QUESTION_OPERATORS,
    VERSION_OPERATORS,
)
from engine.knowledge.schema_fields import NAME
from engine.knowledge.schema_texts import COMBINATIONS, CONCLUSION_TEXTS, LEAF_TEXTS, OPERATORS, OPTIONS
from engine.model import ADVICE, RELATIONS, VERDICTS, WARNING_KINDS

Json = dict[str, Any]

A_DAY: Json = {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
_A_NAME: Json = {"type": "string", "pattern": f"^{NAME}$"}
_A_WORD: Json = {"type": "string", "minLength": 1}
_A_QUESTION: Json = {"type": "string", "pattern": "^[a-z0-9_]+\\.[a-z0-9_]+$"}
_A_VERSION: Json = {"type": "string", "pattern": "^[0-9]+(\\.[0-9]+)*$"}
_A_VALUE: Json = {"type": ["string", "number", "boolean"]}
_A_MOMENT: Json = {"anyOf": [A_DAY, {"const": "end-of-life"}]}


def _several(item: Json) -> Json:
    return {"type": "array", "items": item, "minItems": 1}


def _one_or_several(item: Json) -> Json:
    return {"anyOf": [item, _several(item)]}


# What stands under each operator, in a test on a question.
_TESTS: Mapping[str, Json] = {
    "is": _A_VALUE,
    "is_not": _A_VALUE,
    "in": _several(_A_VALUE),
    "at_least": {"type": ["number", "string"]},
    "at_most": {"type": ["number", "string"]},
    "below": {"type": ["number", "string"]},
    "above": {"type": ["number", "string"]},
    "includes": _A_WORD,
    "excludes": _A_WORD,
    "known": {"const": True},
    "unknown": {"const": True},
    "support": {"enum": ["supported", "ended"]},
}
# What stands under the key that names a leaf; leaves that need more than that are written out below.
_SUBJECTS: Mapping[str, Json] = {
    "question": _A_QUESTION,
    "in_use": _A_NAME,
    "works_well": _A_NAME,
    "built_in": _A_NAME,
    "version_of": _A_NAME,
    "concern": _A_WORD,
    "needed": _A_NAME,
    "slot": _A_NAME,
    "product": _A_NAME,
    "on_or_after": A_DAY,
    "before": A_DAY,
    "edition": _one_or_several(_A_WORD),
    "edition_from": _A_WORD,
    "edition_until": _A_WORD,
}


def for_each_schema() -> Json:
    some = _object({"products_of": _several(_A_NAME), "except": _several(_A_NAME)}, [])
    return {"anyOf": [{"const": "products"}, {**some, "minProperties": 1}]}


def extends_schema() -> Json:
    """One pack, several, or several with the least version of each."""
    versions = {"type": "object", "additionalProperties": {"type": "string"}, "minProperties": 1}
    return {"anyOf": [_A_NAME, _several(_A_NAME), {**versions, "propertyNames": _A_NAME}]}


def condition_schema(name: str) -> Json:
    """A condition, or a list of conditions that must all hold. `name`: of this definition, which refers to itself."""
    itself: Json = {"$ref": f"#/$defs/{name}"}
    combined = {"all": _several(itself), "any": _several(itself), "not": itself}
    kinds = [_object({key: _told(COMBINATIONS[key], shape)}) for key, shape in combined.items()]
    for subject in LEAVES:
        kinds.extend(_leaf(subject))
    return {"anyOf": [*kinds, {"type": "array", "items": itself}]}


def _leaf(subject: str) -> list[Json]:
    shape = _told(LEAF_TEXTS[subject], _SUBJECTS[subject])
    if subject == "question":
        return [_one_test({subject: shape}, {operator: _TESTS[operator] for operator in QUESTION_OPERATORS})]
    if subject == "version_of":
        tests = {operator: _TESTS[operator] if operator == "support" else _A_VERSION for operator in VERSION_OPERATORS}
        return [_one_test({subject: shape}, tests)]
    if subject == "slot":
        verdicts = _one_or_several({"enum": list(VERDICTS)})
        return [
            _object({subject: shape, "picks": _told(OPERATORS["picks"], _A_NAME)}),
            _object({subject: shape, "product": _A_NAME, "verdict": _told(OPERATORS["verdict"], verdicts)}),
        ]
    if subject == "product":
        return [_attribute(shape, attribute, values) for attribute, values in ATTRIBUTES.items()]
    return [_object({subject: shape})]


def _attribute(subject: Json, attribute: str, values: tuple[str | bool, ...]) -> Json:
    # Which licences there are, another file says.
    value: Json = {"enum": list(values)} if values else _A_WORD
    tests = {operator: _several(value) if operator == "in" else value for operator in ATTRIBUTE_OPERATORS}
    return _one_test({"product": subject, "attribute": {"const": attribute}}, tests)


def _one_test(subject: Json, tests: Mapping[str, Json]) -> Json:
    """An object with all of `subject` and exactly one of `tests`."""
    described = {operator: _told(OPERATORS[operator], shape) for operator, shape in tests.items()}
    exactly = len(subject) + 1
    return {**_object({**subject, **described}, list(subject)), "minProperties": exactly, "maxProperties": exactly}


def _object(properties: Json, required: list[str] | None = None) -> Json:
    """`required`: all properties unless some are named."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties) if required is None else required,
        "additionalProperties": False,
    }


def _told(text: str, shape: Json) -> Json:
    return {"description": text, **shape}


# --- conclusions ----------------------------------------------------------------------------------------------

_OPTIONS: Mapping[str, Json] = {
    "to": _one_or_several(_A_NAME),
    "with": _one_or_several(_A_NAME),
    "by": _A_MOMENT,
    "date": _A_MOMENT,
    "slot": _A_NAME,
    "kind": {"enum": list(WARNING_KINDS)},
    "as": {"enum": list(RELATIONS)},
    "after": _one_or_several(_A_NAME),
}
# Options without which a conclusion says too little.
_REQUIRED: Mapping[str, tuple[str, ...]] = {
    "migrate": ("to",),
    "warn": ("kind",),
    "connect": ("to", "as"),
    "install": ("after",),
}


_CONCLUDED: Mapping[str, Json] = {"derive": _A_WORD, "advise": {"enum": list(ADVICE)}}


def conclusion_schema() -> Json:
    """One entry of `then`."""
    return {"anyOf": [_conclusion(kind) for kind in CONCLUSIONS]}


def _conclusion(kind: str) -> Json:
    subject = _one_or_several(_CONCLUDED.get(kind, _A_NAME))
    options = {option: _told(OPTIONS[option], _OPTIONS[option]) for option in CONCLUSION_OPTIONS[kind]}
    return _object({kind: _told(CONCLUSION_TEXTS[kind], subject), **options}, [kind, *_REQUIRED.get(kind, ())])
