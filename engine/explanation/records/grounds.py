"""What the proof of a slot rests on: answers, what other slots came to, concerns and constraints."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from engine.explanation.conditions import questions_behind, value_behind
from engine.explanation.phrases import phrase
from engine.explanation.records.record import Point
from engine.explanation.records.words import say
from engine.explanation.texts import answer_text, reason
from engine.explanation.trace import Firing, Matched
from engine.inference.reasoner import Decision
from engine.inference.resolution import SlotOutcome
from engine.model import Language, Leaf

# Tests on one product of a list.
_OF_A_PRODUCT = ("in_use", "works_well", "built_in")


@dataclass(slots=True)
class Grounds:
    """`rules`: all that the proof goes through, by id, each before those that it rests on.

    `told`: the questions whose answers are among `answers`, with the product where only its part of one is.
    """

    answers: dict[Point, None] = field(default_factory=dict)
    unanswered: dict[Point, None] = field(default_factory=dict)
    drivers: dict[Point, None] = field(default_factory=dict)
    rules: dict[str, None] = field(default_factory=dict)
    told: set[tuple[str, str | None]] = field(default_factory=set)


def heard_in(outcome: SlotOutcome, decision: Decision, *, acted_on: bool = False) -> tuple[str, ...]:
    """The rules whose say decides the slot: those that stand, and those that set others aside.

    `acted_on`: leave out what merely speaks of a product that nobody has or is to have.
    """
    numbers = [*outcome.needed_because, *(by for defeat in outcome.need_defeated for by in defeat.by)]
    for verdict in outcome.verdicts:
        if not acted_on or verdict.product in outcome.picks or verdict.verdict == "migrate":
            numbers += verdict.because
        numbers += [by for defeat in verdict.defeated for by in defeat.by]
    return tuple(dict.fromkeys(decision.plan.rules[number].rule.id for number in numbers))


def grounds(
    rules: Iterable[str], fired: Mapping[str, Firing], decision: Decision, language: Language, slot: str | None
) -> Grounds:
    """Follows rules back to answers. `slot`: the one that the proof is of; what others came to is then said too."""
    found = Grounds()
    waiting = list(rules)
    while waiting:
        rule_id = waiting.pop(0)
        if rule_id in found.rules:
            continue
        found.rules[rule_id] = None
        firing = fired[rule_id]
        rule = firing.planned.rule
        if rule.strength == "constraint" or any(c.kind == "derive" for c in rule.then):
            found.drivers[Point(reason(rule, decision, language), rule_id)] = None
        for matched in firing.matched:
            _note(matched, found, decision, language, slot)
            waiting.extend(matched.firings)
    return found


def _note(matched: Matched, found: Grounds, decision: Decision, language: Language, slot: str | None) -> None:
    leaf = matched.leaf
    if matched.kind in ("need", "verdict") and slot not in (None, leaf.subject):
        found.answers[Point(phrase(leaf, matched.wanted, decision.knowledge, language))] = None
    if matched.kind != "answer":
        return
    asked = [id_ for id_ in questions_behind(leaf) if id_ in decision.knowledge.questions]
    answered = next((id_ for id_ in asked if id_ in decision.answers), None)
    if answered is not None:
        found.answers[_answer(leaf, matched.wanted, answered, decision, language)] = None
        part = leaf.subject if leaf.kind in _OF_A_PRODUCT or leaf.kind == "version_of" else None
        found.told.update((id_, part) for id_ in asked)
    elif asked:
        text = decision.knowledge.questions[asked[0]].text.in_language(language)
        found.unanswered[Point(text, asked[0])] = None


def _answer(leaf: Leaf, wanted: bool, id_: str, decision: Decision, language: Language) -> Point:
    """Of long lists of products only the one that is tested; of any other question the answer."""
    knowledge, answers = decision.knowledge, decision.answers
    if leaf.kind in _OF_A_PRODUCT:
        return Point(phrase(leaf, wanted, knowledge, language), id_)
    question = knowledge.questions[id_]
    text = question.text.in_language(language)
    if leaf.kind == "version_of" and question.type == "versions":
        answer = f"{knowledge.products[leaf.subject].name} {value_behind(leaf, decision)}"
    else:
        answer = answer_text(question, answers[id_], knowledge, language)
    return Point(say("answered", language, question=text, answer=answer), id_)
