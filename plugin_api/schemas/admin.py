"""What the views for whoever runs the service answer."""

from __future__ import annotations

from marshmallow import Schema, fields

from plugin_api.schemas.base import said, string
from plugin_api.schemas.decisions import KnowledgeVersionSchema


class ReloadSchema(Schema):
    status = string("reloaded, or unchanged where the files are what they were.")
    knowledge = fields.Nested(KnowledgeVersionSchema, **said("The knowledge in force from now on."))
    before = fields.Nested(KnowledgeVersionSchema, **said("The knowledge in force until now."))
