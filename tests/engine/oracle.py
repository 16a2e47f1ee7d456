"""What a body of rules says about a profile, computed from the rules as they were written, in the plainest way.

It shares no code with the engine: no grounding, no literals, no plan, no memo. It reads the mappings that YAML gives,
asks every rule again and again, and trusts a negation, a need or a verdict only once every rule that could change it
has had its say. `docs/writing-rules.md` is what it follows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tests.engine.oracle_world import Copy, World, copies_of

FOR = ("keep", "adopt", "trial", "consider")
AGAINST = ("migrate", "avoid", "rule_out")
STANCES = FOR + AGAINST


class Circle(Exception):
    """Rules wait for each other, or override each other, in a circle."""


@dataclass(frozen=True)
class Said:
    """The verdict on one product. `defeated` gives for each rule that spoke in vain those that silenced it.

    `leading`: of several reasons those that come first.
    """

    verdict: str
    because: frozenset[str]
    contested: bool
    ruled_out_by: frozenset[str]
    to: frozenset[str]
    by_date: date | None
    defeated: dict[str, frozenset[str]]
    leading: frozenset[str] = field(default=frozenset(), compare=False)


@dataclass
class Findings:
    """All there is to know about a profile."""

    fired: set[str] = field(default_factory=set)
    concerns: set[str] = field(default_factory=set)
    needed: set[str] = field(default_factory=set)
    verdicts: dict[str, dict[str, Said]] = field(default_factory=dict)
    connections: set[tuple[str, str, str, tuple[str, ...]]] = field(default_factory=set)
    before: set[tuple[str, str]] = field(default_factory=set)

    def picks(self, slot: str) -> set[str]:
        if slot not in self.needed:
            return set()
        said = self.verdicts[slot]
        return {p for p, one in said.items() if one.verdict in ("keep", "adopt", "trial") and not one.contested}

    def contested(self) -> set[str]:
        return {slot for slot in self.needed if any(one.contested for one in self.verdicts[slot].values())}


class Oracle:
    """The rules of one body of knowledge, copied out for every product that they range over."""

    def __init__(self, body: dict[str, Any]) -> None:
        """`body` has what the files have: editions, slots, licences, products, questions, modules."""
        self.body = body
        self.copies = {copy.id: copy for copy in copies_of(body)}
        self.overriders = overriders(self.copies.values())
        self.about = self._about()
        self.said: dict[tuple[str, str], dict[str, list[tuple[str, dict[str, Any]]]]] = {}
        for copy in self.copies.values():
            for conclusion in copy.then:
                for fact in facts_of(conclusion):
                    by_product = self.said.setdefault(fact, {})
                    by_product.setdefault(conclusion.get(stance_of(conclusion), ""), []).append((copy.id, conclusion))

    def _about(self) -> dict[tuple[str, str], set[str]]:
        """For each fact the rules that could change it: those that conclude it, and those that silence these."""
        about: dict[tuple[str, str], set[str]] = {}
        for copy in self.copies.values():
            for conclusion in copy.then:
                for fact in facts_of(conclusion):
                    about.setdefault(fact, set()).update(self._with_overriders(copy.id))
        return about

    def _with_overriders(self, id_: str) -> set[str]:
        found, waiting = {id_}, [id_]
        while waiting:
            new = self.overriders[waiting.pop()] - found
            found |= new
            waiting.extend(new)
        return found

    # --- circles ----------------------------------------------------------------------------------------------

    def overrides_in_a_circle(self) -> bool:
        return _has_circle({id_: sorted(by) for id_, by in self.overriders.items()})

    def rules_in_a_circle(self) -> bool:
        """Whether rules wait for each other, whatever the profile. Rules that can never fire are looked at too."""
        graph: dict[Any, list[Any]] = {fact: sorted(rules) for fact, rules in self.about.items()}
        graph.update((copy.id, list(reads(copy.when))) for copy in self.copies.values())
        return _has_circle(graph)

    def products_in_a_circle(self) -> bool:
        """Whether products wait for each other to be installed, whichever rules ever fire together."""
        graph: dict[Any, list[Any]] = {}
        for product, first in {pair for copy in self.copies.values() for c in copy.then for pair in before_of(c)}:
            graph.setdefault(product, []).append(first)
            graph.setdefault(first, [])
        return _has_circle(graph)

    # --- one profile ------------------------------------------------------------------------------------------

    def ask(self, profile: dict[str, Any], edition: str, as_of: date) -> Findings:
        """Raises Circle where no order of asking gives an answer."""
        world = World(self.body, profile, edition, as_of)
        findings, waiting = Findings(), set(self.copies)
        while waiting:
            hearing = _Hearing(self, world, findings, waiting)
            heard = {id_: hearing.truth(self.copies[id_].when) for id_ in sorted(waiting)}
            spoken = {id_ for id_, values in heard.items() if values == {True}}
            silent = {id_ for id_, values in heard.items() if True not in values}
            if not spoken | silent:
                raise Circle(sorted(waiting))
            findings.fired |= spoken
            waiting -= spoken | silent
        hearing = _Hearing(self, world, findings, waiting)
        findings.concerns = {c["derive"] for id_ in findings.fired for c in self.copies[id_].then if "derive" in c}
        findings.needed = {slot for slot in world.slots if hearing.is_needed(slot)}
        findings.verdicts = {slot: hearing.verdicts(slot) for slot in world.slots}
        said = [(id_, c) for id_ in findings.fired for c in self.copies[id_].then]
        findings.connections = {(i, c["connect"], c["as"], tuple(c["to"])) for i, c in said if "connect" in c}
        findings.before = {pair for _, conclusion in said for pair in before_of(conclusion)}
        return findings


class _Hearing:
    """What can be said while the rules in `waiting` have not been heard."""

    def __init__(self, oracle: Oracle, world: World, findings: Findings, waiting: set[str]) -> None:
        self.oracle, self.world, self.findings, self.waiting = oracle, world, findings, set(waiting)
        self._speaking: dict[tuple[str, str], bool] = {}
        self._verdicts: dict[str, dict[str, Said]] = {}

    def truth(self, condition: Any) -> set[bool | None]:
        """The values that a condition may have: several where it rests on a fact that is not settled."""
        if isinstance(condition, list):
            return _fold(all_of, [self.truth(part) for part in condition])
        if "all" in condition:
            return _fold(all_of, [self.truth(part) for part in condition["all"]])
        if "any" in condition:
            return {opposite(v) for v in _fold(all_of, [self.truth({"not": part}) for part in condition["any"]])}
        if "not" in condition:
            return {opposite(value) for value in self.truth(condition["not"])}
        if "concern" in condition:
            return self._settled(("concern", condition["concern"]), lambda: self._is_derived(condition["concern"]))
        if "needed" in condition:
            return self._settled(("need", condition["needed"]), lambda: self.is_needed(condition["needed"]))
        if "slot" in condition:
            return self._settled(("verdict", condition["slot"]), lambda: self._slot_is(condition))
        return {self.world.truth(condition)}

    def _settled(self, fact: tuple[str, str], ask: Any) -> set[bool | None]:
        return {True, False} if self.oracle.about.get(fact, set()) & self.waiting else {ask()}

    def _is_derived(self, concern: str) -> bool:
        rules = self.oracle.said.get(("concern", concern), {}).get("", [])
        return any(id_ in self.findings.fired for id_, _ in rules)

    def _slot_is(self, condition: dict[str, Any]) -> bool:
        said = self.verdicts(condition["slot"])
        if "picks" in condition:
            one = said.get(condition["picks"])
            picked = one is not None and one.verdict in ("keep", "adopt", "trial") and not one.contested
            return picked and self.is_needed(condition["slot"])
        one = said.get(condition["product"])
        wanted = condition["verdict"]
        return one is not None and one.verdict in (wanted if isinstance(wanted, list) else [wanted])

    def speaks(self, id_: str, slot: str) -> bool:
        """It fired, and nothing silences it in the slot."""
        if (id_, slot) not in self._speaking:
            self._speaking[id_, slot] = id_ in self.findings.fired and not self.silencers(id_, slot)
        return self._speaking[id_, slot]

    def silencers(self, id_: str, slot: str) -> frozenset[str]:
        """The rules that override it and speak, and the constraints against it, if they leave nothing of it."""
        silencers = {other for other in self.oracle.overriders[id_] if self.speaks(other, slot)}
        stances = [c for c in self.oracle.copies[id_].then if stance_of(c) and c["slot"] == slot]
        opposed = [set() if self._binds(id_) else self._constraints_against(c, slot) for c in stances]
        return frozenset(silencers.union(*opposed) if all(opposed) else silencers)

    def _constraints_against(self, conclusion: dict[str, Any], slot: str) -> set[str]:
        stance = stance_of(conclusion)
        said = self.oracle.said["verdict", slot][conclusion[stance]]
        return {i for i, c in said if self._binds(i) and i in self.findings.fired and opposed(stance, stance_of(c))}

    def is_needed(self, slot: str) -> bool:
        rules = self.oracle.said.get(("need", slot), {}).get("", [])
        said = [conclusion for id_, conclusion in rules if self.speaks(id_, slot)]
        return {"need": slot} in said and {"no_need": slot} not in said

    def verdicts(self, slot: str) -> dict[str, Said]:
        if slot not in self._verdicts:
            products = sorted(self.oracle.said.get(("verdict", slot), {}).keys() - {""})
            found = {product: self._verdict(slot, product) for product in products}
            needed = self.is_needed(slot)
            found = {p: one for p, one in found.items() if one and (needed or one.verdict in AGAINST)}
            picks = {p for p, one in found.items() if one.verdict in ("keep", "adopt", "trial") and not one.contested}
            unwanted = {p for p, one in found.items() if one.verdict in AGAINST}
            self._verdicts[slot] = {p: _leading_to(one, picks, unwanted) for p, one in found.items()}
        return self._verdicts[slot]

    def _verdict(self, slot: str, product: str) -> Said | None:
        said = [(i, c) for i, c in self.oracle.said["verdict", slot][product] if i in self.findings.fired]
        defeated = {id_: self.silencers(id_, slot) for id_, _ in said if not self.speaks(id_, slot)}
        said = [(i, c) for i, c in said if self.speaks(i, slot)]
        pro, con = [[(i, c) for i, c in said if stance_of(c) in side] for side in (FOR, AGAINST)]
        binding_pro, binding_con = [{i for i, _ in side if self._binds(i)} for side in (pro, con)]
        defeated |= {i: frozenset(binding_con) for i, _ in pro if binding_con and i not in binding_pro}
        defeated |= {i: frozenset(binding_pro) for i, _ in con if binding_pro and i not in binding_con}
        pro = [(i, c) for i, c in pro if i in binding_pro or not binding_con]
        con = [(i, c) for i, c in con if i in binding_con or not binding_pro]
        if not pro and not con:
            return None
        verdict, contested = self._outcome(slot, product, pro, con)
        leaving = verdict == "migrate"
        return Said(
            verdict=verdict,
            because=frozenset(i for i, _ in pro + con),
            contested=contested,
            ruled_out_by=frozenset(i for i, c in con if "rule_out" in c),
            to=frozenset(name for _, c in con for name in c.get("to", ())) if leaving else frozenset(),
            by_date=self.world.deadline(product, [c["by"] for _, c in con if "by" in c]) if leaving else None,
            defeated=defeated,
            leading=self._leading(slot, product, pro, con),
        )

    def _leading(self, slot: str, product: str, pro: list[Any], con: list[Any]) -> frozenset[str]:
        """The reasons that come to the verdict each by itself; all of them where reasons for and against disagree."""
        if pro and con:
            return frozenset(i for i, _ in pro + con)
        told, _ = self._outcome(slot, product, pro, con)
        alone = [(one, [one] if pro else [], [one] if con else []) for one in pro + con]
        return frozenset(i for (i, _), for_, against in alone if self._outcome(slot, product, for_, against)[0] == told)

    def _binds(self, id_: str) -> bool:
        return self.oracle.copies[id_].strength == "constraint"

    def _outcome(self, slot: str, product: str, pro: list[Any], con: list[Any]) -> tuple[str, bool]:
        stances = {stance_of(c) for _, c in pro + con}
        in_use = self.world.products[product]["slots"][:1] == [slot] and self.world.in_use(product) is True
        if pro and con:
            return "consider", True
        if pro:
            strongest = next(stance for stance in FOR if stance in stances)
            verdict = "keep" if strongest == "adopt" and in_use else strongest
            return verdict, {"adopt", "trial"} <= stances
        leaving = "migrate" in stances or in_use
        return ("migrate" if leaving else "avoid"), False


def _leading_to(said: Said, picks: Iterable[str], unwanted: Iterable[str]) -> Said:
    if said.verdict != "migrate":
        return said
    return Said(**{**vars(said), "to": said.to.difference(unwanted) or frozenset(picks)})


# --- small things ---------------------------------------------------------------------------------------------


def opposite(value: bool | None) -> bool | None:
    return None if value is None else not value


def all_of(one: bool | None, other: bool | None) -> bool | None:
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


def _fold(combine: Any, parts: list[set[bool | None]]) -> set[bool | None]:
    total: set[bool | None] = {True}
    for part in parts:
        total = {combine(one, other) for one in total for other in part}
    return total


def stance_of(conclusion: dict[str, Any]) -> str:
    return next((stance for stance in STANCES if stance in conclusion), "")


def opposed(stance: str, other: str) -> bool:
    return (stance in FOR) != (other in FOR)


def before_of(conclusion: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """A product, and one that is installed before it."""
    if "install" in conclusion:
        yield from ((conclusion["install"], first) for first in conclusion["after"])
    if "connect" in conclusion and conclusion["as"] == "needs":
        yield from ((conclusion["connect"], first) for first in conclusion["to"])
    if "connect" in conclusion and conclusion["as"] in ("brings", "carries"):
        yield from ((other, conclusion["connect"]) for other in conclusion["to"])


def facts_of(conclusion: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The facts a conclusion bears on. Whether a slot is needed bears on its verdicts."""
    if "derive" in conclusion:
        yield "concern", conclusion["derive"]
    for need in ("need", "no_need"):
        if need in conclusion:
            yield "need", conclusion[need]
            yield "verdict", conclusion[need]
    if conclusion.get("slot"):
        yield "verdict", conclusion["slot"]


