"""Slots, editions and packs one by one, where the links of their lists lead."""

from __future__ import annotations

from typing import Any

from engine.explanation.packs import packs_document
from plugin_api.blueprints.knowledge import blueprint
from plugin_api.blueprints.shared import Arguments, headers, spoken
from plugin_api.openapi import Documented, view
from plugin_api.problems import not_found
from plugin_api.representations import edition_data, linked_pack, slot_data
from plugin_api.schemas.base import LanguageQuery
from plugin_api.schemas.knowledge import EditionSchema, PackSchema, SlotSchema
from plugin_api.service import current_service

Answer = tuple[dict[str, Any], dict[str, str]]


@view(
    blueprint,
    "GET",
    "/slots/<string:slot_id>",
    Documented("getSlot", SlotSchema, query=LanguageQuery, problems=(404, 406, 422), cached="knowledge"),
)
def slot(arguments: Arguments, slot_id: str) -> Answer:
    """Read a slot of the architecture"""
    knowledge, language = current_service().knowledge, spoken(arguments)
    found = knowledge.slots.get(slot_id)
    if found is None:
        raise not_found("slot", slot_id, knowledge.slots)
    return slot_data(found, knowledge, language), headers(language)


@view(
    blueprint,
    "GET",
    "/editions/<string:edition_id>",
    Documented("getEdition", EditionSchema, query=LanguageQuery, problems=(404, 406, 422), cached="knowledge"),
)
def edition(arguments: Arguments, edition_id: str) -> Answer:
    """Read an edition of the rules"""
    knowledge, language = current_service().knowledge, spoken(arguments)
    found = knowledge.editions.get(edition_id)
    if found is None:
        raise not_found("edition", edition_id, knowledge.editions)
    return edition_data(found, language), headers(language)


@view(
    blueprint,
    "GET",
    "/packs/<string:pack_id>",
    Documented("getPack", PackSchema, query=LanguageQuery, problems=(404, 406, 422), cached="knowledge"),
)
def pack(arguments: Arguments, pack_id: str) -> Answer:
    """Read a pack in force, with what it adds and changes"""
    knowledge, language = current_service().knowledge, spoken(arguments)
    known = {one["id"]: one for one in packs_document(knowledge, language)}
    if pack_id not in known:
        raise not_found("pack", pack_id, known)
    return linked_pack(known[pack_id]), headers(language)
