"""Profiles near one that was decided: of the chain only the steps that the answers that differ can reach."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from engine.inference.encoding import Encoded
from engine.inference.profile import Answers
from engine.inference.reach import union
from engine.inference.reasoner import NOTHING, Decision, Standing
from engine.inference.resolution import SlotOutcome
from engine.inference.steps import StageStep, Step


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Outcomes for profiles like one that was decided, on its edition and day: those of `Reasoner.decide`.

    They are shared: a slot whose outcome is the same object as before has not changed. Nothing but the results of
    steps is remembered, so that trying many profiles does not push out what callers ask for.
    """

    decision: Decision
    encoded: Encoded
    standing: Standing

    @classmethod
    def of(cls, decision: Decision) -> Neighbours:
        facts = decision.facts
        standing = Standing(
            held=facts.held,
            certain=facts.certain,
            possible=facts.possible,
            happened=union(stage.happened for stage in decision.stages),
            sure=decision.certain,
            could=decision.possible,
            results=list(decision.stages),
            outcomes=[*decision.slots, *decision.early],
        )
        return cls(decision, _encode(decision, decision.answers), standing)

    @property
    def slots(self) -> tuple[SlotOutcome, ...]:
        return tuple(self.standing.outcomes[: len(self.decision.slots)])

    def at(self, answers: Answers) -> Neighbours | None:
        """The neighbourhood of other answers. None where no rule tells them from those here."""
        encoded = _encode(self.decision, answers)
        now, before = encoded.facts, self.encoded.facts
        differing = now.held ^ before.held | now.certain ^ before.certain | now.possible ^ before.possible
        if not differing:
            return None
        reasoner = self.decision.reasoner
        numbers = reasoner.reach.of(differing)
        steps = [reasoner.steps[number] for number in numbers]
        start = self._without(steps, encoded, union(reasoner.reach.settles[number] for number in numbers))
        found = reasoner.run(steps, encoded, self.decision.read_on, start)
        return Neighbours(self.decision, encoded, found)

    def _without(self, steps: Iterable[Step], encoded: Encoded, settled: int) -> Standing:
        """What is known before these steps, all others being done. `settled`: the literals that these settle."""
        before, now = self.standing, encoded.facts
        kept = self.decision.reasoner.reach.settled & ~settled
        results, rules = list(before.results), 0
        for step in steps:
            if isinstance(step, StageStep):
                rules |= step.rules
                results[step.number] = NOTHING
        return Standing(
            held=now.held & ~kept | before.held & kept,
            certain=now.certain & ~kept | before.certain & kept,
            possible=now.possible & ~kept | before.possible & kept,
            happened=before.happened & ~rules,
            sure=before.sure & ~rules,
            could=before.could & ~rules,
            results=results,
            outcomes=list(before.outcomes),
        )


def _encode(decision: Decision, answers: Answers) -> Encoded:
    return decision.reasoner.encoder.encode(answers, decision.edition, decision.read_on)
