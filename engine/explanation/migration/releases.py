"""Releases in use without support, read from the rules that fired and warn of it, and those to raise them to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from engine.dated import release_of, supported_releases
from engine.explanation.trace import firings
from engine.inference.encoding import versions_in_use
from engine.inference.reasoner import Decision
from engine.model import Leaf, Release


@dataclass(frozen=True, slots=True)
class ReleaseToRaise:
    """A release in use without support. `ended`: the last day of its support, None where it is not known; `rules`:
    those that warn of it; `oldest` and `newest`: of the releases that get support, None where the catalog has none;
    `sources`: of the catalog's facts on these releases.
    """

    product: str
    version: str
    ended: date | None
    rules: tuple[str, ...]
    oldest: str | None
    newest: str | None
    sources: tuple[str, ...]


def releases_to_raise(decision: Decision) -> tuple[ReleaseToRaise, ...]:
    """By the rules that fired because a release gets no support, and warn of the end of life of that product."""
    by_product: dict[str, dict[str, None]] = {}
    for rule, leaf in _warned(decision):
        by_product.setdefault(leaf.subject, {})[rule] = None
    return tuple(_to_raise(product, tuple(rules), decision) for product, rules in by_product.items())


def _warned(decision: Decision) -> Iterator[tuple[str, Leaf]]:
    for rule, firing in firings(decision).items():
        about = {c.subject for c in firing.planned.rule.then if c.kind == "warn" and c.warning == "end-of-life"}
        for matched in firing.matched if about else ():
            leaf = matched.leaf
            tested = leaf.kind == "version_of" and leaf.operator == "support"
            if tested and leaf.subject in about and (leaf.value == "ended") == matched.wanted:
                yield rule, leaf


def _to_raise(product: str, rules: tuple[str, ...], decision: Decision) -> ReleaseToRaise:
    known = decision.knowledge.products[product]
    version = versions_in_use(decision.answers)[product]
    supported = supported_releases(known, decision.read_on)
    release = release_of(known, version)
    ended = release.end_of_life if release and isinstance(release.end_of_life, date) else None
    told: list[Release] = [*([release] if release else []), *supported[:1], *supported[-1:]]
    return ReleaseToRaise(
        product,
        version,
        ended,
        rules,
        supported[0].cycle if supported else None,
        supported[-1].cycle if supported else None,
        tuple(dict.fromkeys(one.source for one in told if one.source)),
    )
