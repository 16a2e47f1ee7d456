"""What schemas share: fields that are always there, queries whose mistakes carry hints, lists with links."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema
from werkzeug.datastructures import MultiDict

from engine.knowledge.problems import Fault, listed, nearest, one_of
from engine.model import LANGUAGES
from engine.request import DAY_HINT, read_day
from plugin_api.vocabulary import DEFAULT_PAGE, MAX_PAGE

_DIGITS = re.compile(r"-?[0-9]{1,20}")


def said(description: str, **more: Any) -> dict[str, Any]:
    """Arguments for a field that is always there, with its description."""
    return {"required": True, "metadata": {"description": description}, **more}


def string(description: str, *, null: bool = False, one_of: tuple[str, ...] = ()) -> fields.String:
    rule = validate.OneOf(one_of) if one_of else None
    return fields.String(**said(description, allow_none=null, validate=rule))


class Words(validate.OneOf):
    """One of a few fixed words. `what` they are is told of a wrong one, with the nearest right one and all of them."""

    def __init__(self, words: Iterable[str], what: str) -> None:
        super().__init__(tuple(words))
        self._what = what

    def __call__(self, value: Any) -> Any:
        if value not in self.choices:
            detail = f"there is no {self._what} {str(value)[:60]!r}"
            raise ValidationError([Fault("unknown-word", detail, one_of(value, map(str, self.choices)))])
        return value


class DayField(fields.String):
    """A day of the calendar → a date."""

    def __init__(self, description: str, **more: Any) -> None:
        super().__init__(metadata={"description": description, "format": "date"}, **more)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        try:
            return read_day(value)
        except ValueError as error:
            raise ValidationError([Fault("day", str(error), DAY_HINT)]) from None


def strings(description: str) -> fields.List[str]:
    return fields.List(fields.String(), **said(description))


def day(description: str, *, null: bool = False) -> fields.String:
    return fields.String(required=True, allow_none=null, metadata={"description": description, "format": "date"})


class WholeNumber(fields.Integer):
    """Digits, as a query has them: int() would take `1_0` and blanks as well."""

    def _validated(self, value: Any) -> int:
        if isinstance(value, str) and not _DIGITS.fullmatch(value):
            raise self.make_error("invalid", input=value)
        return super()._validated(value)


class QuerySchema(Schema):
    """Parameters of a query. An unknown one is a mistake that names the nearest right one, and so is one that is given
    more than once, but for lists."""

    @validates_schema(pass_original=True, skip_on_field_errors=False)
    def once_each(self, _: Any, original: Any, **more: Any) -> None:
        given = getattr(original, "data", original)
        if isinstance(given, MultiDict):
            single = [name for name in given if name in self.fields and not isinstance(self.fields[name], fields.List)]
            if found := repeated(given, single):
                raise ValidationError(dict(found))

    def handle_error(self, error: ValidationError, data: Any, *, many: bool, **kwargs: Any) -> None:
        messages = error.messages
        for name in messages if isinstance(messages, dict) else ():
            if name not in self.fields:
                hint = nearest(name, self.fields) or f"there are {listed(self.fields)}"
                messages[name] = [Fault("unknown-parameter", f"there is no parameter {name[:60]!r}", hint)]
            elif isinstance(messages[name], list):
                may_be = _hint(self.fields[name])
                messages[name] = [_told(message, may_be) for message in messages[name]]


def repeated(given: MultiDict[str, str], names: Iterable[str]) -> dict[str, list[Fault]]:
    """A mistake for each of some parameters that is given more than once."""
    counts = {name: len(given.getlist(name)) for name in names}
    return {
        name: [Fault("repeated-parameter", f"there are {count} parameters {name[:60]!r}", "give it once")]
        for name, count in counts.items()
        if count > 1
    }


def _told(message: Any, hint: str | None) -> Fault:
    return message if isinstance(message, Fault) else Fault("wrong-parameter", str(message), hint)


def _hint(field: fields.Field[Any]) -> str | None:
    """What a parameter may be, from the validators of its field."""
    for rule in field.validators:
        if isinstance(rule, validate.Range):
            return f"a whole number from {rule.min} to {rule.max}"
        if isinstance(rule, validate.Length):
            return f"at most {rule.max} characters"
    return None


class LanguageQuery(QuerySchema):
    lang = fields.String(
        validate=Words(LANGUAGES, "language"),
        metadata={"description": "The language of the texts; without it, what Accept-Language likes best."},
    )


class ListQuery(LanguageQuery):
    limit = WholeNumber(
        load_default=DEFAULT_PAGE,
        validate=validate.Range(1, MAX_PAGE),
        metadata={"description": "How many items at most."},
    )
    offset = WholeNumber(
        load_default=0,
        validate=validate.Range(0, 10**9),
        metadata={"description": "How many items to pass over."},
    )
    q = fields.String(
        validate=validate.Length(max=200),
        metadata={"description": "Words that must all be in the item, in either language."},
    )


class PageLinks(Schema):
    self_ = fields.String(data_key="self", attribute="self", **said("This page."))
    next = string("The page after it.", null=True)
    prev = string("The page before it.", null=True)


def list_of(item: type[Schema]) -> type[Schema]:
    """The envelope of a list of items."""
    name = item.__name__.removesuffix("Schema")
    members = {
        "items": fields.List(fields.Nested(item), **said("The items of this page.")),
        "links": fields.Nested(PageLinks, **said("Where this page and its neighbours are.")),
    }
    return type(f"{name}ListSchema", (Schema,), members)


class SelfLink(Schema):
    self_ = fields.String(data_key="self", attribute="self", **said("This thing by itself."))


class ProblemErrorSchema(Schema):
    pointer = string("A JSON pointer into what was sent; parameters are below /query.")
    detail = string("What is wrong.")
    hint = string("The nearest right thing.", null=True)


class ProblemSchema(Schema):
    """RFC 9457."""

    type = string("A stable name of the type of problem.")
    title = string("The type in words.")
    status = fields.Integer(**said("The HTTP status."))
    detail = string("What happened this time.")
    instance = string("The path of the request.")
    errors = fields.List(fields.Nested(ProblemErrorSchema), **said("The mistakes, all of them at once."))
