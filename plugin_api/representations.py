"""The knowledge as plain data in one language: what the schemas of `schemas.knowledge` describe."""

from __future__ import annotations

from datetime import date
from typing import Any

from engine.dated import stars_over_time
from engine.explanation.conditions import leaf_data
from engine.explanation.packs import change_document
from engine.model import (
    All,
    Claim,
    Conclusion,
    Condition,
    Edition,
    Knowledge,
    Language,
    Leaf,
    Not,
    Product,
    Question,
    Rule,
    Section,
    Slot,
    Source,
    Text,
)


def _day(value: date | str | None) -> str | None:
    return value.isoformat() if isinstance(value, date) else value


def _text(value: Text | None, language: Language) -> str | None:
    return value.in_language(language) if value else None


def section_data(section: Section, language: Language) -> dict[str, Any]:
    return {
        "id": section.id,
        "title": section.title.in_language(language),
        "questions": [question_data(question, language) for question in section.questions],
    }


def question_data(question: Question, language: Language) -> dict[str, Any]:
    return {
        "id": question.id,
        "name": question.name,
        "type": question.type,
        "text": question.text.in_language(language),
        "help": question.help.in_language(language),
        "options": [{"id": option.id, "text": option.text.in_language(language)} for option in question.options],
        "needs": {id_: list(answers) for id_, answers in question.needs.items()},
        "fixed": question.fixed,
        "minimum": question.minimum,
    }


def slot_data(slot: Slot, knowledge: Knowledge, language: Language) -> dict[str, Any]:
    return {
        "id": slot.id,
        "title": slot.title.in_language(language),
        "area": slot.area,
        "area_title": knowledge.areas[slot.area].title.in_language(language),
        "products": [product.id for product in knowledge.products.values() if slot.id in product.slots],
        "links": {"self": f"/v1/slots/{slot.id}"},
    }


def product_data(product: Product, knowledge: Knowledge, language: Language) -> dict[str, Any]:
    end = product.end_of_life
    return {
        "id": product.id,
        "name": product.name,
        "slots": list(product.slots),
        "homepage": product.homepage,
        "repository": product.repository,
        "licences": [{"spdx": span.spdx, "since": _day(span.since), **_evidence(span)} for span in product.licences],
        "cncf": [{"level": span.level, "since": _day(span.since), **_evidence(span)} for span in product.cncf],
        "end_of_life": end and {"date": _day(end.date), "announced": _day(end.announced), **_evidence(end)},
        "releases": [
            {
                "cycle": release.cycle,
                "released": _day(release.released),
                "end_of_life": None if isinstance(release.end_of_life, bool) else _day(release.end_of_life),
                "supported": not release.end_of_life if isinstance(release.end_of_life, bool) else None,
                "source": release.source,
            }
            for release in product.releases
        ],
        "stars": [
            {"count": stars.count, "date": _day(counted), "cites": list(stars.cites)}
            for counted, stars in stars_over_time(knowledge, product)
        ],
        "note": _text(product.note, language),
        "links": {"self": f"/v1/products/{product.id}"},
    }


def _evidence(fact: Any) -> dict[str, Any]:
    return {"cites": list(fact.cites), "source": fact.source}


def rule_data(rule: Rule, knowledge: Knowledge, language: Language) -> dict[str, Any]:
    return {
        "id": rule.id,
        "module": rule.module,
        "template": rule.template,
        "product": rule.product,
        "slots": list(rule.slots),
        "strength": rule.strength,
        "when": condition_data(rule.when),
        "then": [conclusion_data(conclusion) for conclusion in rule.then],
        "because": rule.because.in_language(language),
        "cites": list(rule.cites),
        "overrides": list(rule.overrides),
        "pack": knowledge.modules[rule.module].pack,
        "changed": change_document(rule, knowledge, language),
        "place": str(rule.place),
        "links": {"self": f"/v1/rules/{rule.id}"},
    }


def condition_data(condition: Condition) -> dict[str, Any]:
    """A condition in the words of the rule language."""
    if isinstance(condition, Leaf):
        return leaf_data(condition)
    if isinstance(condition, Not):
        return {"not": condition_data(condition.part)}
    word = "all" if isinstance(condition, All) else "any"
    return {word: [condition_data(part) for part in condition.parts]}


def conclusion_data(conclusion: Conclusion) -> dict[str, Any]:
    """A conclusion in the words of the rule language; only a stance and a warning have a slot."""
    if conclusion.warning:
        found = {"warn": conclusion.subject, "kind": conclusion.warning, "slot": conclusion.slot}
    elif conclusion.slot:
        found = {conclusion.kind: conclusion.subject, "slot": conclusion.slot}
    else:
        found = {conclusion.kind: conclusion.subject}
    more = {
        "to": list(conclusion.to),
        "as": conclusion.relation,
        "after": list(conclusion.after),
        "with": list(conclusion.through),
        "by": _day(conclusion.by),
        "date": _day(conclusion.date),
    }
    return {**found, **{key: value for key, value in more.items() if value}}


def claim_data(claim: Claim, cited_by: tuple[str, ...], language: Language) -> dict[str, Any]:
    return {
        "id": claim.id,
        "source": claim.source,
        "section": claim.section,
        "kind": claim.kind,
        "category": claim.category,
        "products": list(claim.products),
        "when": claim.when,
        "text": claim.text.in_language(language),
        "note": claim.note_in(language),
        "cited_by": list(cited_by),
        "links": {"self": f"/v1/claims/{claim.id}"},
    }


def source_data(source: Source, language: Language) -> dict[str, Any]:
    return {
        "id": source.id,
        "title": source.title.in_language(language),
        "authors": list(source.authors),
        "date": _day(source.date),
        "language": source.language,
        "authority": source.authority,
        "licence": source.licence,
        "repository": source.repository,
        "url": source.url,
        "note": _text(source.note, language),
        "links": {"self": f"/v1/sources/{source.id}"},
    }


def edition_data(edition: Edition, language: Language) -> dict[str, Any]:
    return {
        "id": edition.id,
        "title": edition.title.in_language(language),
        "published": edition.published.isoformat(),
        "source": edition.source,
        "links": {"self": f"/v1/editions/{edition.id}"},
    }


def linked_pack(pack: dict[str, Any]) -> dict[str, Any]:
    """One of `packs_document`, with where it is here."""
    return {**pack, "links": {"self": f"/v1/packs/{pack['id']}"}}
