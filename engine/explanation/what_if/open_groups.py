"""The answers to an open question by what they do, for people: those that do the same are told as one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from engine.explanation.what_if.changes import change_text, slot_change_text
from engine.explanation.what_if.effects import Change, Effect
from engine.explanation.what_if.open_questions import OpenQuestion
from engine.explanation.what_if.ranges import in_ranges
from engine.model import Knowledge, Language, Text

# With more answers than this, what most of them do is told once.
_FEW = 3
# So many groups of answers, and answers in a group, are shown to a person at once.
SHOWN = 6
_MORE = Text("{names} and {count} more", "{names} 외 {count}개")


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

    @property
    def first(self) -> tuple[AnswerGroup, ...]:
        return self.groups[:SHOWN]

    @property
    def more(self) -> tuple[AnswerGroup, ...]:
        """Those to be folded away."""
        return self.groups[SHOWN:]


def shortened(answers: Sequence[str], language: Language, most: int = SHOWN) -> str:
    """The first answers, and how many more there are."""
    more = len(answers) - most
    names = ", ".join(answers[:most])
    return _MORE.in_language(language).format(names=names, count=more) if more > 0 else names


def grouped(one: OpenQuestion, knowledge: Knowledge, language: Language) -> Grouped:
    told = {effect: _told(effect, knowledge, language) for effect in one.tried}
    counts = Counter(text for texts in told.values() for text in texts)
    most = tuple(text for text, count in counts.items() if len(told) > _FEW and 2 * count > len(told))
    by_own: list[tuple[Change, tuple[str, ...]]] = []
    for effect in sorted(one.effects, key=lambda one: not any(slot.moves_picks for slot in one.slots)):
        own = tuple(text for text in told[effect] if text not in most)
        if own:
            by_own.append((effect.change, own))
    found: dict[tuple[str, ...], list[str]] = {}
    for change, own in in_ranges(by_own):
        found.setdefault(own, []).append(change_text(change, knowledge, language))
    return Grouped(most, tuple(AnswerGroup(tuple(answers), changes) for changes, answers in found.items()))


def _told(effect: Effect, knowledge: Knowledge, language: Language) -> tuple[str, ...]:
    return tuple(slot_change_text(slot, knowledge, language) for slot in effect.slots)
