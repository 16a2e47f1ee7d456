"""The chain from answers to verdicts as one circuit: what `engine.inference` computes, stated for a search.

Each rule of the plan has a literal "fires", each slot the literals of `SlotLogic`. They are defined when they are asked
for, with all that they rest on, so that a search about one slot knows of nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from engine.inference.arguments import ProductArguments
from engine.inference.literals import DERIVED_KINDS, bits, positive
from engine.inference.plan import Plan, SlotPlan
from engine.model import PICKED, STANCES_FOR, All, Condition, Leaf, Not
from engine.satisfiability.circuit import Circuit
from engine.satisfiability.inputs import Inputs, Truth


class Chain:
    """The circuit of one plan, as far as somebody asked.

    `truth`: the literals of a test on answers, edition, day or catalog, in that circuit; without it every request is
    looked at. `rules`: the numbers of those that can fire, where it is known that no others matter.
    """

    def __init__(
        self,
        plan: Plan,
        circuit: Circuit | None = None,
        truth: Callable[[Leaf], Truth] | None = None,
        rules: frozenset[int] | None = None,
    ) -> None:
        self.plan = plan
        self.circuit = circuit or Circuit()
        self._tested = truth or self.inputs.truth
        self._rules = rules
        self._truths: dict[int, Truth] = {}
        self._fires: dict[int, int] = {}
        self._slots: dict[tuple[str, bool], SlotLogic] = {}
        self._plans = {(step.slot, step.need_only): step for step in plan.steps if isinstance(step, SlotPlan)}

    @cached_property
    def inputs(self) -> Inputs:
        """Everything that a request can say."""
        return Inputs(self.circuit, self.plan.knowledge, self.plan.atoms)

    # --- rules ------------------------------------------------------------------------------------------------

    def fires(self, number: int) -> int:
        """The rule of that number in the plan fires."""
        if self._rules is not None and number not in self._rules:
            return self.circuit.false
        if number not in self._fires:
            # Those it rests on first, lowest level first: chains may be longer than Python's stack is deep.
            for below in self._resting_on(number):
                if below not in self._fires:
                    self._fires[below] = self._alternatives(below)
        return self._fires[number]

    def _alternatives(self, number: int) -> int:
        disjuncts = self.plan.rules[number].disjuncts
        return self.circuit.any_of(self.circuit.all_of(map(self.literal, disjunct)) for disjunct in disjuncts)

    def _resting_on(self, number: int) -> list[int]:
        found, waiting = {number}, [number]
        while waiting:
            for disjunct in self.plan.rules[waiting.pop()].disjuncts:
                for literal in disjunct:
                    more = set(self._settling(self.plan.atoms.leaves[literal >> 1])) - found
                    more = more if self._rules is None else more & self._rules
                    found |= more
                    waiting += more
        level = {n: self.plan.stages[self.plan.stage_of[n]].level for n in found}
        return sorted(found, key=lambda n: (level[n], n))

    def _settling(self, leaf: Leaf) -> Iterable[int]:
        """The rules that settle a derived fact."""
        if leaf.kind == "concern":
            return self._deriving.get(leaf.subject, ())
        if leaf.kind in DERIVED_KINDS:
            return [rule.number for rule in self._plans[leaf.subject, leaf.kind == "needed"].rules]
        return ()

    @cached_property
    def _deriving(self) -> Mapping[str, list[int]]:
        found: dict[str, list[int]] = {}
        for planned in self.plan.rules:
            for conclusion in planned.rule.then:
                if conclusion.kind == "derive":
                    found.setdefault(conclusion.subject, []).append(planned.number)
        return found

    # --- conditions -------------------------------------------------------------------------------------------

    def literal(self, number: int) -> int:
        """A literal of the plan's atoms as one of the circuit."""
        atom, denied = number >> 1, number & 1
        if atom not in self._truths:
            self._truths[atom] = self._truth(self.plan.atoms.leaves[atom])
        return self._truths[atom][denied]

    def holds(self, condition: Condition, wanted: bool = True) -> int:
        """A condition, or its contrary, holds: unknown tests make neither so."""
        if isinstance(condition, Leaf):
            leaf, sense = positive(condition, wanted)
            number = self.plan.atoms.find(leaf)
            truth = self._truth(leaf) if number is None else (self.literal(2 * number), self.literal(2 * number + 1))
            return truth[not sense]
        if isinstance(condition, Not):
            return self.holds(condition.part, not wanted)
        parts = [self.holds(part, wanted) for part in condition.parts]
        every = isinstance(condition, All) == wanted
        return self.circuit.all_of(parts) if every else self.circuit.any_of(parts)

    def _truth(self, leaf: Leaf) -> Truth:
        if leaf.kind not in DERIVED_KINDS:
            return self._tested(leaf)
        if leaf.kind == "concern":
            holds = self.circuit.any_of(self.fires(number) for number in self._deriving.get(leaf.subject, ()))
        elif leaf.kind == "needed":
            holds = self.slot(leaf.subject, need_only=True).needed
        elif leaf.kind == "picks":
            holds = self.slot(leaf.subject).picks(leaf.about or "")
        else:
            wanted = frozenset(map(str, leaf.value)) if isinstance(leaf.value, tuple) else frozenset()
            holds = self.slot(leaf.subject).says(leaf.about or "", wanted)
        return holds, holds ^ 1

    # --- slots ------------------------------------------------------------------------------------------------

    def slot(self, id_: str, *, need_only: bool = False) -> SlotLogic:
        key = (id_, need_only)
        if key not in self._slots:
            self._slots[key] = SlotLogic(self, self._plans.get(key) or self._plans[id_, False])
        return self._slots[key]


