"""Which questions may still come up in an interview, as bits by their places in the questionnaire."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from engine.inference.encoding import IN_USE, VERSIONS, WORKS_WELL
from engine.inference.literals import bits
from engine.inference.profile import Answer, Answers, members_of
from engine.model import Knowledge, Question

# Asked about products in use, and so only once it is said which these are.
_ABOUT_PRODUCTS_IN_USE = (WORKS_WELL, VERSIONS)


class Prospects:
    """Of one questionnaire. `versioned`: the products whose version makes a difference."""

    def __init__(self, knowledge: Knowledge, versioned: Collection[str]) -> None:
        self._versioned = frozenset(versioned)
        self.questions: tuple[Question, ...] = tuple(knowledge.questions.values())
        self.bits: Mapping[str, int] = {question.id: 1 << i for i, question in enumerate(self.questions)}
        self._after_stack = [id_ for id_ in _ABOUT_PRODUCTS_IN_USE if id_ in self.bits and IN_USE in self.bits]
        # What has to be answered, and so, before it is worth asking.
        self.waits_for: Mapping[str, tuple[str, ...]] = {
            question.id: (*([IN_USE] if question.id in self._after_stack else ()), *question.needs)
            for question in self.questions
        }
        self._dependents = {question.id: self._depending_on(question.id) for question in self.questions}

    def implied(self, answers: Answers) -> Answers:
        """What follows from the answers by the words of the questions: where nothing is in use, nothing of it works
        well.
        """
        if answers.get(IN_USE) != () or WORKS_WELL in answers or WORKS_WELL not in self.bits:
            return {}
        return {WORKS_WELL: ()}

    def pending(self, answers: Answers, skipped: Collection[str]) -> int:
        """The questions that were neither answered nor skipped and may be asked, now or after others."""
        return self._coming_up([one for one in self.questions if one.id not in skipped], answers, 0)

    def pending_after(self, pending: int, question: str, answers: Answers) -> int:
        """The same after one more of them was answered; `answers` has that one."""
        dependents = self._dependents[question]
        rest = pending & ~(self.bits[question] | dependents)
        return self._coming_up([self.questions[i] for i in bits(pending & dependents)], answers, rest)

    def _coming_up(self, questions: Iterable[Question], answers: Answers, found: int) -> int:
        waiting = [one for one in questions if one.id not in answers]
        # Until no more are found: a need may stand after the question that has it. A circle of needs is never asked.
        while True:
            more = [one for one in waiting if self._may_come_up(one, answers, found)]
            if not more:
                return found
            found |= sum(self.bits[one.id] for one in more)
            waiting = [one for one in waiting if one not in more]

    def askable(self, pending: int, answers: Answers) -> int:
        """Those of them that may be asked now."""
        return sum(1 << i for i in bits(pending) if self._may_come_up(self.questions[i], answers, 0))

    def dependents(self, question: str) -> int:
        """The questions that an answer to this one can rule out, directly or not."""
        return self._dependents[question]

    def let_through(self, question: str, answer: Answer) -> int:
        """The questions that wait for this one and want such an answer."""
        waiting = bits(self._dependents[question])
        needs = ((1 << i, self.questions[i].needs.get(question)) for i in waiting)
        found = sum(bit for bit, wanted in needs if wanted is not None and _fits(answer, wanted))
        if question in (IN_USE, WORKS_WELL) and not self._versioned.isdisjoint(members_of(answer)):
            found |= self.bits.get(VERSIONS, 0)
        return found

    def leading_to(self, questions: int) -> int:
        """These questions, and those that they wait for."""
        return sum(bit for id_, bit in self.bits.items() if (bit | self._dependents[id_]) & questions)

    def _may_come_up(self, question: Question, answers: Answers, pending: int) -> bool:
        """Does all that the question waits for hold, or may it yet?"""
        if question.id in self._after_stack:
            if IN_USE not in answers:
                return bool(pending & self.bits[IN_USE])
            if question.id == VERSIONS and self._versioned.isdisjoint(in_use(answers)):
                return False
        return all(
            _fits(answers[other], wanted) if other in answers else bool(pending & self.bits[other])
            for other, wanted in question.needs.items()
        )

    def _depending_on(self, id_: str) -> int:
        found, new = 0, [id_]
        while new:
            one = new.pop()
            for question in self.questions:
                waits = one in question.needs or (one == IN_USE and question.id in self._after_stack)
                if waits and not found & self.bits[question.id]:
                    found |= self.bits[question.id]
                    new.append(question.id)
        return found


def in_use(answers: Answers) -> set[str]:
    """The products that are said to be in use; those that work well are."""
    return {member for list_ in (IN_USE, WORKS_WELL) for member in members_of(answers.get(list_, ()))}


def _fits(answer: Answer, wanted: tuple[str | bool, ...]) -> bool:
    if isinstance(answer, tuple):
        return any(one in wanted for one in members_of(answer))
    return answer in wanted
