"""What is still to be asked: the unanswered questions of a decision, and what each answer to one would change."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from engine.explanation.what_if.changes import slot_change_document, to_document
from engine.explanation.what_if.effects import Effect, SlotChange, effects
from engine.explanation.what_if.ranges import in_ranges
from engine.inference.encoding import IN_USE, WORKS_WELL
from engine.inference.profile import members_of
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
    """By what single answers change: the picks of most slots first; then what people can decide before mere facts,
    and by how many slots change in any way.

    `slots`: as if there were these alone. Where it is known what is in use, it is asked of nothing else whether it
    works well.
    """
    bearing = _bearing(decision, slots)
    found: dict[str, list[Effect]] = {id_: [] for id_ in bearing}
    unanswered = [id_ for id_ in decision.knowledge.questions if id_ not in decision.answers]
    for effect in effects(decision, questions=unanswered):
        changed = tuple(slot for slot in effect.slots if slots is None or slot.slot in slots)
        if not _to_ask(effect, decision):
            continue
        if changed or effect.change.question in found:
            found.setdefault(effect.change.question, []).append(Effect(effect.change, changed))
    asked = [
        OpenQuestion(decision.knowledge.questions[id_], tuple(bearing.get(id_, ())), tuple(found[id_]))
        for id_ in unanswered
        if id_ in found
    ]
    return tuple(sorted(asked, key=_rank))


def _rank(one: OpenQuestion) -> tuple[int, ...]:
    return -len(one.moved), not one.effects, one.question.fixed, -len(one.changed), -len(one.slots)


def _to_ask(effect: Effect, decision: Decision) -> bool:
    """Not whether products work well that are said not to be in use."""
    if effect.change.question != WORKS_WELL or IN_USE not in decision.answers:
        return True
    return {*members_of(effect.change.after)} <= {*members_of(decision.answers[IN_USE])}


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
    told = in_ranges((effect.change, tuple(map(_seen, effect.slots))) for effect in one.effects)
    slots = {effect.change.after: effect.slots for effect in one.effects}
    return {
        "question": question.id,
        "text": question.text.in_language(language),
        "fixed": question.fixed,
        "slots": list(one.slots),
        "moves_picks": list(one.moved),
        "alone": bool(one.effects),
        "answers": [
            {
                **to_document(change, decision.knowledge, language),
                "slots": [slot_change_document(slot, decision.knowledge, language) for slot in slots[change.after]],
            }
            for change, _ in told
        ],
    }


def _seen(slot: SlotChange) -> tuple[object, ...]:
    """What is told of a slot."""
    return slot.slot, slot.after.status, slot.after.picks, slot.verdicts
