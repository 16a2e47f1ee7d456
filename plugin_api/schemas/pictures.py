"""The architecture picture of a decision as the API tells it."""

from __future__ import annotations

from marshmallow import Schema, fields

from engine.explanation.picture.changes import MARKS
from engine.explanation.picture.document import NO_EDITION
from engine.explanation.what_if.robustness import BADGES
from engine.model import LANGUAGES, VERDICTS, WARNING_KINDS
from plugin_api.schemas.base import LanguageQuery, Words, day, said, string
from plugin_api.schemas.decisions import STATUSES

# YAML is written around the views, from what they answer as JSON.
FORMATS = ("json", "yaml", "svg")


class PictureQuery(LanguageQuery):
    format = fields.String(
        validate=Words(FORMATS, "format"),
        metadata={"description": "The form of the answer, for links and images: whatever Accept says."},
    )
    since = fields.String(
        metadata={
            "description": (
                "The edition since which changes are marked, or `none`; without it, the one before the decision's own. "
                "The same profile is decided by it, as of the last day on which it was the newest."
            ),
            "example": NO_EDITION,
        }
    )
    slot = fields.List(
        fields.String(), metadata={"description": "Only these slots, beside those of `area`. May be repeated."}
    )
    area = fields.List(
        fields.String(), metadata={"description": "Only these areas, beside what `slot` names. May be repeated."}
    )


class NamedSchema(Schema):
    product = string("The product.")
    name = string("Its name.")


class JudgedThenSchema(NamedSchema):
    verdict = string("The verdict on it.", one_of=VERDICTS)
    verdict_text = string("The verdict in words.")


class PicturePickSchema(JudgedThenSchema):
    badge = string("How firm the pick stands.", one_of=BADGES)
    badge_text = string("The same with its sign, in words.")
    with_ = fields.List(
        fields.Nested(NamedSchema), data_key="with", attribute="with", **said("What it comes through, or needs.")
    )
    new = fields.Boolean(**said("Was it no pick in the edition before?"))


class LeavingSchema(JudgedThenSchema):
    to = fields.List(fields.Nested(NamedSchema), **said("Where to migrate to."))
    by_date = day("By when.", null=True)
    by_text = string("The same in words: one that has passed is overdue.", null=True)


class PictureWarningSchema(NamedSchema):
    kind = string("What sort of warning it is.", one_of=WARNING_KINDS)
    date = day("The day that it is about.", null=True)
    label = string("Kind and day in words.")
    text = string("The warning.")
    new = fields.Boolean(**said("Did the edition before not warn of it?"))


class PictureChangeSchema(Schema):
    kind = string("Is the slot's pick new, another one or judged otherwise, or gone?", one_of=MARKS)
    word = string("The same in words.")
    before = fields.List(fields.Nested(JudgedThenSchema), **said("The picks before."))
    text = string("The picks before in words; null where there were none.", null=True)


class PictureSlotSchema(Schema):
    slot = string("The slot.")
    title = string("Its title.")
    status = string("Its status.", one_of=STATUSES)
    status_text = string("The status in words.")
    needed = fields.Boolean(**said("Is the slot needed?"))
    note = string("What else there is to say of its picks: there are none yet, or none left; or null.", null=True)
    picks = fields.List(fields.Nested(PicturePickSchema), **said("Its picks, best first."))
    leaving = fields.List(fields.Nested(LeavingSchema), **said("What is in use, and to be left."))
    warnings = fields.List(fields.Nested(PictureWarningSchema), **said("What is warned of in it."))
    change = fields.Nested(
        PictureChangeSchema, **said("What it was before; null where its picks are the same.", allow_none=True)
    )


class SlotNameSchema(Schema):
    slot = string("The slot.")
    title = string("Its title.")


class PictureAreaSchema(Schema):
    area = string("The area.")
    title = string("Its title.")
    columns = fields.Integer(**said("How many of its slots stand side by side."))
    slots = fields.List(fields.Nested(PictureSlotSchema), **said("The slots that are boxes, in order."))
    not_needed = fields.List(fields.Nested(SlotNameSchema), **said("The slots that are only named."))


class BandSchema(Schema):
    columns = fields.Integer(**said("How many boxes wide the band is; its areas may take fewer."))
    areas = fields.List(fields.Nested(PictureAreaSchema), **said("From left to right."))


class PictureCountsSchema(Schema):
    shown = fields.Integer(**said("How many slots are boxes."))
    not_needed = fields.Integer(**said("How many are only named."))


class SinceSchema(Schema):
    edition = string("The edition since which changes are marked.")
    as_of = day("The day as of which it was read.")
    new = fields.Integer(**said("How many slots have picks that had none."))
    changed = fields.Integer(**said("How many have other picks, or other verdicts on them."))
    gone = fields.Integer(**said("How many have no pick any more."))
    text = string("All of it in a sentence.")


class UsualSchema(Schema):
    verdict = string("The verdict of most picks; null where no verdict is.", one_of=VERDICTS, null=True)
    badge = string("How firm most picks stand; null where they differ.", one_of=BADGES, null=True)
    text = string("Both in a sentence, to be said once.")


class PictureLinksSchema(Schema):
    decision = string("The decision.")
    page = string("Its page.")


class PictureSchema(Schema):
    """A decision as an architecture picture: bands of areas with their slots, from top to bottom."""

    decision = string("The decision.")
    title = string("The title of the picture.")
    edition = string("The edition that decided.")
    edition_title = string("Its title.")
    as_of = day("The day that was decided for.")
    language = string("The language of the texts.", one_of=LANGUAGES)
    counts = fields.Nested(PictureCountsSchema, **said("How many slots there are in it."))
    since = fields.Nested(SinceSchema, **said("What changes are marked from; null: none are.", allow_none=True))
    usual = fields.Nested(
        UsualSchema, **said("What most picks have in common, and a box need not say; null: nothing.", allow_none=True)
    )
    bands = fields.List(fields.Nested(BandSchema), **said("From top to bottom: the foundation is the last."))
    links = fields.Nested(PictureLinksSchema, **said("Where to go on."))
