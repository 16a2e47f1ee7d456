"""The knowledge, browsable: slots, products, rules, claims, sources, editions."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from flask_smorest import Blueprint

from engine.explanation.packs import packs_document
from engine.knowledge.relations import products_of
from engine.model import Claim, Edition, Knowledge, Language, Pack, Product, Rule, Slot, Source
from plugin_api.blueprints.shared import check_filters, headers, listing, mentions, spoken
from plugin_api.openapi import Documented, view
from plugin_api.problems import Problem, not_found
from plugin_api.representations import (
    claim_data,
    edition_data,
    linked_pack,
    product_data,
    rule_data,
    slot_data,
    source_data,
)
from plugin_api.schemas.base import LanguageQuery, ListQuery, list_of
from plugin_api.schemas.knowledge import (
    ClaimSchema,
    ClaimsQuery,
    EditionSchema,
    PackSchema,
    ProductSchema,
    ProductsQuery,
    RuleSchema,
    RulesQuery,
    SlotSchema,
    SourceSchema,
)
from plugin_api.service import current_service

blueprint = Blueprint("knowledge", __name__, url_prefix="/v1", description="Everything that decisions rest on")

Arguments = dict[str, Any]
Answer = tuple[dict[str, Any], dict[str, str]]


@view(
    blueprint,
    "GET",
    "/slots",
    Documented("listSlots", list_of(SlotSchema), query=ListQuery, problems=(406, 422), cached="knowledge"),
)
def slots(arguments: Arguments) -> Answer:
    """List the slots of the architecture, in its order"""
    knowledge, language = current_service().knowledge, spoken(arguments)

    def wanted(slot: Slot) -> bool:
        return mentions(arguments, slot.id, slot.title, knowledge.areas[slot.area].title)

    found = filter(wanted, knowledge.slots.values())
    return listing(found, arguments, lambda slot: slot_data(slot, knowledge, language), language)


@view(
    blueprint,
    "GET",
    "/products",
    Documented("listProducts", list_of(ProductSchema), query=ProductsQuery, problems=(406, 422), cached="knowledge"),
)
def products(arguments: Arguments) -> Answer:
    """List the products of the catalog

    `slot` asks for those that can fill it, `q` for words in their names and notes.
    """
    knowledge, language = current_service().knowledge, spoken(arguments)
    check_filters(arguments, {"slot": knowledge.slots})
    slot = arguments.get("slot")

    def wanted(product: Product) -> bool:
        return slot in (None, *product.slots) and mentions(arguments, product.id, product.name, product.note)

    found = filter(wanted, knowledge.products.values())
    return listing(found, arguments, lambda product: product_data(product, knowledge, language), language)


@view(
    blueprint,
    "GET",
    "/products/<string:product_id>",
    Documented("getProduct", ProductSchema, query=LanguageQuery, problems=(404, 406, 422), cached="knowledge"),
)
def product(arguments: Arguments, product_id: str) -> Answer:
    """Read a product"""
    knowledge, language = current_service().knowledge, spoken(arguments)
    found = knowledge.products.get(product_id)
    if found is None:
        raise not_found("product", product_id, knowledge.products)
    return product_data(found, knowledge, language), headers(language)


@view(
    blueprint,
    "GET",
    "/rules",
    Documented("listRules", list_of(RuleSchema), query=RulesQuery, problems=(406, 422), cached="knowledge"),
)
def rules(arguments: Arguments) -> Answer:
    """List the rules

    A rule that was written for many products is listed once for each.
    """
    knowledge, language = current_service().knowledge, spoken(arguments)
    known = {"module": knowledge.modules, "slot": knowledge.slots, "product": knowledge.products}
    check_filters(arguments, known)
    module, slot, about = (arguments.get(name) for name in known)

    def wanted(rule: Rule) -> bool:
        return (
            module in (None, rule.module)
            and slot in (None, *rule.slots)
            and (about is None or any(about in products_of(c) for c in rule.then))
            and mentions(arguments, rule.id, rule.because)
        )

    found = filter(wanted, knowledge.rules.values())
    return listing(found, arguments, lambda rule: rule_data(rule, knowledge, language), language)


@view(
    blueprint,
    "GET",
    "/rules/<path:rule_id>",
    Documented("getRule", RuleSchema, query=LanguageQuery, problems=(404, 406, 422), cached="knowledge"),
)
def rule(arguments: Arguments, rule_id: str) -> Answer:
    """Read a rule

    Its id has a slash, and an @ where it was written for many products.
    """
    knowledge, language = current_service().knowledge, spoken(arguments)
    found = knowledge.rules.get(rule_id)
    if found is None:
        raise no_rule(rule_id, knowledge, language)
    return rule_data(found, knowledge, language), headers(language)


def no_rule(rule_id: str, knowledge: Knowledge, language: Language) -> Problem:
    """A 404, which says who withdrew a rule that once was there."""
    change = knowledge.changes.get(rule_id.partition("@")[0])
    if change is None or not change.withdrawn:
        return not_found("rule", rule_id, knowledge.rules)
    return not_found("rule", rule_id, hint=f"the pack {change.pack} withdrew it: {change.reason.in_language(language)}")


@view(
    blueprint,
    "GET",
    "/claims",
    Documented("listClaims", list_of(ClaimSchema), query=ClaimsQuery, problems=(406, 422), cached="knowledge"),
)
def claims(arguments: Arguments) -> Answer:
    """List the claims, which are what rules cite"""
    knowledge, language = current_service().knowledge, spoken(arguments)
    cited_by = _cited_by(knowledge.digest)
    every = knowledge.claims.values()
    kinds, categories = {claim.kind for claim in every}, {claim.category for claim in every}
    known = {"source": knowledge.sources, "kind": kinds, "category": categories, "product": knowledge.products}
    check_filters(arguments, known)
    source, kind, category, about = (arguments.get(name) for name in known)

    def wanted(claim: Claim) -> bool:
        return (
            source in (None, claim.source)
            and kind in (None, claim.kind)
            and category in (None, claim.category)
            and about in (None, *claim.products)
            and mentions(arguments, claim.id, claim.text, claim.note, claim.note_ko, claim.section)
        )

    found = filter(wanted, every)
    return listing(found, arguments, lambda claim: claim_data(claim, cited_by.get(claim.id, ()), language), language)


@view(
    blueprint,
    "GET",
    "/claims/<path:claim_id>",
    Documented("getClaim", ClaimSchema, query=LanguageQuery, problems=(404, 406, 422), cached="knowledge"),
)
def claim(arguments: Arguments, claim_id: str) -> Answer:
    """Read a claim"""
    knowledge, language = current_service().knowledge, spoken(arguments)
    found = knowledge.claims.get(claim_id)
    if found is None:
        raise not_found("claim", claim_id, knowledge.claims)
    return claim_data(found, _cited_by(knowledge.digest).get(claim_id, ()), language), headers(language)


@lru_cache(maxsize=4)
def _cited_by(digest: str) -> dict[str, tuple[str, ...]]:
    """The rules behind each claim. The digest, which names the knowledge in force, is the key of the memory."""
    found: dict[str, list[str]] = {}
    for rule in current_service().knowledge.rules.values():
        for claim in rule.cites:
            found.setdefault(claim, []).append(rule.id)
    return {claim: tuple(rules) for claim, rules in found.items()}


@view(
    blueprint,
    "GET",
    "/sources",
    Documented("listSources", list_of(SourceSchema), query=ListQuery, problems=(406, 422), cached="knowledge"),
)
def sources(arguments: Arguments) -> Answer:
    """List the documents behind the claims and the catalog"""
    knowledge, language = current_service().knowledge, spoken(arguments)

    def wanted(source: Source) -> bool:
        return mentions(arguments, source.id, source.title, source.note, *source.authors)

    found = filter(wanted, knowledge.sources.values())
    return listing(found, arguments, lambda source: source_data(source, language), language)


@view(
    blueprint,
    "GET",
    "/sources/<string:source_id>",
    Documented("getSource", SourceSchema, query=LanguageQuery, problems=(404, 406, 422), cached="knowledge"),
)
def source(arguments: Arguments, source_id: str) -> Answer:
    """Read a source"""
    knowledge, language = current_service().knowledge, spoken(arguments)
    found = knowledge.sources.get(source_id)
    if found is None:
        raise not_found("source", source_id, knowledge.sources)
    return source_data(found, language), headers(language)


@view(
    blueprint,
    "GET",
    "/editions",
    Documented("listEditions", list_of(EditionSchema), query=ListQuery, problems=(406, 422), cached="knowledge"),
)
def editions(arguments: Arguments) -> Answer:
    """List the yearly editions of the rules, oldest first"""
    knowledge, language = current_service().knowledge, spoken(arguments)

    def wanted(edition: Edition) -> bool:
        return mentions(arguments, edition.id, edition.title)

    found = filter(wanted, knowledge.editions.values())
    return listing(found, arguments, lambda edition: edition_data(edition, language), language)


@view(
    blueprint,
    "GET",
    "/packs",
    Documented("listPacks", list_of(PackSchema), query=ListQuery, problems=(406, 422), cached="knowledge"),
)
def packs(arguments: Arguments) -> Answer:
    """List the packs in force, the base first, with what each adds and changes"""
    knowledge, language = current_service().knowledge, spoken(arguments)

    def wanted(pack: Pack) -> bool:
        return mentions(arguments, pack.id, pack.title)

    listed = {pack["id"]: pack for pack in packs_document(knowledge, language)}
    found = filter(wanted, knowledge.packs)
    return listing(found, arguments, lambda pack: linked_pack(listed[pack.id]), language)
