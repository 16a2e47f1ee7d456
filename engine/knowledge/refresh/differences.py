"""The catalog beside what the landscape and endoflife.date say of its products: what is new, and what is otherwise."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from engine.knowledge.refresh.end_of_life import Cycles, Releases
from engine.knowledge.refresh.landscape import Landscape
from engine.knowledge.refresh.reading import END_OF_LIFE, LANDSCAPE
from engine.model import LevelSpan, Product, Release

Facts = Literal["cncf", "releases"]


@dataclass(frozen=True, slots=True)
class Change:
    """One field of a fact: what the catalog says (None: nothing yet) and what the source says."""

    field: str
    before: date | bool | str | None
    after: date | bool | str | None


@dataclass(frozen=True, slots=True)
class Difference:
    """A fact that the catalog lacks (`new`) or has otherwise. `name` is the level or the release cycle."""

    product: str
    facts: Facts
    name: str
    new: bool
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Remark:
    """What a person should look at: nothing is changed for it. `what` says it in English."""

    product: str
    source: str
    what: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """All differences and remarks, in the order of the catalog; how many products each source was asked about."""

    differences: tuple[Difference, ...]
    remarks: tuple[Remark, ...]
    matched: dict[str, int]


def compare(products: Collection[Product], landscape: Landscape | None, files: Iterable[Cycles]) -> Comparison:
    """`landscape` None: only the releases are compared; no `files`: only the levels."""
    differences: list[Difference] = []
    remarks: list[Remark] = []
    matched = {LANDSCAPE: 0, END_OF_LIFE: 0}
    releases = Releases(files, products)
    for product in products:
        project = landscape.project_of(product) if landscape else None
        if project:
            matched[LANDSCAPE] += 1
            differences.extend(_levels(product, project.levels))
            remarks.extend(_levels_not_there(product, project.levels))
        elif landscape:
            remarks.extend(_not_in_the_landscape(product))
        cycles = releases.cycles_of(product)
        if cycles:
            matched[END_OF_LIFE] += 1
            differences.extend(_releases(product, cycles.releases))
            remarks.extend(_releases_not_there(product, cycles.releases))
    return Comparison(tuple(differences), tuple(remarks), matched)


def _levels(product: Product, theirs: tuple[LevelSpan, ...]) -> Iterator[Difference]:
    ours = {span.level: span for span in product.cncf}
    for span in theirs:
        known = ours.get(span.level)
        if known is None or known.since != span.since:
            change = Change("since", known.since if known else None, span.since)
            yield Difference(product.id, "cncf", span.level, known is None, (change,))


def _levels_not_there(product: Product, theirs: tuple[LevelSpan, ...]) -> Iterator[Remark]:
    there = {span.level for span in theirs}
    for span in product.cncf:
        if span.source == LANDSCAPE and span.level not in there:
            yield Remark(product.id, LANDSCAPE, f"no longer says that it was {span.level} since {span.since}")


def _not_in_the_landscape(product: Product) -> Iterator[Remark]:
    if any(span.source == LANDSCAPE for span in product.cncf):
        hint = f"if it has another name there, say `known_as: {{{LANDSCAPE}: …}}`"
        yield Remark(product.id, LANDSCAPE, f"has no CNCF project of this name any more; {hint}")


def _releases(product: Product, theirs: tuple[Release, ...]) -> Iterator[Difference]:
    ours = {release.cycle: release for release in product.releases}
    for release in theirs:
        known = ours.get(release.cycle)
        before = (known.released, known.end_of_life) if known else (None, None)
        after = (release.released, release.end_of_life)
        named = zip(("released", "end_of_life"), before, after, strict=True)
        changes = tuple(Change(field, old, new) for field, old, new in named if known is None or old != new)
        if changes:
            yield Difference(product.id, "releases", release.cycle, known is None, changes)


def _releases_not_there(product: Product, theirs: tuple[Release, ...]) -> Iterator[Remark]:
    there = {release.cycle for release in theirs}
    for release in product.releases:
        if release.source == END_OF_LIFE and release.cycle not in there:
            yield Remark(product.id, END_OF_LIFE, f"no longer lists release {release.cycle}")
