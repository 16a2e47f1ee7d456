"""Disagreements between sources as people read them: those that were written down, and those the catalog shows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from engine.conflict import SETTLEMENTS, Conflict, Fact, Settlement, Side
from engine.model import Knowledge, Language, LevelSpan, LicenceSpan, Product, Source, Text

# Claims of these kinds say what the spans that cite them say.
_STATING = ("maturity", "licence")
_ABOUT = {
    "cncf_level": Text("The CNCF level of {name} on {day}", "{day} 기준 {name}의 CNCF 등급"),
    "licence": Text("The licence of {name} on {day}", "{day} 기준 {name}의 라이선스"),
}
_SAYS = Text("{name}: {value}", "{name}: {value}")
_NONE = Text("none", "없음")
_BECAUSE = Text(
    "The catalog's facts carry the day from which they hold, so they decide.",
    "카탈로그의 사실에는 효력이 시작된 날짜가 있으므로 카탈로그를 따릅니다.",
)

Span = LevelSpan | LicenceSpan
# A value, the day from which it holds, and who says so: claims and a source.
_Held = tuple[str, date | None, tuple[str, ...], str | None]


def all_conflicts(knowledge: Knowledge) -> tuple[Conflict, ...]:
    """Those that were written down, in their order, and those that only the catalog shows, by product."""
    return (*knowledge.conflicts.values(), *computed_conflicts(knowledge))


def computed_conflicts(knowledge: Knowledge) -> tuple[Conflict, ...]:
    """Claims on a level or licence that was another one on the day of their source, unless somebody wrote of them."""
    written = {
        (product, claim)
        for conflict in knowledge.conflicts.values()
        for product in conflict.products
        for side in conflict.sides
        for claim in side.cites
    }
    return tuple(
        conflict
        for product in knowledge.products.values()
        for conflict in _computed(product, knowledge)
        if not any((product.id, claim) in written for claim in conflict.sides[0].cites)
    )


def unplaced_claims(knowledge: Knowledge) -> tuple[str, ...]:
    """Claims on a level or a licence that no fact of the catalog cites, no conflict and no rule: nobody heeds them."""
    products = knowledge.products.values()
    placed = {claim for product in products for level in product.cncf for claim in level.cites}
    placed.update(claim for product in products for licence in product.licences for claim in licence.cites)
    placed.update(claim for rule in knowledge.rules.values() for claim in rule.cites)
    placed.update(c for conflict in knowledge.conflicts.values() for side in conflict.sides for c in side.cites)
    return tuple(c.id for c in knowledge.claims.values() if c.kind in _STATING and c.id not in placed)


def _computed(product: Product, knowledge: Knowledge) -> Iterator[Conflict]:
    facts: dict[str, tuple[Span, ...]] = {"cncf_level": product.cncf, "licence": product.licences}
    for attribute, spans in facts.items():
        for span in spans:
            for claim in span.cites:
                day = knowledge.sources[claim.partition("/")[0]].date
                if day is None or knowledge.claims[claim].kind not in _STATING:
                    continue
                in_force = _in_force(spans, day)
                if _value(in_force) != _value(span):
                    yield _conflict(product, attribute, claim, (span, in_force), day)


def _in_force(spans: tuple[Span, ...], day: date) -> Span | None:
    begun = [span for span in spans if span.since is None or span.since <= day]
    return begun[-1] if begun else None


def _value(span: Span | None) -> str | None:
    return span.level if isinstance(span, LevelSpan) else span.spdx if span else None


def _conflict(product: Product, attribute: str, claim: str, spans: tuple[Span, Span | None], day: date) -> Conflict:
    """What a claim states, against what the catalog has on the day of the claim's source."""
    stated, in_force = spans
    catalog = in_force or stated
    values = [_value(span) for span in spans]
    said = [
        Text(
            _SAYS.en.format(name=product.name, value=value or _NONE.en),
            _SAYS.ko.format(name=product.name, value=value or _NONE.ko),
        )
        for value in values
    ]
    about = _ABOUT[attribute]
    evidence = Side(said[1], (), catalog.source) if catalog.source else Side(said[1], catalog.cites)
    return Conflict(
        id=f"{product.id}-{attribute.replace('_', '-')}-in-{claim.replace('/', '-')}",
        about=Text(about.en.format(name=product.name, day=day), about.ko.format(name=product.name, day=day)),
        products=(product.id,),
        sides=(Side(said[0], (claim,)), evidence),
        settled=Settlement("catalog", _BECAUSE, favours=2, fact=Fact(product.id, attribute)),
        computed=True,
    )


