"""The questionnaire as a JSON Schema (draft 2020-12), so that an editor completes and checks a profile.

What the schema accepts, `engine.request.read_request` accepts as well, save for an edition that was not published yet.
"""

from __future__ import annotations

from typing import Any

from engine.checking.request import MEMBERS
from engine.checking.schema import check_members
from engine.entity_ref import LONGEST, PATTERN
from engine.model import LANGUAGES, Knowledge, Language, Product, Question, Section, Text

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_VERSION = r"^v?[0-9]{1,6}(\.[0-9]{1,6}){0,3}$"
# What a number may be at most, either way.
_BOUND = 1e15

Schema = dict[str, Any]

_SAID = {
    "quotes": Text('Write the version in quotes, as "1.31".', '버전을 따옴표로 묶어 적으십시오. 예: "1.31"'),
    "version": Text('Write a version, as "1.31".', '버전을 적으십시오. 예: "1.31"'),
    "edition": Text(
        "The edition of the rules; the newest as of the day, if left out.",
        "기준으로 삼을 규칙의 판입니다. 적지 않으면 기준일의 최신 판입니다.",
    ),
    "as_of": Text(
        "The day to decide for, as 2026-04-01; today, if left out.",
        "판정 기준일입니다. 예: 2026-04-01. 적지 않으면 오늘입니다.",
    ),
    "language": Text(
        "The language of the texts; Accept-Language, else en, if left out.",
        "텍스트의 언어입니다. 적지 않으면 Accept-Language를 따르고, 없으면 en입니다.",
    ),
    "language of a file": Text(
        "The language of the texts; en, if left out.", "텍스트의 언어입니다. 적지 않으면 en입니다."
    ),
    "subject": Text(
        "Who or what the profile is of, as component:default/shop. The decision does not depend on it, and can be found"
        " by it.",
        "프로필의 대상입니다. 예: component:default/shop. 결정에는 영향을 주지 않으며, 결정을 찾을 때 씁니다.",
    ),
}


def profile_file_schema(knowledge: Knowledge, language: Language) -> Schema:
    """A file such as portolan.yaml: a request with a member `profile`, or the profile itself."""
    members = ("profile", "edition", "as_of", "language", "subject", *MEMBERS)
    request = with_checks(
        request_schema(knowledge, "#/$defs/profile", language), knowledge, "#/$defs/product", language
    )
    request["properties"]["language"]["description"] = _SAID["language of a file"].in_language(language)
    return {
        "$schema": DIALECT,
        "title": "Portolan profile",
        "if": {"type": "object", "anyOf": [{"required": [member]} for member in members]},
        "then": {"$ref": "#/$defs/request"},
        "else": {"$ref": "#/$defs/profile"},
        "$defs": {
            "request": request,
            "profile": profile_schema(knowledge, language, "#/$defs/product"),
            "product": {
                **product_schema(knowledge),
                "enumDescriptions": [_about(product, knowledge, language) for product in knowledge.products.values()],
            },
        },
    }


def _about(product: Product, knowledge: Knowledge, language: Language) -> str:
    """Its name, and the slots that it may fill: what an editor shows beside its id."""
    slots = ", ".join(knowledge.slots[slot].title.in_language(language) for slot in product.slots)
    return f"{product.name} — {slots}" if slots else product.name


def with_checks(request: Schema, knowledge: Knowledge, product: str, language: Language = "en") -> Schema:
    """A request with what stands beside it for a check; `product` refers to the schema of a product's id."""
    return {**request, "properties": {**request["properties"], **check_members(knowledge, product, language)}}


def request_schema(knowledge: Knowledge, profile: str, language: Language = "en") -> Schema:
    """A request; `profile` refers to the schema of a profile."""
    said = {name: text.in_language(language) for name, text in _SAID.items()}
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["profile"],
        "properties": {
            "profile": {"$ref": profile},
            "edition": {
                "description": said["edition"],
                "enum": [*knowledge.editions, None],
            },
            "as_of": {
                "description": said["as_of"],
                "type": ["string", "null"],
                "format": "date",
                "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
            },
            "language": {
                "description": said["language"],
                "enum": [*LANGUAGES, None],
            },
            "subject": {
                "description": said["subject"],
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
                **_answer(question, language, product),
            }
            for question in section.questions
        },
    }


def _description(question: Question, language: Language) -> str:
    options = [f"{option.id}: {option.text.in_language(language)}" for option in question.options]
    return "\n".join([question.help.in_language(language), *options])


def _answer(question: Question, language: Language, product: str) -> Schema:
    if question.type == "bool":
        return {"type": ["boolean", "null"]}
    if question.type in ("int", "number"):
        least = -_BOUND if question.minimum is None else question.minimum
        number = "integer" if question.type == "int" else "number"
        return {"type": [number, "null"], "minimum": least, "maximum": _BOUND}
    if question.type == "choice":
        return {"enum": [*question.option_ids, None], "enumDescriptions": [*_options(question, language), ""]}
    if question.type == "choices":
        return {"type": ["array", "null"], "items": _choices(question, language)}
    if question.type == "products":
        return {"type": ["array", "null"], "items": {"$ref": product}}
    if question.type == "version":
        return _version(language)
    return {
        "type": ["object", "null"],
        "propertyNames": {"$ref": product},
        "additionalProperties": _version(language),
    }


def _choices(question: Question, language: Language) -> Schema:
    return {"enum": list(question.option_ids), "enumDescriptions": _options(question, language)}


def _options(question: Question, language: Language) -> list[str]:
    return [option.text.in_language(language) for option in question.options]


def _version(language: Language) -> Schema:
    """In quotes: as numbers, 1.30 and 1.3 would be the same. Editors show `errorMessage` rather than the types."""
    return {
        "type": ["string", "integer", "null"],
        "pattern": _VERSION,
        "minimum": 0,
        "maximum": 999_999,
        "errorMessage": _SAID["quotes"].in_language(language),
        "patternErrorMessage": _SAID["version"].in_language(language),
    }
