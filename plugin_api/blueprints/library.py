"""The knowledge in force as pages, cross-linked and searchable: what a decision's rules and claims lead to."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import urlencode

from flask import Response, request
from flask_smorest import Blueprint

from engine.explanation.conflicts import conflict_document
from engine.explanation.proofs.words import strength_word
from engine.inference.profile import Mistake
from engine.model import Knowledge, Language
from plugin_api.blueprints.knowledge import no_rule
from plugin_api.blueprints.shared import check_filters
from plugin_api.negotiation import media_type_for
from plugin_api.openapi import Documented, view
from plugin_api.pages.library.index import Index, current_index
from plugin_api.pages.library.searching import KINDS, search
from plugin_api.pages.library.views import (
    claim_view,
    product_view,
    products_in,
    rule_lines,
    rule_view,
    source_line,
    source_view,
)
from plugin_api.pages.page import asked_language, page, problem_page
from plugin_api.pages.products import addressed
from plugin_api.pages.views import claim_views
from plugin_api.problems import Problem, invalid, not_found
from plugin_api.service import current_service
from plugin_api.vocabulary import HTML

blueprint = Blueprint("library", __name__, description="The knowledge as pages for people")
blueprint.register_error_handler(Problem, problem_page)

_PAGE = {"type": "string"}
# Items that a page of a list shows, and those that a search does.
SHOWN = 60
# Digits of an offset.
_LONGEST = 6


def _documented(operation: str, *reads: str, problems: tuple[int, ...] = (404, 406)) -> Documented:
    return Documented(
        operation, _PAGE, reads=("lang", *reads), problems=problems, content_type=HTML, cached="knowledge"
    )


def _asked() -> tuple[Knowledge, Index, Language]:
    media_type_for(request.headers.get("Accept"), HTML)
    return current_service().knowledge, current_index(), asked_language()


def _shown(template: str, language: Language, **values: Any) -> Response:
    return page(template, language, strength_word=strength_word, kinds=KINDS, q=request.args.get("q", ""), **values)


# --- searching ------------------------------------------------------------------------------------------------


@view(blueprint, "GET", "/search", _documented("getSearchPage", "q", "only", "offset", problems=(406, 422)))
def search_page() -> Response:
    """The page that finds rules, claims, products, slots and sources

    What has the words in its id or name comes first.
    """
    _, _, language = _asked()
    kind = request.args.get("only") or None
    check_filters({"only": kind}, {"only": KINDS})
    every = search(request.args.get("q", ""), language)
    counts = {one: sum(hit.kind == one for hit in every) for one in KINDS}
    found = [hit for hit in every if kind in (None, hit.kind)]
    return _shown("search.html", language, counts=counts, kind=kind, total=len(every), **_part(found))


# --- lists ----------------------------------------------------------------------------------------------------


@view(blueprint, "GET", "/rules", _documented("getRulesPage", "q", "slot", "product", "offset", problems=(406, 422)))
def rules() -> Response:
    """The page that lists the rules

    `slot` asks for those that bear on it, `product` for those about it.
    """
    knowledge, index, language = _asked()
    only = {"slot": index.rules_in, "product": index.rules_about}
    ids = _chosen("rule", knowledge.rules, only, {"slot": knowledge.slots, "product": knowledge.products})
    part = _part(ids)
    lines = rule_lines(part.pop("items"), knowledge, language)
    return _list("rule", language, only=_only(only, knowledge, language), rules=lines, **part)


@view(
    blueprint, "GET", "/claims", _documented("getClaimsPage", "q", "source", "product", "offset", problems=(406, 422))
)
def claims() -> Response:
    """The page that lists the claims

    `source` asks for those of one source, `product` for those about it.
    """
    knowledge, index, language = _asked()
    only = {"source": index.claims_of, "product": index.claims_about}
    ids = _chosen("claim", knowledge.claims, only, {"source": knowledge.sources, "product": knowledge.products})
    part = _part(ids)
    lines = claim_views(part.pop("items"), knowledge, language).values()
    return _list("claim", language, only=_only(only, knowledge, language), claims=lines, **part)


@view(blueprint, "GET", "/products", _documented("getProductsPage", "q", "slot", "offset", problems=(406, 422)))
def products() -> Response:
    """The page that lists the products

    `slot` asks for those that can fill it.
    """
    knowledge, _, language = _asked()
    only = {"slot": {slot: [id_ for id_, _ in products_in(slot, knowledge)] for slot in knowledge.slots}}
    part = _part(_chosen("product", knowledge.products, only, {"slot": knowledge.slots}))
    lines = [knowledge.products[id_] for id_ in part.pop("items")]
    return _list(
        "product", language, only=_only(only, knowledge, language), products=lines, knowledge=knowledge, **part
    )


@view(blueprint, "GET", "/sources", _documented("getSourcesPage", "q", "offset", problems=(406, 422)))
def sources() -> Response:
    """The page that lists the sources"""
    knowledge, index, language = _asked()
    part = _part(_chosen("source", knowledge.sources, {}, {}))
    lines = [source_line(knowledge.sources[id_], language) for id_ in part.pop("items")]
    return _list("source", language, only=(), sources=lines, claims_of=index.claims_of, **part)


@view(blueprint, "GET", "/slots", _documented("getSlotsPage", "q", "offset", problems=(406, 422)))
def slots() -> Response:
    """The page that lists the slots of the architecture"""
    knowledge, index, language = _asked()
    part = _part(_chosen("slot", knowledge.slots, {}, {}))
    lines = [knowledge.slots[id_] for id_ in part.pop("items")]
    return _list("slot", language, only=(), slots=lines, knowledge=knowledge, rules_in=index.rules_in, **part)


def _list(kind: str, language: Language, **values: Any) -> Response:
    return _shown("list.html", language, kind=kind, **values)


def _chosen(
    kind: str,
    every: Mapping[str, object],
    only: Mapping[str, Mapping[str, Collection[str]]],
    known: Mapping[str, Collection[str]],
) -> list[str]:
    """The ids that are asked for, the best first where words were given. Raises a 422 problem."""
    check_filters({name: request.args.get(name) or None for name in known}, known)
    said = request.args.get("q", "")
    found = [hit.id for hit in search(said, "en", kind)] if said.strip() else list(every)
    for name, by in only.items():
        value = request.args.get(name)
        if value:
            right = frozenset(by.get(value, ()))
            found = [id_ for id_ in found if id_ in right]
    return found


def _only(names: Collection[str], knowledge: Knowledge, language: Language) -> tuple[tuple[str, str, str], ...]:
    """What the list is held to: a name, an id and what it is called."""
    called = {
        "slot": lambda id_: knowledge.slots[id_].title.in_language(language),
        "product": lambda id_: knowledge.products[id_].name,
        "source": lambda id_: knowledge.sources[id_].title.in_language(language),
    }
    return tuple((name, value, called[name](value)) for name in names if (value := request.args.get(name)))


def _part(found: list[Any]) -> dict[str, Any]:
    """The part of a list that is asked for, with the addresses of its neighbours. Raises a 422 problem."""
    said = request.args.get("offset") or "0"
    if not (said.isascii() and said.isdigit() and len(said) <= _LONGEST):
        raise invalid((Mistake("/query/offset", f"{said[:20]!r} is no number of items", "a number, as 60"),))
    offset = min(int(said), len(found))
    kept = [(name, value) for name, value in request.args.items() if name != "offset" and value]

    def at(place: int) -> str:
        return f"{request.path}?{urlencode([*kept, ('offset', place)])}"

    return {
        "items": found[offset : offset + SHOWN],
        "offset": offset,
        "count": len(found),
        "before": at(max(0, offset - SHOWN)) if offset else "",
        "after": at(offset + SHOWN) if offset + SHOWN < len(found) else "",
    }


# --- one by one -----------------------------------------------------------------------------------------------


@view(blueprint, "GET", "/rules/<path:rule_id>", _documented("getRulePage"))
def rule(rule_id: str) -> Response:
    """The page of a rule

    Its condition in words and as it is written, what follows and why, and what it cites, overrides and gives way to.
    """
    knowledge, index, language = _asked()
    found = knowledge.rules.get(rule_id)
    if found is None:
        raise no_rule(rule_id, knowledge, language)
    return _shown("rule.html", language, kind="rule", view=rule_view(found, knowledge, index, language))


@view(blueprint, "GET", "/claims/<path:claim_id>", _documented("getClaimPage"))
def claim(claim_id: str) -> Response:
    """The page of a claim

    What it says, where, and the rules that cite it, or why none does.
    """
    knowledge, index, language = _asked()
    found = knowledge.claims.get(claim_id)
    if found is None:
        raise not_found("claim", claim_id, knowledge.claims)
    return _shown("claim.html", language, kind="claim", view=claim_view(found, knowledge, index, language))


@view(blueprint, "GET", "/products/<string:product_id>", _documented("getProductPage"))
def product(product_id: str) -> Response:
    """The page of a product

    Its slots, its dated facts with their evidence, and the rules and claims about it.
    """
    knowledge, index, language = _asked()
    found = knowledge.products.get(product_id)
    if found is None:
        raise not_found("product", product_id, knowledge.products)
    return _shown("product.html", language, kind="product", view=product_view(found, knowledge, index, language))


@view(blueprint, "GET", "/sources/<string:source_id>", _documented("getSourcePage"))
def source(source_id: str) -> Response:
    """The page of a source

    Its claims, and where it disagrees with others.
    """
    knowledge, index, language = _asked()
    found = knowledge.sources.get(source_id)
    if found is None:
        raise not_found("source", source_id, knowledge.sources)
    return _shown("source.html", language, kind="source", view=source_view(found, knowledge, index, language))


@view(blueprint, "GET", "/slots/<string:slot_id>", _documented("getSlotPage"))
def slot(slot_id: str) -> Response:
    """The page of a slot

    The products that can fill it, and the rules that bear on it.
    """
    knowledge, index, language = _asked()
    found = knowledge.slots.get(slot_id)
    if found is None:
        raise not_found("slot", slot_id, knowledge.slots)
    return _shown(
        "slot.html",
        language,
        kind="slot",
        slot=found,
        area=knowledge.areas[found.area].title.in_language(language),
        products=products_in(slot_id, knowledge),
        rules=rule_lines(index.rules_in.get(slot_id, ()), knowledge, language),
    )


@view(blueprint, "GET", "/conflicts/<string:conflict_id>", _documented("getConflictPage"))
def conflict(conflict_id: str) -> Response:
    """The page of a point on which sources disagree"""
    knowledge, index, language = _asked()
    found = {one.id: one for one in index.conflicts}
    if conflict_id not in found:
        raise not_found("conflict", conflict_id, found)
    told = addressed(conflict_document(found[conflict_id], knowledge, language), knowledge, language)
    return _shown("conflict.html", language, kind="conflict", told=told)
