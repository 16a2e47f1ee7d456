"""What sources took products to be, where the catalog came to say otherwise after their day.

A source that describes a product at one CNCF level, or under one licence, says all that it says on that premise. Worked
out once for a body of knowledge; `engine.explanation.staleness` reads it on the day of a decision.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from engine.model import STANCES, Knowledge, LevelSpan, LicenceSpan, Product, Rule


@dataclass(frozen=True, slots=True)
class Change:
    """Another value in force from a day on, and who says so: claims, else a source."""

    value: str
    since: date
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Premise:
    """What a source took a product to be, by its claims. `attribute`: cncf_level or licence.

    `changes` has the spans that began after the source's day, in the order of time.
    """

    source: str
    product: str
    attribute: str
    value: str
    claims: tuple[str, ...]
    changes: tuple[Change, ...]

    def change_by(self, day: date) -> Change | None:
        """What is so on that day instead, or None where the premise still holds."""
        begun = [change for change in self.changes if change.since <= day]
        return begun[-1] if begun and begun[-1].value != self.value else None


@dataclass(frozen=True, slots=True)
class Resting:
    """A rule's stance on a product in a slot, which rests on a premise."""

    slot: str
    product: str
    premise: Premise


def premises_of(knowledge: Knowledge) -> dict[str, tuple[Premise, ...]]:
    """By source, the premises that do not hold for ever."""
    found: dict[str, list[Premise]] = defaultdict(list)
    for product in knowledge.products.values():
        for attribute, spans in _facts(product).items():
            for premise in _premises(product, attribute, spans, knowledge):
                found[premise.source].append(premise)
    return {source: tuple(premises) for source, premises in found.items()}


def resting_on(rule: Rule, premises: Mapping[str, tuple[Premise, ...]]) -> tuple[Resting, ...]:
    """The premises behind a rule's stances: of its claims' sources, on the product or on what a claim speaks of."""
    stances = [conclusion for conclusion in rule.then if conclusion.kind in STANCES and conclusion.slot]
    sources = dict.fromkeys(claim.partition("/")[0] for claim in rule.cites)
    concerned = [premise for source in sources for premise in premises.get(source, ())]
    if not stances or not concerned:
        return ()
    cited = frozenset(rule.cites)
    return tuple(
        Resting(stance.slot or "", stance.subject, premise)
        for stance in stances
        for premise in concerned
        if premise.product == stance.subject or not cited.isdisjoint(premise.claims)
    )


def _facts(product: Product) -> dict[str, tuple[tuple[str, LevelSpan | LicenceSpan], ...]]:
    return {
        "cncf_level": tuple((span.level, span) for span in product.cncf),
        "licence": tuple((span.spdx, span) for span in product.licences),
    }


def _premises(
    product: Product, attribute: str, spans: Iterable[tuple[str, LevelSpan | LicenceSpan]], knowledge: Knowledge
) -> Iterator[Premise]:
    values: dict[str, str] = {}
    claims: dict[str, list[str]] = defaultdict(list)
    for value, span in spans:
        for claim in span.cites:
            source = claim.partition("/")[0]
            if values.get(source) != value:
                claims[source].clear()  # of a source that says several things, the last is what it takes to be so
            values[source] = value
            claims[source].append(claim)
    for source, value in values.items():
        published = knowledge.sources[source].date
        if published is None:
            continue
        changes = tuple(
            Change(later, span.since, span.cites or ((span.source,) if span.source else ()))
            for later, span in spans
            if span.since is not None and span.since > published
        )
        if any(change.value != value for change in changes):
            yield Premise(source, product.id, attribute, value, tuple(claims[source]), changes)
