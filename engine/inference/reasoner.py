"""The chain itself: stage after stage, each remembered under the facts it read."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from engine.inference.encoding import IN_USE, WORKS_WELL, Encoder
from engine.inference.literals import Facts, bits
from engine.inference.plan import Plan, SlotPlan, Stage
from engine.inference.port import RuleEngine
from engine.inference.profile import Answers
from engine.inference.resolution import Situation, SlotOutcome, resolve
from engine.inference.verdicts import Spoken, spoken
from engine.model import Knowledge, Leaf

# What is remembered at most: results of one step, and whole decisions.
STEP_MEMO = 1024
DECISION_MEMO = 1024
_CONTEXTS = 64

# Bits to raise and to lower in `held`, `certain` and `possible`.
_Change = tuple[int, int, int, int, int, int]


@dataclass(frozen=True, slots=True, eq=False)
class StageResult:
    """What became of a stage's rules, by their numbers in the plan. Compared by identity: results are shared.

    `fired` pairs each rule that fired with the first of its disjuncts that held. `happened`, `certain` and `possible`
    have a bit for each rule that fired, fires whatever is answered further, could fire. `loose` gives for each rule
    that is undetermined the literals it waits for; `derived_asks` for each concern that is, the bits of the questions.
    Of rules that relate products it is not asked what is certain: nothing waits for them, and all count as possible.
    """

    fired: tuple[tuple[int, int], ...]
    happened: int
    certain: int
    possible: int
    loose: Mapping[int, int]
    change: _Change | None
    derived_asks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Decision:
    """All verdicts for one profile, edition and day, with every firing. Slots are in the architecture's order.

    `asks` has for each slot the bits of the questions that could still change it; `read_on` is the day that facts of
    the catalog are read on.
    """

    answers: Answers
    edition: str
    as_of: date
    read_on: date
    knowledge: Knowledge
    plan: Plan
    slots: tuple[SlotOutcome, ...]
    asks: tuple[int, ...]
    stages: tuple[StageResult, ...]
    facts: Facts

    def slot(self, id_: str) -> SlotOutcome:
        return next(outcome for outcome in self.slots if outcome.slot == id_)

    def fired(self) -> dict[int, int]:
        """Numbers of the rules that fired, each with the disjunct that held, in the order of the chain."""
        return {rule: which for stage in self.stages for rule, which in stage.fired}


@dataclass(slots=True)
class _State:
    """Where a chain stands when a slot is to be resolved."""

    facts: Facts
    results: list[StageResult]
    asks: Mapping[int, int]
    stack_bit: int
    day: date


_NOTHING = StageResult((), 0, 0, 0, {}, None, ())


class Reasoner:
    """Decides profiles by one plan on one rule engine. Threads may share it."""

    def __init__(
        self, plan: Plan, engine: RuleEngine, *, step_memo: int = STEP_MEMO, decision_memo: int = DECISION_MEMO
    ) -> None:
        self.plan = plan
        self.engine = engine
        self.encoder = Encoder(plan.knowledge, plan.atoms)
        self._step_memo, self._decision_memo = step_memo, decision_memo
        self._decisions: dict[object, Decision] = {}
        self._slot_order = {slot: i for i, slot in enumerate(plan.knowledge.slots)}
        self._steps: list[_Step] = []
        self._relations: list[_Step] = []  # what nothing reads, and is left to the end
        for step in plan.steps:
            relates = isinstance(step, Stage) and step.relates
            (self._relations if relates else self._steps).append(_Step.of(step, plan, self._slot_order))
        self._handles: dict[int, int] = {}
        self._adding = threading.Lock()
        self._lives: dict[int, list[_LiveStage]] = {}
        self._usage = Counter(literal for rule in plan.rules for disjunct in rule.disjuncts for literal in disjunct)
        questions = self.encoder.questions
        self._in_use_bit = 1 << questions[IN_USE] if IN_USE in questions else 0
        self._works_well_bit = 1 << questions[WORKS_WELL] if WORKS_WELL in questions else 0

    def decide(self, answers: Answers, edition: str, as_of: date) -> Decision:
        """Canonical answers (`read_profile`), an edition's id, a day → the decision. The same in, the same out."""
        key = (edition, as_of, tuple(answers.items()))
        known = self._decisions.get(key)
        if known is None:
            known = self._chain(answers, edition, as_of)
            if len(self._decisions) >= self._decision_memo:
                self._decisions.clear()
            if self._decision_memo:
                self._decisions[key] = known
        return known

    def _chain(self, answers: Answers, edition: str, as_of: date) -> Decision:
        # An edition asked for before its day is read as it was first published.
        day = max(as_of, self.plan.knowledge.editions[edition].published)
        facts = self.encoder.encode(answers, edition, day)
        held, certain, possible = facts.held, facts.certain, facts.possible
        ordinal = day.toordinal()
        live = self._live(edition, day)
        asks: dict[int, int] = {}
        results: list[StageResult] = [_NOTHING] * len(self.plan.stages)
        outcomes: list[SlotOutcome | None] = [None] * len(self._slot_order)
        slot_asks = [0] * len(outcomes)
        stack_bit = self._works_well_bit if IN_USE in answers else self._in_use_bit
        for step in self._steps:
            # What is certain need not be in a key: it is what holds and whose contrary is not possible.
            memo, reads = step.memo, step.reads
            if step.is_stage:
                if not possible & live[step.number].triggers:
                    continue
                derived = tuple([asks.get(atom, 0) for atom in step.derived_reads]) if step.derived_reads else ()
                key: object = (held & reads, possible & reads, derived)
                result = memo.get(key)
                if result is None:
                    result = self._run(step, live[step.number].rules, Facts(held, certain, possible), asks)
                    self._remember(memo, key, result)
                results[step.number] = result
                change = result.change
                for atom, waits_for in result.derived_asks:
                    asks[atom] = asks.get(atom, 0) | waits_for
            elif all(results[number] is _NOTHING for number in step.stages):
                outcome, change, waits_for = self._idle(step)
                if step.order is not None:
                    outcomes[step.order] = outcome
            else:
                key = (ordinal, stack_bit, held & reads, possible & reads, *[results[n] for n in step.stages])
                found = memo.get(key)
                if found is None:
                    found = self._resolve(step, _State(Facts(held, certain, possible), results, asks, stack_bit, day))
                    self._remember(memo, key, found)
                outcome, change, waits_for = found
                if step.order is not None:
                    outcomes[step.order] = outcome
                    slot_asks[step.order] = waits_for
                if change is not None:
                    for atom in step.facts.atoms:
                        asks[atom] = waits_for
            if change is not None:
                held = (held | change[0]) & ~change[1]
                certain = (certain | change[2]) & ~change[3]
                possible = (possible | change[4]) & ~change[5]
        for step in self._relations:
            results[step.number] = self._relate(step, held)
        return Decision(
            answers=answers,
            edition=edition,
            as_of=as_of,
            read_on=day,
            knowledge=self.plan.knowledge,
            plan=self.plan,
            slots=tuple([outcome for outcome in outcomes if outcome is not None]),
            asks=tuple(slot_asks),
            stages=tuple(results),
            facts=Facts(held, certain, possible),
        )

    def _remember(self, memo: dict[Any, Any], key: object, value: object) -> None:
        if self._step_memo:
            if len(memo) >= self._step_memo:
                memo.clear()
            memo[key] = value

    def _idle(self, step: _Step) -> tuple[SlotOutcome, _Change | None, int]:
        """A slot of which no rule can speak: the same whatever was answered."""
        if step.idle is None:
            assert isinstance(step.what, SlotPlan)
            nothing = Situation(0, 0, 0, 0, 0)
            said = spoken(step.what, 0, 0, self.plan.knowledge, date.min)
            outcome = resolve(step.what, nothing, said)
            step.idle = (outcome, step.facts.change(outcome), 0)
        return step.idle

    def _live(self, edition: str, day: date) -> list[_LiveStage]:
        """The rules that edition, date and catalog leave possible, without the literals these have settled."""
        context = self.encoder.context(edition, day)
        found = self._lives.get(context)
        if found is None:
            about = self.encoder.context_literals
            found = [_live_stage(stage, context, about, self._usage) for stage in self.plan.stages]
            if len(self._lives) >= _CONTEXTS:
                self._lives.clear()
            self._lives[context] = found
        return found

    def _run(self, step: _Step, live: _LiveRules, facts: Facts, asks: Mapping[int, int]) -> StageResult:
        """Which rules could fire is asked first: durable-rules need not look at a stage in which none can."""
        possible, uncertain = facts.possible, ~facts.certain
        could = will = 0
        loose: dict[int, int] = {}
        for number, bit, masks in live:
            waits_for = 0
            for mask in masks:
                if possible & mask == mask:
                    could |= bit
                    missing = mask & uncertain
                    if not missing:
                        will |= bit
                        waits_for = 0
                        break
                    waits_for |= missing
            if waits_for:
                loose[number] = waits_for
        if not could:
            return _NOTHING
        stage = self.plan.stages[step.number]
        fired = self._fire(stage, facts.held)
        result = StageResult(fired, _numbered(fired), will, could, loose, None, ())
        return self._with_concerns(stage, result, asks) if stage.derives else result

    def _relate(self, step: _Step, held: int) -> StageResult:
        """What follows for products that belong together: of interest is only which rules fire."""
        key = held & step.reads
        result: StageResult | None = step.memo.get(key)
        if result is None:
            fired = self._fire(self.plan.stages[step.number], held)
            result = StageResult(fired, _numbered(fired), 0, step.rule_bits, {}, None, ())
            self._remember(step.memo, key, result)
        return result

    def _fire(self, stage: Stage, held: int) -> tuple[tuple[int, int], ...]:
        return tuple([(stage.rules[i].number, which) for i, which in self.engine.fire(self._handle(stage), held)])

    def _handle(self, stage: Stage) -> int:
        handle = self._handles.get(stage.number)
        if handle is None:
            with self._adding:
                handle = self._handles.get(stage.number)
                if handle is None:
                    handle = self._handles[stage.number] = self.engine.add([rule.disjuncts for rule in stage.rules])
        return handle

    def _asked(self, loose: int, asks: Mapping[int, int]) -> int:
        """The questions behind literals that are neither certain nor impossible."""
        asked, own = 0, self.encoder.asks
        while loose:
            low = loose & -loose
            loose ^= low
            atom = (low.bit_length() - 1) >> 1
            found = own.get(atom)
            asked |= asks.get(atom, 0) if found is None else found
        return asked

    def _with_concerns(self, stage: Stage, result: StageResult, asks: Mapping[int, int]) -> StageResult:
        now = surely = maybe = 0
        asked: dict[int, int] = {}
        for rule in stage.rules:
            raised = _up(rule.derives)
            now |= raised if result.happened >> rule.number & 1 else 0
            surely |= raised if result.certain >> rule.number & 1 else 0
            maybe |= raised if result.possible >> rule.number & 1 else 0
            for atom in rule.derives if rule.number in result.loose else ():
                asked[atom] = asked.get(atom, 0) | self._asked(result.loose[rule.number], asks)
        change = (now, now << 1, surely, maybe << 1, maybe, surely << 1)
        return replace(result, change=change, derived_asks=tuple(asked.items()))

    def _resolve(self, step: _Step, state: _State) -> tuple[SlotOutcome, _Change | None, int]:
        """Different answers often leave a slot's rules in the same situation: outcomes are remembered by that."""
        plan = step.what
        assert isinstance(plan, SlotPlan)
        happened = certain = possible = 0
        for number in plan.stages:
            heard = state.results[number]
            happened, certain, possible = happened | heard.happened, certain | heard.certain, possible | heard.possible
        reads, rules = plan.reads, step.rule_bits
        held, could_hold = state.facts.held & reads, state.facts.possible & reads
        key = (state.day.toordinal(), happened & rules, certain & rules, possible & rules, held, could_hold)
        outcome = step.situations.get(key)
        if outcome is None:
            in_use = state.facts.held & plan.uses
            situation = Situation(
                certain=plan.local(certain),
                possible=plan.local(possible),
                in_use=in_use,
                surely_in_use=state.facts.certain & plan.uses,
                maybe_in_use=state.facts.possible & plan.uses,
            )
            outcome = resolve(plan, situation, self._spoken(step, happened & rules, in_use, state.day))
            self._remember(step.situations, key, outcome)
        if outcome.settled and not step.facts.atoms:
            return outcome, None, 0
        asked = state.stack_bit if outcome.waits_for_stack else 0
        if outcome.waiting:
            missing = 0
            for number in plan.stages:
                for rule, literals in state.results[number].loose.items():
                    if outcome.waiting >> rule & 1:
                        missing |= literals
            asked |= self._asked(missing, state.asks)
        return outcome, step.facts.change(outcome), asked

    def _spoken(self, step: _Step, fired: int, in_use: int, day: date) -> Spoken:
        """Of situations in which the same rules fired, most differ only in what else could."""
        key = (fired, in_use, day)
        found = step.said.get(key)
        if found is None:
            plan = step.what
            assert isinstance(plan, SlotPlan)
            found = spoken(plan, plan.local(fired), in_use, self.plan.knowledge, day)
            self._remember(step.said, key, found)
        return found

    def questions_of(self, asks: int, answers: Answers) -> tuple[str, ...]:
        """The ids behind question bits. Where what is in use was said, what is left to say is what works well."""
        if asks & self._in_use_bit and IN_USE in answers:
            asks = asks & ~self._in_use_bit | (0 if WORKS_WELL in answers else self._works_well_bit)
        ids = list(self.plan.knowledge.questions)
        return tuple(ids[number] for number in bits(asks))

    def close(self) -> None:
        self.engine.close()


