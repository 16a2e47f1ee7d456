"""What is still to be asked: the unanswered questions of a decision, and what each answer to one would change."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from engine.explanation.what_if.changes import answer_data, change_text, slot_change_document
from engine.explanation.what_if.effects import Effect, SlotChange, effects
from engine.inference.reasoner import Decision
from engine.model import Language, Question


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """An unanswered question. `slots`: those that rules leave open for want of it; `tried`: what each answer does."""

    question: Question
    slots: tuple[str, ...]
    tried: tuple[Effect, ...]

    @property
    def effects(self) -> tuple[Effect, ...]:
        """The answers that change a slot by themselves. With none it could only together with other questions."""
        return tuple(effect for effect in self.tried if effect.slots)

    @property
    def moved(self) -> tuple[str, ...]:
        """The slots of which some answer changes the picks."""
        return tuple(dict.fromkeys(slot.slot for slot in self._changes() if slot.moves_picks))

    @property
    def changed(self) -> tuple[str, ...]:
        """The slots that some answer changes in any way."""
        return tuple(dict.fromkeys(slot.slot for slot in self._changes()))

    def _changes(self) -> list[SlotChange]:
        return [slot for effect in self.tried for slot in effect.slots]


def still_open(decision: Decision, slots: Collection[str] | None = None) -> tuple[OpenQuestion, ...]:
    """Most telling first: what changes the picks of most slots, then what changes most slots in any way.

    `slots`: as if there were these alone.
    """
    bearing = _bearing(decision, slots)
    found: dict[str, list[Effect]] = {id_: [] for id_ in bearing}
    unanswered = [id_ for id_ in decision.knowledge.questions if id_ not in decision.answers]
    for effect in effects(decision, questions=unanswered):
        changed = tuple(slot for slot in effect.slots if slots is None or slot.slot in slots)
        if changed or effect.change.question in found:
            found.setdefault(effect.change.question, []).append(Effect(effect.change, changed))
    asked = [
        OpenQuestion(decision.knowledge.questions[id_], tuple(bearing.get(id_, ())), tuple(found[id_]))
        for id_ in unanswered
        if id_ in found
    ]
    return tuple(sorted(asked, key=lambda one: (-len(one.moved), -len(one.changed), -len(one.slots))))


def _bearing(decision: Decision, slots: Collection[str] | None) -> dict[str, list[str]]:
    """By question the slots that wait for it, in three-valued logic."""
    found: dict[str, list[str]] = {}
    for outcome, asks in zip(decision.slots, decision.asks, strict=True):
        if outcome.status in ("open", "contested") and (slots is None or outcome.slot in slots):
            for question in decision.reasoner.questions_of(asks, decision.answers):
                found.setdefault(question, []).append(outcome.slot)
    return found


def open_document(found: tuple[OpenQuestion, ...], decision: Decision, id_: str, language: Language) -> dict[str, Any]:
    return {
        "decision": id_,
        "questions": [_question(one, decision, language) for one in found],
        "links": {"self": f"/v1/decisions/{id_}/open-questions", "decision": f"/v1/decisions/{id_}"},
    }


def _question(one: OpenQuestion, decision: Decision, language: Language) -> dict[str, Any]:
    question = one.question
    return {
        "question": question.id,
        "text": question.text.in_language(language),
        "fixed": question.fixed,
        "slots": list(one.slots),
        "moves_picks": list(one.moved),
        "alone": bool(one.effects),
        "answers": [
            {
                "to": answer_data(question, effect.change.after),
                "text": change_text(effect.change, decision.knowledge, language),
                "slots": [slot_change_document(slot, decision.knowledge, language) for slot in effect.slots],
            }
            for effect in one.effects
        ],
    }
