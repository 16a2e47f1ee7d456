"""Open questions as text for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click

from engine.explanation.what_if.open_groups import SHOWN, grouped, shortened
from engine.explanation.what_if.open_questions import OpenQuestion
from engine.explanation.wrapping import wrapped
from engine.model import Knowledge, Language, Text
from portolan.words import QUESTIONS_SHOWN

_WORDS = {
    "none": Text(
        "No question is open: no further answer can change a slot.",
        "남은 질문이 없습니다. 더 답해도 바뀌는 영역이 없습니다.",
    ),
    "alone": Text(
        "Questions of which one answer is enough to change a slot, by what single answers change",
        "답 하나로 결과를 바꾸는 질문(답 하나로 많이 바뀌는 순서)",
    ),
    "together": Text(
        "Could change a slot only together with other answers", "다른 답과 함께일 때만 결과를 바꿀 수 있는 질문"
    ),
    "most": Text("most answers", "대부분의 답"),
    "fact": Text("a fact", "바꿀 수 없는 사실"),
    "more answers": Text("… and {count} more answers", "… 외 답 {count}개"),
    "more": Text("… and {count} more", "… 외 {count}개"),
    "shown by": Text("({option} shows them)", "({option} 옵션으로 표시)"),
}


def open_text(
    found: Sequence[OpenQuestion], knowledge: Knowledge, language: Language, width: int, *, everything: bool
) -> str:
    """Lines, wrapped at `width` columns. `everything`: all questions and answers."""
    return "\n".join(_Teller(knowledge, language, width, everything).lines(found)) + "\n"


class _Teller:
    def __init__(self, knowledge: Knowledge, language: Language, width: int, everything: bool) -> None:
        self.knowledge, self.language, self.width, self.everything = knowledge, language, width, everything

    def say(self, word: str, **parts: object) -> str:
        return _WORDS[word].in_language(self.language).format(**parts)

    def lines(self, found: Sequence[OpenQuestion]) -> Iterator[str]:
        alone = [one for one in found if one.effects]
        together = [one for one in found if not one.effects]
        if not found:
            yield self.say("none")
        if alone:
            yield click.style(self.say("alone"), bold=True)
        shown = alone if self.everything else alone[:QUESTIONS_SHOWN]
        for number, one in enumerate(shown, 1):
            yield ""
            yield from self._question(one, f"{number}. ")
        yield from self._more(len(alone) - len(shown), "more", "")
        if together:
            yield from ([""] if alone else [])
            yield click.style(self.say("together"), bold=True)
            shown = together if self.everything else together[:QUESTIONS_SHOWN]
            for one in shown:
                yield from wrapped(self._named(one), self.width, "  ? ", "    ")
            yield from self._more(len(together) - len(shown), "more", "  ")

    def _named(self, one: OpenQuestion) -> str:
        fact = f" — {self.say('fact')}" if one.question.fixed else ""
        return f"{one.question.text.in_language(self.language)} [{one.question.id}]{fact}"

    def _question(self, one: OpenQuestion, lead: str) -> Iterator[str]:
        indent = " " * len(lead)
        yield from wrapped(self._named(one), self.width, lead, indent)
        found = grouped(one, self.knowledge, self.language)
        if found.most:
            yield from self._group(self.say("most"), found.most, indent)
        shown = found.groups if self.everything else found.first
        for group in shown:
            most = len(group.answers) if self.everything else SHOWN
            yield from self._group(shortened(group.answers, self.language, most), group.changes, indent)
        more = sum(len(group.answers) for group in found.groups[len(shown) :])
        yield from self._more(more, "more answers", indent)

    def _group(self, answers: str, changes: Sequence[str], indent: str) -> Iterator[str]:
        beside, below = (f" — {changes[0]}", ()) if len(changes) == 1 else ("", changes)
        yield from wrapped(f"{answers}{beside}", self.width, f"{indent}• ", f"{indent}    ")
        for change in below:
            yield from wrapped(change, self.width, f"{indent}    ", f"{indent}      ")

    def _more(self, count: int, word: str, indent: str) -> Iterator[str]:
        if count > 0:
            yield f"{indent}{self.say(word, count=count)} {self.say('shown by', option='--all')}"
