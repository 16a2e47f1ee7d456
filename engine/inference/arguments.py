"""What arguments of several kinds on one product come to. The few kinds of a product are bits, its outcomes a table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import NamedTuple

from engine.inference.literals import bits, mask_of
from engine.model import PICKED, STANCES_FOR, Conclusion, Rule, Strength

# More undetermined kinds of argument than this on one product are not tried in every combination.
_MAX_UNDETERMINED = 7
# How many answers are remembered of one product.
_REMEMBERED = 512
_STRENGTH_RANK: dict[Strength, int] = {"constraint": 0, "exception": 1, "default": 2}


class Kind(NamedTuple):
    """An argument as far as a verdict depends on it: how strong, what stance, and where a migration leads."""

    strength: Strength
    stance: str
    to: tuple[str, ...]


class Outcome(NamedTuple):
    """What a set of kinds comes to. `survives`: the kinds that no constraint defeats; `rank`: 0 is the strongest."""

    verdict: str | None
    survives: int
    rank: int
    contested: bool
    ruled_out: bool
    to: frozenset[str]

    def shown(self, ranked: bool) -> tuple[object, ...]:
        """What a caller sees of it. The rank orders picks, so it is seen only where several compete."""
        rank = self.rank if ranked and self.verdict in PICKED else None
        return (self.verdict, self.contested, self.to, rank, self.ruled_out)


@dataclass(frozen=True, slots=True)
class ProductArguments:
    """All that rules can say of one product in one slot. `said`: index of the rule, bit of the kind, conclusion.

    `rules_by_kind`: bit of each kind, and its rules; `turning` are the rules whose stance reads otherwise where the
    product is in use; `in_use` the literal that says so, as a bit, where the product is at home in the slot.
    """

    product: str
    kinds: tuple[Kind, ...]
    said: tuple[tuple[int, int, Conclusion], ...]
    rules_by_kind: tuple[tuple[int, int], ...]
    rules: int  # the rules' indices as bits
    turning: int
    in_use: int
    can_be_picked: bool
    _settled: dict[object, bool] = field(default_factory=dict, compare=False, repr=False)
    _outcomes: dict[tuple[int, bool], Outcome] = field(default_factory=dict, compare=False, repr=False)

    def outcome(self, present: int, in_use: bool) -> Outcome:
        """The verdict on a set of kinds, given as bits."""
        found = self._outcomes.get((present, in_use))
        if found is None:
            found = self._outcomes[present, in_use] = _outcome(self.kinds, present, in_use)
        return found

    def is_settled(self, present: int, certain: int, undecided: int, uses: tuple[bool, ...], ranked: bool) -> bool:
        """Do the present kinds come to what the certain ones come to, whichever of the undecided ones are added?"""
        key = (present, certain, undecided, uses, ranked)
        found = self._settled.get(key)
        if found is None:
            if len(self._settled) >= _REMEMBERED:
                self._settled.clear()
            found = self._settled[key] = self._is_settled(present, certain, bits(undecided), uses, ranked)
        return found

    def _is_settled(
        self, present: int, certain: int, undecided: list[int], uses: tuple[bool, ...], ranked: bool
    ) -> bool:
        if len(undecided) > _MAX_UNDETERMINED:
            return False
        now = self.outcome(present, uses[-1]).shown(ranked)
        return all(
            self.outcome(certain | mask_of(chosen), in_use).shown(ranked) == now
            for size in range(len(undecided) + 1)
            for chosen in combinations(undecided, size)
            for in_use in uses
        )


def arguments_by_product(
    stances: Iterable[tuple[int, Rule, Conclusion]], in_use: Mapping[str, int]
) -> tuple[ProductArguments, ...]:
    """Group a slot's stances, given with the index of their rule, by product. `in_use`: the literal that says so."""
    grouped: dict[str, list[tuple[int, Rule, Conclusion]]] = {}
    for index, rule, conclusion in stances:
        grouped.setdefault(conclusion.subject, []).append((index, rule, conclusion))
    return tuple(
        _of_product(product, said, 1 << in_use[product] if product in in_use else 0)
        for product, said in grouped.items()
    )


def _of_product(product: str, said: list[tuple[int, Rule, Conclusion]], in_use: int) -> ProductArguments:
    kinds: dict[Kind, int] = {}
    by_kind: dict[int, int] = defaultdict(int)
    entries = []
    rules = turning = 0
    for index, rule, conclusion in said:
        kind = Kind(rule.strength, conclusion.kind, conclusion.to)
        bit = 1 << kinds.setdefault(kind, len(kinds))
        entries.append((index, bit, conclusion))
        by_kind[bit] |= 1 << index
        rules |= 1 << index
        turning |= (conclusion.kind in ("adopt", "avoid", "rule_out")) << index
    can_be_picked = any(conclusion.kind in PICKED for _, _, conclusion in entries)
    return ProductArguments(
        product, tuple(kinds), tuple(entries), tuple(by_kind.items()), rules, turning, in_use, can_be_picked
    )


def _outcome(kinds: tuple[Kind, ...], present: int, in_use: bool) -> Outcome:
    """Constraints defeat what disagrees with them; what is left must agree."""
    there = {i: kind for i, kind in enumerate(kinds) if present >> i & 1}
    for_ = {i for i, kind in there.items() if kind.stance in STANCES_FOR}
    against = there.keys() - for_
    binding_for = {i for i in for_ if there[i].strength == "constraint"}
    binding_against = {i for i in against if there[i].strength == "constraint"}
    for_, against = (binding_for if binding_against else for_), (binding_against if binding_for else against)
    survives = sum(1 << i for i in for_ | against)
    rank = min((_STRENGTH_RANK[there[i].strength] for i in (for_ or against)), default=2)
    stances = {there[i].stance for i in for_}
    ruled_out = any(there[i].stance == "rule_out" for i in against)
    if not survives:
        return Outcome(None, 0, rank, False, False, frozenset())
    if for_ and against:
        return Outcome("consider", survives, rank, True, ruled_out, frozenset())
    if for_:
        strongest = next(stance for stance in STANCES_FOR if stance in stances)
        verdict = "keep" if strongest == "adopt" and in_use else strongest
        contested = {"adopt", "trial"} <= stances
        return Outcome(verdict, survives, rank, contested, False, frozenset())
    leaving = in_use or any(there[i].stance == "migrate" for i in against)
    to = frozenset(product for i in against for product in there[i].to) if leaving else frozenset()
    return Outcome("migrate" if leaving else "avoid", survives, rank, False, ruled_out, to)