@dataclass(frozen=True, slots=True)
class Voices:
    """What rules say of one product in one slot, as literals of what survives constraints.

    `each`: for every stance the index of its rule, its kind, and whether it survives.
    """

    each: tuple[tuple[int, str, int], ...]
    stances: Mapping[str, int]
    speaks_for: int
    speaks_against: int
    contested: int


class SlotLogic:
    """Who speaks in a slot, whether it is needed, and what is said of its products. Rules are indices of its plan."""

    def __init__(self, chain: Chain, plan: SlotPlan) -> None:
        self.chain, self.plan, self.circuit = chain, plan, chain.circuit
        self.index = {rule.number: i for i, rule in enumerate(plan.rules)}
        self._voices: dict[str, Voices] = {}
        self._arguments = {arguments.product: arguments for arguments in plan.arguments}

    @cached_property
    def fires(self) -> list[int]:
        return [self.chain.fires(rule.number) for rule in self.plan.rules]

    @cached_property
    def speaks(self) -> list[int]:
        """A rule speaks where it fires, no rule that speaks overrides it, and constraints leave something of it."""
        plan, circuit = self.plan, self.circuit
        speaks = list(self.fires)
        for i in plan.silenceable:
            overridden = circuit.any_of(speaks[o] for o in bits(plan.overriders[i]))
            yields = self._all_bound(plan.yields[i]) if plan.yields[i] else circuit.false
            speaks[i] = circuit.all_of([self.fires[i], overridden ^ 1, yields ^ 1])
        return speaks

    def _all_bound(self, masks: Iterable[int]) -> int:
        """Each stance of a rule meets a constraint against it. Nothing silences a constraint."""
        return self.circuit.all_of(self.circuit.any_of(self.fires[c] for c in bits(mask)) for mask in masks)

    @cached_property
    def needed(self) -> int:
        asked = self.circuit.any_of(self.speaks[i] for i in bits(self.plan.asking))
        declined = self.circuit.any_of(self.speaks[i] for i in bits(self.plan.declining))
        return self.circuit.all_of([asked, declined ^ 1])

    def voices(self, product: str) -> Voices:
        if product not in self._voices:
            arguments = self._arguments.get(product)
            self._voices[product] = self._heard(arguments) if arguments else self._silence()
        return self._voices[product]

    def _silence(self) -> Voices:
        return Voices((), {}, *[self.circuit.false] * 3)

    def _heard(self, arguments: ProductArguments) -> Voices:
        said = [(i, arguments.kinds[kind.bit_length() - 1], self.speaks[i]) for i, kind, _ in arguments.said]
        bound = {
            side: self.circuit.any_of(
                speaks for _, kind, speaks in said if kind.strength == "constraint" and _is_for(kind.stance) == side
            )
            for side in (True, False)
        }
        each, stances = [], dict[str, list[int]]()
        for i, kind, speaks in said:
            unbound = self.circuit.true if kind.strength == "constraint" else bound[not _is_for(kind.stance)] ^ 1
            survives = self.circuit.all_of([speaks, unbound])
            each.append((i, kind.stance, survives))
            stances.setdefault(kind.stance, []).append(survives)
        surviving = {stance: self.circuit.any_of(literals) for stance, literals in stances.items()}
        speaks_for = self.circuit.any_of(literal for stance, literal in surviving.items() if _is_for(stance))
        against = self.circuit.any_of(literal for stance, literal in surviving.items() if not _is_for(stance))
        torn = [surviving.get(stance, self.circuit.false) for stance in ("adopt", "trial")]
        contested = [self.circuit.all_of([speaks_for, against]), self.circuit.all_of(torn)]
        return Voices(tuple(each), surviving, speaks_for, against, self.circuit.any_of(contested))

    def says(self, product: str, wanted: frozenset[str]) -> int:
        """The slot's verdict on the product is one of these."""
        return self.circuit.any_of(literal for verdict, literal in self._verdicts(product) if verdict in wanted)

    def picks(self, product: str) -> int:
        return self.circuit.all_of([self.says(product, PICKED), self.voices(product).contested ^ 1])

    def _verdicts(self, product: str) -> list[tuple[str, int]]:
        voices, circuit = self.voices(product), self.circuit
        in_use = self._in_use(product)
        pro = circuit.all_of([self.needed, voices.speaks_for, voices.speaks_against ^ 1])
        con = circuit.all_of([voices.speaks_against, voices.speaks_for ^ 1])
        found, stronger = list[tuple[str, int]](), list[int]()
        for stance in STANCES_FOR:
            here = voices.stances.get(stance, circuit.false)
            said = circuit.all_of([pro, here, *(literal ^ 1 for literal in stronger)])
            if stance == "adopt":
                found.append(("keep", circuit.all_of([said, in_use])))
                said = circuit.all_of([said, in_use ^ 1])
            found.append((stance, said))
            stronger.append(here)
        both = circuit.all_of([self.needed, voices.speaks_for, voices.speaks_against])
        leaving = circuit.any_of([in_use, voices.stances.get("migrate", circuit.false)])
        found += [("migrate", circuit.all_of([con, leaving])), ("avoid", circuit.all_of([con, leaving ^ 1]))]
        return [*found, ("consider", both)]

    def _in_use(self, product: str) -> int:
        """Only a product at home here reads otherwise where it is in use."""
        if product not in self.plan.in_use:
            return self.circuit.false
        return self.chain.literal(self.plan.in_use[product])


def _is_for(stance: str) -> bool:
    return stance in STANCES_FOR
