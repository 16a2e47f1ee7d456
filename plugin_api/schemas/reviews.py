"""Reviews of decisions, both ways."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from marshmallow import Schema, ValidationError, fields, pre_load, validate, validates_schema

from engine.knowledge.problems import Fault, listed, nearest_after
from engine.model import VERDICTS
from engine.request import DAY_HINT, read_day
from engine.told import told
from plugin_api.reviewing.model import KINDS, REVIEW_STATES
from plugin_api.schemas.base import DayField, LanguageQuery, SelfLink, Words, day, list_of, said, string
from plugin_api.schemas.listing import PlaceField, SubjectField
from plugin_api.vocabulary import DEFAULT_PAGE, MAX_PAGE, MAX_TEXT

_LONGEST_NAME = 200
# What each kind of review must say, and what else it may.
MUST: dict[str, tuple[str, ...]] = {
    "comment": ("text",),
    "accept": (),
    "overrule": ("slot", "product", "text", "until"),
    "withdraw": ("review",),
}
MAY: dict[str, tuple[str, ...]] = {
    "comment": ("slot", "product"),
    "accept": ("slot", "text"),
    "overrule": ("verdict",),
    "withdraw": ("text",),
}
_WHY = {
    "text": "what is said, or the reason",
    "slot": "the slot it is about",
    "product": "the product it is about",
    "until": "the last day on which it counts",
    "review": "the id of the review to take back",
}


# --- what is sent ---------------------------------------------------------------------------------------------


class Prose(fields.String):
    """What a person wrote: some words, at most MAX_TEXT characters, lines and tabs but no other control characters."""

    def __init__(self, description: str, **more: Any) -> None:
        meta = {"description": f"{description} At most {MAX_TEXT} characters.", "minLength": 1, "maxLength": MAX_TEXT}
        super().__init__(metadata=meta, allow_none=not more.get("required"), **more)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        text: str = super()._deserialize(value, attr, data, **kwargs)
        text = text.replace("\r\n", "\n")
        if len(text) > MAX_TEXT:
            english = f"it has {len(text)} characters; there may be {MAX_TEXT}"
            raise ValidationError(told(english, f"{len(text)}자입니다. {MAX_TEXT}자까지 쓸 수 있습니다"))
        wrong = next((one for one in text if unicodedata.category(one) in ("Cc", "Cs") and one not in "\n\t"), None)
        if wrong is not None:
            code = f"U+{ord(wrong):04X}"
            english = f"it has the control character {code}; only lines and tabs are text"
            raise ValidationError(told(english, f"제어 문자 {code}가 있습니다. 줄 바꿈과 탭만 쓸 수 있습니다"))
        if not text.strip():
            raise ValidationError(told("it says nothing", "내용이 없습니다"))
        return text.strip()


class Name(fields.String):
    """An id as somebody wrote it; whether there is such a thing is asked later."""

    def __init__(self, description: str, **more: Any) -> None:
        rule = validate.Length(max=_LONGEST_NAME)
        meta = {"description": description}
        super().__init__(metadata=meta, validate=rule, allow_none=not more.get("required"), **more)


class Day(fields.Field[date]):
    """A day that is not over yet. `today` is in the schema's context."""

    def __init__(self, description: str, **more: Any) -> None:
        meta = {"description": description, "type": "string", "format": "date"}
        super().__init__(metadata=meta, allow_none=not more.get("required"), **more)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> date:
        try:
            found = read_day(value)
        except ValueError as error:
            raise ValidationError([Fault("day", str(error), DAY_HINT)]) from None
        today = getattr(self.root, "today", date.min)
        if found < today:
            hint = told(f"today, {today}, is the first day there can be", f"오늘({today})부터 고를 수 있습니다")
            raise ValidationError([Fault("past", told(f"{found} is over", f"이미 지난 날입니다: {found}"), hint)])
        return found


