"""Dated facts of the catalog against each other, and against the claims that they cite."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise

from engine.knowledge.problems import Problem
from engine.linting.context import Context
from engine.linting.numbers import Figures, figure_of, figures_in
from engine.model import Claim, Product

# What a text calls a licence, by a part of its SPDX id. Those that are part of another's name come later.
_FAMILIES = {
    "AGPL": r"\bAGPL|Affero",
    "LGPL": r"\bLGPL|Lesser General",
    "GPL": r"\bGPL|(?<!Affero )(?<!Lesser )General Public",
    "Apache": r"\bApache( License| 2|-2|,| v2)",
    "MIT": r"\bMIT\b",
    "BSD": r"\bBSD\b",
    "MPL": r"\bMPL|Mozilla Public",
    "BUSL": r"\bBSL\b|\bBUSL|Business Source",
    "Elastic": r"Elastic License|\bELv2|\bELA?\b",
    "SSPL": r"\bSSPL|Server Side Public",
    "RSAL": r"\bRSAL|Source Available License",
    "lens-terms": r"terms|commercial|proprietary|closed|free of charge",
    "proprietary": r"terms|commercial|proprietary|closed|free of charge",
}
_LEVELS = ("sandbox", "incubating", "graduated", "archived")
_LEVEL = re.compile(r"\b(sandbox|incubat\w+|graduat\w+|archiv\w+)", re.IGNORECASE)


def facts_against_claims(context: Context) -> Iterator[Problem]:
    """A fact that the claims it cites contradict: another licence, another level, another month."""
    for product in context.knowledge.products.values():
        for what, told in _contradictions(context, product):
            message = f"the catalog says of {product.id!r}: {what}; its claims say {told}"
            place = context.place("product", product.id)
            yield Problem(place, "fact-against-claim", message, "mend the fact, or cite what says so", "warning")


def _contradictions(context: Context, product: Product) -> Iterator[tuple[str, str]]:
    for span in product.licences:
        claims = _claims(context, span.cites)
        named = _families(claims)
        if named and not any(family in span.spdx for family in named):
            yield span.spdx, " or ".join(sorted(named))
        yield from _wrong_day(claims, span.since, "since")
    yield from _licences_missing(context, product)
    for level in product.cncf:
        claims = _claims(context, level.cites)
        told = {word.lower() for claim in claims for word in _LEVEL.findall(claim.text.en)}
        if told and not any(word[:5] == level.level[:5] for word in told):
            yield level.level, " or ".join(sorted(told))
    if product.end_of_life:
        claims = _claims(context, product.end_of_life.cites)
        yield from _wrong_day(claims, product.end_of_life.date, "support ends on")


def _licences_missing(context: Context, product: Product) -> Iterator[tuple[str, str]]:
    """Claims about its licence name one under which the catalog has it at no time."""
    about = [c for c in context.knowledge.claims.values() if c.kind == "licence" and c.products == (product.id,)]
    known = [span.spdx for span in product.licences]
    named = _families(about)
    if known and named and not any(family in spdx for family in named for spdx in known):
        yield " and ".join(known), " or ".join(sorted(named))


def _families(claims: Iterable[Claim]) -> set[str]:
    return {family for family, words in _FAMILIES.items() if _say(claims, words)}


def _claims(context: Context, cites: Iterable[str]) -> list[Claim]:
    return [context.knowledge.claims[id_] for id_ in cites if id_ in context.knowledge.claims]


def _say(claims: Iterable[Claim], words: str) -> bool:
    return any(re.search(words, f"{claim.text.en} {claim.note or ''}") for claim in claims)


def _wrong_day(claims: Iterable[Claim], day: date | None, what: str) -> Iterator[tuple[str, str]]:
    """The claims name months or years, and not that of the fact."""
    told = [f for c in claims for f in figures_in(c.text.en, c.note) if f.kind in ("day", "month", "year")]
    figure = figure_of(day)
    if figure is None or not told:
        return
    known = Figures([*told])
    for parts, kind in ((figure.parts, "day"), (figure.parts[:2], "month"), (figure.parts[:1], "year")):
        if any(one.kind == kind for one in told):
            if not known.support(figure._replace(kind=kind, parts=parts)):
                yield f"{what} {day}", " or ".join(sorted({one.written for one in told}))
            return


def facts_out_of_order(context: Context) -> Iterator[Problem]:
    """Facts that cannot follow each other as they do."""
    for product in context.knowledge.products.values():
        for message in _disorder(product):
            yield Problem(
                context.place("product", product.id), "facts-out-of-order", message, "mend the days", "warning"
            )
    editions = context.knowledge.editions.values()
    books = Counter(edition.source for edition in editions)
    for edition in editions:
        source = context.knowledge.sources[edition.source]
        if books[source.id] == 1 and source.date is not None and source.date != edition.published:
            message = (
                f"edition {edition.id} was published on {edition.published}, its source {source.id!r} on {source.date}"
            )
            yield Problem(
                context.place("edition", edition.id), "facts-out-of-order", message, "mend one of them", "warning"
            )


def _disorder(product: Product) -> Iterator[str]:
    for earlier, later in pairwise(product.cncf):
        if _LEVELS.index(later.level) <= _LEVELS.index(earlier.level):
            yield f"{product.id!r} goes from {earlier.level} to {later.level}"
    for before, after in pairwise(product.licences):
        if before.spdx == after.spdx:
            yield f"{product.id!r} changes from {before.spdx} to the same"
    yield from _disorder_of_the_end(product)
    end = product.end_of_life
    for release in product.releases:
        if release.released and isinstance(release.end_of_life, date) and release.end_of_life <= release.released:
            yield f"release {release.cycle} of {product.id!r} ends on {release.end_of_life}, before it came out"
        if end and release.released and release.released > end.date:
            yield f"release {release.cycle} of {product.id!r} came out after the end of its support"


def _disorder_of_the_end(product: Product) -> Iterator[str]:
    """Nobody supports what is archived."""
    end = product.end_of_life
    for level in product.cncf:
        if level.level == "archived" and end is not None and end.date > level.since:
            yield f"{product.id!r} is archived since {level.since}, and supported until {end.date}"
