"""Two bodies of knowledge → what one has that the other has not, and what they say otherwise, by sort and id.

Rules count as they are written: one that ranges over products is one rule, and which products it ranges over is a
field of it. Where things stand in files is no difference.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal, get_args

from engine.model import Knowledge, Place, Rule

Sort = Literal[
    "rule",
    "product",
    "question",
    "claim",
    "slot",
    "edition",
    "source",
    "licence",
    "stage",
    "conflict",
    "area",
    "quadrant",
]
SORTS: tuple[Sort, ...] = get_args(Sort)
Kind = Literal["added", "removed", "changed"]

# The fields of a rule as it is written; `overrides` is compared before names are spelled out.
_OF_A_RULE = {
    "strength": "strength",
    "when": "when",
    "then": "then",
    "overrides": "named_overrides",
    "because": "because",
    "cites": "cites",
}
# Of these, what depends on the product that a rule is about.
_BY_PRODUCT = ("then", "because", "cites")
# A written rule that ranges over other products than before.
RANGE = "for_each"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not in both, or not the same in both. `fields`: those of a changed one that differ.

    `place`: where it stands afterwards; of what was removed, where it stood. None where that is not known.
    """

    sort: Sort
    id: str
    kind: Kind
    fields: tuple[str, ...] = ()
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class PackDifference:
    """A pack whose files are not the same. `before` and `after` are (version, digest), None where it is not there."""

    pack: str
    before: tuple[str, str] | None
    after: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class Differences:
    """All of them, by sort in the order of `SORTS`, then by id. Empty `packs`: the very same files."""

    packs: tuple[PackDifference, ...]
    things: tuple[Difference, ...]

    def of(self, sort: Sort) -> dict[str, Difference]:
        return {one.id: one for one in self.things if one.sort == sort}


def differences(before: Knowledge, after: Knowledge) -> Differences:
    """What differs between two bodies of knowledge."""
    if before.digest == after.digest:
        return Differences((), ())
    packs = pack_differences(
        {pack.id: (pack.version, pack.digest) for pack in before.packs},
        {pack.id: (pack.version, pack.digest) for pack in after.packs},
    )
    things = [one for sort in SORTS for one in _of_sort(sort, before, after)]
    return Differences(packs, tuple(things))


def pack_differences(
    before: Mapping[str, tuple[str, str]], after: Mapping[str, tuple[str, str]]
) -> tuple[PackDifference, ...]:
    """By pack: (version, digest). Those of before first, in their order, then new ones in theirs."""
    return tuple(
        PackDifference(pack, before.get(pack), after.get(pack))
        for pack in dict.fromkeys((*before, *after))
        if before.get(pack) != after.get(pack)
    )


def _of_sort(sort: Sort, before: Knowledge, after: Knowledge) -> Iterator[Difference]:
    if sort == "rule":
        yield from _rules(before, after)
        return
    old, new = _named(sort, before), _named(sort, after)
    for id_ in sorted({*old, *new}):
        if id_ not in old or id_ not in new:
            kind: Kind = "added" if id_ in new else "removed"
            yield Difference(sort, id_, kind, (), (after if id_ in new else before).places.get((sort, id_)))
        elif differing := _differing(old[id_], new[id_]):
            yield Difference(sort, id_, "changed", differing, after.places.get((sort, id_)))


def _named(sort: Sort, knowledge: Knowledge) -> Mapping[str, Any]:
    found: dict[Sort, Callable[[], Mapping[str, Any]]] = {
        "product": lambda: knowledge.products,
        "question": lambda: knowledge.questions,
        "claim": lambda: knowledge.claims,
        "slot": lambda: knowledge.slots,
        "edition": lambda: knowledge.editions,
        "source": lambda: knowledge.sources,
        "licence": lambda: knowledge.licences,
        "stage": lambda: {stage.id: stage for stage in knowledge.roadmap.stages} if knowledge.roadmap else {},
        "conflict": lambda: knowledge.conflicts,
        "area": lambda: knowledge.areas,
        "quadrant": lambda: knowledge.quadrants,
    }
    return found[sort]()


def _differing(old: Any, new: Any) -> tuple[str, ...]:
    """The fields of a value of the model in which two of them differ."""
    if old == new:
        return ()
    return tuple(one.name for one in fields(old) if one.compare and getattr(old, one.name) != getattr(new, one.name))


# --- rules ----------------------------------------------------------------------------------------------------


def written_rules(knowledge: Knowledge) -> dict[str, dict[str, Rule]]:
    """By the id under which it is written: its grounded rules, by id. None of a rule that found no product."""
    found: dict[str, dict[str, Rule]] = defaultdict(dict)
    for rule in knowledge.rules.values():
        found[rule.template][rule.id] = rule
    for module in knowledge.modules.values():
        for id_, _ in module.idle:
            found.setdefault(id_, {})
    return dict(found)


def _rules(before: Knowledge, after: Knowledge) -> Iterator[Difference]:
    old, new = written_rules(before), written_rules(after)
    same = {id_ for id_, product in before.products.items() if after.products.get(id_) == product}
    for id_ in sorted({*old, *new}):
        if id_ not in new:
            yield Difference("rule", id_, "removed", (), _place(old[id_], id_, before))
        elif id_ not in old:
            yield Difference("rule", id_, "added", (), _place(new[id_], id_, after))
        elif differing := tuple(_differing_rules(old[id_], new[id_], same)):
            yield Difference("rule", id_, "changed", differing, _place(new[id_], id_, after))


def _differing_rules(old: Mapping[str, Rule], new: Mapping[str, Rule], same: Collection[str]) -> Iterator[str]:
    """`same`: the products that are in both. What a product brings into a rule about it (its slots, the evidence for
    its facts) is no difference of the rule, so that is compared on those alone.
    """
    common = [(old[id_], new[id_]) for id_ in old if id_ in new]
    alike = [(one, other) for one, other in common if one.product is None or one.product in same]
    for name, attribute in _OF_A_RULE.items():
        pairs = alike if name in _BY_PRODUCT else common
        if any(getattr(one, attribute) != getattr(other, attribute) for one, other in pairs):
            yield name
    if _range(old, same) != _range(new, same):
        yield RANGE


def _range(grounded: Mapping[str, Rule], same: Collection[str]) -> set[str | None]:
    return {rule.product for rule in grounded.values() if rule.product is None or rule.product in same}


def _place(grounded: Mapping[str, Rule], id_: str, knowledge: Knowledge) -> Place | None:
    for rule in grounded.values():
        return rule.place
    return next((place for module in knowledge.modules.values() for name, place in module.idle if name == id_), None)
