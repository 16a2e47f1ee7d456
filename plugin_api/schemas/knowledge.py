"""The knowledge as one browses it."""

from __future__ import annotations

from marshmallow import Schema, fields

from engine.dated import CNCF_LEVELS
from engine.model import QUESTION_TYPES, STRENGTHS
from plugin_api.description.schemas import known
from plugin_api.schemas.base import ListQuery, SelfLink, day, said, string, strings
from plugin_api.schemas.decisions import ChangedSchema, KnowledgeVersionSchema


def _filter(description: str, ids: str) -> fields.String:
    return fields.String(metadata={"description": description, **known(ids)})


class ProductsQuery(ListQuery):
    slot = _filter("Products that can fill this slot.", "Slot_id")


class RulesQuery(ListQuery):
    module = _filter("Rules of this module.", "Module_id")
    slot = _filter("Rules that bear on this slot.", "Slot_id")
    product = _filter("Rules that conclude something about this product.", "Product_id")


class ClaimsQuery(ListQuery):
    source = _filter("Claims of this source.", "Source_id")
    kind = _filter("Claims of this kind.", "Claim_kind")
    category = _filter("Claims of this category.", "Claim_category")
    product = _filter("Claims about this product.", "Product_id")


# --- the questionnaire ----------------------------------------------------------------------------------------


class OptionSchema(Schema):
    id = string("What a profile says.")
    text = string("What a person reads.")


class QuestionSchema(Schema):
    id = string("Section and name, as rules write it.")
    name = string("The key inside the section of a profile.")
    type = string("What an answer looks like.", one_of=QUESTION_TYPES)
    text = string("The question.")
    help = string("Why it is asked.")
    options = fields.List(fields.Nested(OptionSchema), **said("The options of a choice."))
    needs = fields.Dict(**said("The answers to other questions that make this one worth asking."))
    fixed = fields.Boolean(**said("Nobody changes this for the sake of a recommendation."))
    minimum = fields.Float(**said("The least number, where there is one.", allow_none=True))


class SectionSchema(Schema):
    id = string("The key of the section in a profile.")
    title = string("The title.")
    questions = fields.List(fields.Nested(QuestionSchema), **said("The questions, in order."))


class QuestionnaireSchema(Schema):
    language = string("The language of the texts.")
    knowledge = fields.Nested(KnowledgeVersionSchema, **said("The knowledge that asks."))
    sections = fields.List(fields.Nested(SectionSchema), **said("The sections, in the order of the screen."))
    profile_schema = fields.Dict(
        data_key="schema",
        attribute="schema",
        **said("A JSON Schema (2020-12) for a profile file such as portolan.yaml."),
    )


# --- the architecture and its catalog -------------------------------------------------------------------------


class SlotSchema(Schema):
    id = string("The slot.")
    title = string("Its title.")
    area = string("The area it belongs to.")
    area_title = string("The area's title.")
    products = strings("The products that can fill it.")
    links = fields.Nested(SelfLink, **said("Where it is."))


class LicenceSpanSchema(Schema):
    spdx = string("The SPDX expression.")
    since = day("In force since then; null: as far back as is known.", null=True)
    cites = strings("The claims that say so.")
    source = string("The source that says so.", null=True)


class LevelSpanSchema(Schema):
    level = string("The CNCF level.", one_of=CNCF_LEVELS)
    since = day("Held since then.")
    cites = strings("The claims that say so.")
    source = string("The source that says so.", null=True)


class EndOfLifeSchema(Schema):
    date = day("The end of support of the whole product.")
    announced = day("Since when one could know.", null=True)
    cites = strings("The claims that say so.")
    source = string("The source that says so.", null=True)


class ReleaseSchema(Schema):
    cycle = string("The release cycle.")
    released = day("When it came out.", null=True)
    end_of_life = day("The end of its support, where a day is known.", null=True)
    supported = fields.Boolean(**said("False where support ended on an unknown day.", allow_none=True))
    source = string("The source that says so.", null=True)


