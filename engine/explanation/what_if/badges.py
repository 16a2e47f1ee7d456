"""How firm a pick stands, in a sign, a word and a line. What it is told about is a pick of `robustness_document`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.explanation.what_if.robustness import BADGES
from engine.model import Language, Text

# Beside the word, for who sees no colour.
_SIGNS: dict[str, str] = dict(zip(BADGES, ("✓", "!", "?"), strict=True))
_WORDS: dict[str, Text] = dict(
    zip(BADGES, (Text("firm", "견고함"), Text("sensitive", "민감함"), Text("may change", "미확정")), strict=True)
)
_LINES = {
    "firm": Text("no single answer would take it away", "답 하나가 달라져도 추천이 바뀌지 않습니다"),
    "sensitive": Text(
        "another answer to {questions} would take it away", "{questions} 답이 달라지면 추천에서 빠집니다"
    ),
    "open": Text("an answer to {questions} could take it away", "{questions} 답에 따라 추천에서 빠질 수 있습니다"),
}
_MORE = Text("{names} or {count} more", "{names} 외 {count}개")
_OR = Text(" or ", ", ")
# How many questions stand in a line.
_SHOWN = 3


def badge_text(badge: str, language: Language) -> str:
    return f"{_SIGNS[badge]} {_WORDS[badge].in_language(language)}"


def badge_line(pick: Mapping[str, Any], language: Language) -> str:
    """What the pick hangs on: given answers where there are such, else unanswered questions, by their ids."""
    asked = [one["question"] for one in pick["given"] or pick["open"]]
    return _LINES[pick["badge"]].in_language(language).format(questions=_listed(asked, language))


def _listed(names: Sequence[str], language: Language) -> str:
    more = len(names) - _SHOWN
    if more > 0:
        return _MORE.in_language(language).format(names=", ".join(names[:_SHOWN]), count=more)
    *first, last = names or [""]
    return _OR.in_language(language).join(filter(None, [", ".join(first), last]))
