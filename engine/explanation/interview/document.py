"""An interview as plain data: the question to ask, why it matters now, and how far things are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from engine.explanation.interview.next_question import Candidate, Outlook
from engine.explanation.interview.standings import standings_document
from engine.explanation.packs import knowledge_document
from engine.explanation.texts import answer_text
from engine.explanation.what_if.one_more import Tried
from engine.inference.encoding import IN_USE
from engine.inference.profile import Answer, written
from engine.inference.resolution import SlotOutcome
from engine.model import Knowledge, Language, Question, Text

# How slots stand in an interview: no answer could change it · a question that may come up could · only questions that
# were skipped or are beside the point could.
STANDINGS = ("settled", "open", "left")

_WORTH = Text(
    "It bears on {slots}. On average an answer closes {share:.0%} of the questions still open in each of them.",
    "영향을 받는 영역은 {slots}입니다. 답변하면 영역마다 남아 있는 질문이 평균 {share:.0%} 줄어듭니다.",
)
_WORTH_OF_ONE = Text("It bears on {slots}.", "영향을 받는 영역은 {slots}입니다.")
_CHANGES = Text(
    "By itself it could change the outcome of {slots}.", "이 답변만으로 결과가 달라질 수 있는 영역은 {slots}입니다."
)
_CHANGES_ONE = Text("By itself it could change its outcome.", "이 답변만으로 이 영역의 결과가 달라질 수 있습니다.")
_SLOTS = Text("{count} slots", "{count}개")
_NOTHING_IN_USE = Text(
    "nothing is in use, so nothing of it needs an answer", "사용 중인 제품이 없으므로 답할 것이 없습니다"
)


def interview_document(outlook: Outlook, language: Language) -> dict[str, Any]:
    """Everything that a next step needs: `profile` is to come back with one more answer, or one more skipped."""
    decision = outlook.decision
    return {
        "edition": decision.edition,
        "as_of": decision.as_of.isoformat(),
        "language": language,
        "knowledge": knowledge_document(decision.knowledge),
        "question": outlook.next and question_document(outlook.next, outlook, language),
        "progress": asdict(outlook.progress),
        "profile": written(decision.answers),
        "implied": [
            {"question": id_, "answer": plain(id_, answer), "by": IN_USE, "text": _NOTHING_IN_USE.in_language(language)}
            for id_, answer in outlook.implied.items()
        ],
        "skipped": list(outlook.skipped),
        "slots": slots_document(outlook, language),
        "questions": standings_document(outlook, language),
    }


def plain(question: str, answer: Answer) -> Any:
    """An answer as a profile has it."""
    section, _, name = question.partition(".")
    return written({question: answer})[section][name]


def question_document(candidate: Candidate, outlook: Outlook, language: Language) -> dict[str, Any]:
    question, knowledge = candidate.question, outlook.decision.knowledge
    section = next(section for section in knowledge.sections if section.id == question.section)
    return {
        "id": question.id,
        "section": section.id,
        "section_title": section.title.in_language(language),
        "type": question.type,
        "text": question.text.in_language(language),
        "help": question.help.in_language(language),
        "options": [{"id": option.id, "text": option.text.in_language(language)} for option in question.options],
        "minimum": question.minimum,
        "why": _why(candidate, outlook, language),
    }


def _why(candidate: Candidate, outlook: Outlook, language: Language) -> dict[str, Any]:
    slots = list(_slots_at_stake(candidate, outlook, language))
    return {
        "text": _why_text(candidate, slots, language),
        "settles": candidate.settles,
        "settles_fully": candidate.settles_fully,
        "closes": candidate.closes,
        "slots": slots,
    }


def _why_text(candidate: Candidate, slots: Sequence[dict[str, Any]], language: Language) -> str:
    changing = [slot for slot in slots if slot["ways"]]
    worth = _WORTH if len(slots) > 1 else _WORTH_OF_ONE
    # Never told as nothing: then it would not be asked.
    share = max(candidate.settles / len(slots), 0.01) if slots else 0
    said = [worth.in_language(language).format(slots=_counted(slots, language), share=share)]
    if len(slots) == len(changing) == 1:
        said.append(_CHANGES_ONE.in_language(language))
    elif changing:
        said.append(_CHANGES.in_language(language).format(slots=_counted(changing, language)))
    return " ".join(said)


def _counted(slots: Sequence[dict[str, Any]], language: Language) -> str:
    """The one slot by its title, or how many there are."""
    return slots[0]["title"] if len(slots) == 1 else _SLOTS.in_language(language).format(count=len(slots))


def _slots_at_stake(candidate: Candidate, outlook: Outlook, language: Language) -> Iterator[dict[str, Any]]:
    """The slots that an answer bears on, in the architecture's order, with what it could make of them by itself."""
    knowledge = outlook.decision.knowledge
    places = sorted({place for tried in candidate.tried for place in tried.slots})
    for place in places:
        now = outlook.decision.slots[place]
        if outlook.here.open[place]:
            yield {
                **_slot(now, knowledge, language),
                "open_questions": outlook.here.open[place].bit_count(),
                "ways": _ways(candidate.question, candidate.tried, place, now, knowledge, language),
            }


def _ways(
    question: Question, tried: Sequence[Tried], place: int, now: SlotOutcome, knowledge: Knowledge, language: Language
) -> list[dict[str, Any]]:
    """What answers make of a slot that has other picks or another status then, each with all answers that do."""
    ways: dict[tuple[str, tuple[str, ...]], list[Answer]] = {}
    for one in tried:
        after = one.slots[place].outcome if place in one.slots else now
        if (after.status, after.picks) != (now.status, now.picks):
            ways.setdefault((after.status, after.picks), []).append(one.answer)
    return [
        {
            "answers": [plain(question.id, answer) for answer in answers],
            "texts": [answer_text(question, answer, knowledge, language) for answer in answers],
            "status": status,
            "picks": list(picks),
        }
        for (status, picks), answers in ways.items()
    ]


def _slot(outcome: SlotOutcome, knowledge: Knowledge, language: Language) -> dict[str, Any]:
    return {
        "slot": outcome.slot,
        "title": knowledge.slots[outcome.slot].title.in_language(language),
        "status": outcome.status,
        "picks": list(outcome.picks),
    }


def slots_document(outlook: Outlook, language: Language) -> list[dict[str, Any]]:
    """All slots as they stand, with how many questions that may come up could change them."""
    found = []
    for outcome, unanswered, asked in zip(outlook.decision.slots, outlook.here.asked, outlook.here.open, strict=True):
        open_ = asked.bit_count() if outlook.next else 0
        stands = "open" if open_ else "left" if unanswered else "settled"
        found.append(
            {
                **_slot(outcome, outlook.decision.knowledge, language),
                "standing": stands,
                "open_questions": open_,
            }
        )
    return found
