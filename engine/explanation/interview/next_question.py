"""The next best question of an interview, what it could change, and how far the interview is.

Stateless: answers and skipped questions in, the next question out. A slot is *open* for the interview while a question
that may still come up could change it, and *settled* when no unanswered question could. Between the two are slots
that only questions could change which were skipped, or are beside the point because what they wait for was answered
otherwise.

An answer settles of a slot the share of its open questions that it closes: all of it where none is left. A question is
worth the sum of that over all slots, on average over its answers, each of those that rules can tell apart as likely as
the others; of a list these are the empty one and those of one member. The question worth most comes next. Of equals
the one that is likelier to settle slots for good, then that which closes more open questions of slots, then that which
comes first in the questionnaire.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from engine.explanation.what_if.one_more import OneMore, Open, Tried
from engine.inference.literals import bits
from engine.inference.profile import Answers
from engine.inference.reasoner import Decision, Reasoner
from engine.model import Question

_DIGITS = 6  # to which worth is told apart


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question that may be asked now. `tried`: what its answers come to.

    On average over these: `settles` slots, in shares; `settles_fully` slots for good; `closes` open questions of slots.
    """

    question: Question
    settles: float
    settles_fully: float
    closes: float
    tried: tuple[Tried, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """Counts of questions and slots. `remaining`: questions that may still come up and could change a slot; `settled`,
    `open` and `left` slots are all `slots`.
    """

    answered: int
    skipped: int
    remaining: int
    slots: int
    settled: int
    open: int
    left: int


@dataclass(frozen=True)
class Outlook:
    """Where an interview stands. `implied`: answers that follow from those given; they are part of `decision`.

    `next`: the question to ask now; None where no question that may be asked could change anything. `askable`: as bits
    those that may be asked now and could change something, or lead to one that could; `waits_for`: by question the
    others that it waits for.
    """

    decision: Decision
    implied: Answers
    skipped: tuple[str, ...]
    here: Open
    next: Candidate | None
    askable: int
    waits_for: Mapping[str, tuple[str, ...]]

    @cached_property
    def progress(self) -> Progress:
        remaining = 0
        for asked in self.here.open:
            remaining |= asked
        slots = len(self.here.open)
        settled = sum(not asked for asked in self.here.asked)
        open_ = sum(1 for asked in self.here.open if asked) if self.next else 0
        return Progress(
            answered=len(self.decision.answers),
            skipped=len(self.skipped),
            remaining=remaining.bit_count() if self.next else 0,
            slots=slots,
            settled=settled,
            open=open_,
            left=slots - settled - open_,
        )


class Interviewer:
    """Asks by the rules of one plan. Threads may share it; it keeps nothing of an interview."""

    def __init__(self, reasoner: Reasoner) -> None:
        knowledge = reasoner.plan.knowledge
        self.knowledge, self.reasoner = knowledge, reasoner
        self._one_more = OneMore(reasoner)
        self._prospects = self._one_more.prospects

    def outlook(self, answers: Answers, skipped: Collection[str], edition: str, as_of: date) -> Outlook:
        """Canonical answers and the ids of questions that nobody wants to answer → where the interview stands."""
        implied = self._prospects.implied(answers)
        decision = self.reasoner.decide(dict(sorted({**answers, **implied}.items())), edition, as_of)
        passed = [id_ for id_ in self._prospects.bits if id_ in skipped and id_ not in decision.answers]
        here = self._one_more.open(decision, self._prospects.pending(decision.answers, passed))
        askable = self._askable(here)
        return Outlook(
            decision,
            implied,
            tuple(passed),
            here,
            self._next(here, self._questions(askable)),
            askable,
            self._prospects.waits_for,
        )

    def candidates(self, here: Open) -> Iterator[Candidate]:
        """Every question that may be asked now and could change something, or leads to one that could."""
        questions = self._questions(self._askable(here))
        tried = self._one_more.tried(here, questions)
        return (_weighed(one, tried[one.id], here.open) for one in questions)

    def _askable(self, here: Open) -> int:
        matter = 0
        for asked in here.open:
            matter |= asked
        askable = self._prospects.askable(here.pending, here.decision.answers)
        return self._prospects.leading_to(matter) & askable

    def _questions(self, asked: int) -> list[Question]:
        return [self._prospects.questions[i] for i in bits(asked)]

    def _next(self, here: Open, questions: list[Question]) -> Candidate | None:
        """The best of them. Few have to be tried: none is worth more than the number of slots that it bears on."""
        bears_on = {one.id: self._one_more.touched(here, one).bit_count() for one in questions}
        widest = max(bears_on.values(), default=0)
        best: Candidate | None = None
        for least in (widest / 2, 0):
            at_least = max(least, best.settles if best else 0)
            trying = [one for one in questions if bears_on[one.id] >= at_least]
            questions = [one for one in questions if bears_on[one.id] < at_least]
            tried = self._one_more.tried(here, trying)
            found = [_weighed(one, tried[one.id], here.open) for one in trying]
            best = min([*filter(None, [best]), *found], key=self._rank, default=None)
        return best

    def _rank(self, one: Candidate) -> tuple[float, float, float, int]:
        return -one.settles, -one.settles_fully, -one.closes, self._prospects.bits[one.question.id]


def _weighed(question: Question, tried: tuple[Tried, ...], before: Sequence[int]) -> Candidate:
    counts = [asked.bit_count() for asked in before]
    shares = fully = closed = 0.0
    for one in tried:
        for place, after in one.slots.items():
            if counts[place]:
                left = after.open.bit_count()
                shares += 1 - left / counts[place]
                fully += not left
                closed += counts[place] - left
    shares, fully, closed = (round(total / len(tried), _DIGITS) for total in (shares, fully, closed))
    return Candidate(question, shares, fully, closed, tried)
