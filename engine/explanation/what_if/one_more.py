"""One more answer: what each of the answers that questions could get would make of the slots.

Deciding every answer alone would take hundreds of decisions. A slot names the questions that could change it, and a
member of a list reaches few slots: answers that bear on different slots are tried in one decision together, and each
slot is read off for the one answer that bears on it. What comes out is the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from engine.explanation.interview.prospects import Prospects, in_use
from engine.inference.encoding import BUILT_IN, IN_USE, VERSIONS, WORKS_WELL
from engine.inference.literals import bits, mask_of
from engine.inference.neighbours import Neighbours
from engine.inference.profile import Answer, Answers
from engine.inference.reasoner import Decision, Reasoner
from engine.inference.resolution import SlotOutcome
from engine.inference.steps import StageStep
from engine.model import Leaf, Question
from engine.satisfiability.domains import Domains

_LISTING = ("choices", "products", "versions")
_CHANGEABLE = ("open", "contested")
# The lists that a test on a product asks about: what works well is in use.
_STACK = {"built_in": (BUILT_IN,), "in_use": (IN_USE, WORKS_WELL), "works_well": (WORKS_WELL,)}


@dataclass(frozen=True, slots=True)
class Open:
    """The slots after some answers. By slot, as bits: `asked` the questions that could change it, `open` those of them
    that may still come up; `pending`: all that may.
    """

    decision: Decision
    pending: int
    asked: tuple[int, ...]
    open: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SlotAfter:
    """A slot after one more answer, with the questions that are open in it then."""

    outcome: SlotOutcome
    open: int


@dataclass(frozen=True, slots=True)
class Tried:
    """An answer to one question, with the slots that it could bear on, by their places."""

    answer: Answer
    slots: Mapping[int, SlotAfter]


@dataclass(frozen=True, slots=True)
class _Try:
    question: str
    answer: Answer
    touches: int  # the slots that it could bear on, as bits
    pending: int  # what could come up after it
    more: Answers  # the answer and what follows from it


class OneMore:
    """Tries answers by one plan. Threads may share it."""

    def __init__(self, reasoner: Reasoner) -> None:
        knowledge, atoms = reasoner.plan.knowledge, reasoner.plan.atoms
        self.reasoner = reasoner
        self.domains = Domains(knowledge, atoms)
        versioned = {leaf.subject for leaf in atoms.leaves if leaf.kind == "version_of"}
        self.prospects = Prospects(knowledge, versioned)
        self._tests: dict[tuple[str, str], int] = defaultdict(int)
        for atom, leaf in enumerate(reasoner.plan.atoms.leaves):
            for member in _members_asked(leaf):
                self._tests[member] |= 1 << 2 * atom
        self._reached = lru_cache(maxsize=None)(self._slots_reached)

    def open(self, decision: Decision, pending: int) -> Open:
        asked = self._asked(decision)
        return Open(decision, pending, asked, tuple([one & pending for one in asked]))

    def touched(self, here: Open, question: Question) -> int:
        """The slots, as bits, that an answer to the question could bear on."""
        behind = self.prospects.bits[question.id] | self.prospects.dependents(question.id)
        return mask_of(place for place, asked in enumerate(here.open) if asked & behind)

    def tried(self, here: Open, questions: Sequence[Question]) -> dict[str, tuple[Tried, ...]]:
        """For each of some questions that are open now: what its answers would come to, one for each that rules can
        tell from the others. Of lists these are the empty one and those of one member.
        """
        near = Neighbours.of(here.decision)
        alone = [
            self._a_try(here, question, answer, self.touched(here, question))
            for question in questions
            for answer in ([()] if question.type in _LISTING else self._values(question))
        ]
        found: dict[str, list[Tried]] = {question.id: [] for question in questions}
        for one, after in self._decided(near, alone):
            found[one.question].append(Tried(one.answer, after))
        for question in questions:
            if question.type in _LISTING:
                found[question.id] += self._members(here, near, question)
        return {id_: tuple(one) for id_, one in found.items()}

    # --- which answers ----------------------------------------------------------------------------------------

    def _values(self, question: Question) -> list[Answer]:
        """Answers that are no lists, as rules tell them apart, or questions that wait for them."""
        values: list[Answer] = self.domains.values(question)
        every: tuple[Answer, ...] = (True, False) if question.type == "bool" else question.option_ids
        seen = {self.prospects.let_through(question.id, value) for value in values}
        for value in every if self.prospects.dependents(question.id) else ():
            through = self.prospects.let_through(question.id, value)
            if through not in seen:
                seen.add(through)
                values.append(value)
        return values

    def _lists_of_one(self, question: Question, answers: Answers) -> Iterator[tuple[str, Answer]]:
        """The members that a list could have, as rules tell them apart, each with the list of that one alone."""
        used = in_use(answers)
        if question.type == "versions":
            for product in sorted(used):
                for version in self.domains.versions(product):
                    yield product, ((product, version),)
            return
        asked = self.domains.members(question)
        for member in question.option_ids or self.domains.knowledge.products:
            answer = (member,)
            told_apart = member in asked or self.prospects.let_through(question.id, answer)
            if told_apart and (question.id != WORKS_WELL or member in used):
                yield member, answer

    def _a_try(self, here: Open, question: Question, answer: Answer, touches: int) -> _Try:
        answers = {**here.decision.answers, question.id: answer}
        more = {question.id: answer, **self.prospects.implied(answers)}
        pending = self.prospects.pending_after(here.pending, question.id, {**answers, **more})
        return _Try(question.id, answer, touches, pending, more)

    def _slots_reached(self, question: str, member: str) -> int:
        """The slots, as bits, whose outcome or open questions could depend on whether a list has a member."""
        reach, slots = self.reasoner.reach, len(self.reasoner.plan.slots)
        steps = [self.reasoner.steps[number] for number in reach.of(self._tests.get((question, member), 0))]
        return mask_of(step.order for step in steps if not isinstance(step, StageStep) and step.order < slots)

    # --- trying them ------------------------------------------------------------------------------------------

    def _members(self, here: Open, near: Neighbours, question: Question) -> Iterator[Tried]:
        """Lists of one member: as the empty list, but for the slots that the member reaches."""
        touches = self.touched(here, question)
        tries = [
            self._a_try(here, question, answer, reached)
            for member, answer in self._lists_of_one(question, here.decision.answers)
            if (reached := self._reached(question.id, member) & touches)
            or self.prospects.let_through(question.id, answer)
        ]
        if tries:
            empty = self._decision(near, {question.id: ()})
            asked = self._asked(empty)
            others: dict[int, dict[int, SlotAfter]] = {}  # by what may come up, which is the same for most members
            for one, after in self._decided(near, tries):
                if one.pending not in others:
                    others[one.pending] = _read_off(empty, asked, touches, one.pending)
                yield Tried(one.answer, others[one.pending] | after)

    def _decided(self, near: Neighbours, tries: Sequence[_Try]) -> Iterator[tuple[_Try, dict[int, SlotAfter]]]:
        """The slots that each try touches, after it, in the order of the tries."""
        found: dict[int, dict[int, SlotAfter]] = {}
        for together in _apart(tries):
            decision = self._decision(near, _joined(tries[i].more for i in together))
            asked = self._asked(decision)
            for i in together:
                found[i] = _read_off(decision, asked, tries[i].touches, tries[i].pending)
        return ((one, found[i]) for i, one in enumerate(tries))

    def _decision(self, near: Neighbours, more: Answers) -> Decision:
        """With further answers. Rules that relate products are as before: no slot rests on them."""
        was = near.decision
        answers = dict(sorted({**was.answers, **more}.items()))
        there = near.at(answers) or near
        return self.reasoner.decision(answers, was.edition, was.as_of, was.read_on, there.standing)

    def _asked(self, decision: Decision) -> tuple[int, ...]:
        """By slot the questions that could change it, as far as there is something left to answer."""
        known, answers = self.prospects.bits, decision.answers
        used, well = known.get(IN_USE, 0), known.get(WORKS_WELL, 0)
        # What works well is in use: where the one could change a slot, so could the other.
        stack = sum(bit for id_, bit in ((IN_USE, used), (WORKS_WELL, well)) if id_ not in answers)
        return tuple(
            [
                (asks & ~used | stack if asks & used else asks) if outcome.status in _CHANGEABLE else 0
                for outcome, asks in zip(decision.slots, decision.asks, strict=True)
            ]
        )


def _read_off(decision: Decision, asked: Sequence[int], touches: int, pending: int) -> dict[int, SlotAfter]:
    """The slots that an answer touches, in a decision with it."""
    return {place: SlotAfter(decision.slots[place], asked[place] & pending) for place in bits(touches)}


def _members_asked(leaf: Leaf) -> Iterable[tuple[str, str]]:
    """The members of lists that a test asks about, each with the question that lists it."""
    if leaf.kind in _STACK:
        return [(question, leaf.subject) for question in _STACK[leaf.kind]]
    if leaf.kind == "version_of":
        return [(VERSIONS, leaf.subject)]
    if leaf.kind == "question" and leaf.operator == "includes":
        return [(leaf.subject, str(leaf.value))]
    return ()


def _apart(tries: Sequence[_Try]) -> list[list[int]]:
    """Tries by their indices, put together so that no two of a group touch the same slot."""
    groups: list[list[int]] = []
    touched: list[int] = []
    for i, one in enumerate(tries):
        for number, slots in enumerate(touched):
            if not slots & one.touches:
                groups[number].append(i)
                touched[number] |= one.touches
                break
        else:
            groups.append([i])
            touched.append(one.touches)
    return groups


def _joined(several: Iterable[Answers]) -> Answers:
    """The answers of several tries. Lists of one question become one list."""
    found: Answers = {}
    for answers in several:
        for id_, answer in answers.items():
            before = found.get(id_)
            if isinstance(answer, tuple) and isinstance(before, tuple):
                found[id_] = tuple(sorted({*before, *answer}))
            else:
                found[id_] = answer
    return found
