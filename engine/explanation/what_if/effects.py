"""What if one answer were another: every single change of a profile, decided by the same engine, and what it does."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from weakref import WeakKeyDictionary

from engine.explanation.why_not.holding import Hold, held_questions
from engine.inference.encoding import IN_USE, VERSIONS, WORKS_WELL
from engine.inference.neighbours import Neighbours
from engine.inference.profile import Answer, Answers, members_of, pairs_of
from engine.inference.reasoner import Decision, Reasoner
from engine.inference.resolution import SlotOutcome
from engine.model import Question
from engine.satisfiability.domains import Domains
from engine.satisfiability.ranges import Range, merged

# The answers worth trying are the same for all decisions by one plan.
_DOMAINS: WeakKeyDictionary[Reasoner, Domains] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Change:
    """One value in the place of an answer. `before` is None where there was none; `fixed`: of a fact marked so.

    `ranges`: of a number or a version all that do the same, least first; of others none.
    """

    question: str
    before: Answer | None
    after: Answer
    fixed: bool
    ranges: tuple[Range, ...] = ()


@dataclass(frozen=True, slots=True)
class SlotChange:
    """A slot that a change makes another: in its status, its picks or their order, or a verdict."""

    before: SlotOutcome
    after: SlotOutcome

    @property
    def slot(self) -> str:
        return self.before.slot

    @property
    def moves_picks(self) -> bool:
        return self.before.picks != self.after.picks

    @property
    def settles(self) -> bool:
        """Nothing that is answered further can change it any more."""
        return self.after.settled and not self.before.settled

    @property
    def verdicts(self) -> tuple[tuple[str, str | None, str | None], ...]:
        """The products that are judged otherwise, with their verdicts before and after, None for no verdict."""
        before, after = _verdicts(self.before), _verdicts(self.after)
        products = dict.fromkeys((*before, *after))
        return tuple((p, before.get(p), after.get(p)) for p in products if before.get(p) != after.get(p))


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change does: the slots that it makes others, none of which it leaves out."""

    change: Change
    slots: tuple[SlotChange, ...]


def effects(decision: Decision, *, questions: Collection[str] | None = None, hold: Hold = "none") -> Iterator[Effect]:
    """Every single change that some rule can tell, in the order of the questionnaire, with what it does.

    `questions`: changes of these alone. A list is changed by one member, or said to be empty where nothing was said;
    versions are those of products in use.
    """
    knowledge = decision.knowledge
    domains = _DOMAINS.get(decision.reasoner)
    if domains is None:
        domains = _DOMAINS[decision.reasoner] = Domains(knowledge, decision.plan.atoms)
    here, held = Neighbours.of(decision), set(held_questions(knowledge, decision.answers, hold))
    for question in knowledge.questions.values():
        if question.id not in held and (questions is None or question.id in questions):
            yield from _effects_of(question, here, domains)


@dataclass(slots=True)
class _Found:
    """The answers that come to the same facts: the first of them, and what it does."""

    value: Answer
    product: str
    slots: tuple[SlotChange, ...]
    ranges: list[Range]


def _effects_of(question: Question, here: Neighbours, domains: Domains) -> Iterator[Effect]:
    answers = here.decision.answers
    before = answers.get(question.id)
    listing, near = question.type in ("choices", "products"), here
    found: dict[object, _Found] = {}
    for value, product, ranges in _tries(question, answers, domains):
        there = near.at(with_answer(answers, question.id, value))
        if listing and before is None and value == ():
            # Lists of one member have little but that one before the empty list.
            near = there or here
        if there is None:
            continue
        # No rule tells values apart that come to the same facts.
        facts = there.encoded.facts.held, there.encoded.facts.certain, there.encoded.facts.possible
        if facts not in found:
            found[facts] = _Found(value, product, _changed(here.slots, there.slots), list(ranges))
        elif found[facts].product == product:
            found[facts].ranges += ranges
    for one in found.values():
        change = Change(question.id, before, one.value, question.fixed, merged(one.ranges))
        yield Effect(change, one.slots)


def with_answer(answers: Answers, question: str, value: Answer) -> Answers:
    """The answers with another one, in their canonical order."""
    return dict(sorted({**answers, question: value}.items()))


# An answer, of a version the product, and the values that no rule tells from it.
_Try = tuple[Answer, str, Collection[Range]]


def _tries(question: Question, answers: Answers, domains: Domains) -> Iterator[_Try]:
    before = answers.get(question.id)
    if question.type in ("choices", "products"):
        lists = _lists(members_of(before or ()), domains.members(question), before is None)
        return ((list_, "", ()) for list_ in lists)
    if question.type == "versions":
        return _versions(answers, domains)
    return ((value, "", domains.ranges(question, value)) for value in domains.values(question) if value != before)


def _lists(said: tuple[str, ...], members: Collection[str], unanswered: bool) -> Iterator[Answer]:
    if unanswered:
        yield ()
    for member in members:
        yield tuple(one for one in said if one != member) if member in said else tuple(sorted((*said, member)))


def _versions(answers: Answers, domains: Domains) -> Iterator[_Try]:
    said = dict(pairs_of(answers.get(VERSIONS, ())))
    used = {member for list_ in (IN_USE, WORKS_WELL) for member in members_of(answers.get(list_, ()))}
    if VERSIONS not in answers:
        yield (), "", ()
    for product in sorted(used):
        for version in domains.versions(product):
            if said.get(product) != version:
                answer = tuple(sorted({**said, product: version}.items()))
                yield answer, product, domains.version_ranges(product, version)


def _changed(before: tuple[SlotOutcome, ...], after: tuple[SlotOutcome, ...]) -> tuple[SlotChange, ...]:
    pairs = zip(before, after, strict=True)
    return tuple([SlotChange(old, new) for old, new in pairs if old is not new and _differ(old, new)])


@lru_cache(maxsize=4096)
def _differ(old: SlotOutcome, new: SlotOutcome) -> bool:
    return old.status != new.status or old.picks != new.picks or _verdicts(old) != _verdicts(new)


def _verdicts(outcome: SlotOutcome) -> dict[str, str]:
    return {verdict.product: verdict.verdict for verdict in outcome.verdicts}