# --- as plain data --------------------------------------------------------------------------------------------


def conflict_document(conflict: Conflict, knowledge: Knowledge, language: Language) -> dict[str, Any]:
    """What each side says with its citations, and the rule or fact that settled it."""
    settled = conflict.settled
    return {
        "id": conflict.id,
        "about": conflict.about.in_language(language),
        "products": list(conflict.products),
        "computed": conflict.computed,
        "sides": [
            {
                "says": side.says.in_language(language),
                "favoured": settled.favours == number,
                "citations": list(_citations(side, knowledge, language)),
            }
            for number, side in enumerate(conflict.sides, 1)
        ],
        "settled": {
            "how": settled.how,
            "how_text": SETTLEMENTS[settled.how].in_language(language),
            "favours": settled.favours,
            "because": settled.because.in_language(language),
            "rules": [told for name in settled.rules for told in _rules(name, conflict, knowledge, language)],
            "fact": _fact(settled.fact, knowledge, language) if settled.fact else None,
        },
        "links": {"self": f"/v1/conflicts/{conflict.id}"},
    }


def _citations(side: Side, knowledge: Knowledge, language: Language) -> Iterator[dict[str, Any]]:
    if side.source:
        yield {"claim": None, "text": None, "note": None, **_source(knowledge.sources[side.source], language)}
    for id_ in side.cites:
        claim = knowledge.claims[id_]
        source = _source(knowledge.sources[claim.source], language)
        yield {"claim": id_, "text": claim.text.in_language(language), "note": claim.note_in(language), **source}


def _source(source: Source, language: Language) -> dict[str, Any]:
    return {
        "source": source.id,
        "title": source.title.in_language(language),
        "date": source.date.isoformat() if source.date else None,
        "authority": source.authority,
    }


def _rules(name: str, conflict: Conflict, knowledge: Knowledge, language: Language) -> list[dict[str, Any]]:
    """A rule; of one that was written for many products the copies for those that the conflict is about."""
    ids = [name, *(f"{name}@{product}" for product in conflict.products)]
    found = [knowledge.rules[id_] for id_ in ids if id_ in knowledge.rules]
    if not found:
        return [{"id": name, "because": None}]
    return [{"id": rule.id, "because": rule.because.in_language(language)} for rule in found]


def _fact(fact: Fact, knowledge: Knowledge, language: Language) -> dict[str, Any]:
    """The fact with its values over time. A day is null where the value goes as far back as is known."""
    return {
        "product": fact.product,
        "attribute": fact.attribute,
        "values": [
            {"value": value, "since": since.isoformat() if since else None, "cites": list(cites), "source": source}
            for value, since, cites, source in _values(fact, knowledge.products[fact.product], language)
        ],
    }


def _values(fact: Fact, product: Product, language: Language) -> list[_Held]:
    end, note = product.end_of_life, product.note
    if fact.attribute == "end_of_life":
        return [(end.date.isoformat(), end.announced, end.cites, end.source)] if end else []
    if fact.attribute == "note":
        return [(note.in_language(language), None, (), None)] if note else []
    if fact.attribute == "licence":
        return [(span.spdx, span.since, span.cites, span.source) for span in product.licences]
    return [(span.level, span.since, span.cites, span.source) for span in product.cncf]
