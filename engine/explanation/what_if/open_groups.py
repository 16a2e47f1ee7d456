"""The answers to an open question by what they do, for people: those that do the same are told as one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from engine.explanation.what_if.changes import change_text, slot_change_text
from engine.explanation.what_if.effects import Effect
from engine.explanation.what_if.open_questions import OpenQuestion
from engine.model import Knowledge, Language

# With more answers than this, what most of them do is told once.
_FEW = 3


@dataclass(frozen=True, slots=True)
class AnswerGroup:
    """Answers in words, and what each of them changes, a line a slot."""

    answers: tuple[str, ...]
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grouped:
    """`most`: what more than half of the answers change; `groups`: what some change beside it, other picks first."""

    most: tuple[str, ...]
    groups: tuple[AnswerGroup, ...]


def grouped(one: OpenQuestion, knowledge: Knowledge, language: Language) -> Grouped:
    told = {effect: _told(effect, knowledge, language) for effect in one.tried}
    counts = Counter(text for texts in told.values() for text in texts)
    most = tuple(text for text, count in counts.items() if len(told) > _FEW and 2 * count > len(told))
    found: dict[tuple[str, ...], list[str]] = {}
    for effect in sorted(one.effects, key=lambda one: not any(slot.moves_picks for slot in one.slots)):
        own = tuple(text for text in told[effect] if text not in most)
        if own:
            found.setdefault(own, []).append(change_text(effect.change, knowledge, language))
    return Grouped(most, tuple(AnswerGroup(tuple(answers), changes) for changes, answers in found.items()))


def _told(effect: Effect, knowledge: Knowledge, language: Language) -> tuple[str, ...]:
    return tuple(slot_change_text(slot, knowledge, language) for slot in effect.slots)
