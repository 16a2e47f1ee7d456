"""Answers to try: one value for each way in which the tests on a question can turn out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from itertools import pairwise
from typing import TypeVar

from engine.dated import version_key
from engine.model import Knowledge, Leaf, Product, Question, Value

_VERSION_PARTS = 4  # what a profile may say
_NEXT = timedelta(days=1)
T = TypeVar("T")


def numbers_to_try(question: Question, bounds: Iterable[Value]) -> list[int | float]:
    """The bounds that tests name, and numbers below, between and above them."""
    found = sorted({bound for bound in bounds if isinstance(bound, (int, float)) and not isinstance(bound, bool)})
    least = question.minimum
    if not found:
        return [int(least) if least is not None else 1]
    tries: list[float] = [*found, found[0] - 1, found[-1] + 1, *(bound + 1 for bound in found)]
    tries += [(low + high) / 2 for low, high in pairwise(found)]
    if question.type == "int":
        tries = [one for one in tries if one == int(one)]
    elif least is not None:
        tries.append((least + found[0]) / 2)
    allowed = dict.fromkeys(one for one in tries if least is None or one >= least)
    return [int(one) if one == int(one) else one for one in allowed]


def versions_to_try(bounds: Iterable[str]) -> list[str]:
    """The same for versions: 1.29, 1.30, 1.30.1 and 1.31 around 1.30."""
    keys = sorted({version_key(bound) for bound in bounds} - {()}) or [(1,)]
    tries: list[tuple[int, ...]] = []
    for key in keys:
        tries += [(*key[:-1], key[-1] - 1)] if key[-1] > 0 else []
        tries += [key, (*key[:-1], key[-1] + 1)]
        tries += [(*key, 1)] if len(key) < _VERSION_PARTS else []
    tries.append((0,))
    return [".".join(map(str, key)) for key in dict.fromkeys(tries) if len(key) <= _VERSION_PARTS]


def version_bounds(tests: Iterable[Leaf], knowledge: Knowledge) -> list[str]:
    """The versions that tests compare with, and the releases where one asks for their support."""
    found: list[str] = []
    for leaf in tests:
        if leaf.operator == "support":
            found += [release.cycle for release in knowledge.products[leaf.subject].releases]
        elif leaf.operator != "known":
            found += map(str, leaf.value if isinstance(leaf.value, tuple) else (leaf.value,))
    return found


def distinct(values: Iterable[T], shows: Callable[[T], object]) -> list[T]:
    """One value, the first, for each thing that can be seen of them."""
    found: dict[object, T] = {}
    for value in values:
        found.setdefault(shows(value), value)
    return list(found.values())


def turning_days(product: Product) -> list[date]:
    """The days on which something that the catalog says of a product changes, the earliest day there is among them."""
    days = {date.min}
    days.update(span.since for span in product.licences if span.since)
    days.update(span.since for span in product.cncf)
    ends = [release.end_of_life for release in product.releases]
    if product.end_of_life:
        ends.append(product.end_of_life.date)
        days.update({product.end_of_life.date, product.end_of_life.announced or product.end_of_life.date})
    # Support ends after its last day.
    days.update(end + _NEXT for end in ends if isinstance(end, date))
    return sorted(days)
