"""A decision as a table for the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

import click

from engine.explanation.what_if.badges import legend
from engine.explanation.wrapping import padded, width_of, wrapped
from engine.model import Knowledge, Language
from portolan.words import QUESTIONS_SHOWN, ToldVerdict, Words, leading_reason

_COLOURS = {
    "keep": "green",
    "adopt": "green",
    "trial": "cyan",
    "consider": "blue",
    "migrate": "yellow",
    "avoid": "red",
    "firm": "green",
    "sensitive": "yellow",
    "may-change": "blue",
}
_STATUS_COLOURS = {"open": "yellow", "unserved": "red", "contested": "red"}
_NARROWEST_TEXT = 30


def decision_table(
    document: Mapping[str, Any], knowledge: Knowledge, language: Language, *, everything: bool, width: int
) -> str:
    """The lines of a decision document, wrapped at `width` columns. `everything`: also slots that are not needed."""
    return "\n".join(_Table(document, Words(knowledge, language), everything, width).lines()) + "\n"


class _Table:
    """One table: its columns are as wide as what stands in them."""

    def __init__(self, document: Mapping[str, Any], words: Words, everything: bool, width: int) -> None:
        self.document, self.words, self.width = document, words, width
        self.slots = [slot for slot in document["slots"] if everything or slot["status"] != "not-needed"]
        self.left_out = [slot["slot"] for slot in document["slots"] if slot not in self.slots]
        self.title_width = _widest(slot["title"] for slot in self.slots)
        self.status_width = _widest(words.status(slot) for slot in self.slots if slot["picks"])
        self.verdict_width = _widest(told.word for slot in self.slots for told in self._verdicts(slot))

    def lines(self) -> Iterator[str]:
        yield from self._head()
        for area, slots in groupby(self.slots, key=lambda slot: slot["area"]):
            yield from ("", _heading(self.words.area(area)))
            for slot in slots:
                yield from self._slot(slot)
        yield from self._warnings()
        yield from self._questions()
        yield from self._legend()
        if self.left_out:
            names = self.words.say("not needed", names=self.words.slots(self.left_out))
            yield from ("", *wrapped(f"{names} {self.words.say('shown by', option='--all')}", self.width))

    def _head(self) -> Iterator[str]:
        edition = self.words.edition(self.document["edition"])
        yield f"{_heading(edition)}, {self.words.say('as of', day=self.document['as_of'])}"
        yield click.style(self.words.decision(self.document, self.document["id"]), dim=True)

    def _slot(self, slot: Mapping[str, Any]) -> Iterator[str]:
        title, status = padded(slot["title"], self.title_width), self.words.status(slot)
        colour = {"fg": _STATUS_COLOURS.get(slot["status"])}
        taken = 2 + self.title_width + 2
        if slot["picks"]:
            styled = _cell(status, self.status_width, **colour)
            picks = self.words.products(slot["picks"])
            yield from self._beside(f"  {title}  {styled}  ", taken + self.status_width + 2, picks, picks, bold=True)
        else:  # nothing stands beside the status, which may be a long one
            yield from self._beside(f"  {title}  ", taken, status, status, **colour)
        if slot["status"] == "not-needed":
            reason, _ = leading_reason(slot["need"]["because"])
            yield from wrapped(reason, self.width, "    ", "    ") if reason else ()
        for told in self._verdicts(slot):
            yield from self._verdict(told)

    def _verdicts(self, slot: Mapping[str, Any]) -> Iterator[ToldVerdict]:
        yield from self.words.verdicts(slot, self.document["as_of"])
        yield from self.words.robustness(slot)

    def _verdict(self, told: ToldVerdict) -> Iterator[str]:
        word = _cell(told.word, self.verdict_width, fg=_COLOURS[told.verdict])
        text = f"{told.names}: {told.reason}" if told.reason else told.names
        yield from self._beside(f"    {word}  ", 4 + self.verdict_width + 2, text, told.names, bold=True)

    def _warnings(self) -> Iterator[str]:
        warnings = self.document["warnings"]
        if not warnings:
            return
        yield from ("", _heading(self.words.say("warnings")))
        kind_width = _widest(map(self.words.warning, warnings))
        for warning in warnings:
            kind = _cell(self.words.warning(warning), kind_width, fg="yellow")
            name = self.words.products([warning["product"]])
            yield from self._beside(f"  {kind}  ", 2 + kind_width + 2, f"{name}: {warning['text']}", name, bold=True)

    def _questions(self) -> Iterator[str]:
        questions = self.document["open_questions"]
        if not questions:
            return
        yield from ("", _heading(self.words.say("questions")))
        for question in questions[:QUESTIONS_SHOWN]:
            yield from wrapped(f"{question['text']} [{question['question']}]", self.width, "  ? ", "    ")
            bears_on = self.words.say("bears on", names=self.words.slots(question["slots"]))
            yield from wrapped(bears_on, self.width, "    ", "    ")
        more = len(questions) - QUESTIONS_SHOWN
        if more > 0:
            yield f"  {self.words.say('more', count=more)}"

    def _legend(self) -> Iterator[str]:
        """What the badges mean, where there are such."""
        if not any(slot.get("robustness") for slot in self.slots):
            return
        entries = legend(self.words.language)
        width = _widest(word for word, _ in entries)
        yield ""
        for word, meaning in entries:
            yield from self._beside(f"  {padded(word, width)}  ", 2 + width + 2, meaning, "")

    def _beside(self, cells: str, taken: int, text: str, beginning: str, **style: Any) -> Iterator[str]:
        """Cells, which take so many columns, and beside them a text that wraps in a column of its own.

        Where the terminal is too narrow for that, the text goes below. `style` is for the text's beginning.
        """
        if self.width - taken < _NARROWEST_TEXT:
            yield cells.rstrip()
            cells, taken = " " * 6, 6
        lead = " " * taken
        first, *more = (line[taken:] for line in wrapped(text, self.width, lead, lead))
        if first.startswith(beginning):
            first = _styled(beginning, **style) + first[len(beginning) :]
        yield cells + first
        yield from (lead + line for line in more)


def _widest(texts: Iterable[str]) -> int:
    return max(map(width_of, texts), default=0)


def _cell(text: str, width: int, **style: Any) -> str:
    return _styled(text, **style) + " " * (width - width_of(text))


def _styled(text: str, **style: Any) -> str:
    return click.style(text, **style) if any(style.values()) else text


def _heading(text: str) -> str:
    return click.style(text, bold=True)
