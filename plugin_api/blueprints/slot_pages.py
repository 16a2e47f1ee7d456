"""The page of one slot of a decision: every verdict with its reasons, what was set aside, and the evidence."""

from __future__ import annotations

from typing import Any

import orjson
from flask import request
from flask_smorest import Blueprint
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from engine.explanation.disagreements import disagreements
from engine.explanation.what_if.robustness import robustness
from engine.explanation.what_if.robustness_document import pick_document
from engine.inference.reasoner import Decision
from engine.model import Language
from plugin_api.blueprints.decisions import find
from plugin_api.blueprints.proof_pages import asked_of
from plugin_api.openapi import Documented, view
from plugin_api.pages.navigation import topic_of
from plugin_api.pages.page import page, part, problem_page
from plugin_api.pages.said import said_of
from plugin_api.pages.told import reasons_set_aside
from plugin_api.pages.views import decision_view
from plugin_api.problems import Problem, not_found
from plugin_api.reviewing.setup import current_waivers
from plugin_api.service import current_service
from plugin_api.store import Record
from plugin_api.vocabulary import HTML

blueprint = Blueprint("slot_pages", __name__, description="One slot of a decision, as a page")
blueprint.register_error_handler(Problem, problem_page)


@view(
    blueprint,
    "GET",
    "/decisions/<string:decision_id>/slots/<string:slot_id>",
    Documented("getDecisionSlotPage", {"type": "string"}, reads=("lang",), problems=(404, 406, 503), content_type=HTML),
)
def slot_page(decision_id: str, slot_id: str) -> AnyResponse:
    """The page of one slot of a decision

    Every verdict with its reasons and their evidence, what was set aside and by what, and what the picks hang on.
    """
    record, decision, language = asked_of(decision_id)
    service, slots = current_service(), decision.knowledge.slots
    if slot_id not in slots:
        raise not_found("slot", slot_id, slots)
    told = find(service.in_language(record, language).id)
    area = slots[slot_id].area
    order = [outcome.slot for outcome in decision.slots]
    at = order.index(slot_id)
    return page(
        "decision_slot.html",
        language,
        told=_told(record, decision, slot_id, language),
        title=slots[slot_id].title.in_language(language),
        slot=slot_id,
        standing=decision.slot(slot_id).status,
        area=area,
        area_title=decision.knowledge.areas[area].title.in_language(language),
        beside=[
            (way, order[i], slots[order[i]].title.in_language(language))
            for way, i in (("list.before", at - 1), ("list.after", at + 1))
            if 0 <= i < len(order)
        ],
        said=said_of(told, decision.knowledge, current_waivers(), service, language),
        topic=topic_of(record.id, decision, language),
        here_is="slot",
    )


def _told(record: Record, decision: Decision, slot: str, language: Language) -> Markup:
    """All that is said of the slot, which is the same each time."""
    kept, key = current_service().proofs, ("slot page", record.id, language, slot, request.script_root)
    known = kept.get(key)
    if known is not None:
        return Markup(known.decode())
    body = _body(record, slot, language)
    picks = [pick_document(one, decision.knowledge, language) for one in robustness(decision) if one.slot == slot]
    made = part(
        "slot_told.html",
        language,
        view=decision_view(body, {}, decision.knowledge, language, picks),
        one=body["slots"][0],
        decision_id=record.id,
        set_aside=reasons_set_aside(body["slots"], decision, language),
        disagreed=sum(found.spoken for found in disagreements(decision, [slot])),
    )
    kept.put(key, made.encode(), weight=len(made))
    return made


def _body(record: Record, slot: str, language: Language) -> dict[str, Any]:
    """The decision with this slot alone, and nothing above the slots."""
    body = orjson.loads(current_service().in_language(record, language).body)
    warnings = [one for one in body["warnings"] if slot in one["slots"]]
    slots = [one for one in body["slots"] if one["slot"] == slot]
    return {**body, "slots": slots, "warnings": warnings, "connections": [], "roadmap": None, "advice": []}
