"""Schemas of the questionnaire."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from engine.knowledge.problems import Fault
from engine.knowledge.schema_fields import Base, Word, a_name, bilingual
from engine.model import QUESTION_TYPES, Option


class OptionSchema(Base):
    id = a_name(required=True)
    text = bilingual(required=True)

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Option:
        return Option(**data)


class QuestionSchema(Base):
    id = Word(required=True, validate=validate.Regexp(r"[a-z0-9_]+\Z"))
    type = Word(required=True, validate=validate.OneOf(QUESTION_TYPES))
    text = bilingual(required=True)
    help = bilingual(required=True)
    options = fields.List(fields.Nested(OptionSchema), load_default=list)
    needs = fields.Dict(keys=Word(), values=fields.List(fields.Raw()), load_default=dict)
    fixed = fields.Boolean(load_default=False, truthy={True}, falsy={False})
    minimum = fields.Float(load_default=None)


class SectionSchema(Base):
    id = Word(required=True, validate=validate.Regexp(r"[a-z0-9_]+\Z"))
    title = bilingual(required=True)
    questions = fields.List(fields.Nested(QuestionSchema), required=True)


class QuestionnaireAdditionSchema(Base):
    """Questions for a section of a pack below, or options for one of its questions."""

    EITHER = ("section", "question")
    section = Word()
    questions = fields.List(fields.Nested(QuestionSchema), validate=validate.Length(min=1))
    question = Word()
    options = fields.List(fields.Nested(OptionSchema), validate=validate.Length(min=1))

    @validates_schema
    def _check_pair(self, data: dict[str, Any], **_: Any) -> None:
        if set(data) not in ({"section", "questions"}, {"question", "options"}) and data.keys() & set(self.EITHER):
            message = "an addition is a `section` with `questions`, or a `question` with `options`"
            raise ValidationError([Fault("bad-addition", message)])


class QuestionnaireFile(Base):
    EITHER = ("sections", "additions")
    sections = fields.List(fields.Nested(SectionSchema), load_default=list)
    additions = fields.List(fields.Nested(QuestionnaireAdditionSchema), load_default=list)
