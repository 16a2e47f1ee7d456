"""What an interview shows, as lines of text: a question, more about it, and what has come of it all in the end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

import click

from engine.explanation.wrapping import padded, width_of, wrapped
from engine.model import Knowledge, Language, Question
from portolan.interview_words import say

# How many slots, and answers that come to the same, a person is shown.
SLOTS_SHOWN, ANSWERS_SHOWN = 8, 3
# Answers of which one stands for many.
_MEASURED = ("int", "number", "version", "versions")
Document = Mapping[str, Any]


class Screen:
    """Shows interview documents in one language, wrapped at `width` columns."""

    def __init__(self, knowledge: Knowledge, language: Language, width: int) -> None:
        self.knowledge, self.language, self.width = knowledge, language, width

    def say(self, what: str, **parts: object) -> str:
        return say(self.language, what, **parts)

    def lines(self, what: str, **parts: object) -> list[str]:
        return self._wrapped(self.say(what, **parts))

    def question(self, document: Document, choices: Mapping[str, str]) -> Iterator[str]:
        """The question, where the interview stands, and why it matters now."""
        question = document["question"]
        rule = f"── {self.say('progress', **document['progress'])} "
        yield ""
        yield click.style(rule + "─" * max(0, min(self.width, 100) - width_of(rule)), dim=True)
        yield click.style(question["section_title"], dim=True)
        yield from (click.style(line, bold=True) for line in self._wrapped(question["text"]))
        yield from self._choices(choices)
        yield from (click.style(line, dim=True) for line in self._wrapped(question["why"]["text"]))

    def _choices(self, choices: Mapping[str, str]) -> Iterator[str]:
        digits = len(str(len(choices)))
        for number, text in enumerate(choices.values(), start=1):
            yield from wrapped(text, self.width, f"  {number:>{digits}}  ", " " * (digits + 4))

    def how(self, question: Question, choices: Mapping[str, str], example: str) -> str:
        """How the question is answered, for the prompt."""
        if question.type == "choice":
            return f"1-{len(choices)}"
        several = choices and question.type in ("choices", "products")
        how = self.say("how several" if several else f"how {question.type}", example=example)
        if question.minimum is not None:
            how = f"{how}, {self.say('least', least=question.minimum)}"
        return how

    def more(self, document: Document) -> Iterator[str]:
        """Why the question is asked at all, why now, and what each answer would change."""
        question = document["question"]
        yield from self._paragraph("help", question["help"])
        yield from self._paragraph("now", question["why"]["text"])
        changing = [slot for slot in question["why"]["slots"] if slot["ways"]]
        if not changing:
            yield from self._paragraph("ways", self.say("no ways"))
        else:
            yield click.style(self.say("ways"), bold=True)
            for slot in changing[:SLOTS_SHOWN]:
                yield from self._slot(slot, question["type"] in _MEASURED)
            if len(changing) > SLOTS_SHOWN:
                yield f"  {self.say('more slots', count=len(changing) - SLOTS_SHOWN)}"
        yield from self.lines("keys")

    def _paragraph(self, title: str, text: str) -> Iterator[str]:
        yield click.style(self.say(title), bold=True)
        yield from wrapped(text, self.width, "  ", "  ")

    def _slot(self, slot: Document, measured: bool) -> Iterator[str]:
        title = self.say("picks now", title=slot["title"], picks=self._picks(slot))
        yield from wrapped(title, self.width, "  ", "    ")
        for way in slot["ways"]:
            answers = self._answers(way)
            if measured:
                answers = self.say("for instance", answers=answers)
            yield from wrapped(self.say("way", answers=answers, picks=self._picks(way)), self.width, "    ", "      ")

    def _answers(self, way: Document) -> str:
        texts: Sequence[str] = way["texts"]
        shown = ", ".join(texts[:ANSWERS_SHOWN])
        more = len(texts) - ANSWERS_SHOWN
        return self.say("more answers", answers=shown, count=more) if more > 0 else shown

    def _picks(self, slot: Document) -> str:
        if slot["status"] == "not-needed":
            return self.say("not needed")
        picks = self._names(slot["picks"]) or self.say("nothing")
        return self.say("for good", picks=picks) if slot["status"] == "decided" else picks

    def _names(self, products: Sequence[str]) -> str:
        return ", ".join(self.knowledge.products[id_].name for id_ in products)

    def summary(self, document: Document) -> Iterator[str]:
        """How far the interview came, and the picks so far by areas of the architecture."""
        progress = document["progress"]
        yield ""
        yield from self._wrapped(self.say("stopped" if document["question"] else "done", **progress))
        settled = [self.say("settled", **progress)]
        settled += [self.say("left", **progress)] if progress["left"] else []
        yield from self._wrapped(" ".join(settled))
        yield ""
        yield click.style(self.say("picks"), bold=True)
        areas = [
            (area, list(dict.fromkeys(pick for slot in slots for pick in slot["picks"])))
            for area, slots in groupby(document["slots"], key=self._area)
        ]
        widest = max((width_of(area) for area, picks in areas if picks), default=0)
        for area, picks in areas:
            if picks:
                yield from wrapped(self._names(picks), self.width, f"  {padded(area, widest)}  ", " " * (widest + 4))
        yield ""

    def _area(self, slot: Document) -> str:
        area = self.knowledge.slots[slot["slot"]].area
        return self.knowledge.areas[area].title.in_language(self.language)

    def _wrapped(self, text: str) -> list[str]:
        return wrapped(text, self.width)
