"""The shapes of Backstage's Tech Insights, as its common package has them."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from engine.checking.insights import CHECKS, FACTS
from plugin_api.schemas.base import said, string, strings

_TYPES = ("integer", "float", "string", "boolean", "datetime", "set")
# The members of a fact's value, by its type.
_VALUES: dict[str, Any] = {
    "integer": lambda: fields.Integer(metadata={"description": "A number."}),
    "float": lambda: fields.Float(metadata={"description": "A number."}),
    "string": lambda: fields.String(metadata={"description": "A text."}),
    "boolean": lambda: fields.Boolean(metadata={"description": "Yes or no."}),
    "datetime": lambda: fields.String(metadata={"description": "A moment.", "format": "date-time"}),
    "set": lambda: fields.List(fields.String(), metadata={"description": "Names, each once."}),
}


class FactDescriptionSchema(Schema):
    type = string("The type of its value.", one_of=_TYPES)
    description = string("What it tells.")
    since = string("The version of the schema that it is in from.")


FactSchemaSchema: type[Schema] = type(
    "FactSchemaSchema",
    (Schema,),
    {fact.name: fields.Nested(FactDescriptionSchema, **said(fact.description.en)) for fact in FACTS},
)
FactValuesSchema: type[Schema] = type("FactValuesSchema", (Schema,), {f.name: _VALUES[f.type]() for f in FACTS})


class FactRowSchema(FactDescriptionSchema):
    id = string("The name of the fact.")
    value = fields.Raw(**said("Its value, of its type."))


class CompoundEntitySchema(Schema):
    namespace = string("The entity's namespace.")
    kind = string("The entity's kind.")
    name = string("The entity's name.")


class EntityFactsSchema(Schema):
    entity = fields.Nested(CompoundEntitySchema, **said("The entity that they are about."))
    facts = fields.Nested(FactValuesSchema, **said("Its facts; one that there is none of is left out."))
    timestamp = fields.String(
        required=True, metadata={"description": "When they were read off the decision.", "format": "date-time"}
    )


class InsightLinkSchema(Schema):
    title = string("What is there.")
    url = string("Where it is.")


class InsightMetadataSchema(Schema):
    kind = string("The kind of findings that it is about; null: all that the check fails on.", null=True)
    level = string("How grave that kind is.", null=True)


class InsightCheckSchema(Schema):
    id = string("The check.", one_of=tuple(CHECKS))
    type = string("The engine that its rule is for.")
    name = string("Its name.")
    description = string("What it looks at.")
    factIds = strings("The fact retrievers whose facts it reads.")
    metadata = fields.Nested(InsightMetadataSchema, **said("What else there is to it."))
    links = fields.List(fields.Nested(InsightLinkSchema), **said("Where to read on."))


class InsightTestSchema(Schema):
    fact = string("The fact.")
    operator = string("How it is compared.")
    value = fields.Raw(**said("With what."))


class InsightConditionsSchema(Schema):
    all = fields.List(fields.Nested(InsightTestSchema), **said("What has to hold."))


class InsightRuleSchema(Schema):
    conditions = fields.Nested(InsightConditionsSchema, **said("When the check passes."))


class InsightCheckDefinitionSchema(InsightCheckSchema):
    rule = fields.Nested(InsightRuleSchema, **said("The check for json-rules-engine."))


class InsightResultSchema(Schema):
    facts = fields.Dict(
        keys=fields.String(), values=fields.Nested(FactRowSchema), **said("The facts that it looked at, by name.")
    )
    check = fields.Nested(InsightCheckSchema, **said("The check."))
    result = fields.Boolean(**said("Whether it passed."))


class EntityResultsSchema(Schema):
    entity = string("The entity's reference.")
    results = fields.List(fields.Nested(InsightResultSchema), **said("The result of each check."))