def reads(condition: Any) -> Iterator[tuple[str, str]]:
    """The derived facts that a condition asks about."""
    if isinstance(condition, list):
        for part in condition:
            yield from reads(part)
    elif "not" in condition:
        yield from reads(condition["not"])
    elif "all" in condition or "any" in condition:
        yield from reads(condition.get("all") or condition["any"])
    for key, kind in (("concern", "concern"), ("needed", "need"), ("slot", "verdict")):
        if key in condition and isinstance(condition, dict):
            yield kind, condition[key]


def overriders(copies: Iterable[Copy]) -> dict[str, set[str]]:
    """For each rule those that override it, the wildcards read as what they mean."""
    everyone = list(copies)
    found: dict[str, set[str]] = {copy.id: set() for copy in everyone}
    for copy in everyone:
        mine = {(c["slot"], c[stance_of(c)]) for c in copy.then if stance_of(c)}
        for name in copy.overrides:
            for other in everyone:
                if name != "for" and other is not copy and _is_meant(name, other, mine):
                    found[other.id].add(copy.id)
    plainly = {id_: set(by) for id_, by in found.items()}
    for copy in everyone:
        mine = {(c["slot"], c[stance_of(c)]) for c in copy.then if stance_of(c)}
        for other in everyone:
            # Who is set aside by the other one cannot set that aside in turn.
            free = "for" in copy.overrides and other is not copy and other.id not in plainly[copy.id]
            if free and _is_meant("for", other, mine):
                found[other.id].add(copy.id)
    return found


def _is_meant(name: str, other: Copy, mine: set[tuple[str, str]]) -> bool:
    stances = [c for c in other.then if stance_of(c)]
    if name == "defaults":
        return other.strength == "default" and any(c["slot"] in {slot for slot, _ in mine} for c in stances)
    if name in ("against", "for"):
        side = AGAINST if name == "against" else FOR
        opposed = {(c["slot"], c[stance_of(c)]) for c in stances if stance_of(c) in side}
        return other.strength != "constraint" and bool(opposed & mine)
    return other.template == name


def _has_circle(graph: dict[Any, list[Any]]) -> bool:
    """Take away what waits for nothing until nothing is left, or nothing moves."""
    waiting = {node: {after for after in afters if after in graph} for node, afters in graph.items()}
    while waiting:
        free = {node for node, afters in waiting.items() if not afters & waiting.keys()}
        if not free:
            return True
        waiting = {node: afters for node, afters in waiting.items() if node not in free}
    return False
