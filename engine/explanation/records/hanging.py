"""Answers that a slot's picks hang on though no reason names them: they kept other rules from speaking."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set

from engine.explanation.conditions import questions_behind
from engine.explanation.records.record import Point
from engine.explanation.records.words import say
from engine.explanation.texts import answer_text
from engine.explanation.what_if.changes import change_text, picks_text
from engine.explanation.what_if.effects import Change, effects
from engine.explanation.what_if.ranges import in_ranges
from engine.explanation.what_if.robustness import robustness
from engine.inference.profile import members_of, pairs_of
from engine.inference.reasoner import Decision
from engine.inference.steps import SlotStep
from engine.model import Language, Question

Told = Set[tuple[str, str | None]]


def hanging(slot: str, told: Told, decision: Decision, language: Language) -> tuple[Point, ...]:
    """In the order of the questionnaire, each with the other answers that make the picks others.

    Every one of them is decided by the engine. `told`: answers, or products' parts of them, that are named already.
    """
    if not decision.slot(slot).picks:
        return ()
    tried = effects(decision, questions=answered_that_bear_on(slot, decision))
    turns: dict[str, dict[Change, tuple[str, ...]]] = {}
    for firmness in robustness(decision, found=tried):
        for deciding in (*firmness.given, *firmness.joined) if firmness.slot == slot else ():
            for turn in deciding.turns:
                if not _named(turn.change, told, decision):
                    turns.setdefault(deciding.question, {})[turn.change] = turn.outcome.picks
    questions = decision.knowledge.questions.values()
    return tuple(_point(one, turns[one.id], decision, language) for one in questions if one.id in turns)


def answered_that_bear_on(slot: str, decision: Decision) -> frozenset[str]:
    """The answered questions that some rule on the way to the slot asks."""
    asking: dict[str, int] = {}
    for number, leaf in enumerate(decision.plan.atoms.leaves):
        for question in questions_behind(leaf):
            if question in decision.answers:
                asking[question] = asking.get(question, 0) | 1 << 2 * number
    reach = decision.reasoner.reach
    return frozenset(question for question, literals in asking.items() if slot in _slots(reach.of(literals), decision))


def _slots(numbers: Iterable[int], decision: Decision) -> Iterator[str]:
    steps = [decision.reasoner.steps[number] for number in numbers]
    return (step.plan.slot for step in steps if isinstance(step, SlotStep))


def _named(change: Change, told: Told, decision: Decision) -> bool:
    """Is that part of the answer named by a reason? Of a list of products a part is one product."""
    parts = {part for question, part in told if question == change.question}
    if not parts or None in parts:
        return bool(parts)
    type_ = decision.knowledge.questions[change.question].type
    if type_ == "versions":
        return bool(parts & {id_ for id_, _ in set(pairs_of(change.after)) ^ set(pairs_of(change.before or ()))})
    if type_ == "products":
        return bool(parts & ({*members_of(change.before or ())} ^ {*members_of(change.after)}))
    return True


def _point(
    question: Question, turns: Mapping[Change, tuple[str, ...]], decision: Decision, language: Language
) -> Point:
    """Answers that come to the same picks are told together."""
    knowledge = decision.knowledge
    by_picks: dict[str, list[str]] = {}
    for change, picks in in_ranges(turns.items()):
        by_picks.setdefault(picks_text(picks, knowledge, language), []).append(change_text(change, knowledge, language))
    others = "; ".join(
        say("otherwise", language, changes=", ".join(dict.fromkeys(changes)), picks=picks)
        for picks, changes in by_picks.items()
    )
    text = question.text.in_language(language)
    if question.type == "products":
        return Point(say("hanging on list", language, question=text, others=others), question.id)
    answer = answer_text(question, decision.answers[question.id], knowledge, language)
    return Point(say("hanging", language, question=text, answer=answer, others=others), question.id)