class BodySchema(Schema):
    """A body. null is the same as left out, and a member that there is not names the nearest right one."""

    def __init__(self, *, today: date = date.min, **more: Any) -> None:
        super().__init__(**more)
        self.today = today

    @pre_load
    def without_null(self, data: Any, **_: Any) -> Any:
        if isinstance(data, Mapping):
            return {name: value for name, value in data.items() if value is not None}
        return data

    def handle_error(self, error: ValidationError, data: Any, *, many: bool, **kwargs: Any) -> None:
        messages, unknown = error.messages, []
        for name in messages if isinstance(messages, dict) else ():
            if name not in self.fields and name != "_schema":
                unknown.append(name)
                hint = nearest_after(unknown, name, self.fields) or f"there are {listed(self.fields)}"
                messages[name] = [Fault("unknown-member", f"there is no member {name[:60]!r}", hint)]


class ReviewRequestSchema(BodySchema):
    """What a person says of a decision. Which members there are depends on the kind."""

    kind = fields.String(
        required=True,
        validate=Words(KINDS, "kind of review"),
        error_messages={"required": "the kind is missing: " + ", ".join(KINDS)},
        metadata={
            "description": (
                "comment: something to be read. accept: the whole decision, or one slot, is agreed to. overrule: one "
                "verdict does not count, for a reason and until a day. withdraw: takes back an earlier review, by "
                "whoever wrote it or somebody with the role admin."
            )
        },
    )
    text = Prose("What is said. Of an overrule the reason, which it must have; a comment must have one too.")
    slot = Name("The slot it is about: of an accept, to agree to that slot alone. An overrule must have one.")
    product = Name("The product it is about. An overrule must have one.")
    verdict = fields.String(
        allow_none=True,
        validate=Words(VERDICTS, "verdict"),
        metadata={"description": "Of an overrule: the verdict that there shall be instead."},
    )
    until = Day("Of an overrule, which must have one: the last day on which it counts. Not in the past.")
    review = Name("Of a withdraw, which must have one: the review that it takes back.")

    @validates_schema(pass_original=True, skip_on_field_errors=False)
    def fits_its_kind(self, data: Mapping[str, Any], original: Any, **_: Any) -> None:
        """Told with all that is wrong with single members: `data` has those that are right, `original` all."""
        kind = data.get("kind")
        if kind is None:
            return
        sent = {name for name, value in original.items() if value is not None}
        missing = [name for name in MUST[kind] if name not in sent]
        wrong: dict[str, list[str]] = {
            name: [told(f"it is missing: {_WHY[name]}", "입력해야 합니다")] for name in missing
        }
        for name in (*_WHY, "verdict"):
            if name in sent and name not in (*MUST[kind], *MAY[kind]):
                wrong[name] = [f"a review of the kind {kind} has no {name}"]
        if wrong:
            raise ValidationError(dict(wrong))


# --- what is asked for ----------------------------------------------------------------------------------------


class AsOfQuery(LanguageQuery):
    as_of = DayField(
        "The day to tell the state on; today where it is left out. What was said on later days (in UTC) is not there "
        "yet, and what was taken back later still counts."
    )


class PageQuery(AsOfQuery):
    limit = fields.Integer(
        load_default=DEFAULT_PAGE,
        validate=validate.Range(1, MAX_PAGE),
        metadata={"description": "How many items at most."},
    )
    after = PlaceField(metadata={"description": "What comes after this place in the list: `links` say it."})
    before = PlaceField(metadata={"description": "What comes before this place in the list: `links` say it."})

    @validates_schema
    def _one_place(self, data: Mapping[str, Any], **_: Any) -> None:
        if "after" in data and "before" in data:
            raise ValidationError([Fault("two-places", "`after` and `before` are both given")], "before")


def name_filter(description: str) -> fields.String:
    rules: list[Callable[[str], object]] = [validate.Length(min=1, max=_LONGEST_NAME), _is_a_name]
    return fields.String(validate=rules, metadata={"description": description})


def _is_a_name(value: str) -> None:
    if not value.isprintable():
        raise ValidationError("it has characters that no name has")


