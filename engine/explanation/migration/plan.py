"""What in use is to be left: where to, what has to be there first, in which order and by when. And what stays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import Literal

from engine.dated import end_of_life_known_on
from engine.explanation.connections import fired_relations
from engine.explanation.installation import BUILT_IN, kept
from engine.explanation.migration.order import RELEASE, Node, Ordering, Placed, Wait, WaitHow
from engine.explanation.migration.prerequisites import Prerequisite, prerequisites
from engine.explanation.migration.releases import ReleaseToRaise, releases_to_raise
from engine.explanation.migration.versions import VersionAsked, Versions
from engine.inference.encoding import IN_USE, WORKS_WELL, versions_in_use
from engine.inference.profile import members_of
from engine.inference.reasoner import Decision
from engine.inference.verdicts import ProductVerdict, SlotWarning
from engine.knowledge.relations import order_of
from engine.model import STANCES_FOR, Conclusion, Rule

# What stands for a product that stays, best first; of the last, no rule speaks in its favour and none against it.
Ground = Literal["keep", "adopt", "trial", "consider", "unspoken"]
GROUNDS: tuple[Ground, ...] = ("keep", "adopt", "trial", "consider", "unspoken")

StepKind = Literal["install", "move", "raise"]
STEP_KINDS: tuple[StepKind, ...] = ("install", "move", "raise")

# Connections that say which of two moves comes first, beside those that give an order of installing: what sends
# something somewhere moves after what takes it.
_RECEIVER_FIRST = ("feeds", "shows-in")


@dataclass(frozen=True, slots=True)
class Step:
    """Something to install, for the moves that need it, or a product to leave in a slot, or one that stays and whose
    release is to be raised; `slot` is empty for something that fills none.

    Of a move: `to` is where it leads, `because` the rules that say so, `by_date` its deadline; `needed`: somebody needs
    the slot. Of a release, `by_date` is the last day of its support. `placed.waits` name nodes, see `MigrationPlan.number`. `stage`: of adoption, where it stands in one.
    """

    kind: StepKind
    product: str
    slot: str
    placed: Placed
    because: tuple[str, ...]
    to: tuple[str, ...] = ()
    by_date: date | None = None
    needed: bool = True
    prerequisites: tuple[Prerequisite, ...] = ()
    versions: tuple[VersionAsked, ...] = ()
    warnings: tuple[SlotWarning, ...] = ()
    stage: str | None = None
    release: ReleaseToRaise | None = None


@dataclass(frozen=True, slots=True)
class Stay:
    """A product in use that need not be left. `slots`: where something speaks for it, with the rules; `not_for`: slots
    that are not its home in which something speaks against it. `ends`: the end of its support, where one is known.
    """

    product: str
    ground: Ground
    slots: tuple[tuple[str, tuple[str, ...]], ...]
    not_for: tuple[tuple[str, tuple[str, ...]], ...]
    ends: date | None
    warnings: tuple[SlotWarning, ...]


@dataclass(frozen=True, slots=True)
class MigrationPlan:
    """`in_use`: what is in use, in the order of the architecture."""

    decision: Decision
    in_use: tuple[str, ...]
    steps: tuple[Step, ...]
    stays: tuple[Stay, ...]

    @property
    def moves(self) -> dict[tuple[str, str], Step]:
        """By product and slot."""
        return {(step.product, step.slot): step for step in self.steps if step.kind == "move"}

    def number(self, node: Node) -> int:
        return 1 + next(number for number, step in enumerate(self.steps) if step.placed.node == node)


def migration_plan(decision: Decision) -> MigrationPlan:
    """Computed from the verdicts and the relations that fired. No steps where nothing in use is to be left."""
    return _Planner(decision).plan()


@dataclass(frozen=True, slots=True)
class _Move:
    slot: str
    needed: bool
    verdict: ProductVerdict

    @property
    def node(self) -> Node:
        return self.verdict.product, self.slot


class _Planner:
    def __init__(self, decision: Decision) -> None:
        self.decision = decision
        self.order = {slot: number for number, slot in enumerate(decision.knowledge.slots)}
        answers = decision.answers
        stack = set(versions_in_use(answers)).union(
            one for question in (IN_USE, WORKS_WELL) for one in members_of(answers.get(question, ()))
        )
        self.in_use = tuple(sorted(stack, key=self._place))
        self.there = stack.union(members_of(answers.get(BUILT_IN, ())), kept(decision))
        self.moves = tuple(self._moves())
        staying = set(self.in_use) - self._left()
        self.releases = {(one.product, RELEASE): one for one in releases_to_raise(decision) if one.product in staying}

    def _place(self, product: str) -> tuple[int, str]:
        home = self.decision.knowledge.products[product].home
        return self.order.get(home or "", len(self.order)), product

    def _moves(self) -> Iterator[_Move]:
        for outcome in self.decision.slots:
            for verdict in outcome.verdicts:
                if verdict.product in self.in_use and verdict.verdict == "migrate":
                    yield _Move(outcome.slot, outcome.needed, verdict)

    def _left(self) -> set[str]:
        """What is left altogether: no slot speaks for it."""
        spoken = {v.product for outcome in self.decision.slots for v in outcome.verdicts if v.verdict in STANCES_FOR}
        return {move.verdict.product for move in self.moves} - spoken

    def plan(self) -> MigrationPlan:
        return MigrationPlan(self.decision, self.in_use, self._steps(), tuple(self._stays()))

    # --- what has to be there first ---------------------------------------------------------------------------

    @cached_property
    def relations(self) -> tuple[tuple[Rule, Conclusion], ...]:
        return tuple(fired_relations(self.decision))

    @cached_property
    def requirements(self) -> dict[str, list[Prerequisite]]:
        return prerequisites(self.decision, self.relations, self.there)

    def _to_install(self) -> tuple[str, ...]:
        """What moves lead to and what that cannot do without, as far as it is not there."""
        found: dict[str, None] = {}
        waiting = [product for move in self.moves for product in move.verdict.to]
        while waiting:
            product = waiting.pop(0)
            if product not in self.there and product not in found:
                found[product] = None
                waiting.extend(one.needs for one in self.requirements.get(product, ()) if one.required)
        return tuple(found)

    # --- the order --------------------------------------------------------------------------------------------

    def _steps(self) -> tuple[Step, ...]:
        installs = self._to_install()
        places = {(product, ""): self._place(product) for product in installs}
        places |= {move.node: (self.order[move.slot], move.verdict.product) for move in self.moves}
        places |= {node: self._place(node[0]) for node in self.releases}
        deadlines = {move.node: move.verdict.by_date for move in self.moves if move.verdict.by_date}
        deadlines |= {node: one.ended for node, one in self.releases.items() if one.ended}
        ordering = Ordering(places, deadlines)
        for node, wait in (*self._waits_of_installs(installs), *self._waits_of_moves(installs)):
            ordering.add(node, wait)
        return tuple(map(self._step, ordering.sorted()))

    def _waits_of_installs(self, installs: Iterable[str]) -> Iterator[tuple[Node, Wait]]:
        """Rules of order first: they never go in circles. What comes with something may."""
        found = [one for product in installs for one in self.requirements.get(product, ()) if one.needs in installs]
        for one in sorted(found, key=lambda one: one.how == "with"):
            yield (one.product, ""), Wait((one.needs, ""), one.how, one.rule)

    def _waits_of_moves(self, installs: Iterable[str]) -> Iterator[tuple[Node, Wait]]:
        rules = self.decision.plan.rules
        for move in self.moves:
            for product in move.verdict.to:
                if product in installs:
                    yield move.node, Wait((product, ""), "target", rules[move.verdict.because[0]].rule.id)
        for rule, conclusion in self.relations:
            for later, earlier in _order_of_moves(conclusion):
                for move in self.moves:
                    for other in self.moves:
                        if later in move.verdict.to and earlier in other.verdict.to and move is not other:
                            how: WaitHow = "rule" if conclusion.kind == "install" else "connection"
                            yield move.node, Wait(other.node, how, rule.id)
        yield from self._waits_by_stage()

    def _waits_by_stage(self) -> Iterator[tuple[Node, Wait]]:
        """A move waits for those of the nearest stage before its own in which there are some."""
        roadmap = self.decision.knowledge.roadmap
        numbers = {stage.id: number for number, stage in enumerate(roadmap.stages)} if roadmap else {}
        by_stage: dict[int, list[_Move]] = {}
        for move in self.moves:
            stage = self._stage(move)
            if stage is not None:
                by_stage.setdefault(numbers[stage], []).append(move)
        stages = sorted(by_stage)
        for before, here in pairwise(stages):
            for move in by_stage[here]:
                yield from ((move.node, Wait(other.node, "stage", None)) for other in by_stage[before])

    def _stage(self, move: _Move) -> str | None:
        """As on the roadmap: the stage of the best product that the move leads to wins over that of the slot."""
        roadmap = self.decision.knowledge.roadmap
        for stage in roadmap.stages if roadmap else ():
            if not set(move.verdict.to[:1]).isdisjoint(stage.products):
                return stage.id
        return next((stage.id for stage in roadmap.stages if move.slot in stage.slots), None) if roadmap else None

    # --- steps ------------------------------------------------------------------------------------------------

    def _step(self, placed: Placed) -> Step:
        move = next((move for move in self.moves if move.node == placed.node), None)
        if move is not None:
            return self._move(move, placed)
        release = self.releases.get(placed.node)
        return self._raise(release, placed) if release else self._install(placed)

    def _raise(self, release: ReleaseToRaise, placed: Placed) -> Step:
        home = self.decision.knowledge.products[release.product].home or ""
        told = tuple(one for one in self._warnings([release.product]) if self._ids([one.rule])[0] not in release.rules)
        return Step(
            "raise", release.product, home, placed, release.rules, by_date=release.ended, warnings=told, release=release
        )

    def _install(self, placed: Placed) -> Step:
        product = placed.node[0]
        home = self.decision.knowledge.products[product].home or ""
        slot = next((outcome.slot for outcome in self.decision.slots if product in outcome.picks), home)
        rules = [
            number
            for outcome in self.decision.slots
            for verdict in outcome.verdicts
            if verdict.product == product and product in outcome.picks
            for number in verdict.because
        ]
        return Step(
            "install",
            product,
            slot,
            placed,
            self._ids(rules),
            prerequisites=tuple(self.requirements.get(product, ())),
            versions=self._versions.asked(rules, [product], slot),
            warnings=self._warnings([product]),
        )

    def _move(self, move: _Move, placed: Placed) -> Step:
        verdict = move.verdict
        there = [product for product in verdict.to if product in self.there]
        return Step(
            "move",
            verdict.product,
            move.slot,
            placed,
            self._ids(verdict.because),
            to=verdict.to,
            by_date=verdict.by_date,
            needed=move.needed,
            # Of what is still to be installed, its own step says so.
            prerequisites=tuple(one for product in there for one in self.requirements.get(product, ())),
            versions=self._versions.asked(verdict.because, there, move.slot),
            warnings=self._warnings([verdict.product, *there]),
            stage=self._stage(move),
        )

    def _ids(self, numbers: Iterable[int]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.decision.plan.rules[number].rule.id for number in numbers))

    @cached_property
    def _versions(self) -> Versions:
        return Versions(self.decision)

    def _warnings(self, products: Iterable[str]) -> tuple[SlotWarning, ...]:
        about = set(products)
        found: dict[tuple[int, str], SlotWarning] = {}
        for outcome in self.decision.slots:
            for warning in outcome.warnings:
                if warning.product in about:
                    found.setdefault((warning.rule, warning.product), warning)
        return tuple(found.values())

    # --- what stays -------------------------------------------------------------------------------------------

    def _stays(self) -> Iterator[Stay]:
        leaving = {move.verdict.product for move in self.moves}
        for product in self.in_use:
            verdicts = [(o.slot, v) for o in self.decision.slots for v in o.verdicts if v.product == product]
            spoken = [(slot, verdict) for slot, verdict in verdicts if verdict.verdict in STANCES_FOR]
            if product in leaving and not spoken:
                continue
            said = {verdict.verdict for _, verdict in spoken}
            ground = next((ground for ground in GROUNDS if ground in said), GROUNDS[-1])
            against = [(slot, verdict) for slot, verdict in verdicts if verdict.verdict == "avoid"]
            yield Stay(
                product,
                ground,
                tuple((slot, self._for(product, verdict)) for slot, verdict in spoken),
                tuple((slot, self._ids(verdict.because)) for slot, verdict in against),
                end_of_life_known_on(self.decision.knowledge.products[product], self.decision.read_on),
                self._warnings([product]),
            )

    def _for(self, product: str, verdict: ProductVerdict) -> tuple[str, ...]:
        """The rules behind a verdict, first those that speak of keeping the product."""
        rules = self.decision.knowledge.rules

        def keeps(rule: str) -> bool:
            return any(c.kind == "keep" and c.subject == product for c in rules[rule].then)

        return tuple(sorted(self._ids(verdict.because), key=lambda rule: not keeps(rule)))


def _order_of_moves(conclusion: Conclusion) -> tuple[tuple[str, str], ...]:
    """Pairs of a product and one to which is moved before."""
    if conclusion.relation in _RECEIVER_FIRST:
        return tuple((conclusion.subject, other) for other in conclusion.to)
    return order_of(conclusion)
