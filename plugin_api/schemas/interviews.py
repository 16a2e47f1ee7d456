"""Interviews, as the API tells them."""

from __future__ import annotations

from marshmallow import Schema, fields

from engine.explanation.interview.document import STANDINGS
from engine.explanation.interview.standings import QUESTION_STANDINGS
from engine.model import QUESTION_TYPES
from plugin_api.description.schemas import known
from plugin_api.schemas.base import LanguageQuery, day, said, string, strings
from plugin_api.schemas.decisions import STATUSES, KnowledgeVersionSchema
from plugin_api.schemas.knowledge import OptionSchema


class InterviewQuery(LanguageQuery):
    edition = fields.String(
        metadata={
            "description": "Read this edition of the rules; else the newest as of the day.",
            **known("Edition_id"),
        }
    )
    as_of = fields.String(metadata={"description": "Decide as of this day; else today.", "format": "date"})


class WaySchema(Schema):
    answers = fields.List(
        fields.Raw(),
        **said(
            "The answers that lead there, as a profile has them. Of answers that no rule tells apart one stands for"
            " all; of a list those of one member, and the empty one."
        ),
    )
    texts = strings("These answers in words.")
    status = string("The status that the slot has then.", one_of=STATUSES)
    picks = strings("Its picks then, best first.")


class StakeSchema(Schema):
    slot = string("The slot.")
    title = string("What it is called.")
    status = string("Its status now.", one_of=STATUSES)
    picks = strings("Its picks now, best first.")
    open_questions = fields.Integer(**said("How many questions that may still come up could change it."))
    ways = fields.List(
        fields.Nested(WaySchema),
        **said(
            "What an answer by itself makes of it. Answers that are not named here leave its status and picks as they"
            " are, and close the question."
        ),
    )


class WhyAskedSchema(Schema):
    text = string("Why the question matters now, in a sentence or two.")
    settles = fields.Float(
        **said("Slots that an answer settles on average, where of a slot the share of its open questions counts.")
    )
    settles_fully = fields.Float(**said("Slots that an answer leaves no open question of, on average."))
    closes = fields.Float(**said("Open questions of slots that an answer closes, on average."))
    slots = fields.List(fields.Nested(StakeSchema), **said("The slots that the question bears on."))


class NextQuestionSchema(Schema):
    id = string("The question: section and name.")
    section = string("Its section in a profile.")
    section_title = string("What the section is called.")
    type = string("How it is answered.", one_of=QUESTION_TYPES)
    text = string("The question.")
    help = string("Why it is asked at all.")
    options = fields.List(fields.Nested(OptionSchema), **said("What may be answered, for a choice."))
    minimum = fields.Float(**said("The least number that may be answered.", allow_none=True))
    why = fields.Nested(WhyAskedSchema, **said("Why it is the next best question."))


class ProgressSchema(Schema):
    answered = fields.Integer(**said("Questions that were answered."))
    skipped = fields.Integer(**said("Questions that were skipped."))
    remaining = fields.Integer(**said("Questions that may still come up and could change a slot."))
    slots = fields.Integer(**said("Slots of the architecture: settled, open and left ones."))
    settled = fields.Integer(**said("Slots that no further answer can change."))
    open = fields.Integer(**said("Slots that a question that may still come up could change."))
    left = fields.Integer(**said("Slots that only skipped questions could change, or questions beside the point."))


class ImpliedSchema(Schema):
    question = string("The question that need not be asked.")
    answer = fields.Raw(**said("Its answer, as a profile has it."))
    by = string("The question whose answer it follows from.")
    text = string("Why.")


class InterviewSlotSchema(Schema):
    slot = string("The slot.")
    title = string("What it is called.")
    status = string("Its status by the answers so far.", one_of=STATUSES)
    picks = strings("Its picks by the answers so far, best first.")
    standing = string("Whether the interview can still change it.", one_of=STANDINGS)
    open_questions = fields.Integer(**said("How many questions that may still come up could change it."))


class QuestionStandingSchema(Schema):
    question = string("The question: section and name.")
    standing = string(
        "How it stands: it may be asked now and could change something (open) or once others are answered (waiting);"
        " no answer changes a pick or a verdict any more (settled); what it waits for was answered otherwise (beside);"
        " it was skipped, is answered, or its answer follows from another (implied). A form folds away what is settled"
        " or beside.",
        one_of=QUESTION_STANDINGS,
    )
    slots = strings("The slots that an answer could still change, in the architecture's order.")
    after = strings("The questions that it waits for (waiting), or those whose answers put it beside the point.")
    text = string("Why it is asked, or why it is not any more, in a sentence or two.")


class InterviewLinksSchema(Schema):
    next = string("Where to post the profile with one more answer, or one more skipped question.")
    recommendations = string("Where to post the profile for the decision.")
    products = string("The products that a list may name.")


class InterviewSchema(Schema):
    edition = string("The edition of the rules.")
    as_of = day("The day it is decided for.")
    language = string("The language of the texts.")
    knowledge = fields.Nested(KnowledgeVersionSchema, **said("What it is decided on."))
    question = fields.Nested(
        NextQuestionSchema,
        **said("The next best question; null where none that may be asked could change anything.", allow_none=True),
    )
    progress = fields.Nested(ProgressSchema, **said("How far the interview is."))
    profile = fields.Dict(**said("The answers so far, with what follows from them."))
    implied = fields.List(fields.Nested(ImpliedSchema), **said("Answers that follow from others."))
    skipped = strings("The questions that were skipped.")
    slots = fields.List(fields.Nested(InterviewSlotSchema), **said("Every slot as it stands."))
    questions = fields.List(
        fields.Nested(QuestionStandingSchema), **said("Every question of the questionnaire as it stands, in its order.")
    )
    links = fields.Nested(InterviewLinksSchema, **said("Where to go on."))
