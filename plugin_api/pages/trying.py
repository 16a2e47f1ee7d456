"""What the box for other answers offers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.explanation.comparison.since import edition_before
from engine.inference.reasoner import Decision
from engine.model import Language, Question
from plugin_api.pages.phrases import phrase

# Questions that lead the list: the most telling of those still open.
_FIRST = 12


@dataclass(frozen=True, slots=True)
class Trying:
    """`groups`: titles with the ids and texts of questions, those that matter the most first; `more`: there are others.

    `edition`: the one to compare with, unless another is chosen.
    """

    groups: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    more: bool
    editions: tuple[str, ...]
    edition: str


def trying_of(decision: Decision, matter: Sequence[str], language: Language, *, every: bool) -> Trying:
    """`matter`: ids of the questions that could still change something, the most telling first.

    `every`: all questions by their sections too, which are offered anyway where none matters.
    """
    knowledge = decision.knowledge

    def told(questions: Sequence[Question]) -> tuple[tuple[str, str], ...]:
        return tuple((one.id, one.text.in_language(language)) for one in questions)

    first = told([knowledge.questions[id_] for id_ in matter[:_FIRST] if id_ in knowledge.questions])
    lead = ((phrase("try.matters", language), first),) if first else ()
    all_of_them = every or not first
    sections = tuple((one.title.in_language(language), told(one.questions)) for one in knowledge.sections)
    groups = (*lead, *sections) if all_of_them else lead
    return Trying(groups, not all_of_them, tuple(knowledge.editions), edition_before(decision) or decision.edition)
