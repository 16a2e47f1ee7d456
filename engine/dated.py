"""Catalog facts as of a day. A fact counts from the day it took effect, or could be known, and not before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from engine.model import Knowledge, Licence, Product, Release, Stars, Value

LICENCE_CLASSES = ("permissive", "copyleft", "source-available", "proprietary")
CNCF_LEVELS = ("none", "sandbox", "incubating", "graduated", "archived")
SUPPORT = ("supported", "ending", "ended")
# What can be asked of a product, with the values there are; any licence of the knowledge for `licence`.
ATTRIBUTES: dict[str, tuple[str | bool, ...]] = {
    "licence": (),
    "licence_class": LICENCE_CLASSES,
    "osi_approved": (True, False),
    "cncf_level": CNCF_LEVELS,
    "support": SUPPORT,
}


@lru_cache(maxsize=4096)
def version_key(version: str) -> tuple[int, ...]:
    """`1.30` → (1, 30). Parts that are not numbers end the key: `8.x` → (8,)."""
    key: list[int] = []
    for part in version.lstrip("v").split("."):
        if not part.isdigit():
            break
        key.append(int(part))
    return tuple(key)


def licence_on(product: Product, day: date) -> str | None:
    """The SPDX expression in force, or None where the catalog does not know."""
    current = None
    for span in product.licences:
        if span.since is None or span.since <= day:
            current = span.spdx
    return current


def alternatives(expression: str) -> tuple[str, ...]:
    """The licences of an SPDX expression joined by OR, of which a user may choose one."""
    return tuple(part.strip() for part in expression.split(" OR "))


def most_permissive(expression: str, licences: Mapping[str, Licence]) -> Licence:
    """Of an SPDX expression joined by OR, the licence a cautious user would choose."""
    choices = [licences[part] for part in alternatives(expression)]
    return min(choices, key=lambda licence: (LICENCE_CLASSES.index(licence.licence_class), licence.id))


def cncf_level_on(product: Product, day: date) -> str:
    level = "none"
    for span in product.cncf:
        if span.since <= day:
            level = span.level
    return level


def end_of_life_known_on(product: Product, day: date) -> date | None:
    """The end of support of the whole product, if it had been announced by that day."""
    end = product.end_of_life
    if end is None or (end.announced or end.date) > day:
        return None
    return end.date


def support_on(product: Product, day: date) -> str:
    end = end_of_life_known_on(product, day)
    if end is None:
        return "supported"
    return "ended" if end < day else "ending"


def attribute_on(knowledge: Knowledge, product: Product, attribute: str, day: date) -> Value:
    """The value of one of ATTRIBUTES, or None where the catalog does not know it; of `licence`, all alternatives."""
    if attribute == "cncf_level":
        return cncf_level_on(product, day)
    if attribute == "support":
        return support_on(product, day)
    expression = licence_on(product, day)
    if expression is None:
        return None
    if attribute == "licence":
        return alternatives(expression)
    licence = most_permissive(expression, knowledge.licences)
    return licence.licence_class if attribute == "licence_class" else licence.osi_approved


def values_over_time(knowledge: Knowledge, product: Product, attribute: str) -> frozenset[Value]:
    """Every value the attribute takes on some day: what grounding may rule out for ever."""
    days = {date.min, date.max}
    days.update(span.since for span in product.licences if span.since)
    days.update(span.since for span in product.cncf)
    if product.end_of_life:
        days.update({product.end_of_life.date, product.end_of_life.announced or product.end_of_life.date})
    return frozenset(attribute_on(knowledge, product, attribute, day) for day in days)


def stars_over_time(knowledge: Knowledge, product: Product) -> tuple[tuple[date | None, Stars], ...]:
    """The counts of stars with the day of each: that of the source of its claims. In the order of time."""
    dated = [(knowledge.sources[stars.cites[0].partition("/")[0]].date, stars) for stars in product.stars]
    return tuple(sorted(dated, key=lambda one: (one[0] or date.min, one[1].count)))


def release_support_on(product: Product, version: str, day: date) -> str | None:
    """`supported` or `ended` for the release cycle of a version, None where the catalog has no such cycle."""
    release = release_of(product, version)
    return None if release is None else "ended" if _has_ended(release, day) else "supported"


def release_of(product: Product, version: str) -> Release | None:
    """The release cycle that a version is of, None where the catalog has no such cycle."""
    wanted = version_key(version)
    best = None
    for release in product.releases:
        cycle = version_key(release.cycle)
        if cycle and wanted[: len(cycle)] == cycle and (best is None or len(cycle) > len(version_key(best.cycle))):
            best = release
    return best


def supported_releases(product: Product, day: date) -> tuple[Release, ...]:
    """The releases that were out by that day and get support on it, the oldest first."""
    out = (one for one in product.releases if one.released is None or one.released <= day)
    return tuple(sorted((one for one in out if not _has_ended(one, day)), key=lambda one: version_key(one.cycle)))


def _has_ended(release: Release, day: date) -> bool:
    end = release.end_of_life
    return end if isinstance(end, bool) else end < day