class StarsSchema(Schema):
    count = fields.Integer(**said("About how many stars its repository had on GitHub."))
    date = day("The day of the source that counted them.", null=True)
    cites = strings("The claims that say so.")


class ProductSchema(Schema):
    id = string("The product.")
    name = string("Its name.")
    slots = strings("The slots that it can fill, its home first.")
    homepage = string("Its home page.", null=True)
    repository = string("Its repository.", null=True)
    licences = fields.List(fields.Nested(LicenceSpanSchema), **said("Its licences over time, oldest first."))
    cncf = fields.List(fields.Nested(LevelSpanSchema), **said("Its CNCF levels over time, oldest first."))
    end_of_life = fields.Nested(EndOfLifeSchema, **said("The end of the whole product.", allow_none=True))
    releases = fields.List(fields.Nested(ReleaseSchema), **said("Its release cycles, oldest first."))
    stars = fields.List(fields.Nested(StarsSchema), **said("Its stars on GitHub over time, oldest first."))
    note = string("What else there is to know.", null=True)
    links = fields.Nested(SelfLink, **said("Where it is."))


class RuleSchema(Schema):
    id = string("The rule.")
    module = string("The module it belongs to.")
    template = string("The id it was written under; another one where it was written for many products.")
    product = string("The product that this copy is about, where it was written for many.", null=True)
    slots = strings("The slots it bears on.")
    strength = string("How strong it is.", one_of=STRENGTHS)
    when = fields.Dict(**said("The condition, in the words of the rule language."))
    then = fields.List(fields.Dict(), **said("The conclusions, in the words of the rule language."))
    because = string("Why, with the names of answers in braces.")
    cites = strings("The claims behind it.")
    overrides = strings("The rules that it sets aside.")
    pack = string("The pack that it came with.")
    changed = fields.Nested(ChangedSchema, **said("What another pack made of it, if one did.", allow_none=True))
    place = string("Where it is written: file, line and column.")
    links = fields.Nested(SelfLink, **said("Where it is."))


# --- the evidence ---------------------------------------------------------------------------------------------


class ClaimSchema(Schema):
    id = string("The claim.")
    source = string("The source that makes it.")
    section = string("Where in the source.")
    kind = string("What sort of claim it is.")
    category = string("What it is about: a slot, or something more general.")
    products = strings("The products it speaks of.")
    when = string("The condition that it makes.", null=True)
    text = string("What it says.")
    note = string("What to bear in mind.", null=True)
    cited_by = strings("The rules that rest on it.")
    links = fields.Nested(SelfLink, **said("Where it is."))


class SourceSchema(Schema):
    id = string("The source.")
    title = string("Its title.")
    authors = strings("Who wrote it.")
    date = day("When.", null=True)
    language = string("The language it is written in.")
    authority = fields.Integer(**said("Settles disagreements on the same date."))
    licence = string("Its licence.", null=True)
    repository = string("Where it is kept.", null=True)
    url = string("Where it can be read.", null=True)
    note = string("What to bear in mind.", null=True)
    links = fields.Nested(SelfLink, **said("Where it is."))


class EditionSchema(Schema):
    id = string("The edition.")
    title = string("Its title.")
    published = day("When it came out.")
    source = string("The source behind it.")
    links = fields.Nested(SelfLink, **said("Where it is."))


# --- the packs ------------------------------------------------------------------------------------------------


class RuleChangeSchema(Schema):
    rule = string("A rule of a pack below.")
    withdrawn = fields.Boolean(**said("It is no more."))
    fields_ = fields.List(
        fields.String(), data_key="fields", attribute="fields", **said("The fields that have a new value.")
    )
    reason = string("Why.")


class PackSchema(Schema):
    id = string("The pack.")
    version = string("The version that it gives itself.")
    title = string("Its title.")
    digest = string("A hash over its files.")
    extends = strings("The packs that it builds on; none for the base.")
    adds = fields.Dict(keys=fields.String(), values=fields.Integer(), **said("How many things of each sort it has."))
    changes = fields.List(fields.Nested(RuleChangeSchema), **said("What it makes of rules of the packs below."))
    links = fields.Nested(SelfLink, **said("Where it is."))
