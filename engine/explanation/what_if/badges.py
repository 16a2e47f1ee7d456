"""How firm a pick stands, in a sign, a word and a line. What it is told about is a pick of `robustness_document`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.explanation.what_if.robustness import BADGES
from engine.model import Language, Text

# Beside the word, for who sees no colour.
_SIGNS: dict[str, str] = dict(zip(BADGES, ("✓", "!", "?"), strict=True))
_WORDS = {
    "firm": Text("firm", "확고함"),
    "sensitive": Text("sensitive", "답에 따라 바뀜"),
    "may-change": Text("may change", "바뀔 수 있음"),
}
_FACT = Text("a fact", "바꿀 수 없는 사실")
_MEANINGS = {
    "firm": Text("no single answer takes the pick away", "답 하나가 달라져도 추천에서 빠지지 않습니다"),
    "sensitive": Text(
        "an answer that was given would take the pick away, if it were another",
        "입력한 답이 달라지면 추천에서 빠집니다",
    ),
    "may-change": Text(
        "an answer that was not given yet could take the pick away",
        "아직 답하지 않은 질문의 답에 따라 추천에서 빠질 수 있습니다",
    ),
}
_FACT_MEANING = Text(
    "asked for what is so already, such as what is in use: nobody changes it at will",
    "사용 중인 제품처럼 이미 정해진 것을 묻는 질문으로, 답을 임의로 바꿀 수 없습니다",
)
_LINES = {
    "firm": Text("no single answer would take it away", "답 하나가 달라져도 추천에서 빠지지 않음"),
    "sensitive": Text(
        "would no longer be a pick with another answer to {questions}", "다음 답이 달라지면 추천에서 빠짐: {questions}"
    ),
    "may-change": Text(
        "could no longer be a pick, depending on {questions}", "다음 답에 따라 추천에서 빠질 수 있음: {questions}"
    ),
}
_JOINED = Text(
    "another product could join it, depending on {questions}",
    "다음 답에 따라 다른 제품도 함께 추천될 수 있음: {questions}",
)
_TITLES = {
    "given": Text("Would no longer be a pick with another answer to", "답이 달라지면 추천에서 빠지는 질문"),
    "open": Text("Could no longer be a pick, depending on", "답에 따라 추천에서 빠질 수 있는 질문"),
    "joined": Text("Another product would join it with", "답에 따라 다른 제품도 함께 추천되는 질문"),
}
_MORE = Text("{names} or {count} more", "{names} 외 {count}개")
_OR = Text(" or ", ", ")
# How many questions stand in a line.
_SHOWN = 2


def legend(language: Language) -> tuple[tuple[str, str], ...]:
    """What each badge, and the mark of a fact, says: the word and what it means."""
    badges = [(badge_text(badge, language), _MEANINGS[badge].in_language(language)) for badge in BADGES]
    return *badges, (_FACT.in_language(language), _FACT_MEANING.in_language(language))


def badge_meaning(badge: str, language: Language) -> str:
    return _MEANINGS[badge].in_language(language)


def hanging_title(side: str, language: Language) -> str:
    """What is said above the questions that a pick hangs on: `given`, `open` or `joined`."""
    return _TITLES[side].in_language(language)


def badge_text(badge: str, language: Language) -> str:
    return f"{_SIGNS[badge]} {_WORDS[badge].in_language(language)}"


def badge_line(pick: Mapping[str, Any], language: Language) -> str:
    """What the pick hangs on: given answers where there are such, else unanswered questions; and what would join it."""
    asked = _listed(pick["given"] or pick["open"], language)
    line = _LINES[pick["badge"]].in_language(language).format(questions=asked)
    if not pick["joined"]:
        return line
    joined = _JOINED.in_language(language).format(questions=_listed(pick["joined"], language))
    return f"{line}; {joined}"


def _listed(asked: Sequence[Mapping[str, Any]], language: Language) -> str:
    """Questions by their texts."""
    names = [f"“{one['text']}”" for one in asked]
    more = len(names) - _SHOWN
    if more > 0:
        return _MORE.in_language(language).format(names=", ".join(names[:_SHOWN]), count=more)
    *first, last = names or [""]
    return _OR.in_language(language).join(filter(None, [", ".join(first), last]))
