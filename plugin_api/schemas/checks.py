"""Findings about a declared stack, as the API tells of them."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from engine.checking.kinds import KINDS, LEVELS, OFF
from engine.checking.waivers import WAIVER_STATES
from engine.model import VERDICTS
from plugin_api.schemas.base import QuerySchema, SelfLink, day, said, string, strings
from plugin_api.schemas.decisions import KnowledgeVersionSchema

_KINDS = tuple(KINDS)
LONGEST_FILE = 200


class CheckQuery(QuerySchema):
    file = fields.String(
        load_default="portolan.yaml",
        validate=validate.Length(min=1, max=LONGEST_FILE),
        metadata={"description": "The file in which the request is kept: what SARIF and JUnit XML name as its place."},
    )


class FindingReasonSchema(Schema):
    rule = string("The rule behind it, which fired.")
    text = string("Why.")
    cites = strings("The claims behind the rule.")


class EvidenceSchema(Schema):
    file = string("The file.")
    line = fields.Integer(**said("The line in it, from 1."))
    what = string("What stands there.")


class FindingLinks(Schema):
    why = string("The part of the proof that bears on the product.", null=True)
    page = string("The decision as a page.")


class FindingSchema(Schema):
    kind = string("What sort of finding it is.", one_of=_KINDS)
    level = string("How grave it is here.", one_of=LEVELS)
    fails = fields.Boolean(**said("The check fails on it."))
    fingerprint = string("The same from one run to the next, whatever the day, the words and the knowledge.")
    product = string("The declared product that it is about.", null=True)
    name = string("The product's name.", null=True)
    release = string("The release in use that it is about.", null=True)
    slot = string("Where it counts.", null=True)
    slots = strings("All the slots that it is about.")
    question = string("The question that is not answered.", null=True)
    pointer = string("Where in the request it is declared: a JSON pointer.")
    title = string("What was found, in a line.")
    message = string("The same with the first reason.")
    verdict = string("The verdict on the product in the slot.", null=True, one_of=VERDICTS)
    to = fields.List(fields.String(), **said("Where to go; of a missing slot, its picks.", allow_none=True))
    by = day("By when, or since when.", null=True)
    days_left = fields.Integer(
        **said("Days until then as of the decision's day; below 0, it has passed.", allow_none=True)
    )
    others = strings("Other products that it is about.")
    because = fields.List(fields.Nested(FindingReasonSchema), **said("The rules behind it, the most telling first."))
    sources = strings("The sources of facts of the catalog that it rests on.")
    found = string("The version that files name; only where files are held against it.", null=True)
    evidence = fields.List(
        fields.Nested(EvidenceSchema), **said("Where in files it was found; only where files are held against it.")
    )
    grounds = string("What to give as `grounds` of a waiver that is to reopen when these change.", null=True)
    waived_by = fields.Integer(**said("The number of the waiver that silences it, from 0.", allow_none=True))
    waiver = fields.Integer(**said("The number of the waiver that it is about, from 0.", allow_none=True))
    remedy = string("What to do about it here.")
    help = string("What the kind means, and what to do about it.")
    links = fields.Nested(FindingLinks, **said("Where to read on."))


class CheckedWaiverSchema(Schema):
    state = string("What became of it.", one_of=WAIVER_STATES)
    product = string("The product that it is for; null: any.", null=True)
    slot = string("The slot that it is for; null: any.", null=True)
    kinds = fields.List(fields.String(validate=validate.OneOf(_KINDS)), **said("The kinds it is for; none: all."))
    reason = string("Why it was given.")
    until = day("Its last day.")
    by = string("Who gave it.")
    grounds = string("The digest of the grounds that it was given on; null: on any.", null=True)
    pointer = string("Where in the request it stands; null: it is stored.", null=True)
    id = string("The id of a waiver that is stored for the subject; null: it stands in the request.", null=True)
    review = string("The id of a review that overrules the verdict; null: it is a waiver.", null=True)
    findings = strings("The fingerprints of the findings that it is about.")


def _numbers(name: str, members: tuple[str, ...]) -> type[Schema]:
    return type(name, (Schema,), {member: fields.Integer(**said(f"How many: {member}.")) for member in members})


FindingLevelsSchema = _numbers("FindingLevelsSchema", LEVELS)
FindingKindsSchema = _numbers("FindingKindsSchema", _KINDS)


class CountsSchema(Schema):
    levels = fields.Nested(FindingLevelsSchema, **said("Findings by level, those that are waived aside."))
    kinds = fields.Nested(FindingKindsSchema, **said("The same by kind."))
    waived = fields.Integer(**said("Findings that a waiver silences."))


class CheckLinks(Schema):
    decision = string("The decision behind it.")
    page = string("The decision as a page.")


class CheckSchema(Schema):
    decision = string("The id of the decision behind it.")
    edition = string("The edition that it was decided for.")
    as_of = day("The day that it was decided for.")
    knowledge = fields.Nested(KnowledgeVersionSchema, **said("The knowledge that it was decided on."))
    failed = fields.Boolean(**said("Something was found that the check fails on."))
    fail_on = strings("What it fails on: levels and kinds.")
    end_of_life_days = fields.Integer(**said("How many days before an end of support a warning is due."))
    counts = fields.Nested(CountsSchema, **said("How much was found."))
    findings = fields.List(fields.Nested(FindingSchema), **said("What was found, the gravest kinds first."))
    waivers = fields.List(fields.Nested(CheckedWaiverSchema), **said("What became of each waiver, in their order."))
    links = fields.Nested(CheckLinks, **said("Where to read on."))


class KindOfFindingSchema(Schema):
    id = string("The kind.", one_of=_KINDS)
    title = string("Its name.")
    means = string("When it is found.")
    remedy = string("What to do about it.")
    level = string("How grave it is, unless a request says otherwise.", one_of=LEVELS)
    levels = strings(f"What a request may say instead; {OFF} leaves the kind out.")
    links = fields.Nested(SelfLink, **said("Where it is."))
