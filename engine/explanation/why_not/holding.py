"""Which answers are not to change while a product's ways in are looked for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from engine.inference.profile import Answers
from engine.knowledge.problems import nearest
from engine.model import Knowledge

Hold = Literal["given", "marked", "none"]
HOLDS: tuple[Hold, ...] = ("given", "marked", "none")


class HoldError(ValueError):
    """A word that is no question, and no way to hold questions either."""

    def __init__(self, word: str, detail: str, hint: str | None) -> None:
        self.word, self.detail, self.hint = word, detail, hint
        super().__init__(detail)


def held_questions(knowledge: Knowledge, answers: Answers, hold: Hold, also: Iterable[str] = ()) -> tuple[str, ...]:
    """The questions whose answers cannot be changed at will, in the order of the questionnaire.

    `given`: those that the questionnaire marks fixed and that were answered, for stating a fact does not change it;
    `marked`: the unanswered ones too; `none`: no question. `also`: questions held beside these.
    """
    named = frozenset(also)
    return tuple(
        id_
        for id_, question in knowledge.questions.items()
        if id_ in named or (hold != "none" and question.fixed and (hold == "marked" or id_ in answers))
    )


def read_hold(words: Iterable[str], knowledge: Knowledge) -> tuple[Hold, tuple[str, ...]]:
    """`given`, `marked` or `none`, `given` where none of them is there, and ids of questions. Raises HoldError."""
    hold: Hold | None = None
    questions = []
    for word in words:
        if word in knowledge.questions:
            questions.append(word)
            continue
        meant = next((one for one in HOLDS if one == word), None)
        if meant is None:
            hint = nearest(word[:200], (*HOLDS, *knowledge.questions)) or "given, marked, none, or the id of a question"
            raise HoldError(word, f"there is no question {word[:60]!r}", hint)
        if hold not in (None, meant):
            raise HoldError(word, f"{hold} and {meant} cannot both be: choose one of them", None)
        hold = meant
    return hold or "given", tuple(questions)
