"""Why a product got its verdict, and what decides between two, as the API tells it."""

from __future__ import annotations

from marshmallow import Schema, fields

from engine.explanation.proofs.contrast import ORDERS
from engine.explanation.proofs.graph import LEVELS, STANDINGS
from engine.explanation.proofs.renderers import RENDERERS
from engine.model import STANCES, STRENGTHS, VERDICTS
from plugin_api.schemas.base import LanguageQuery, Words, said, string, strings
from plugin_api.schemas.decisions import STATUSES
from plugin_api.schemas.graphs import ProofGraphSchema

# YAML is written around the views, from what they answer as JSON.
FORMATS = ("json", "yaml", *(renderer.name for renderer in RENDERERS))


class ProofQuery(LanguageQuery):
    format = fields.String(
        validate=Words(FORMATS, "format"),
        metadata={"description": "The form of the answer, for links: whatever Accept says."},
    )
    level = fields.String(
        validate=Words(LEVELS, "level"),
        metadata={
            "description": (
                "How much of the graph: verdicts, their reasons, or everything (full), which is what forms that show "
                "the graph show where it is left out. The trace as JSON or YAML has the graph beside it only where "
                "this is given."
            )
        },
    )
    slot = fields.String(
        metadata={
            "description": (
                "Only what bears on this slot: its verdicts, the firings of the rules in their proof, and its part of "
                "the graph. Answers, and rules that packs withdrew, are told whole."
            )
        }
    )


class WhyQuery(ProofQuery):
    level = fields.String(
        validate=Words(LEVELS, "level"),
        metadata={"description": "How much of the graph: verdicts, their reasons, or everything (full, the default)."},
    )
    slot = fields.String(metadata={"description": "The slot, of a product that fills several."})
    rather_than = fields.String(metadata={"description": "Show only what decides between the product and this one."})


class ArgumentSchema(Schema):
    product = string("The product that it is on.")
    rule = string("The rule that says so.")
    stance = string("What the rule would do about the product.", one_of=STANCES)
    side = string("Is it for the product, or against it?", one_of=("for", "against"))
    strength = string("How strong it is.", one_of=STRENGTHS)
    text = string("Why.")
    standing = string("Does it stand, or was it set aside?", one_of=STANDINGS)
    set_aside_by = strings("The rules that set it aside.")
    cites = strings("The claims behind it.")


class JudgedSchema(Schema):
    product = string("The product.")
    name = string("Its name.")
    verdict = string("What to do about it; null: nothing is said of it.", null=True, one_of=VERDICTS)
    pick = fields.Boolean(**said("Is it a pick of the slot?"))


class FactSchema(Schema):
    kind = string("answer, catalog, date, edition or concern.")
    about = string("The question, product or concern.", null=True)
    text = string("The fact.")


class ContrastSchema(Schema):
    rather_than = fields.Nested(JudgedSchema, **said("The other product."))
    order = string("Was the better product asked for first, or last, or is neither better?", one_of=ORDERS)
    better = string("The better product; null: neither.", null=True)
    facts = fields.List(fields.Nested(FactSchema), **said("What the deciding arguments rest on."))


class WhyLinksSchema(Schema):
    decision = string("The decision.")
    trace = string("Its whole proof.")


class WhySchema(JudgedSchema):
    """Why a product got its verdict. With `rather_than`, only what decides between it and the other product."""

    decision = string("The decision.")
    slot = string("The slot.")
    status = string("Its status.", one_of=STATUSES)
    summary = string("The answer in a sentence or two.")
    arguments = fields.List(fields.Nested(ArgumentSchema), **said("Those that stand, then those that were set aside."))
    contrast = fields.Nested(ContrastSchema, **said("The comparison that was asked for.", allow_none=True))
    graph = fields.Nested(ProofGraphSchema, **said("The part of the proof that bears on it."))
    links = fields.Nested(WhyLinksSchema, **said("Where to go on."))
