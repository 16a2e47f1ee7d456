"""A proof as a graph, as the API tells it."""

from __future__ import annotations

from marshmallow import Schema, fields

from engine.explanation.proofs.graph import EDGE_KINDS, NODE_KINDS, STANDINGS
from plugin_api.schemas.base import said, string, strings


class GraphNodeSchema(Schema):
    id = string("The node, unique in the graph.")
    kind = string("What sort of thing it is.", one_of=NODE_KINDS)
    title = string("It in a few words.")
    text = string("The sentence; empty where the title says all.")
    about = string("The id of the question, product, concern, slot, rule or claim.", null=True)
    outcome = string("Of a verdict its word, of a slot its status, of a need whether there is one.", null=True)
    strength = string("How strong an argument is.", null=True)
    standing = string("Does anything that it says here stand?", one_of=STANDINGS)
    slots = strings("The slots whose proof it belongs to.")


class GraphEdgeSchema(Schema):
    source = string("What is rested upon.")
    target = string("What rests on it.")
    kind = string("How.", one_of=EDGE_KINDS)
    standing = string("Was an argument set aside here?", one_of=STANDINGS)
    text = string("How the source reads here, where its title does not say it.")


class ProofGraphSchema(Schema):
    nodes = fields.List(fields.Nested(GraphNodeSchema), **said("Each after what it rests on."))
    edges = fields.List(fields.Nested(GraphEdgeSchema), **said("From what is rested upon to what rests on it."))