# A rule's number, its bit, and its disjuncts.
_LiveRules = tuple[tuple[int, int, tuple[int, ...]], ...]


class _LiveStage(NamedTuple):
    """What is left of a stage under one edition, date and catalog.

    `triggers`: the rarest literal of each disjunct. Where none of them is possible, no rule is. All bits where a rule
    asks nothing more.
    """

    rules: _LiveRules
    triggers: int


def _live_stage(stage: Stage, context: int, about: int, usage: Mapping[int, int]) -> _LiveStage:
    """A stage's rules as masks of what is left to ask once `context` has settled the literals in `about`."""
    found = []
    triggers = 0
    for rule in stage.rules:
        masks = tuple(mask & ~about for mask in rule.masks if mask & about & ~context == 0)
        if masks:
            found.append((rule.number, 1 << rule.number, masks))
        for mask in masks:
            triggers |= 1 << min(bits(mask), key=lambda literal: (usage[literal], literal)) if mask else -1
    return _LiveStage(tuple(found), triggers)


def _numbered(fired: Iterable[tuple[int, int]]) -> int:
    """The numbers of rules that fired, as bits."""
    found = 0
    for number, _ in fired:
        found |= 1 << number
    return found


def _up(atoms: Iterable[int]) -> int:
    raised = 0
    for atom in atoms:
        raised |= 1 << 2 * atom
    return raised


