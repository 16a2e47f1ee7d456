"""What is asked, offered or derived and that no rule can tell from nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from engine.inference.encoding import IN_USE, WORKS_WELL, passes
from engine.inference.literals import positive
from engine.knowledge.problems import NOTE, Problem, listed
from engine.knowledge.references import leaves, question_behind
from engine.linting.context import Context
from engine.model import Leaf, Question

# Options that stand for all that is not listed.
_REST = ("other", "none", "any", "neither", "unsure")
_ON_THE_STACK = ("in_use", "works_well", "built_in", "version_of")


def unread_questions(context: Context) -> Iterator[Problem]:
    """Questions whose answer no rule tests, and options that none tells apart."""
    tests = _tests(context)
    for question in context.knowledge.questions.values():
        if not tests[question.id]:
            message = f"no rule reads the question {question.id!r}"
            hint = "write the rule that does, or take the question out"
            yield Problem(context.place("question", question.id), "unread-question", message, hint)
        elif question.type == "choices":
            yield from _unread_members(context, question, tests[question.id])
        elif question.type in ("choice", "bool"):
            yield from _indistinct_answers(context, question, tests[question.id])


def _tests(context: Context) -> dict[str, list[Leaf]]:
    """All tests of all rules by the question they ask."""
    found: dict[str, list[Leaf]] = defaultdict(list)
    for planned in context.plan.rules:
        for leaf in leaves(planned.rule.when):
            if leaf.kind == "question":
                found[leaf.subject].append(positive(leaf)[0])
            elif leaf.kind in _ON_THE_STACK:
                found[question_behind(leaf)].append(leaf)
    roadmap = context.knowledge.roadmap
    if roadmap is not None:
        found[roadmap.question] += [Leaf("question", roadmap.question, "is", stage.id) for stage in roadmap.stages]
    for id_ in (IN_USE, WORKS_WELL) if found[IN_USE] or found[WORKS_WELL] else ():
        found[id_].append(Leaf("in_use", id_))  # what works well is in use
    return found


def _unread_members(context: Context, question: Question, tests: list[Leaf]) -> Iterator[Problem]:
    read = {leaf.value for leaf in tests if leaf.operator == "includes"}
    for option in question.option_ids:
        if option not in read and option not in _REST:
            message = f"no rule reads the option {option!r} of {question.id!r}"
            hint = "write the rule that does, or take the option out"
            yield Problem(context.place("question", question.id), "unread-option", message, hint, NOTE)


def _indistinct_answers(context: Context, question: Question, tests: list[Leaf]) -> Iterator[Problem]:
    answers = question.option_ids if question.type == "choice" else (True, False)
    alike: dict[object, list[str | bool]] = defaultdict(list)
    for answer in answers:
        alike[tuple(passes(leaf, answer, False) for leaf in tests)].append(answer)
    for group in alike.values():
        if len([answer for answer in group if answer not in _REST]) > 1:
            said = listed([str(answer).lower() if isinstance(answer, bool) else answer for answer in group], 12)
            message = f"no rule tells apart the answers {said} to {question.id!r}"
            hint = "write the rule that does, or make one answer of them"
            yield Problem(context.place("question", question.id), "unread-option", message, hint, NOTE)


def unread_concerns(context: Context) -> Iterator[Problem]:
    """Concerns that rules derive and none reads."""
    read = {
        leaf.subject for planned in context.plan.rules for leaf in leaves(planned.rule.when) if leaf.kind == "concern"
    }
    for id_, copies in context.written.items():
        for conclusion in copies[0].rule.then:
            if conclusion.kind == "derive" and conclusion.subject not in read:
                message = f"{id_!r} derives the concern {conclusion.subject!r}, which no rule reads"
                hint = "write the rule that reads it, or take this one out"
                yield Problem(copies[0].rule.place, "unread-concern", message, hint)


def slots_without_products(context: Context) -> Iterator[Problem]:
    """Slots that no product can fill."""
    filled = {slot for product in context.knowledge.products.values() for slot in product.slots}
    for slot in context.slots:
        if slot not in filled:
            message = f"no product of the catalog stands in the slot {slot!r}"
            yield Problem(context.place("slot", slot), "empty-slot", message, "add its products, or take the slot out")


def quadrants_without_areas(context: Context) -> Iterator[Problem]:
    """Quarters of the radar that would stay empty."""
    filled = {area.quadrant for area in context.knowledge.areas.values()}
    for quadrant in context.knowledge.quadrants:
        if quadrant not in filled:
            message = f"no area is in the quadrant {quadrant!r}"
            hint = f"give some area `quadrant: {quadrant}`"
            yield Problem(context.place("quadrant", quadrant), "empty-quadrant", message, hint)
