"""Which claims do something: those that rules, catalog facts and whatever else has `cites` rest on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass

from engine.knowledge.problems import Problem
from engine.model import Claim, Knowledge, Place

# A disagreement between sources says of its claims that one of them is not used.
_NO_USE = frozenset({"claims", "conflicts", "unused", "places"})


@dataclass(frozen=True, slots=True)
class Share:
    """How many of some claims are used, are listed as unusable, and are neither."""

    name: str
    used: int
    listed: int
    idle: int

    @property
    def total(self) -> int:
        return self.used + self.listed + self.idle


@dataclass(frozen=True, slots=True)
class Coverage:
    """All claims, by what becomes of them. `idle`: those neither used nor listed, with their places."""

    used: frozenset[str]
    listed: frozenset[str]
    idle: tuple[tuple[Claim, Place], ...]
    by_source: tuple[Share, ...]
    by_kind: tuple[Share, ...]


def cited_claims(knowledge: Knowledge) -> frozenset[str]:
    """Every id under some `cites`, wherever in the knowledge it stands."""
    found = {
        name
        for field in fields(knowledge)
        if field.name not in _NO_USE
        for name in _cites(getattr(knowledge, field.name))
    }
    return frozenset(found & knowledge.claims.keys())


def _cites(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        for inside in value.values():
            yield from _cites(inside)
    elif isinstance(value, (tuple, list)):
        for inside in value:
            yield from _cites(inside)
    elif is_dataclass(value):
        for field in fields(value):
            inside = getattr(value, field.name)
            if field.name == "cites":
                yield from inside
            else:
                yield from _cites(inside)


def coverage(knowledge: Knowledge) -> Coverage:
    used = cited_claims(knowledge)
    listed = frozenset(knowledge.unused)
    idle = tuple(
        (claim, knowledge.places.get(("claim", id_), Place("claims", 1, 1)))
        for id_, claim in knowledge.claims.items()
        if id_ not in used and id_ not in listed
    )
    claims = list(knowledge.claims.values())
    sources = [source for source in knowledge.sources if any(claim.source == source for claim in claims)]
    kinds = dict.fromkeys(claim.kind for claim in claims)
    return Coverage(
        used=used,
        listed=listed,
        idle=idle,
        by_source=tuple(_share(name, [c for c in claims if c.source == name], used, listed) for name in sources),
        by_kind=tuple(_share(name, [c for c in claims if c.kind == name], used, listed) for name in kinds),
    )


def _share(name: str, claims: list[Claim], used: frozenset[str], listed: frozenset[str]) -> Share:
    what = Counter("used" if c.id in used else "listed" if c.id in listed else "idle" for c in claims)
    return Share(name, what["used"], what["listed"], what["idle"])


def idle_claims(found: Coverage) -> tuple[Problem, ...]:
    """The claims that do nothing, as problems."""
    hint = "cite it where it bears on a decision, or list it in unused.yaml with the reason why it cannot"
    return tuple(
        Problem(place, "unused-claim", f"nothing rests on the claim {claim.id!r} ({claim.kind})", hint)
        for claim, place in found.idle
    )


def listed_and_used(knowledge: Knowledge) -> Iterator[Problem]:
    """Claims that are listed as unusable, and used."""
    used = cited_claims(knowledge)
    for id_ in knowledge.unused:
        if id_ in used:
            place = knowledge.places.get(("unused", id_), Place("unused.yaml", 1, 1))
            message = f"the claim {id_!r} is listed as unused, and something cites it"
            yield Problem(place, "used-after-all", message, "take it out of the list")