@dataclass(frozen=True, slots=True)
class _SlotFacts:
    """The literals about one slot that later rules read."""

    needed: int | None
    picks: tuple[tuple[int, str], ...]
    verdicts: tuple[tuple[int, str, frozenset[str]], ...]
    atoms: tuple[int, ...]

    @classmethod
    def of(cls, step: Stage | SlotPlan, plan: Plan) -> _SlotFacts:
        if isinstance(step, Stage):
            return cls(None, (), (), ())
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

    def change(self, outcome: SlotOutcome) -> _Change | None:
        if not self.atoms:
            return None
        true: list[int] = []
        if self.needed is not None and outcome.needed:
            true.append(self.needed)
        true.extend(atom for atom, product in self.picks if product in outcome.picks)
        said = {verdict.product: verdict.verdict for verdict in outcome.verdicts}
        true.extend(atom for atom, product, wanted in self.verdicts if said.get(product) in wanted)
        now = _up(true)
        everything = _up(self.atoms)
        loose = 0 if (outcome.need_settled if self.needed is not None else outcome.settled) else everything
        if outcome.settled and not outcome.verdicts_settled:
            # A slot that is not needed still says what to leave and avoid, and that may change.
            loose |= _up(atom for atom, _, wanted in self.verdicts if not wanted.isdisjoint(("migrate", "avoid")))
        return (now, now << 1, now & ~loose, (now | loose) << 1, now | loose, (now & ~loose) << 1)


