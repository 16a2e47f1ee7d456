"""What the pages of the knowledge show: one thing each, with all that it is connected to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from engine.conflict import Conflict
from engine.dated import stars_over_time
from engine.explanation.conflicts import conflict_document
from engine.explanation.packs import change_document
from engine.explanation.rule_words import Told, conclusion_told, condition_told, reason_parts
from engine.knowledge.relations import products_of
from engine.model import Claim, Knowledge, Language, Product, Rule, Source
from plugin_api.pages.library.index import Index
from plugin_api.pages.phrases import phrase
from plugin_api.pages.products import addressed
from plugin_api.pages.views import ClaimView, claim_views
from plugin_api.representations import conclusion_data, condition_data
from plugin_api.yaml_writer import to_yaml


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule in a list. `because`: its reason, cut where a decision puts something in."""

    id: str
    strength: str
    because: tuple[tuple[str, str], ...]
    follows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuleView:
    """`copies`: where it was written for many products, those for the others, with the name of the product."""

    line: RuleLine
    rule: Rule
    module: str
    condition: tuple[Told, ...]
    source: str
    cites: tuple[ClaimView, ...]
    overrides: tuple[RuleLine, ...]
    overridden_by: tuple[RuleLine, ...]
    products: tuple[tuple[str, str], ...]
    slots: tuple[tuple[str, str], ...]
    copies: tuple[tuple[str, str], ...]
    changed: dict[str, Any] | None
    conflicts: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class ClaimFullView:
    """`category`: the slot that it is about by id and title, the id empty where it is about none.

    `unused`: why no decision can rest on it, empty where one can; `facts`: products whose facts it is behind.
    """

    claim: Claim
    kind: str
    category: tuple[str, str]
    text: str
    note: str
    source: SourceLine
    rules: tuple[RuleLine, ...]
    products: tuple[tuple[str, str], ...]
    unused: str
    facts: tuple[tuple[str, str], ...]
    stages: tuple[str, ...]
    conflicts: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class SourceLine:
    """`address`: where it can be read, empty where nobody knows; `place`: what is found there."""

    id: str
    title: str
    authors: str
    date: str
    address: str
    place: str


@dataclass(frozen=True, slots=True)
class SourceView:
    """`claims`: by section, in the order of the source."""

    line: SourceLine
    source: Source
    note: str
    claims: tuple[tuple[str, tuple[ClaimView, ...]], ...]
    count: int
    facts: tuple[tuple[str, str], ...]
    conflicts: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class FactView:
    """A dated fact of the catalog with its evidence. `since` is empty for what has been so as far back as is known."""

    what: str
    since: str
    value: str
    cites: tuple[ClaimView, ...]


@dataclass(frozen=True, slots=True)
class ProductView:
    product: Product
    note: str
    slots: tuple[tuple[str, str], ...]
    facts: tuple[FactView, ...]
    releases: tuple[FactView, ...]
    rules: tuple[RuleLine, ...]
    claims: tuple[ClaimView, ...]
    conflicts: tuple[dict[str, Any], ...]


# --- rules ----------------------------------------------------------------------------------------------------


def rule_line(rule: Rule, knowledge: Knowledge, language: Language) -> RuleLine:
    follows = tuple(conclusion_told(one, knowledge, language) for one in rule.then)
    return RuleLine(rule.id, rule.strength, reason_parts(rule, knowledge, language), follows)


def rule_lines(ids: Iterable[str], knowledge: Knowledge, language: Language) -> tuple[RuleLine, ...]:
    return tuple(rule_line(knowledge.rules[id_], knowledge, language) for id_ in ids if id_ in knowledge.rules)


def rule_view(rule: Rule, knowledge: Knowledge, index: Index, language: Language) -> RuleView:
    about = dict.fromkeys(one for conclusion in rule.then for one in products_of(conclusion))
    alike = [id_ for id_ in index.copies.get(rule.template, ()) if id_ != rule.id]
    names = {rule.id, rule.template}
    return RuleView(
        line=rule_line(rule, knowledge, language),
        rule=rule,
        module=knowledge.modules[rule.module].title.in_language(language),
        condition=condition_told(rule.when, knowledge, language),
        source=to_yaml(_as_written(rule)),
        cites=tuple(claim_views(rule.cites, knowledge, language).values()),
        overrides=rule_lines(rule.overrides, knowledge, language),
        overridden_by=rule_lines(index.rules_over.get(rule.id, ()), knowledge, language),
        products=named(about, knowledge),
        slots=titled(rule.slots, knowledge, language),
        copies=tuple((id_, knowledge.products[knowledge.rules[id_].product or ""].name) for id_ in alike),
        changed=change_document(rule, knowledge, language),
        conflicts=_told((one for one in index.conflicts if names & {*one.settled.rules}), knowledge, language),
    )


def _as_written(rule: Rule) -> dict[str, Any]:
    """In the words of the rule language."""
    return {
        "id": rule.id,
        "strength": rule.strength,
        "when": condition_data(rule.when),
        "then": [conclusion_data(one) for one in rule.then],
        "because": {"en": rule.because.en, "ko": rule.because.ko},
        "cites": list(rule.cites),
        **({"overrides": list(rule.overrides)} if rule.overrides else {}),
    }


# --- claims and sources ---------------------------------------------------------------------------------------