class ReviewsOfDecisionQuery(PageQuery):
    kind = fields.String(
        validate=Words(KINDS, "kind of review"), metadata={"description": "Only reviews of this kind."}
    )
    state = fields.String(
        validate=Words(REVIEW_STATES, "state"), metadata={"description": "Only those in this state, on the day."}
    )


class ReviewsQuery(ReviewsOfDecisionQuery):
    decision = name_filter("Only those of this decision, in whatever language it was told.")
    subject = SubjectField(metadata={"description": "Only those of decisions that were asked for by this entity ref."})
    by = name_filter("Only those of this person.")
    slot = name_filter("Only those about this slot.")
    product = name_filter("Only those about this product.")


# --- what is answered -----------------------------------------------------------------------------------------


class WithdrawalSchema(Schema):
    by = string("Who took it back.")
    at = string("When, in UTC.")
    text = string("Why, in their words; null where they did not say.", null=True)


class ReviewLinks(SelfLink):
    decision = string("The decision it is about.")
    standing = string("What the reviews of that decision come to.")


class ReviewSchema(Schema):
    id = string("The id of the review.")
    decision = string("The decision it is about.")
    kind = string("What it is.", one_of=KINDS)
    state = string("Its state on the day that was asked about.", one_of=REVIEW_STATES)
    by = string("Who wrote it, as authentication says.")
    at = string("When, in UTC.")
    text = string("What is said.", null=True)
    slot = string("The slot it is about.", null=True)
    product = string("The product it is about.", null=True)
    verdict = string("The verdict that there shall be instead.", null=True)
    until = day("The last day on which it counts; null for one that does not end.", null=True)
    review = string("The review that it takes back.", null=True)
    withdrawn = fields.Nested(
        WithdrawalSchema, **said("How it was taken back; null where it was not.", allow_none=True)
    )
    links = fields.Nested(ReviewLinks, **said("Where things are."))


ReviewListSchema = list_of(ReviewSchema)

DECISION_STANDINGS = ("accepted", "overruled", "pending")
SLOT_STANDINGS = ("accepted", "overruled", "pending", "not-needed")


class AcceptedSchema(Schema):
    review = string("The review that accepts it.")
    by = string("Who accepted.")
    at = string("When, in UTC.")
    whole = fields.Boolean(**said("Was the whole decision accepted, or this slot alone?"))


class OverruledSchema(Schema):
    review = string("The review that overrules it.")
    product = string("The product whose verdict does not count.")
    verdict = string("The verdict of the decision.", one_of=VERDICTS)
    instead = string("What it shall be instead; null where that was not said.", null=True)
    until = day("The last day on which the overrule counts.")
    by = string("Who overruled.")
    text = string("Why.")


class SlotStandingSchema(Schema):
    slot = string("The slot.")
    title = string("Its title.")
    standing = string("What its reviews come to.", one_of=SLOT_STANDINGS)
    accepted = fields.Nested(
        AcceptedSchema, **said("The newest acceptance; null where there is none.", allow_none=True)
    )
    overruled = fields.List(fields.Nested(OverruledSchema), **said("The overrules that count on the day."))
    comments = fields.Integer(**said("How many comments there are on it."))


class StandingCountsSchema(Schema):
    accepted = fields.Integer(**said("Slots that are accepted."))
    overruled = fields.Integer(**said("Slots with a verdict that is overruled."))
    pending = fields.Integer(**said("Slots that wait for somebody to accept them."))
    comments = fields.Integer(**said("Comments on the whole decision and on its slots."))


class StandingLinks(SelfLink):
    decision = string("The decision.")
    reviews = string("All its reviews.")


class DecisionStandingSchema(Schema):
    decision = string("The decision.")
    as_of = day("The day on which it stands so.")
    standing = string(
        "accepted: every slot that is needed is; overruled: the same, but for verdicts that are overruled; pending: "
        "some slot waits.",
        one_of=DECISION_STANDINGS,
    )
    counts = fields.Nested(StandingCountsSchema, **said("How many slots stand how."))
    slots = fields.List(fields.Nested(SlotStandingSchema), **said("Slot by slot, in the decision's order."))
    links = fields.Nested(StandingLinks, **said("Where things are."))
