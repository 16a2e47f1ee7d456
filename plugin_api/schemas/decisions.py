"""Decisions and their proofs. The bodies are rendered without these schemas; tests hold the two together."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from engine.explanation.roadmap import POSITIONS
from engine.model import ADVICE, LANGUAGES, RELATIONS, STRENGTHS, VERDICTS, WARNING_KINDS
from plugin_api.schemas.base import day, said, string, strings
from plugin_api.schemas.graphs import ProofGraphSchema

STATUSES = ("decided", "open", "not-needed", "unserved", "contested")


class PackVersionSchema(Schema):
    pack = string("The pack.")
    version = string("The version that it gives itself.")
    digest = string("A hash over its files.")


class KnowledgeVersionSchema(Schema):
    version = string("The version that the base gives itself.")
    digest = string("A hash over the files of the base, and of the packs on top of it where there are any.")
    packs = fields.List(fields.Nested(PackVersionSchema), **said("The base, and the packs on top of it."))


class ChangedSchema(Schema):
    pack = string("The pack that changed the rule.")
    fields_ = fields.List(
        fields.String(), data_key="fields", attribute="fields", **said("The fields that have a new value.")
    )
    reason = string("Why.")


class WithdrawnSchema(Schema):
    rule = string("The rule that is no more.")
    pack = string("The pack that withdrew it.")
    reason = string("Why.")


class ReasonSchema(Schema):
    rule = string("The rule that says so.")
    strength = string("How strong it is.", one_of=STRENGTHS)
    text = string("Why.")
    cites = strings("The claims behind it.")


class DefeatSchema(Schema):
    rule = string("A rule that fired and was set aside.")
    by = string("The rule that set it aside.")


class VerdictSchema(Schema):
    product = string("The product.")
    name = string("Its name.")
    verdict = string("What to do about it.", one_of=VERDICTS)
    because = fields.List(fields.Nested(ReasonSchema), **said("The reasons that stand."))
    defeated = fields.List(fields.Nested(DefeatSchema), **said("The reasons that were set aside."))
    to = fields.List(fields.String(), **said("Where a migration leads.", allow_none=True))
    by_date = day("By when to be gone.", null=True)
    with_ = fields.List(
        fields.String(), data_key="with", attribute="with", **said("What the product comes through, or needs.")
    )
    ruled_out_by = strings("The constraints that rule it out.")
    contested = fields.Boolean(**said("Reasons for and against it both stand."))


class NeedSchema(Schema):
    needed = fields.Boolean(**said("Is the slot needed, as far as is known?"))
    because = fields.List(fields.Nested(ReasonSchema), **said("The rules that say so."))
    defeated = fields.List(fields.Nested(DefeatSchema), **said("Those that were set aside."))


class DecidedSlotSchema(Schema):
    slot = string("The slot.")
    title = string("Its title.")
    area = string("The area of the architecture that it belongs to.")
    status = string("decided: no further answer can change it.", one_of=STATUSES)
    picks = strings("The products to go with, best first.")
    verdicts = fields.List(fields.Nested(VerdictSchema), **said("The products that were judged, best first."))
    need = fields.Nested(NeedSchema, **said("Whether the slot is needed, and why."))


class ConnectedSchema(Schema):
    product = string("The product.")
    name = string("Its name.")


class ConnectionSchema(Schema):
    product = string("The product that is connected.")
    name = string("Its name.")
    to = fields.List(fields.Nested(ConnectedSchema), **said("The products that it is connected with."))
    as_ = fields.String(
        data_key="as",
        attribute="as",
        **said(
            "How: it needs them, brings them, carries them inside, shows in them, feeds them, or works with them.",
            validate=validate.OneOf(RELATIONS),
        ),
    )
    rule = string("The rule that says so.")
    text = string("Why.")
    cites = strings("The claims behind it.")


class InstalledAfterSchema(Schema):
    product = string("A product that is installed before.")
    rule = string("The rule that says so.")


class InstallStepSchema(Schema):
    product = string("The product to install.")
    name = string("Its name.")
    slot = string("The first slot that it is a pick of.")
    after = fields.List(fields.Nested(InstalledAfterSchema), **said("What it waits for; empty: nothing in this list."))


class StagePickSchema(Schema):
    slot = string("The slot.")
    product = string("A pick of it.")


class RoadmapStageSchema(Schema):
    stage = string("The stage, one of the answers to the question where the platform stands.")
    title = string("Its title.")
    text = string("What it is for, and why it stands where it does.")
    cites = strings("The claims behind it.")
    position = string("Seen from where the platform stands; null: nobody said.", null=True, one_of=POSITIONS)
    picks = fields.List(fields.Nested(StagePickSchema), **said("The picks that belong to the stage."))


class RoadmapSchema(Schema):
    stage = string("The stage at which the platform stands; null: nobody said.", null=True)
    stages = fields.List(fields.Nested(RoadmapStageSchema), **said("The stages, in the order of adoption."))


class OpenQuestionSchema(Schema):
    question = string("An unanswered question that could still change something.")
    text = string("The question.")
    slots = strings("The slots that it could change.")


class AdviceSchema(Schema):
    about = string("What it is about.", one_of=ADVICE)
    text = string("The advice.")
    rule = string("The rule that gives it.")
    cites = strings("The claims behind it.")


class WarningSchema(Schema):
    product = string("The product to beware of.")
    kind = string("What sort of warning it is.", one_of=WARNING_KINDS)
    date = day("When it comes true, where that is known.", null=True)
    text = string("The warning.")
    rule = string("The rule that warns, or the first that rests on what is no longer so.")
    cites = strings("The claims behind it.")
    slots = strings("The slots that it bears on.")


class DecidedRequestSchema(Schema):
    profile = fields.Dict(**said("The answers, in their one canonical form."))
    edition = string("The edition of the rules.")
    as_of = day("The day it was decided for.")
    language = string("The language of the texts.", one_of=LANGUAGES)


class ReceiptSchema(Schema):
    """What it takes, with the knowledge, to decide again."""

    request = fields.Nested(DecidedRequestSchema, **said("The request, with nothing left open."))
    request_digest = string("sha256: of the request as JSON in UTF-8, keys sorted, no blanks.")


class DecisionLinksSchema(Schema):
    self_ = fields.String(data_key="self", attribute="self", **said("This decision."))
    trace = string("Its proof.")
    page = string("Its page.")


class DecisionSchema(Schema):
    """All verdicts for a profile, an edition and a day."""

    id = string("A hash over knowledge and request: anyone can compute it again.")
    edition = string("The edition of the rules.")
    as_of = day("The day it was decided for.")
    knowledge = fields.Nested(KnowledgeVersionSchema, **said("What it was decided on."))
    slots = fields.List(fields.Nested(DecidedSlotSchema), **said("All slots, in the architecture's order."))
    connections = fields.List(
        fields.Nested(ConnectionSchema), **said("What works together, in the architecture's order.")
    )
    install_order = fields.List(
        fields.Nested(InstallStepSchema),
        **said("The picks that are neither in use nor built in, each after what it waits for."),
    )
    roadmap = fields.Nested(
        RoadmapSchema, **said("The picks by stage of adoption; null: the knowledge has no stages.", allow_none=True)
    )
    advice = fields.List(fields.Nested(AdviceSchema), **said("How to go about it, by what it is about."))
    open_questions = fields.List(
        fields.Nested(OpenQuestionSchema), **said("What is worth answering, most telling first.")
    )
    warnings = fields.List(fields.Nested(WarningSchema), **said("Warnings, in the order of the slots."))
    receipt = fields.Nested(ReceiptSchema, **said("What it takes, with the knowledge, to decide again."))
    links = fields.Nested(DecisionLinksSchema, **said("Where to go on."))


class TracedVerdictSchema(Schema):
    slot = string("The slot.")
    status = string("Its status.", one_of=STATUSES)
    product = string("The product.")
    verdict = string("The verdict on it.", one_of=VERDICTS)
    because = strings("The rules whose arguments stand.")


class FiringSchema(Schema):
    rule = string("The rule that fired.")
    strength = string("How strong it is.", one_of=STRENGTHS)
    text = string("Why.")
    matched = fields.List(fields.Dict(), **said("The tests that held, with what they rest on."))
    produced = fields.List(fields.Dict(), **said("The facts and arguments that followed."))
    set_aside_by = strings("The rules that set it aside.")
    cites = strings("The claims behind it.")
    changed = fields.Nested(ChangedSchema, **said("What a pack made of the rule, if one did.", allow_none=True))


class StalePremiseSchema(Schema):
    product = string("The product that is no longer what a source took it to be.")
    slots = strings("The slots whose verdicts bear on it.")
    rules = strings("The rules that rest on that source.")
    source = string("The source.")
    attribute = string("cncf_level, or licence.")
    was = string("What the source took to be so.")
    is_ = fields.String(data_key="is", attribute="is", **said("What is so instead."))
    since = day("Since when.")
    text = string("The warning.")
    cites = strings("The claims, and what says that they are out of date.")


class TraceLinksSchema(Schema):
    decision = string("The decision that this proves.")


class TraceSchema(Schema):
    """The proof of a decision: a graph from answers through firings to verdicts."""

    decision = string("The decision.")
    edition = string("The edition of the rules.")
    as_of = day("The day it was decided for.")
    read_on = day("The day that facts of the catalog were read on.")
    knowledge = fields.Nested(KnowledgeVersionSchema, **said("What it was decided on."))
    profile = fields.Dict(**said("The answers."))
    firings = fields.List(
        fields.Nested(FiringSchema),
        **said("Every firing, or with `slot` those that bear on it, in the order of the chain."),
    )
    verdicts = fields.List(fields.Nested(TracedVerdictSchema), **said("What the arguments came to."))
    stale_premises = fields.List(
        fields.Nested(StalePremiseSchema), **said("What sources took to be so and is so no more.")
    )
    withdrawn = fields.List(fields.Nested(WithdrawnSchema), **said("Rules that packs withdrew."))
    graph = fields.Nested(
        ProofGraphSchema, metadata={"description": "The proof as a graph, where `level` asks for it."}
    )
    links = fields.Nested(TraceLinksSchema, **said("Where to go on."))
