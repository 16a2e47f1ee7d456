"""The stack that a request declares: its products and releases, and where in the request each of them stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.inference.encoding import (
    BUILT_IN,
    IN_USE,
    KUBERNETES_VERSION,
    MANAGEMENT,
    VERSIONS,
    WORKS_WELL,
    versions_in_use,
)
from engine.inference.profile import Answers, members_of, pairs_of, pointer

_PROFILE = "profile"
# Answers about the management of clusters by which some are one's own.
_OWN = ("self-managed", "both")


@dataclass(frozen=True, slots=True)
class Release:
    """A version in use, and where it is declared. `through`: distributions by which it may come, and of whose support
    nothing is known here.
    """

    product: str
    version: str
    pointer: str
    through: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Declared:
    """`products`: by id, where each is declared; `built_in`: what the platform brings; `releases`: versions in use.

    `complete`: it was said what is in use, so that what is not named is not there. `own_clusters`: some are managed
    here and by no provider.
    """

    products: Mapping[str, str]
    built_in: frozenset[str]
    releases: tuple[Release, ...]
    complete: bool
    own_clusters: bool = False

    @property
    def every(self) -> frozenset[str]:
        """What is declared in any way: what the platform brings is, and so is what has a release in use."""
        return frozenset((*self.products, *self.built_in, *(one.product for one in self.releases)))

    def __contains__(self, product: str) -> bool:
        return product in self.products


def declared(answers: Answers, raw: object) -> Declared:
    """`raw` is the request as it was sent, for the places in it; a request that was read before."""
    found: dict[str, str] = {}
    for question in (IN_USE, WORKS_WELL):
        for product in members_of(answers.get(question, ())):
            found.setdefault(product, _place(question, product, raw))
    for product, _ in pairs_of(answers.get(VERSIONS, ())):
        found.setdefault(product, pointer(_PROFILE, *VERSIONS.split("."), product))
    releases = tuple(
        Release(name, version, _release(name)) for name, version in sorted(versions_in_use(answers).items())
    )
    return Declared(
        found,
        frozenset(members_of(answers.get(BUILT_IN, ()))),
        releases,
        complete=IN_USE in answers,
        own_clusters=answers.get(MANAGEMENT) in _OWN,
    )


def question_pointer(question: str, raw: object) -> str:
    """Where an answer to the question stands or would stand: as far down as the request goes."""
    return _deepest((_PROFILE, *question.split(".")), raw)


def _release(product: str) -> str:
    if product == "kubernetes":
        return pointer(_PROFILE, *KUBERNETES_VERSION.split("."))
    return pointer(_PROFILE, *VERSIONS.split("."), product)


def _place(question: str, product: str, raw: object) -> str:
    path = (_PROFILE, *question.split("."))
    members = _at(path, raw)
    if isinstance(members, (list, tuple)) and product in members:
        return pointer(*path, members.index(product))
    return _deepest(path, raw)


def _at(path: Iterable[str], raw: object) -> Any:
    for key in path:
        raw = raw.get(key) if isinstance(raw, Mapping) else None
    return raw


def _deepest(path: tuple[str, ...], raw: object) -> str:
    """A pointer to the part of the path that is there."""
    there = 0
    while there < len(path) and _at(path[: there + 1], raw) is not None:
        there += 1
    return pointer(*path[:there])
