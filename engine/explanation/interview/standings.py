"""How every question of the questionnaire stands in an interview: what an answer could still change, or why nothing.

Read off the outlook: nothing is tried for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from engine.explanation.interview.next_question import Outlook
from engine.inference.literals import bits
from engine.model import Language, Question, Text

# It may be asked now, and could change something · once others are answered · nothing that it bears on can change any
# more · what it waits for was answered otherwise · skipped · answered · its answer follows from another.
QuestionStanding = Literal["open", "waiting", "settled", "beside", "skipped", "answered", "implied"]
QUESTION_STANDINGS: tuple[QuestionStanding, ...] = (
    "open",
    "waiting",
    "settled",
    "beside",
    "skipped",
    "answered",
    "implied",
)
_NAMED = 3  # slots, in a sentence

_TEXTS = {
    "changes": Text("It could still change {slots}.", "답에 따라 결과가 달라질 수 있는 영역: {slots}."),
    "leads": Text("What is asked next hangs on it.", "이 답에 따라 다음 질문이 정해집니다."),
    "waiting": Text("It matters once this is answered: {questions}", "먼저 답할 질문: {questions}"),
    "settled": Text(
        "No answer to it changes a pick or a verdict any more.",
        "어떻게 답해도 추천과 판정이 더는 달라지지 않습니다.",
    ),
    "beside": Text(
        "By the answer to another question it is beside the point: {questions}",
        "다른 질문의 답 때문에 해당하지 않는 질문입니다: {questions}",
    ),
    "skipped": Text("It was skipped.", "건너뛴 질문입니다."),
    "answered": Text("It is answered.", "답한 질문입니다."),
    "implied": Text("Its answer follows from another one.", "다른 답에서 자동으로 정해진 질문입니다."),
    "more": Text("{slots} and {count} more", "{slots} 외 {count}개"),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """A question as it stands. `slots`: by their places those that an answer could change, were one given.

    `after`: the unanswered questions that it waits for, or the answered ones that put it beside the point.
    """

    question: Question
    standing: QuestionStanding
    slots: tuple[int, ...] = ()
    after: tuple[str, ...] = ()


def standings(outlook: Outlook) -> tuple[Standing, ...]:
    """Of every question, in the order of the questionnaire."""
    slots_of: dict[int, list[int]] = {}
    for place, asked in enumerate(outlook.here.asked):
        for number in bits(asked):
            slots_of.setdefault(number, []).append(place)
    questions = outlook.decision.knowledge.questions.values()
    return tuple(
        _standing(question, 1 << number, tuple(slots_of.get(number, ())), outlook)
        for number, question in enumerate(questions)
    )


def _standing(question: Question, bit: int, slots: tuple[int, ...], outlook: Outlook) -> Standing:
    id_ = question.id
    if id_ in outlook.implied:
        return Standing(question, "implied")
    if id_ in outlook.decision.answers:
        return Standing(question, "answered")
    if id_ in outlook.skipped:
        return Standing(question, "skipped", slots)
    if outlook.askable & bit:
        return Standing(question, "open", slots)
    if not slots:
        return Standing(question, "settled")
    waits = outlook.waits_for[id_]
    if outlook.next and outlook.here.pending & bit:
        return Standing(question, "waiting", slots, tuple(one for one in waits if one not in outlook.decision.answers))
    return Standing(question, "beside", slots, tuple(one for one in waits if one in outlook.decision.answers))


def standings_document(outlook: Outlook, language: Language) -> list[dict[str, Any]]:
    """The same as plain data. `slots` are ids."""
    slots = outlook.decision.slots
    return [
        {
            "question": one.question.id,
            "standing": one.standing,
            "slots": [slots[place].slot for place in one.slots],
            "after": list(one.after),
            "text": standing_text(one, outlook, language),
        }
        for one in standings(outlook)
    ]


def standing_text(one: Standing, outlook: Outlook, language: Language) -> str:
    """Why it is asked, or why not, in a sentence or two."""
    return " ".join(_sentences(one, outlook, language))


def _sentences(one: Standing, outlook: Outlook, language: Language) -> Iterator[str]:
    knowledge = outlook.decision.knowledge
    named = " · ".join(knowledge.questions[id_].text.in_language(language) for id_ in one.after)
    if one.standing == "open":
        if not one.slots:
            yield _TEXTS["leads"].in_language(language)
    else:
        yield _TEXTS[one.standing].in_language(language).format(questions=named).rstrip(" :")
    if one.slots and one.standing in ("open", "waiting", "skipped"):
        titles = [
            knowledge.slots[outlook.decision.slots[place].slot].title.in_language(language) for place in one.slots
        ]
        yield _TEXTS["changes"].in_language(language).format(slots=_counted(titles, language))


def _counted(titles: list[str], language: Language) -> str:
    if len(titles) <= _NAMED + 1:
        return ", ".join(titles)
    first = ", ".join(titles[:_NAMED])
    return _TEXTS["more"].in_language(language).format(slots=first, count=len(titles) - _NAMED)