@dataclass(slots=True)
class _Step:
    """A step of the plan with what the loop needs of it, and what it remembers."""

    what: Stage | SlotPlan
    is_stage: bool
    number: int  # of a stage
    order: int | None  # of a slot that is to be answered
    reads: int
    derived_reads: tuple[int, ...]
    stages: tuple[int, ...]
    rule_bits: int
    facts: _SlotFacts
    memo: dict[Any, Any]
    situations: dict[Any, SlotOutcome]
    said: dict[Any, Spoken]
    idle: tuple[SlotOutcome, _Change | None, int] | None = None

    @classmethod
    def of(cls, what: Stage | SlotPlan, plan: Plan, order: Mapping[str, int]) -> _Step:
        is_stage = isinstance(what, Stage)
        rules = 0
        for rule in what.rules:
            rules |= 1 << rule.number
        return cls(
            what=what,
            is_stage=is_stage,
            number=what.number if isinstance(what, Stage) else -1,
            order=order[what.slot] if isinstance(what, SlotPlan) and not what.need_only else None,
            reads=what.reads,
            derived_reads=what.derived_reads if isinstance(what, Stage) else (),
            stages=what.stages if isinstance(what, SlotPlan) else (),
            rule_bits=rules,
            facts=_SlotFacts.of(what, plan),
            memo={},
            situations={},
            said={},
        )
