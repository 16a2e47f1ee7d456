"""The steps of a plan as the chain takes them: what each reads as bits, what it changes, and what it remembers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.inference.alternatives import Alternatives
from engine.inference.literals import mask_of
from engine.inference.plan import Plan, SlotPlan, Stage
from engine.inference.resolution import SlotOutcome
from engine.inference.verdicts import Spoken
from engine.model import Leaf

# Bits to raise and to lower in `held`, `certain` and `possible`.
Change = tuple[int, int, int, int, int, int]


@dataclass(frozen=True, slots=True, eq=False)
class StageResult:
    """The rules of a stage that fired, by their numbers in the plan, each with the first of its disjuncts that held.

    `happened` has a bit for each of them. Compared by identity: results are shared.
    """

    fired: tuple[tuple[int, int], ...]
    happened: int


@dataclass(slots=True)
class StageStep:
    """A stage. `rules` are its rules' numbers as bits, `several` those with several alternatives, with these; `tests`
    are the bits of alternatives, with the literals that each tests.

    `derived`: literals that other steps settle, with the alternatives that test them; `derives`: literals that the
    stage settles, with the rules that derive them. `reads`: by set of open alternatives the literals they test.
    """

    stage: Stage
    number: int
    rules: int
    alternatives: int
    tests: tuple[tuple[int, int], ...]
    several: tuple[tuple[int, int], ...]
    derived: tuple[tuple[int, int], ...]
    derives: tuple[tuple[int, int], ...]
    reads: dict[int, int] = field(default_factory=dict)
    memo: dict[int, StageResult] = field(default_factory=dict)

    @classmethod
    def of(cls, stage: Stage, alternatives: Alternatives) -> StageStep:
        tests = [one for rule in stage.rules for one in alternatives.of_rule[rule.number]]
        several = {1 << rule.number: alternatives.of_rule[rule.number] for rule in stage.rules if len(rule.masks) > 1}
        literals = [literal for atom in stage.derived_reads for literal in (2 * atom, 2 * atom + 1)]
        derives: dict[int, int] = defaultdict(int)
        for rule in stage.rules:
            for atom in rule.derives:
                derives[1 << 2 * atom] |= 1 << rule.number
        return cls(
            stage=stage,
            number=stage.number,
            rules=mask_of(rule.number for rule in stage.rules),
            alternatives=sum(bit for bit, _ in tests),
            tests=tuple(tests),
            several=tuple((rule, sum(bit for bit, _ in own)) for rule, own in several.items()),
            derived=tuple((1 << literal, alternatives.testing[literal]) for literal in literals),
            derives=tuple(derives.items()),
        )

    def change(self, happened: int, certain: int, possible: int) -> Change | None:
        """What follows from the rules that fired, fire for sure, and could fire."""
        if not self.derives:
            return None
        now = surely = maybe = 0
        for literal, rules in self.derives:
            now |= literal if happened & rules else 0
            surely |= literal if certain & rules else 0
            maybe |= literal if possible & rules else 0
        return (now, now << 1, surely, maybe << 1, maybe, surely << 1)


def raised(atoms: Iterable[int]) -> int:
    return mask_of(2 * atom for atom in atoms)


@dataclass(frozen=True, slots=True)
class SlotFacts:
    """The literals about one slot that later rules read."""

    needed: int | None
    picks: tuple[tuple[int, str], ...]
    verdicts: tuple[tuple[int, str, frozenset[str]], ...]
    atoms: tuple[int, ...]

    @classmethod
    def of(cls, step: SlotPlan, plan: Plan) -> SlotFacts:
        needed = plan.atoms.find(Leaf("needed", step.slot)) if step.need_only else None
        picks, verdicts = [], []
        for number, leaf in enumerate(plan.atoms.leaves):
            if step.need_only or leaf.subject != step.slot:
                continue
            if leaf.kind == "picks":
                picks.append((number, leaf.about or ""))
            elif leaf.kind == "verdict" and isinstance(leaf.value, tuple):
                verdicts.append((number, leaf.about or "", frozenset(map(str, leaf.value))))
        atoms = [needed] if needed is not None else []
        atoms += [atom for atom, _ in picks] + [atom for atom, _, _ in verdicts]
        return cls(needed, tuple(picks), tuple(verdicts), tuple(atoms))

    def change(self, outcome: SlotOutcome) -> Change | None:
        if not self.atoms:
            return None
        true: list[int] = []
        if self.needed is not None and outcome.needed:
            true.append(self.needed)
        true.extend(atom for atom, product in self.picks if product in outcome.picks)
        said = {verdict.product: verdict.verdict for verdict in outcome.verdicts}
        true.extend(atom for atom, product, wanted in self.verdicts if said.get(product) in wanted)
        now = raised(true)
        everything = raised(self.atoms)
        loose = 0 if (outcome.need_settled if self.needed is not None else outcome.settled) else everything
        if outcome.settled and not outcome.verdicts_settled:
            # A slot that is not needed still says what to leave and avoid, and that may change.
            loose |= raised(atom for atom, _, wanted in self.verdicts if not wanted.isdisjoint(("migrate", "avoid")))
        return (now, now << 1, now & ~loose, (now | loose) << 1, now | loose, (now & ~loose) << 1)


@dataclass(slots=True)
class SlotStep:
    """A slot's resolution. `order`: its place among all of them; `rules`: their numbers as bits.

    `uses`: the literals that products at home here are in use. `memo` has outcomes by situation, `said` what the rules
    say by those that fired, `idle` the outcome where no rule can speak.
    """

    plan: SlotPlan
    order: int
    rules: int
    uses: int
    facts: SlotFacts
    memo: dict[Any, tuple[SlotOutcome, Change | None]] = field(default_factory=dict)
    said: dict[Any, Spoken] = field(default_factory=dict)
    idle: tuple[SlotOutcome, Change | None] | None = None

    @classmethod
    def of(cls, slot: SlotPlan, plan: Plan, order: int) -> SlotStep:
        rules = mask_of(rule.number for rule in slot.rules)
        return cls(slot, order, rules, slot.uses, SlotFacts.of(slot, plan))


Step = StageStep | SlotStep


def steps_of(plan: Plan, alternatives: Alternatives) -> tuple[Step, ...]:
    """In the order of the chain. The slots to be answered come first in `order`, as in the architecture."""
    places: Mapping[str, int] = {slot: place for place, slot in enumerate(plan.slots)}
    needs = [step.slot for step in plan.steps if isinstance(step, SlotPlan) and step.need_only]
    asked_early = {slot: len(places) + place for place, slot in enumerate(needs)}
    return tuple(
        StageStep.of(step, alternatives)
        if isinstance(step, Stage)
        else SlotStep.of(step, plan, asked_early[step.slot] if step.need_only else places[step.slot])
        for step in plan.steps
    )
