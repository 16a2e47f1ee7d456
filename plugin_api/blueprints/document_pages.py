"""The pages about a decision as a whole: conflicts, the way there, its record, what changed since an edition."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from flask import request, url_for
from werkzeug.wrappers import Response as AnyResponse

from engine.explanation.comparison.answer import comparison_answer
from engine.explanation.comparison.compare import compare
from engine.explanation.comparison.outline import comparison_lines
from engine.explanation.comparison.since import edition_before, last_day
from engine.explanation.disagreements import disagreements
from engine.explanation.migration.document import migration_document
from engine.explanation.migration.outline import plan_lines
from engine.explanation.records.markdown import record_markdown
from engine.explanation.records.record import Filing
from engine.explanation.records.slot import slot_record
from engine.explanation.records.stack import stack_record
from engine.inference.profile import Mistake
from engine.inference.reasoner import Decision
from engine.model import Language
from engine.request import DAY_HINT, Request, read_day
from plugin_api.blueprints.proof_pages import asked_of, blueprint
from plugin_api.blueprints.shared import check_filters
from plugin_api.openapi import Documented, view
from plugin_api.pages.lines import line_views
from plugin_api.pages.navigation import topic_of
from plugin_api.pages.page import page
from plugin_api.pages.phrases import phrase
from plugin_api.pages.products import conflict_views
from plugin_api.problems import invalid
from plugin_api.reviewing.asking import named
from plugin_api.service import current_service
from plugin_api.store import Record
from plugin_api.vocabulary import HTML

_PAGE = {"type": "string"}
_ID = re.compile(r"[0-9a-f]{32}", re.ASCII)


@view(
    blueprint,
    "GET",
    "/decisions/<string:decision_id>/conflicts",
    Documented("getConflictsPage", _PAGE, reads=("lang", "slot"), problems=(404, 406, 422, 503), content_type=HTML),
)
def conflicts(decision_id: str) -> AnyResponse:
    """The page that says where the sources behind a decision disagree

    `slot` asks about one slot alone.
    """
    record, decision, language = asked_of(decision_id)
    slot = request.args.get("slot") or None
    slots = decision.knowledge.slots
    check_filters({"slot": slot}, {"slot": slots})
    found = disagreements(decision, [slot] if slot else None)
    spoken, about = (
        [{**one, "show_slots": True} for one in conflict_views(some, decision, language)]
        for some in ([one for one in found if one.spoken], [one for one in found if not one.spoken])
    )
    return page(
        "conflicts.html",
        language,
        spoken=spoken,
        about=about,
        slot=slots[slot].title.in_language(language) if slot else None,
        topic=topic_of(record.id, decision, language),
        here_is="conflicts",
    )


@view(
    blueprint,
    "GET",
    "/decisions/<string:decision_id>/migration",
    Documented("getMigrationPage", _PAGE, reads=("lang",), problems=(404, 406, 503), content_type=HTML),
)
def migration(decision_id: str) -> AnyResponse:
    """The page that says the way from what is in use to what a decision recommends"""
    record, decision, language = asked_of(decision_id)
    lines = plan_lines(migration_document(decision, language), language)
    return page(
        "migration.html",
        language,
        lines=line_views(lines, decision.knowledge, language),
        topic=topic_of(record.id, decision, language),
        here_is="migration",
    )


@view(
    blueprint,
    "GET",
    "/decisions/<string:decision_id>/record",
    Documented("getRecordPage", _PAGE, reads=("lang", "slot"), problems=(404, 406, 422, 503), content_type=HTML),
)
def record(decision_id: str) -> AnyResponse:
    """The page of a decision as an architecture decision record

    `slot` asks for the record of one slot.
    """
    kept, decision, language = asked_of(decision_id)
    slot = request.args.get("slot") or None
    slots = decision.knowledge.slots
    check_filters({"slot": slot}, {"slot": slots})
    asked = current_service().again(kept).request
    written = slot_record(decision, slot, asked, language) if slot else stack_record(decision, asked, language)
    name = slots[slot].title.in_language(language) if slot else None
    return page(
        "record.html",
        language,
        text=record_markdown(written, Filing()),
        title=phrase("record_of", language, title=name) if name else phrase("record", language),
        slot=slot,
        slots=[(id_, one.title.in_language(language)) for id_, one in slots.items()],
        topic=topic_of(kept.id, decision, language),
        here_is="record",
    )


# --- what changed since another edition -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DayView:
    """A day as of which another edition may be read, and what day that is."""

    day: date
    which: str


@view(
    blueprint,
    "GET",
    "/decisions/<string:decision_id>/compared",
    Documented(
        "getComparisonPage",
        _PAGE,
        reads=("lang", "edition", "as_of", "decision"),
        problems=(404, 406, 422, 503),
        content_type=HTML,
    ),
)
def compared(decision_id: str) -> AnyResponse:
    """The page that says what changes from another edition to a decision

    `edition` names it; the one before that of the decision, where it is left out. `as_of` is the day as of which it is
    read: the last day on which it was the newest, where that is left out. `decision` names another decision instead.
    """
    record, decision, language = asked_of(decision_id)
    other = (request.args.get("decision") or "").strip()
    if other:
        return _compared_with(other, record, decision, language)
    editions = decision.knowledge.editions
    edition = request.args.get("edition") or edition_before(decision) or decision.edition
    check_filters({"edition": edition}, {"edition": editions})
    days = _days(edition, decision, language)
    day = _asked_day(days[0].day)
    which = next((one.which for one in days if one.day == day), phrase("day.chosen", language))
    before = decision.reasoner.decide(decision.answers, edition, day)
    ids = (_kept(before, record, language), current_service().in_language(record, language).id)
    places = {id_: url_for("pages.decision", decision_id=id_, lang=language) for id_ in ids if id_}
    document = comparison_answer(compare(before, decision), language)
    lines = comparison_lines(document, before.knowledge, decision.knowledge, language)
    told = phrase(
        "compared_days",
        language,
        edition=edition,
        day=day,
        which=which,
        newer=decision.edition,
        today=decision.as_of,
    )
    return page(
        "compared.html",
        language,
        lines=line_views(lines, decision.knowledge, language, places),
        edition=edition,
        told=told,
        days=[one for one in days if one.day != day],
        editions=list(editions),
        day=day,
        topic=topic_of(record.id, decision, language),
        here_is="changes",
    )


def _compared_with(other: str, record: Record, decision: Decision, language: Language) -> AnyResponse:
    """`other`: the id of a decision, or an address that ends in it. Raises a 422 problem."""
    found = _ID.search(other)
    kept = named(found[0] if found else other, "/query/decision")
    before = current_service().again(kept).decision
    told = [current_service().in_language(one, language).id for one in (kept, record)]
    places = {id_: url_for("pages.decision", decision_id=id_, lang=language) for id_ in told}
    document = comparison_answer(compare(before, decision), language)
    lines = comparison_lines(document, before.knowledge, decision.knowledge, language)
    return page(
        "compared.html",
        language,
        lines=line_views(lines, decision.knowledge, language, places),
        other=told[0],
        edition="",
        told="",
        days=[],
        editions=list(decision.knowledge.editions),
        topic=topic_of(record.id, decision, language),
        here_is="compared",
    )


def _days(edition: str, decision: Decision, language: Language) -> list[DayView]:
    """The last day on which it was the newest comes first: what has happened since then is a change since it."""
    known, last = decision.knowledge.editions[edition], last_day(edition, decision)
    found = {last: "last"} if last < decision.as_of else {}
    found.setdefault(decision.as_of, "same")
    if known.published <= decision.as_of:
        found.setdefault(known.published, "own")
    return [DayView(day, phrase(f"day.{which}", language)) for day, which in found.items()]


def _asked_day(otherwise: date) -> date:
    """Raises a 422 problem."""
    said = request.args.get("as_of")
    if not said:
        return otherwise
    try:
        return read_day(said)
    except ValueError as error:
        raise invalid((Mistake("/query/as_of", str(error), DAY_HINT),)) from None


def _kept(before: Decision, record: Record, language: Language) -> str:
    """The id of the other decision, kept so that it can be linked to; empty where its knowledge is not in force."""
    service = current_service()
    if record.knowledge != service.knowledge.digest:
        return ""
    return service.decide(Request(before.answers, before.edition, before.as_of, language)).id
