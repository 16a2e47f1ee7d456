"""Answers to try: one value for each way in which the tests on a question can turn out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, TypeVar

from engine.dated import version_key
from engine.inference.encoding import BUILT_IN, IN_USE, KUBERNETES_VERSION, VERSIONS, WORKS_WELL, passes, version_passes
from engine.inference.literals import Atoms
from engine.model import Knowledge, Leaf, Product, Question, Value
from engine.satisfiability.ranges import Range, ranges_of

# The questions behind tests that name a product and no question.
STACK = {"in_use": IN_USE, "works_well": WORKS_WELL, "built_in": BUILT_IN}

_VERSION_PARTS = 4  # what a profile may say
_NEXT = timedelta(days=1)
T = TypeVar("T")


class Domains:
    """For each question the answers worth trying: two that no rule of a plan tells apart are one."""

    def __init__(self, knowledge: Knowledge, atoms: Atoms) -> None:
        self.knowledge = knowledge
        self._tests: dict[str, list[Leaf]] = defaultdict(list)
        self._known: dict[str, list[Any]] = {}
        self._ranges: dict[str, dict[Any, list[Range]]] = {}
        for leaf in atoms.leaves:
            self._tests[_asked(leaf)].append(leaf)

    def tests(self, question: str) -> tuple[Leaf, ...]:
        """What rules ask of a question. Tests on versions in use stand under `stack.versions@` and the product."""
        return tuple(self._tests.get(question, ()))

    def values(self, question: Question) -> list[Any]:
        """Answers to a question that takes one value: one for each way in which its tests can turn out."""
        if question.id not in self._known:
            self._known[question.id] = self._values(question)
        return self._known[question.id]

    def ranges(self, question: Question, value: Any) -> list[Range]:
        """Of a number or a version in `values`: what goes for it too, least first. Ranges may touch. None of others."""
        if question.id not in self._ranges:
            self._ranges[question.id] = {}
            if question.type in ("int", "number", "version"):
                tests, bounds, tries = self._tried(question)
                whole = question.type == "int"
                shows = self._shows(tests, versions=question.type == "version")
                self._ranges[question.id] = _by_shown(tries, bounds, shows, whole=whole)
        return self._ranges[question.id].get(value, [])

    def _values(self, question: Question) -> list[Any]:
        tests, _, tries = self._tried(question)
        versions = question.type == "version"
        return distinct(tries, self._shows(tests, versions=versions))

    def _tried(self, question: Question) -> tuple[list[Leaf], list[Any], list[Any]]:
        """The tests on the answer to a question, what they compare a number or a version with, and values on which
        they turn out in every way there is.
        """
        tests = [leaf for leaf in self._tests.get(question.id, ()) if leaf.operator != "known"]
        if question.type == "bool":
            return tests, [], [True, False]
        if question.type == "version":
            versions = version_bounds(tests, self.knowledge)
            return tests, [*versions], [*versions_to_try(versions)]
        if question.option_ids:
            return tests, [], list(question.option_ids)
        bounds = [v for leaf in tests for v in (leaf.value if isinstance(leaf.value, tuple) else (leaf.value,))]
        return tests, bounds, list(numbers_to_try(question, bounds))

    def _shows(self, tests: list[Leaf], *, versions: bool = True) -> Callable[[Any], object]:
        """What can be seen of a value. `versions`: one as 1.30, which 1.30.0 is too."""
        return lambda value: tuple(
            self._version_over_time(leaf, value) if leaf.kind == "version_of" else passes(leaf, value, versions)
            for leaf in tests
        )

    def members(self, question: Question) -> tuple[str, ...]:
        """What a list may have that some rule asks for, in the order of the options or of the catalog."""
        # What works well counts as in use.
        ids = (WORKS_WELL, IN_USE) if question.id == WORKS_WELL else (question.id,)
        tests = [leaf for id_ in ids for leaf in self._tests.get(id_, ())]
        asked = {leaf.subject if leaf.kind in STACK else leaf.value for leaf in tests if leaf.operator != "known"}
        return tuple(one for one in question.option_ids or self.knowledge.products if one in asked)

    def versions(self, product: str) -> list[str]:
        """The same for the version of a product in use."""
        key = f"{VERSIONS}@{product}"
        if key not in self._known:
            tests = self._tests.get(key, [])
            self._known[key] = distinct(versions_to_try(version_bounds(tests, self.knowledge)), self._shows(tests))
        return self._known[key]

    def version_ranges(self, product: str, version: str) -> list[Range]:
        """Of one of these: what goes for it too, least first. Ranges may touch."""
        key = f"{VERSIONS}@{product}"
        if key not in self._ranges:
            tests = self._tests.get(key, [])
            bounds = version_bounds(tests, self.knowledge)
            self._ranges[key] = _by_shown(versions_to_try(bounds), bounds, self._shows(tests), whole=False)
        return self._ranges[key].get(version, [])

    def _version_over_time(self, leaf: Leaf, version: str) -> tuple[bool | None, ...]:
        days = turning_days(self.knowledge.products[leaf.subject]) if leaf.operator == "support" else [date.min]
        return tuple(version_passes(leaf, version, day, self.knowledge) for day in days)


def _asked(leaf: Leaf) -> str:
    """What an atom asks: a question, with `@product` for one product's part of the versions."""
    if leaf.kind == "version_of":
        return KUBERNETES_VERSION if leaf.subject == "kubernetes" else f"{VERSIONS}@{leaf.subject}"
    return STACK.get(leaf.kind, leaf.subject) if leaf.kind in ("question", *STACK) else ""


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


def _by_shown(
    tries: Iterable[Any], named: Collection[Any], shows: Callable[[Any], object], *, whole: bool
) -> dict[Any, list[Range]]:
    """By value, the first that was tried, the ranges of all values of which the same can be seen."""
    first: dict[object, Any] = {}
    for value in tries:
        first.setdefault(shows(value), value)
    found: dict[Any, list[Range]] = defaultdict(list)
    for value, range_ in ranges_of(tries, named, whole=whole):
        found[first[shows(value)]].append(range_)
    return dict(found)


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
