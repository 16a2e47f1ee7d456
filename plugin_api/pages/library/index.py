"""What is connected with what in a body of knowledge, the other way round than it is written down."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from engine.conflict import Conflict
from engine.explanation.conflicts import all_conflicts
from engine.knowledge.relations import products_of
from engine.model import Knowledge, Product
from plugin_api.service import current_service

Ids = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Index:
    """Ids of rules by what they cite, are about, override or were written as; of claims by source and product; and so
    on. `facts`: by claim or source the products of whose facts it is the evidence; `stages`: by claim the stages.
    """

    rules_citing: Mapping[str, Ids]
    rules_about: Mapping[str, Ids]
    rules_in: Mapping[str, Ids]
    rules_over: Mapping[str, Ids]
    copies: Mapping[str, Ids]
    claims_of: Mapping[str, Ids]
    claims_about: Mapping[str, Ids]
    facts: Mapping[str, Ids]
    stages: Mapping[str, Ids]
    conflicts: tuple[Conflict, ...]


def current_index() -> Index:
    """Of the knowledge in force."""
    return _index(current_service().knowledge.digest)


@lru_cache(maxsize=4)
def _index(digest: str) -> Index:
    """The digest, which names the knowledge in force, is the key of the memory."""
    return make_index(current_service().knowledge)


def make_index(knowledge: Knowledge) -> Index:
    rules, claims = knowledge.rules.values(), knowledge.claims.values()
    stages = knowledge.roadmap.stages if knowledge.roadmap else ()
    return Index(
        rules_citing=_turned((rule.id, rule.cites) for rule in rules),
        rules_about=_turned((rule.id, _about(one for c in rule.then for one in products_of(c))) for rule in rules),
        rules_in=_turned((rule.id, rule.slots) for rule in rules),
        rules_over=_turned((rule.id, rule.overrides) for rule in rules),
        copies=_turned((rule.id, (rule.template,)) for rule in rules if rule.product),
        claims_of=_turned((claim.id, (claim.source,)) for claim in claims),
        claims_about=_turned((claim.id, claim.products) for claim in claims),
        facts=_turned((product.id, _about(_evidence(product))) for product in knowledge.products.values()),
        stages=_turned((stage.id, stage.cites) for stage in stages),
        conflicts=all_conflicts(knowledge),
    )


def _about(names: Iterable[str]) -> Ids:
    return tuple(dict.fromkeys(names))


def _turned(pairs: Iterable[tuple[str, Iterable[str]]]) -> dict[str, Ids]:
    found: dict[str, list[str]] = {}
    for id_, names in pairs:
        for name in names:
            found.setdefault(name, []).append(id_)
    return {name: tuple(ids) for name, ids in found.items()}


def _evidence(product: Product) -> Iterator[str]:
    """The claims and sources behind its facts."""
    end = (product.end_of_life,) if product.end_of_life else ()
    for fact in (*product.licences, *product.cncf, *end, *product.stars, *product.releases):
        yield from getattr(fact, "cites", ())
        source = getattr(fact, "source", None)
        if source:
            yield source
