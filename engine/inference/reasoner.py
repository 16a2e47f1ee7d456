"""The chain itself: stage after stage, each remembered under the facts it read."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from engine.inference.alternatives import Alternatives
from engine.inference.asking import Asking
from engine.inference.encoding import IN_USE, WORKS_WELL, Encoded, Encoder
from engine.inference.literals import Facts, bits
from engine.inference.lookups import Lookups
from engine.inference.plan import Plan, Stage
from engine.inference.port import RuleEngine
from engine.inference.profile import Answers
from engine.inference.reach import Reach
from engine.inference.resolution import Situation, SlotOutcome, resolve
from engine.inference.steps import Change, SlotStep, StageResult, StageStep, Step, steps_of
from engine.inference.verdicts import Spoken, spoken
from engine.model import Knowledge

# What is remembered at most: results of one step, and whole decisions.
STEP_MEMO = 1024
DECISION_MEMO = 1024


@dataclass(frozen=True, eq=False)
class Decision:
    """All verdicts for one profile, edition and day, with every firing. Slots are in the architecture's order.

    `read_on` is the day that facts of the catalog are read on. `certain` and `possible` have a bit for each rule that
    fires whatever is answered further, or could fire. `early`: outcomes that settle only whether a slot is needed.
    """

    answers: Answers
    edition: str
    as_of: date
    read_on: date
    knowledge: Knowledge
    plan: Plan
    slots: tuple[SlotOutcome, ...]
    early: tuple[SlotOutcome, ...]
    stages: tuple[StageResult, ...]
    facts: Facts
    certain: int
    possible: int
    reasoner: Reasoner = field(repr=False)

    @cached_property
    def asks(self) -> tuple[int, ...]:
        """For each slot the bits of the questions that could still change it."""
        return self.reasoner.asks(self)

    def slot(self, id_: str) -> SlotOutcome:
        return next(outcome for outcome in self.slots if outcome.slot == id_)

    def fired(self) -> dict[int, int]:
        """Numbers of the rules that fired, each with the disjunct that held, in the order of the chain."""
        return {rule: which for stage in self.stages for rule, which in stage.fired}


NOTHING = StageResult((), 0)


class Standing(NamedTuple):
    """How far a chain has come: what is so, certain and possible; the rules that fired, that fire for sure and that
    could fire; the results of stages and the outcomes of slots, in lists that the chain fills in.
    """

    held: int
    certain: int
    possible: int
    happened: int
    sure: int
    could: int
    results: list[StageResult]
    outcomes: list[Any]


class Reasoner:
    """Decides profiles by one plan on one rule engine. Threads may share it."""

    def __init__(
        self, plan: Plan, engine: RuleEngine, *, step_memo: int = STEP_MEMO, decision_memo: int = DECISION_MEMO
    ) -> None:
        self.plan = plan
        self.engine = engine
        alternatives = Alternatives(plan.rules, 2 * len(plan.atoms.leaves))
        self.encoder = Encoder(plan.knowledge, plan.atoms, alternatives)
        self.steps = steps_of(plan, alternatives)
        self._asking = Asking(self.steps, self.encoder.asks)
        self._step_memo, self._decision_memo = step_memo, decision_memo
        # By memory: whole decisions, stages by the facts they read, slots by the situation of their rules.
        self.lookups = {"decisions": Lookups(), "stages": Lookups(), "slots": Lookups()}
        self._decisions: dict[object, Decision] = {}
        self._handles: dict[int, int] = {}
        self._adding = threading.Lock()
        questions = self.encoder.questions
        self._question_ids = tuple(questions)
        self._in_use_bit = 1 << questions[IN_USE] if IN_USE in questions else 0
        self._works_well_bit = 1 << questions[WORKS_WELL] if WORKS_WELL in questions else 0

    def decide(self, answers: Answers, edition: str, as_of: date) -> Decision:
        """Canonical answers (`read_profile`), an edition's id, a day → the decision. The same in, the same out."""
        key = (edition, as_of, tuple(answers.items()))
        known = self._decisions.get(key)
        lookups = self.lookups["decisions"]
        lookups.asked += 1
        if known is None:
            lookups.missed += 1
            known = self._chain(answers, edition, as_of)
            if self._decision_memo:
                if len(self._decisions) >= self._decision_memo:
                    self._decisions.clear()
                self._decisions[key] = known
        return known

    def _chain(self, answers: Answers, edition: str, as_of: date) -> Decision:
        day = self.read_on(edition, as_of)
        encoded = self.encoder.encode(answers, edition, day)
        facts = encoded.facts
        results = [NOTHING] * len(self.plan.stages)
        outcomes: list[Any] = [None] * (len(self.steps) - len(results))
        so_far = Standing(facts.held, facts.certain, facts.possible, 0, 0, 0, results, outcomes)
        return self.decision(answers, edition, as_of, day, self.run(self.steps, encoded, day, so_far))

    @cached_property
    def reach(self) -> Reach:
        """Which steps of the chain bear on which."""
        return Reach(self.steps)

    def read_on(self, edition: str, as_of: date) -> date:
        """An edition asked for before its day is read as it was first published."""
        return max(as_of, self.plan.knowledge.editions[edition].published)

    def run(self, steps: Iterable[Step], encoded: Encoded, day: date, so_far: Standing) -> Standing:
        """Take steps of the chain, in its order, from what is known before the first of them."""
        held, certain, possible, happened, sure, could, results, outcomes = so_far
        in_use = encoded.facts.held & self.encoder.in_use_bits
        maybe_in_use = encoded.facts.possible & ~encoded.facts.certain & self.encoder.in_use_bits
        not_closed, settled = ~encoded.closed, ~(encoded.closed | encoded.waiting)
        stages = slots = 0
        for step in steps:
            if isinstance(step, StageStep):
                open_, firm = step.alternatives & not_closed, step.alternatives & settled
                for literal, testing in step.derived:
                    if not possible & literal:
                        open_ &= ~testing
                    if not certain & literal:
                        firm &= ~testing
                if not open_:
                    continue
                # durable-rules is shown what the open alternatives test, and asked again only where that differs.
                stages += 1
                shown = held & (step.reads.get(open_) or self._reads(step, open_))
                result = results[step.number] = step.memo.get(shown) or self._fired(step, shown)
                happened |= result.happened
                could |= open_ & step.rules
                sure |= firm & step.rules
                for rule, alternatives in step.several:
                    if open_ & alternatives:
                        could |= rule
                        if firm & alternatives:
                            sure |= rule
                change = step.change(happened, sure, could) if step.derives else None
            else:
                rules, uses = step.rules, step.uses
                if could & rules:
                    slots += 1
                    key = (happened & rules, sure & rules, could & rules, in_use & uses, maybe_in_use & uses, day)
                    found = step.memo.get(key) or self._resolve(step, key)
                else:
                    found = step.idle or self._idle(step)
                outcomes[step.order], change = found
            if change is not None:
                held = (held | change[0]) & ~change[1]
                certain = (certain | change[2]) & ~change[3]
                possible = (possible | change[4]) & ~change[5]
        self.lookups["stages"].asked += stages
        self.lookups["slots"].asked += slots
        return Standing(held, certain, possible, happened, sure, could, results, outcomes)

    def decision(self, answers: Answers, edition: str, as_of: date, day: date, found: Standing) -> Decision:
        """What has been found out when every step has been taken."""
        slots = len(self.plan.slots)
        return Decision(
            answers=answers,
            edition=edition,
            as_of=as_of,
            read_on=day,
            knowledge=self.plan.knowledge,
            plan=self.plan,
            slots=tuple(found.outcomes[:slots]),
            early=tuple(found.outcomes[slots:]),
            stages=tuple(found.results),
            facts=Facts(found.held, found.certain, found.possible),
            certain=found.sure,
            possible=found.could,
            reasoner=self,
        )

    def _remember(self, memo: dict[Any, Any], key: object, value: object) -> None:
        if self._step_memo:
            if len(memo) >= self._step_memo:
                memo.clear()
            memo[key] = value

    def _reads(self, step: StageStep, open_: int) -> int:
        reads = 0
        for alternative, literals in step.tests:
            if open_ & alternative:
                reads |= literals
        self._remember(step.reads, open_, reads)
        return reads

    def _fired(self, step: StageStep, shown: int) -> StageResult:
        self.lookups["stages"].missed += 1
        rules = step.stage.rules
        fired = tuple([(rules[i].number, which) for i, which in self.engine.fire(self._handle(step.stage), shown)])
        happened = 0
        for number, _ in fired:
            happened |= 1 << number
        result = StageResult(fired, happened)
        self._remember(step.memo, shown, result)
        return result

    def _handle(self, stage: Stage) -> int:
        handle = self._handles.get(stage.number)
        if handle is None:
            with self._adding:
                handle = self._handles.get(stage.number)
                if handle is None:
                    handle = self._handles[stage.number] = self.engine.add([rule.disjuncts for rule in stage.rules])
        return handle

    def _idle(self, step: SlotStep) -> tuple[SlotOutcome, Change | None]:
        """A slot of which no rule can speak: the same whatever was answered."""
        said = spoken(step.plan, 0, 0, self.plan.knowledge, date.min)
        outcome = resolve(step.plan, Situation(0, 0, 0, 0), said)
        step.idle = outcome, step.facts.change(outcome)
        return step.idle

    def _resolve(self, step: SlotStep, key: tuple[int, int, int, int, int, date]) -> tuple[SlotOutcome, Change | None]:
        """Different answers often leave a slot's rules in the same situation: outcomes are remembered by that."""
        self.lookups["slots"].missed += 1
        happened, sure, could, in_use, maybe_in_use, day = key
        plan = step.plan
        situation = Situation(plan.local(sure), plan.local(could), in_use, maybe_in_use)
        outcome = resolve(plan, situation, self._spoken(step, happened, in_use, day))
        found = outcome, step.facts.change(outcome)
        self._remember(step.memo, key, found)
        return found

    def _spoken(self, step: SlotStep, fired: int, in_use: int, day: date) -> Spoken:
        """Of situations in which the same rules fired, most differ only in what else could."""
        key = (fired, in_use, day)
        found = step.said.get(key)
        if found is None:
            found = spoken(step.plan, step.plan.local(fired), in_use, self.plan.knowledge, day)
            self._remember(step.said, key, found)
        return found

    def asks(self, decision: Decision) -> tuple[int, ...]:
        """For each slot the bits of the questions that could still change it."""
        undetermined = decision.possible & ~decision.certain
        stack = self._works_well_bit if IN_USE in decision.answers else self._in_use_bit
        outcomes = (*decision.slots, *decision.early)
        return self._asking.asks(decision.facts, undetermined, outcomes, stack)[: len(decision.slots)]

    def questions_of(self, asks: int, answers: Answers) -> tuple[str, ...]:
        """The ids behind question bits. Where what is in use was said, what is left to say is what works well."""
        if asks & self._in_use_bit and IN_USE in answers:
            asks = asks & ~self._in_use_bit | (0 if WORKS_WELL in answers else self._works_well_bit)
        ids = self._question_ids
        return tuple([ids[number] for number in bits(asks)])

    def prepare(self) -> None:
        """Show the engine the rules of every stage now, rather than each when it is first reached."""
        for stage in self.plan.stages:
            self._handle(stage)

    def close(self) -> None:
        self.engine.close()
