"""The engine as a library: knowledge in, an advisor out that decides requests."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from engine.inference.interpreter import Interpreter
from engine.inference.plan import Plan, make_plan
from engine.inference.reasoner import DECISION_MEMO, STEP_MEMO, Decision, Reasoner
from engine.model import Knowledge
from engine.request import Request, canonical

log = logging.getLogger(__name__)

Verify = Literal["off", "sample", "always"]
VERIFY: tuple[Verify, ...] = ("off", "sample", "always")
SAMPLE = 0.01


class DisagreementError(RuntimeError):
    """The engine of record and the plain interpreter came to different facts. No answer is better than a guess."""


@dataclass(slots=True)
class Verification:
    """How many decisions were checked against the interpreter, and how many differed."""

    checked: int = 0
    differed: int = 0


class Advisor:
    """Decides requests on one body of knowledge. Threads may share it; build it before forking, or one a process."""

    def __init__(
        self,
        knowledge: Knowledge,
        *,
        verify: Verify = "off",
        plan: Plan | None = None,
        step_memo: int = STEP_MEMO,
        decision_memo: int = DECISION_MEMO,
    ) -> None:
        # Imported here: whoever only reads knowledge needs no C extension.
        from engine.inference.rete import DurableRules

        self.knowledge = knowledge
        self.plan = plan or make_plan(knowledge)
        self.reasoner = Reasoner(self.plan, DurableRules(), step_memo=step_memo, decision_memo=decision_memo)
        self.verification = Verification()
        self._verify = verify
        self._sample: Callable[[], float] = random.Random().random
        self._checker = None if verify == "off" else Reasoner(self.plan, Interpreter(), step_memo=0, decision_memo=0)

    def decide(self, request: Request) -> Decision:
        """Raises DisagreementError only with verify="always"."""
        decision = self.reasoner.decide(request.answers, request.edition, request.as_of)
        if self._checker is not None and (self._verify == "always" or self._sample() < SAMPLE):
            self._check(request, decision, self._checker)
        return decision

    def _check(self, request: Request, decision: Decision, checker: Reasoner) -> None:
        self.verification.checked += 1
        plain = checker.decide(request.answers, request.edition, request.as_of)
        if plain.fired() == decision.fired() and plain.facts == decision.facts:
            return
        self.verification.differed += 1
        log.error("the rule engine and the interpreter differ", extra={"request": canonical(request)})
        if self._verify == "always":
            raise DisagreementError("the rule engine and its check came to different facts")

    def questions_of(self, decision: Decision, slot: str) -> tuple[str, ...]:
        """The unanswered questions that could still change a slot."""
        by_slot = {outcome.slot: asks for outcome, asks in zip(decision.slots, decision.asks, strict=True)}
        status = decision.slot(slot).status
        return self.reasoner.questions_of(by_slot[slot], decision.answers) if status in ("open", "contested") else ()

    def prepare(self) -> None:
        """Build all of the rule engine now: processes that are forked after this share it, and answer fast at once."""
        self.reasoner.prepare()

    def close(self) -> None:
        self.reasoner.close()