def claim_view(claim: Claim, knowledge: Knowledge, index: Index, language: Language) -> ClaimFullView:
    unused = knowledge.unused.get(claim.id)
    stages = {stage.id: stage for stage in knowledge.roadmap.stages} if knowledge.roadmap else {}
    return ClaimFullView(
        claim=claim,
        kind=phrase(f"claim.kind.{claim.kind}", language),
        category=_category(claim, knowledge, language),
        text=claim.text.in_language(language),
        note=claim.note_in(language) or "",
        source=source_line(knowledge.sources[claim.source], language),
        rules=rule_lines(index.rules_citing.get(claim.id, ()), knowledge, language),
        products=named(claim.products, knowledge),
        unused=unused.because.in_language(language) if unused else "",
        facts=named(index.facts.get(claim.id, ()), knowledge),
        stages=tuple(stages[id_].title.in_language(language) for id_ in index.stages.get(claim.id, ())),
        conflicts=_told(
            (one for one in index.conflicts if any(claim.id in side.cites for side in one.sides)), knowledge, language
        ),
    )


def _category(claim: Claim, knowledge: Knowledge, language: Language) -> tuple[str, str]:
    slot = knowledge.slots.get(claim.category)
    return (slot.id, slot.title.in_language(language)) if slot else ("", phrase("claim.general", language))


def source_line(source: Source, language: Language) -> SourceLine:
    return SourceLine(
        source.id,
        source.title.in_language(language),
        ", ".join(source.authors),
        source.date.isoformat() if source.date else "",
        source.url or "",
        source.repository or source.url or "",
    )


def source_view(source: Source, knowledge: Knowledge, index: Index, language: Language) -> SourceView:
    ids = index.claims_of.get(source.id, ())
    sections = groupby(ids, key=lambda id_: knowledge.claims[id_].section)
    by_section: dict[str, list[str]] = {}
    for section, found in sections:
        by_section.setdefault(section, []).extend(found)

    def speaks(conflict: Conflict) -> bool:
        cited = (id_ for side in conflict.sides for id_ in (*side.cites, side.source or ""))
        return any(id_.partition("/")[0] == source.id for id_ in cited)

    return SourceView(
        line=source_line(source, language),
        source=source,
        note=source.note.in_language(language) if source.note else "",
        claims=tuple(
            (section, tuple(claim_views(found, knowledge, language).values())) for section, found in by_section.items()
        ),
        count=len(ids),
        facts=named(index.facts.get(source.id, ()), knowledge),
        conflicts=_told(filter(speaks, index.conflicts), knowledge, language),
    )


# --- products -------------------------------------------------------------------------------------------------


def product_view(product: Product, knowledge: Knowledge, index: Index, language: Language) -> ProductView:
    return ProductView(
        product=product,
        note=product.note.in_language(language) if product.note else "",
        slots=titled(product.slots, knowledge, language),
        facts=tuple(_facts(product, knowledge, language)),
        releases=tuple(_releases(product, knowledge, language)),
        rules=rule_lines(index.rules_about.get(product.id, ()), knowledge, language),
        claims=tuple(claim_views(index.claims_about.get(product.id, ()), knowledge, language).values()),
        conflicts=_told((one for one in index.conflicts if product.id in one.products), knowledge, language),
    )


def _facts(product: Product, knowledge: Knowledge, language: Language) -> list[FactView]:
    def fact(what: str, since: date | None, value: object, told: Any) -> FactView:
        ids = (*told.cites, *([told.source] if getattr(told, "source", None) else ()))
        cites = tuple(claim_views(ids, knowledge, language).values())
        return FactView(phrase(f"fact.{what}", language), _day(since), str(value), cites)

    found = [fact("licence", one.since, one.spdx, one) for one in product.licences]
    found += [fact("cncf", one.since, one.level, one) for one in product.cncf]
    end = product.end_of_life
    if end:
        found.append(fact("end_of_life", end.announced, _day(end.date), end))
    found += [fact("stars", day, one.count, one) for day, one in stars_over_time(knowledge, product)]
    return found


def _releases(product: Product, knowledge: Knowledge, language: Language) -> list[FactView]:
    found = []
    for one in product.releases:
        ended = one.end_of_life
        if isinstance(ended, bool):
            until = phrase("release.ended" if ended else "release.supported", language)
        else:
            until = _day(ended)
        cites = tuple(claim_views([one.source] if one.source else (), knowledge, language).values())
        found.append(FactView(one.cycle, _day(one.released), until, cites))
    return found


# --- shared ---------------------------------------------------------------------------------------------------


def named(products: Iterable[str], knowledge: Knowledge) -> tuple[tuple[str, str], ...]:
    """Those that the catalog has, by id and name."""
    return tuple((id_, knowledge.products[id_].name) for id_ in products if id_ in knowledge.products)


def titled(slots: Iterable[str], knowledge: Knowledge, language: Language) -> tuple[tuple[str, str], ...]:
    return tuple((id_, knowledge.slots[id_].title.in_language(language)) for id_ in slots)


def products_in(slot: str, knowledge: Knowledge) -> tuple[tuple[str, str], ...]:
    return tuple((one.id, one.name) for one in knowledge.products.values() if slot in one.slots)


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""


def _told(found: Iterable[Conflict], knowledge: Knowledge, language: Language) -> tuple[dict[str, Any], ...]:
    return tuple(addressed(conflict_document(one, knowledge, language), knowledge, language) for one in found)
