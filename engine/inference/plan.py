"""Rules → stages in dependency order, and what each slot's resolution takes into account.

A stage holds rules that bear on the same slot (or, for rules that derive concerns, stand in the same module) and on the
same level: each of them reads only what earlier stages have settled. So a negation speaks of finished facts alone, and
no order of firing can change a result.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_

from engine.inference.arguments import ProductArguments, arguments_by_product
from engine.inference.literals import DERIVED_KINDS, Atoms, Disjunct, TooComplex, bits, mask_of
from engine.knowledge.problems import KnowledgeError, Problem
from engine.knowledge.references import leaves
from engine.knowledge.relations import relates
from engine.model import STANCES, STANCES_FOR, STRENGTHS, Conclusion, Knowledge, Leaf, Rule
from engine.premises import Resting, premises_of, resting_on

# A thing that rules settle and others read: ("concern", id), ("need", slot), ("verdict", slot).
Node = tuple[str, str]


@dataclass(frozen=True, slots=True)
class PlannedRule:
    """A rule with its condition as disjuncts of literals. `number` is its place in the plan's `rules`."""

    rule: Rule
    number: int
    disjuncts: tuple[Disjunct, ...]
    masks: tuple[int, ...]
    derives: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Stage:
    """Rules evaluated together. `reads` has the bits of every literal they test.

    `relates`: they relate products, so that nothing reads what follows from them.
    """

    number: int
    name: str
    level: int
    rules: tuple[PlannedRule, ...]
    reads: int
    derived_reads: tuple[int, ...]
    derives: bool
    relates: bool


