"""Bodies of rules made up for measuring growth: more rules, but as many of them fire. The same for the same seed.

Sixty questions; groups of seven or eight rules on five levels; two rules in three read answers alone, the third reads
what lower levels concluded as well. Each group becomes a module with a slot of its own (`bodies`). How likely a rule
is to fire is measured on a sample of profiles while its tests are chosen, so that the firings of all rules together
come to about `FIRINGS` however many rules there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

FIRINGS = 80
SPREAD = 20  # a profile is kept with so many firings more or less
SIZES = (300, 1000, 3000)

_QUESTIONS = 60
_PRODUCTS = 130
_SAMPLE = 500
_CANDIDATES = 25
_RULES_IN_GROUP = 7.5
_GROUPS_ON_LEVEL = (0.40, 0.25, 0.175, 0.10, 0.075)
_QUESTIONS_OF_GROUP = 10
_CONCERNS_OF_GROUP = 3
_STANCES = ("adopt", "consider", "avoid")

Answer = str | int | bool
Profile = dict[str, Answer]


@dataclass(frozen=True, slots=True)
class Attribute:
    """A question of the workload: one of a few words, yes or no (`options` False, True), or a number below 100."""

    name: str
    options: tuple[Answer, ...]  # none for a number

    def random_answer(self, random: Random) -> Answer:
        return random.choice(self.options) if self.options else random.randrange(100)


@dataclass(frozen=True, slots=True)
class Test:
    """`operator` is in, not_in or at_least of an answer, or derived of a concern."""

    subject: str
    operator: str
    value: tuple[Answer, ...] | int = ()

    def holds(self, profile: Profile, concerns: set[str]) -> bool:
        if self.operator == "derived":
            return self.subject in concerns
        answer = profile[self.subject]
        if isinstance(self.value, int):
            return answer >= self.value  # type: ignore[operator]
        return (answer in self.value) == (self.operator == "in")


@dataclass(frozen=True, slots=True)
class MadeRule:
    """When all tests hold, a concern is derived, or else a stance taken: (stance, product), or ("need", "")."""

    id: str
    group: int
    tests: tuple[Test, ...]
    concern: str | None
    stance: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Workload:
    attributes: tuple[Attribute, ...]
    rules: tuple[MadeRule, ...]
    profiles: tuple[Profile, ...]

    @property
    def groups(self) -> int:
        return self.rules[-1].group + 1


def naive_fixpoint(rules: Sequence[MadeRule], profile: Profile) -> frozenset[str]:
    """The reference: look at every rule again and again until nothing new fires. The ids of the rules that fired."""
    fired: set[str] = set()
    concerns: set[str] = set()
    before = -1
    while len(fired) > before:
        before = len(fired)
        for rule in rules:
            if rule.id not in fired and all(test.holds(profile, concerns) for test in rule.tests):
                fired.add(rule.id)
                if rule.concern:
                    concerns.add(rule.concern)
    return frozenset(fired)


def make_workload(rules: int, profiles: int, seed: int = 7000) -> Workload:
    """Profiles are random and kept when about `FIRINGS` rules fire."""
    random = Random(seed + rules)
    attributes = tuple(_attribute(i) for i in range(_QUESTIONS))
    made = _Maker(attributes, rules, random).rules()
    kept: list[Profile] = []
    while len(kept) < profiles:
        profile = _random_profile(attributes, random)
        if profile not in kept and abs(len(naive_fixpoint(made, profile)) - FIRINGS) <= SPREAD:
            kept.append(profile)
    return Workload(attributes, made, tuple(kept))


def _attribute(i: int) -> Attribute:
    """Of four in a row two have three or four words each, one is yes or no, one a number."""
    name = f"q{i:02d}"
    if i % 4 < 2:
        return Attribute(name, tuple(f"{name}{letter}" for letter in "abcd"[: 3 + i // 4 % 2]))
    return Attribute(name, (False, True) if i % 4 == 2 else ())


def _random_profile(attributes: Sequence[Attribute], random: Random) -> Profile:
    return {attribute.name: attribute.random_answer(random) for attribute in attributes}


@dataclass(frozen=True, slots=True)
class _Draft:
    """Tests with the profiles of the sample in which they hold, as bits."""

    tests: tuple[Test, ...]
    hold: int

    def share(self) -> float:
        return self.hold.bit_count() / _SAMPLE


class _Maker:
    """Makes the rules of a workload, group by group from the lowest level up."""

    def __init__(self, attributes: Sequence[Attribute], count: int, random: Random) -> None:
        self.attributes, self.count, self.random = attributes, count, random
        self.sample = [_random_profile(attributes, random) for _ in range(_SAMPLE)]
        self.derived: dict[str, int] = {}  # concern → profiles of the sample in which it holds
        self.by_level: list[list[str]] = [[] for _ in _GROUPS_ON_LEVEL]
        self.firings = 0.0  # expected so far
        self._known: dict[Test, int] = {}

    def rules(self) -> tuple[MadeRule, ...]:
        sizes = _group_sizes(self.count)
        chained = _chained(self.count, sizes)
        made: list[MadeRule] = []
        for group, (level, size) in enumerate(sizes):
            made.extend(self._group(group, level, size, chained[group], len(made)))
        return tuple(made)

    def _group(self, group: int, level: int, size: int, chained: int, before: int) -> list[MadeRule]:
        focus = self.random.sample(self.attributes, _QUESTIONS_OF_GROUP)
        concerns = [f"c{group:03d}-{i}" for i in range(_CONCERNS_OF_GROUP)] if level + 1 < len(self.by_level) else []
        made: list[MadeRule] = []
        needed = False
        for i in range(size):
            draft = self._draft(focus, level if i < chained else 0, before + i)
            self.firings += draft.share()
            concern = concerns[i % len(concerns)] if concerns and (i < 2 or self.random.random() < 0.4) else None
            stance = (
                (self.random.choice(_STANCES), f"p{self.random.randrange(_PRODUCTS):03d}") if needed else ("need", "")
            )
            if concern:
                self.derived[concern] = self.derived.get(concern, 0) | draft.hold
            needed = needed or concern is None
            made.append(MadeRule(f"g{group:03d}/r{before + i:04d}", group, draft.tests, concern, stance))
        self.by_level[level].extend(concern for concern in concerns if concern in self.derived)
        return made

    def _draft(self, focus: Sequence[Attribute], level: int, before: int) -> _Draft:
        """The likeliest to keep the firings on course, of some candidates."""
        share = FIRINGS / self.count
        wanted = min(0.93, max(share + (share * (before + 1) - self.firings) / 4, share * 0.4))
        candidates = (self._candidate(focus, level, wanted) for _ in range(_CANDIDATES))
        return min(candidates, key=lambda draft: abs(draft.share() - wanted))

    def _candidate(self, focus: Sequence[Attribute], level: int, wanted: float) -> _Draft:
        random = self.random
        draft = self._on_concerns(level) if level else _Draft((), (1 << _SAMPLE) - 1)
        more = random.choice((1, 2) if level else (2, 3, 3, 4))
        each = min(0.95, (wanted / max(draft.share(), wanted)) ** (1 / more))
        for attribute in random.sample(focus, more):
            test = _random_test(attribute, each, random)
            draft = _Draft((*draft.tests, test), draft.hold & self._where(test))
        return draft

    def _on_concerns(self, level: int) -> _Draft:
        """On a concern of the level below, and in three rules of ten on one more of any level below."""
        names = [self.random.choice(self.by_level[level - 1])]
        if self.random.random() < 0.3:
            names.append(self.random.choice([name for below in self.by_level[:level] for name in below]))
        hold = (1 << _SAMPLE) - 1
        for name in names:
            hold &= self.derived[name]
        return _Draft(tuple(Test(name, "derived") for name in dict.fromkeys(names)), hold)

    def _where(self, test: Test) -> int:
        if test not in self._known:
            self._known[test] = sum(1 << i for i, profile in enumerate(self.sample) if test.holds(profile, set()))
        return self._known[test]


def _group_sizes(rules: int) -> list[tuple[int, int]]:
    """(level, number of rules) of each group."""
    groups = max(len(_GROUPS_ON_LEVEL), round(rules / _RULES_IN_GROUP))
    levels = [level for level, share in enumerate(_GROUPS_ON_LEVEL) for _ in range(max(1, round(share * groups)))]
    levels = [0] * (groups - len(levels)) + levels[-groups:]
    return [(level, rules // groups + (i < rules % groups)) for i, level in enumerate(levels)]


def _chained(rules: int, sizes: Sequence[tuple[int, int]]) -> list[int]:
    """How many rules of each group read concerns: a third of all, spread evenly over the levels above the lowest."""
    above = sum(size for level, size in sizes if level)
    share = min(1.0, rules / 3 / above) if above else 0.0
    return [round(size * share) if level else 0 for level, size in sizes]


def _random_test(attribute: Attribute, wanted: float, random: Random) -> Test:
    """A test on the attribute that holds for about `wanted` of all answers."""
    if not attribute.options:
        return Test(attribute.name, "at_least", min(95, max(3, round(100 * (1 - wanted) + random.uniform(-10, 10)))))
    count = min(len(attribute.options) - 1, max(1, round(wanted * len(attribute.options))))
    chosen = tuple(sorted(random.sample(attribute.options, count)))
    if 2 * count > len(attribute.options) and random.random() < 0.5:
        return Test(attribute.name, "not_in", tuple(sorted(set(attribute.options) - set(chosen))))
    return Test(attribute.name, "in", chosen)
