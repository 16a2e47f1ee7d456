"""What would have to be answered otherwise for a product to become a pick: all of the smallest ways, and no others.

A change puts one value in the place of one answer, or of none; answers are never withdrawn, edition and day stay. It
is made of edits: a question that takes one value gets another one; one that takes a list is answered, has a member
added, or one taken out. A counterfactual is a set of edits, to at most three questions, after which the product is
a pick of the slot while no proper subset of them makes it one. Values that no rule tells apart here count as one.

The rules that bear on the product are stated as clauses over the edits, so that the search is exact; what it finds is
decided once more by the engine itself.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from engine.inference.profile import Answer, Answers
from engine.inference.reasoner import Decision
from engine.model import Question
from engine.satisfiability.chain import Chain
from engine.satisfiability.circuit import Circuit
from engine.satisfiability.cone import Cone, cone_of
from engine.satisfiability.edits import Edit, Edits, Span, edited
from engine.satisfiability.minimal import minimal_sets
from engine.satisfiability.standing import Standing

log = logging.getLogger(__name__)

MOST_CHANGES = 3
# Far beyond what the shipped knowledge needs: sets found, and conflicts met on the way to one of them.
_MOST_SETS = 1000
_STEPS = 20_000
_KINDS = {"answer": 0, "set": 1, "add": 2, "remove": 3}


@dataclass(frozen=True, slots=True)
class Change:
    """One value in the place of one answer; `before` is None where there was none.

    What does as well: `alike` are other options of a question that has such, `span` the least and the greatest of
    numbers or versions, None where there is no end to them.
    """

    question: str
    before: Answer | None
    after: Answer
    alike: tuple[Answer, ...] = ()
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """Changes, in the order of the questionnaire, that make a product a pick, and the verdict that it gets."""

    changes: tuple[Change, ...]
    answers: Answers
    verdict: str


@dataclass(frozen=True, slots=True)
class Counterfactuals:
    """`complete`: there are no others. `held`: the questions whose answers were not to change, by order of asking."""

    found: tuple[Counterfactual, ...]
    complete: bool
    held: tuple[str, ...]


def standing_of(decision: Decision, held: Iterable[str]) -> Standing:
    return Standing(decision.knowledge, decision.answers, decision.edition, decision.read_on, frozenset(held))


def counterfactuals(decision: Decision, slot: str, product: str, held: tuple[str, ...]) -> Counterfactuals:
    """All minimal ways to make the product a pick of the slot. None where it is one already."""
    if product in decision.slot(slot).picks:
        return Counterfactuals((), True, held)
    standing = standing_of(decision, held)
    cone = cone_of(decision.plan, slot, product, standing.may_hold)
    sets, complete = _search(decision, slot, product, standing, cone)
    found = [_decided(decision, slot, product, edits) for edits in sets]
    sound = [one for one in found if one is not None]
    return Counterfactuals(tuple(sound), complete and len(sound) == len(found), held)


def _search(
    decision: Decision, slot: str, product: str, standing: Standing, cone: Cone
) -> tuple[list[list[Edit]], bool]:
    """The sets of edits, fewest questions first, then fewest edits, then by order of the questionnaire."""
    circuit = Circuit()
    edits = Edits(circuit, standing, cone.tests)
    chain = Chain(decision.plan, circuit, edits.truth, cone.rules)
    circuit.solver.add([chain.slot(slot).picks(product)])
    circuit.at_most(MOST_CHANGES, edits.changed())
    minimal = minimal_sets(circuit.solver, tuple(edits.edits), steps=_STEPS, most=_MOST_SETS)
    order = {id_: place for place, id_ in enumerate(decision.knowledge.questions)}

    def rank(literal: int) -> tuple[Any, ...]:
        edit = edits.edits[literal]
        return order[edit.question], _KINDS[edit.kind], edit.about, literal

    ranked = [sorted(map(rank, literals)) for literals in minimal.sets]
    ranked.sort(key=lambda ranks: (len({question for question, *_ in ranks}), len(ranks), ranks))
    return [[edits.edits[literal] for *_, literal in ranks] for ranks in ranked], minimal.complete


def _decided(decision: Decision, slot: str, product: str, edits: list[Edit]) -> Counterfactual | None:
    """What the engine makes of the edits. Were it not to make the product a pick, the search would be wrong."""
    answers = edited(decision.answers, edits)
    outcome = decision.reasoner.decide(answers, decision.edition, decision.as_of).slot(slot)
    if product not in outcome.picks:
        log.error("a counterfactual does not hold", extra={"slot": slot, "product": product, "answers": answers})
        return None
    verdict = next(one.verdict for one in outcome.verdicts if one.product == product)
    return Counterfactual(_changes(decision, edits, answers), answers, verdict)


def _changes(decision: Decision, edits: list[Edit], answers: Answers) -> tuple[Change, ...]:
    by_question: dict[str, list[Edit]] = {}
    for edit in edits:
        by_question.setdefault(edit.question, []).append(edit)
    return tuple(
        _change(decision.knowledge.questions[id_], decision.answers.get(id_), answers[id_], made)
        for id_, made in by_question.items()
    )


def _change(question: Question, before: Answer | None, after: Answer, made: list[Edit]) -> Change:
    if question.type == "choice":
        return Change(question.id, before, after, made[0].alike)
    if question.type in ("int", "number", "version"):
        return Change(question.id, before, after, span=made[0].span)
    return Change(question.id, before, after)