@dataclass(frozen=True, slots=True)
class SlotPlan:
    """How a slot is resolved, from the rules that bear on it.

    Sets of rules are integers, bit i for the i-th rule. `overriders[i]`: the rules that override the i-th; `yields[i]`:
    for each stance of the i-th rule the constraints that defeat it, where every one of its stances can be defeated so,
    else nothing; `silencers[i]`: all of either sort; `silenceable`: the rules that have any, each after those that
    override it, and `never_silent` the others; `strength_order[i]`: the place of the i-th rule if the strongest comes
    first; `asking` and `declining`: those that say the slot is needed, or not.
    The first `in_row` rules have numbers in a row from `first`. `stages`: whose results are taken into account.
    `ruling_out`: the rules that rule a product out. `in_use`: by product at home here, the literal "is in use";
    `uses`: all of these as bits. A `need_only` plan settles whether the slot is needed before its stances are known,
    for rules that ask.
    """

    slot: str
    level: int
    rules: tuple[PlannedRule, ...]
    first: int
    in_row: int
    overriders: tuple[int, ...]
    silenceable: tuple[int, ...]
    never_silent: int
    yields: tuple[tuple[int, ...], ...]
    silencers: tuple[int, ...]
    constraints: int
    strength_order: tuple[int, ...]
    asking: int
    declining: int
    ruling_out: int
    arguments: tuple[ProductArguments, ...]
    warnings: tuple[tuple[int, Conclusion], ...]
    stages: tuple[int, ...]
    in_use: Mapping[str, int]
    uses: int
    reads: int
    need_only: bool

    @property
    def need_rules(self) -> int:
        return self.asking | self.declining

    def is_bound(self, index: int, constraints: int) -> bool:
        """Do constraints, of these, defeat all that a rule says here?"""
        yields = self.yields[index] if constraints else ()
        return bool(yields) and all(mask & constraints for mask in yields)

    def local(self, numbers: int) -> int:
        """Bits of rules by their numbers in the plan → by their indices here."""
        found = numbers >> self.first & (1 << self.in_row) - 1
        for i in range(self.in_row, len(self.rules)):
            found |= (numbers >> self.rules[i].number & 1) << i
        return found

    def numbers(self, indices: int) -> int:
        """The other way round."""
        found = (indices & (1 << self.in_row) - 1) << self.first
        for i in range(self.in_row, len(self.rules)):
            found |= (indices >> i & 1) << self.rules[i].number
        return found


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole order of work. `steps` mixes stages and slot resolutions, each after what it reads.

    `resting`: by rule, the premises of its sources that do not hold on every day.
    """

    knowledge: Knowledge
    atoms: Atoms
    rules: tuple[PlannedRule, ...]
    stages: tuple[Stage, ...]
    steps: tuple[Stage | SlotPlan, ...]
    slots: Mapping[str, SlotPlan]
    stage_of: Mapping[int, int]
    relations: tuple[int, ...]  # numbers of the stages that relate products
    resting: Mapping[int, tuple[Resting, ...]]


@dataclass(frozen=True, slots=True)
class _Draft:
    """What planning has found out so far. Rules are named by their numbers."""

    knowledge: Knowledge
    atoms: Atoms
    planned: tuple[PlannedRule, ...]
    overriders: Mapping[int, list[int]]
    bearing: Mapping[Node, list[int]]
    levels: Mapping[int, int]
    stage_of: Mapping[int, int]


def make_plan(knowledge: Knowledge) -> Plan:
    """Raises KnowledgeError where rules need each other in a circle, or a condition has too many alternatives."""
    atoms = Atoms()
    # Atoms that resolution reads whether or not a rule does.
    for product in knowledge.products.values():
        if product.home:
            atoms.number(Leaf("in_use", product.id))
    planned = _planned_rules(knowledge, atoms)
    overriders = _overriders(planned)
    bearing = _bearing(planned, overriders)
    levels = _merged_levels(planned, _Levels(planned, bearing).of_rules(), bearing)
    stages = _stages(planned, levels, atoms)
    stage_of = {rule.number: stage.number for stage in stages for rule in stage.rules}
    slot_plans = _slot_plans(_Draft(knowledge, atoms, planned, overriders, bearing, levels, stage_of))
    slots = {(plan.slot, plan.need_only): plan for plan in slot_plans}
    steps: list[Stage | SlotPlan] = [*stages, *slot_plans]
    steps.sort(key=lambda step: (step.level, isinstance(step, SlotPlan)))
    return Plan(
        knowledge=knowledge,
        atoms=atoms,
        rules=planned,
        stages=stages,
        steps=tuple(steps),
        slots={slot: slots[slot, False] for slot in knowledge.slots},
        stage_of=stage_of,
        relations=tuple(stage.number for stage in stages if stage.relates),
        resting=_resting(planned, knowledge),
    )


def _resting(planned: Iterable[PlannedRule], knowledge: Knowledge) -> dict[int, tuple[Resting, ...]]:
    premises = premises_of(knowledge)
    found = {one.number: resting_on(one.rule, premises) for one in planned}
    return {number: resting for number, resting in found.items() if resting}


def _planned_rules(knowledge: Knowledge, atoms: Atoms) -> tuple[PlannedRule, ...]:
    # Rules of one slot get numbers in a row: sets of them are then short slices of long integers.
    order = {slot: i for i, slot in enumerate(knowledge.slots)}
    last = len(order)

    def place(rule: Rule) -> int:
        return order[rule.slots[0]] if rule.slots else last if relates(rule) else -1

    rules = sorted(knowledge.rules.values(), key=lambda rule: (place(rule), rule.id))
    planned: list[PlannedRule] = []
    problems = []
    for rule in rules:
        try:
            disjuncts = atoms.disjuncts(rule.when)
        except TooComplex:
            message = f"{rule.id!r} has too many tests or alternatives in its condition"
            hint = "derive a concern for one part of it, and read that"
            problems.append(Problem(rule.place, "too-complex", message, hint))
            continue
        derives = tuple(atoms.number(Leaf("concern", c.subject)) for c in rule.then if c.kind == "derive")
        planned.append(PlannedRule(rule, len(planned), disjuncts, tuple(mask_of(d) for d in disjuncts), derives))
    if problems:
        raise KnowledgeError(problems)
    return tuple(planned)


def _overriders(planned: tuple[PlannedRule, ...]) -> dict[int, list[int]]:
    numbers = {rule.rule.id: rule.number for rule in planned}
    found: dict[int, list[int]] = defaultdict(list)
    for rule in planned:
        for target in rule.rule.overrides:
            found[numbers[target]].append(rule.number)
    return found


def _bearing(planned: tuple[PlannedRule, ...], overriders: Mapping[int, list[int]]) -> dict[Node, list[int]]:
    """For each node the rules that settle it, with those that could set one of them aside."""
    direct: dict[Node, set[int]] = defaultdict(set)
    for rule in planned:
        for conclusion in rule.rule.then:
            if conclusion.kind == "derive":
                direct["concern", conclusion.subject].add(rule.number)
            elif conclusion.kind in ("need", "no_need"):
                direct["need", conclusion.subject].add(rule.number)
                direct["verdict", conclusion.subject].add(rule.number)
            elif conclusion.slot:
                direct["verdict", conclusion.slot].add(rule.number)
    return {node: _with_overriders(numbers, overriders) for node, numbers in direct.items()}


def _with_overriders(numbers: set[int], overriders: Mapping[int, list[int]]) -> list[int]:
    """All of them in an order in which each comes after those that override it."""
    ordered: dict[int, None] = {}
    # Depth first without recursion: exceptions to exceptions may be many.
    for number in sorted(numbers):
        path = [number]
        while path:
            first = min((o for o in overriders.get(path[-1], ()) if o not in ordered), default=None)
            if first is None:
                ordered[path.pop()] = None
            else:
                path.append(first)
    return list(ordered)


def node_of(leaf: Leaf) -> Node:
    kind = {"concern": "concern", "needed": "need"}.get(leaf.kind, "verdict")
    return kind, leaf.subject


class _Levels:
    """The length of the longest chain of facts that leads to each rule."""

    def __init__(
        self,
        planned: tuple[PlannedRule, ...],
        bearing: Mapping[Node, list[int]],
    ) -> None:
        self.planned, self.bearing = planned, bearing
        self.reads = {rule.number: nodes_read(rule) for rule in planned}
        self.levels: dict[int | Node, int] = {}

    def of_rules(self) -> dict[int, int]:
        for rule in self.planned:
            self._visit(rule.number)
        return {rule.number: self.levels[rule.number] for rule in self.planned}

    def _needed(self, item: int | Node) -> Iterable[int | Node]:
        return self.reads[item] if isinstance(item, int) else self.bearing.get(item, ())

    def _visit(self, start: int | Node) -> None:
        """Depth first without recursion: chains may be long."""
        if start in self.levels:
            return
        path: dict[int | Node, None] = {start: None}
        stack = [(start, iter(self._needed(start)))]
        while stack:
            item, rest = stack[-1]
            following = next(rest, None)
            if following is None:
                stack.pop()
                del path[item]
                below = max((self.levels[needed] for needed in self._needed(item)), default=-1)
                self.levels[item] = below + 1 if isinstance(item, int) else below
            elif following in path:
                self._complain([*path][[*path].index(following) :])
            elif following not in self.levels:
                path[following] = None
                stack.append((following, iter(self._needed(following))))

    def _complain(self, circle: list[int | Node]) -> None:
        rules = [self.planned[item].rule for item in circle if isinstance(item, int)]
        facts = ", ".join(f"{kind} {name!r}" for kind, name in (item for item in circle if not isinstance(item, int)))
        names = " → ".join(rule.id for rule in [*rules, rules[0]])
        message = f"rules need each other in a circle: {names} (through {facts})"
        hint = "let one of them read something that does not depend on the others"
        raise KnowledgeError([Problem(min(rules, key=lambda r: r.id).place, "rule-cycle", message, hint)])


def nodes_read(rule: PlannedRule) -> tuple[Node, ...]:
    read = {node_of(leaf) for leaf in leaves(rule.rule.when) if leaf.kind in DERIVED_KINDS}
    return tuple(sorted(read))


def _merged_levels(
    planned: tuple[PlannedRule, ...], levels: dict[int, int], bearing: Mapping[Node, list[int]]
) -> dict[int, int]:
    """Rules that only feed their slot's verdict may wait for the last of them: fewer stages, the same results.

    Rules that relate products all wait for the last of them: one stage of them costs a decision less than several.
    """
    needs_read = {node for rule in planned for node in nodes_read(rule) if node[0] == "need"}
    bears_on: dict[int, set[str]] = defaultdict(set)
    for (kind, name), numbers in bearing.items():
        if kind == "verdict":
            for number in numbers:
                bears_on[number].add(name)
    last: dict[str, int] = defaultdict(int)
    movable = []
    for rule in planned:
        slots = bears_on[rule.number]
        reads_need = any(c.kind in ("need", "no_need") and ("need", c.subject) in needs_read for c in rule.rule.then)
        if len(slots) == 1 and not rule.derives and not reads_need:
            (slot,) = slots
            movable.append((rule.number, slot))
            last[slot] = max(last[slot], levels[rule.number])
    relations = [rule.number for rule in planned if relates(rule.rule)]
    together = dict.fromkeys(relations, max((levels[number] for number in relations), default=0))
    return {**levels, **{number: last[slot] for number, slot in movable}, **together}


def _stages(planned: tuple[PlannedRule, ...], levels: Mapping[int, int], atoms: Atoms) -> tuple[Stage, ...]:
    grouped: dict[tuple[int, str], list[PlannedRule]] = defaultdict(list)
    for rule in planned:
        grouped[levels[rule.number], _group_of(rule)].append(rule)
    stages = []
    for number, ((level, name), rules) in enumerate(sorted(grouped.items())):
        reads = 0
        for rule in rules:
            for mask in rule.masks:
                reads |= mask
        # Both bits of an atom matter to what is certain and possible.
        read_atoms = sorted({literal >> 1 for literal in bits(reads)})
        reads = mask_of(literal for atom in read_atoms for literal in (2 * atom, 2 * atom + 1))
        derived = tuple(atom for atom in read_atoms if atoms.leaves[atom].kind in DERIVED_KINDS)
        derives, relating = any(rule.derives for rule in rules), relates(rules[0].rule)
        stages.append(Stage(number, name, level, tuple(rules), reads, derived, derives, relating))
    return tuple(stages)


_RELATIONS = " relations"  # no slot and no module is called so


def _group_of(rule: PlannedRule) -> str:
    """The name of the stage of a rule, among those on its level."""
    if relates(rule.rule):
        return _RELATIONS
    return rule.rule.slots[0] if rule.rule.slots and not rule.derives else rule.rule.module


def _slot_plans(draft: _Draft) -> list[SlotPlan]:
    needs_read = {node[1] for rule in draft.planned for node in nodes_read(rule) if node[0] == "need"}
    return [
        _slot_plan(draft, slot, need_only)
        for slot in draft.knowledge.slots
        for need_only in ((True, False) if slot in needs_read else (False,))
    ]


def _slot_plan(draft: _Draft, slot: str, need_only: bool) -> SlotPlan:
    numbers = draft.bearing.get(("need" if need_only else "verdict", slot), [])
    rules = tuple(draft.planned[number] for number in numbers)
    ordered = rules
    rules, first, in_row = _longest_row(rules)
    index = {rule.number: i for i, rule in enumerate(rules)}
    said = [(i, conclusion) for i, rule in enumerate(rules) for conclusion in rule.rule.then]
    stances = [] if need_only else [(i, rules[i].rule, c) for i, c in said if c.kind in STANCES and c.slot == slot]
    at_home = [] if need_only else [p.id for p in draft.knowledge.products.values() if p.home == slot]
    in_use = {id_: 2 * draft.atoms.number(Leaf("in_use", id_)) for id_ in at_home}
    by = tuple(mask_of(index[o] for o in draft.overriders.get(rule.number, ())) for rule in rules)
    yields = _yields(rules, stances)
    silencers = tuple(reduce(or_, (overriding, *masks)) for overriding, masks in zip(by, yields, strict=True))
    return SlotPlan(
        slot=slot,
        level=max((draft.levels[rule.number] for rule in rules), default=0),
        rules=rules,
        overriders=by,
        first=first,
        in_row=in_row,
        silenceable=tuple(
            index[rule.number] for rule in ordered if by[index[rule.number]] or yields[index[rule.number]]
        ),
        never_silent=mask_of(i for i in range(len(rules)) if not by[i] and not yields[i]),
        yields=yields,
        silencers=silencers,
        constraints=mask_of(i for i, rule in enumerate(rules) if rule.rule.strength == "constraint"),
        strength_order=_strength_order(rules),
        asking=mask_of(i for i, c in said if c.kind == "need" and c.subject == slot),
        declining=mask_of(i for i, c in said if c.kind == "no_need" and c.subject == slot),
        ruling_out=mask_of(i for i, _, c in stances if c.kind == "rule_out"),
        arguments=arguments_by_product(stances, in_use),
        warnings=tuple((i, c) for i, c in said if c.kind == "warn" and c.slot == slot),
        stages=tuple(sorted({draft.stage_of[rule.number] for rule in rules})),
        in_use=in_use,
        uses=mask_of(in_use.values()),
        reads=mask_of(bit for literal in in_use.values() for bit in (literal, literal + 1)),
        need_only=need_only,
    )


def _yields(rules: tuple[PlannedRule, ...], stances: list[tuple[int, Rule, Conclusion]]) -> tuple[tuple[int, ...], ...]:
    """Which constraints defeat each stance of a rule. A rule with a stance that none can defeat yields to nothing."""
    binding: dict[tuple[str, bool], int] = defaultdict(int)
    for i, rule, c in stances:
        if rule.strength == "constraint":
            binding[c.subject, c.kind in STANCES_FOR] |= 1 << i
    found: list[list[int]] = [[] for _ in rules]
    for i, rule, c in stances:
        if rule.strength != "constraint":
            found[i].append(binding[c.subject, c.kind not in STANCES_FOR])
    return tuple(tuple(masks) if all(masks) else () for masks in found)


def _strength_order(rules: tuple[PlannedRule, ...]) -> tuple[int, ...]:
    ordered = sorted(rules, key=lambda planned: (-STRENGTHS.index(planned.rule.strength), planned.rule.id))
    place = {planned.number: place for place, planned in enumerate(ordered)}
    return tuple(place[planned.number] for planned in rules)


def _longest_row(rules: tuple[PlannedRule, ...]) -> tuple[tuple[PlannedRule, ...], int, int]:
    """The rules with the longest run of numbers in a row put first; where it begins and how long it is."""
    numbers = sorted(rule.number for rule in rules)
    best: list[int] = []
    run: list[int] = []
    for number in numbers:
        run = [*run, number] if run and number == run[-1] + 1 else [number]
        best = max(best, run, key=len)
    ordered = sorted(rules, key=lambda rule: (rule.number not in best, rule.number))
    return tuple(ordered), best[0] if best else 0, len(best)
