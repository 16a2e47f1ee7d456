"""The questionnaire as a JSON Schema (draft 2020-12), so that an editor completes and checks a profile.

What the schema accepts, `engine.request.read_request` accepts as well, save for an edition that was not published yet.
"""

from __future__ import annotations

from typing import Any

from engine.checking.request import MEMBERS
from engine.checking.schema import check_members
from engine.entity_ref import LONGEST, PATTERN
from engine.model import LANGUAGES, Knowledge, Language, Question, Section

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_VERSION = r"^v?[0-9]{1,6}(\.[0-9]{1,6}){0,3}$"
# What a number may be at most, either way.
_BOUND = 1e15

Schema = dict[str, Any]


def profile_file_schema(knowledge: Knowledge, language: Language) -> Schema:
    """A file such as portolan.yaml: a request with a member `profile`, or the profile itself."""
    members = ("profile", "edition", "as_of", "language", "subject", *MEMBERS)
    return {
        "$schema": DIALECT,
        "title": "Portolan profile",
        "if": {"type": "object", "anyOf": [{"required": [member]} for member in members]},
        "then": {"$ref": "#/$defs/request"},
        "else": {"$ref": "#/$defs/profile"},
        "$defs": {
            "request": with_checks(request_schema(knowledge, "#/$defs/profile"), knowledge, "#/$defs/product"),
            "profile": profile_schema(knowledge, language, "#/$defs/product"),
            "product": product_schema(knowledge),
        },
    }


def with_checks(request: Schema, knowledge: Knowledge, product: str) -> Schema:
    """A request with what stands beside it for a check; `product` refers to the schema of a product's id."""
    return {**request, "properties": {**request["properties"], **check_members(knowledge, product)}}


def request_schema(knowledge: Knowledge, profile: str) -> Schema:
    """A request; `profile` refers to the schema of a profile."""
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["profile"],
        "properties": {
            "profile": {"$ref": profile},
            "edition": {
                "description": "The edition of the rules; the newest as of the day, if left out.",
                "enum": [*knowledge.editions, None],
            },
            "as_of": {
                "description": "The day to decide for, as 2026-04-01; today, if left out.",
                "type": ["string", "null"],
                "format": "date",
                "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
            },
            "language": {
                "description": "The language of the texts; Accept-Language, else en, if left out.",
                "enum": [*LANGUAGES, None],
            },
            "subject": {
                "description": "Who or what the profile is of, as component:default/shop. The decision does not "
                "depend on it, and can be found by it.",
                "type": ["string", "null"],
                "maxLength": LONGEST,
                "pattern": PATTERN,
            },
        },
    }


def product_schema(knowledge: Knowledge) -> Schema:
    return {"enum": list(knowledge.products)}


def profile_schema(knowledge: Knowledge, language: Language, product: str) -> Schema:
    """A profile; `product` refers to the schema of a product's id. Everything may be left out, or be null."""
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {section.id: _section(section, knowledge, language, product) for section in knowledge.sections},
    }


def _section(section: Section, knowledge: Knowledge, language: Language, product: str) -> Schema:
    return {
        "title": section.title.in_language(language),
        "type": ["object", "null"],
        "additionalProperties": False,
        "properties": {
            question.name: {
                "title": question.text.in_language(language),
                "description": _description(question, language),
                **_answer(question, knowledge, product),
            }
            for question in section.questions
        },
    }


def _description(question: Question, language: Language) -> str:
    options = [f"{option.id}: {option.text.in_language(language)}" for option in question.options]
    return "\n".join([question.help.in_language(language), *options])


def _answer(question: Question, knowledge: Knowledge, product: str) -> Schema:
    if question.type == "bool":
        return {"type": ["boolean", "null"]}
    if question.type in ("int", "number"):
        least = -_BOUND if question.minimum is None else question.minimum
        number = "integer" if question.type == "int" else "number"
        return {"type": [number, "null"], "minimum": least, "maximum": _BOUND}
    if question.type == "choice":
        return {"enum": [*question.option_ids, None]}
    if question.type == "choices":
        return {"type": ["array", "null"], "items": {"enum": list(question.option_ids)}}
    if question.type == "products":
        return {"type": ["array", "null"], "items": {"$ref": product}}
    if question.type == "version":
        return _version()
    return {
        "type": ["object", "null"],
        "propertyNames": {"$ref": product},
        "additionalProperties": _version(),
    }


def _version() -> Schema:
    """In quotes: as numbers, 1.30 and 1.3 would be the same."""
    return {"type": ["string", "integer", "null"], "pattern": _VERSION, "minimum": 0, "maximum": 999_999}
