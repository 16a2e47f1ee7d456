"""Whoever asks, as the API tells it."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from plugin_api.schemas.base import SelfLink, said, string
from plugin_api.security.caller import ROLES


class CallerSchema(Schema):
    caller = string(
        "Who sent the request: an entity ref of the portal, `token:` with the name of a token, or `anybody` where "
        "nobody has to say who they are. Reviews and waivers are kept in this name."
    )
    roles = fields.List(fields.String(validate=validate.OneOf(ROLES)), **said("What they may do."))
    links = fields.Nested(SelfLink, **said("Where it is."))
