"""A kept decision, decided again: is it still what the knowledge says, and if not, what differs and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from engine.advisor import Advisor
from engine.explanation.document import decision_document
from engine.explanation.narrowing import narrowed
from engine.explanation.replay.document_changes import PartChange, SlotChange, part_changes, slot_changes
from engine.explanation.replay.recorded import Edit, Recorded, edits
from engine.inference.profile import Mistake, ProfileError
from engine.inference.reasoner import Decision
from engine.knowledge.differences import Differences, PackDifference, differences
from engine.model import Knowledge
from engine.request import Request, decision_id, read_request

# The very same; the same but for the knowledge it was decided on; other advice; not what was decided; a request that
# the knowledge cannot read any more.
Outcome = Literal["identical", "confirmed", "changed", "edited", "unreadable"]
OUTCOMES: tuple[Outcome, ...] = ("identical", "confirmed", "changed", "edited", "unreadable")


@dataclass(frozen=True, slots=True)
class Decided:
    """A recorded request, decided again on some knowledge. `document`: narrowed as the record is."""

    decision: Decision
    document: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Replay:
    """What came of deciding again.

    `packs`: those in force that it was not decided on, and the other way round; empty: the same knowledge.
    `original`: decided on the knowledge it was decided on, None where that is not at hand; `edits`: where the record is
    not that, or contradicts itself. `now`: decided on the knowledge in force, None where that cannot read the request
    for `mistakes`. `knowledge`: what differs between that of the two, None without the former.
    """

    recorded: Recorded
    in_force: Knowledge
    packs: tuple[PackDifference, ...]
    original: Decided | None
    edits: tuple[Edit, ...]
    now: Decided | None
    mistakes: tuple[Mistake, ...]
    knowledge: Differences | None
    slots: tuple[SlotChange, ...]
    parts: tuple[PartChange, ...]

    @property
    def outcome(self) -> Outcome:
        if self.edits:
            return "edited"
        if self.now is None:
            return "unreadable"
        if not self.packs:
            return "identical"
        return "changed" if self.slots or self.parts else "confirmed"


def replay(recorded: Recorded, advisor: Advisor, base: Advisor | None = None) -> Replay:
    """`base`: an advisor on the knowledge that it was decided on, where one has it; on any other it is passed over."""
    unsound = recorded.unsound()
    packs = recorded.packs_against(advisor.knowledge)
    same = recorded.digest == advisor.knowledge.digest
    mistakes: tuple[Mistake, ...] = ()
    now = original = None
    try:
        now = _decided(recorded, advisor)
    except ProfileError as error:
        mistakes = error.mistakes
    if same:
        original = now
    elif base is not None and base.knowledge.digest == recorded.digest:
        try:
            original = _decided(recorded, base)
        except ProfileError as error:
            mistakes = mistakes or error.mistakes
    found = list(unsound)
    # What another request comes to says nothing about this decision.
    if original is not None and recorded.is_of_this_request:
        known = {edit.pointer for edit in unsound}
        found.extend(edit for edit in edits(recorded.body, original.document) if edit.pointer not in known)
    before = original.document if original else recorded.body
    anew = now if not same else None
    return Replay(
        recorded=recorded,
        in_force=advisor.knowledge,
        packs=packs,
        original=original,
        edits=tuple(found),
        now=now,
        mistakes=mistakes,
        knowledge=differences(original.decision.knowledge, advisor.knowledge) if original and not same else None,
        slots=tuple(slot_changes(before, anew.document, anew.decision)) if anew else (),
        parts=tuple(part_changes(before, anew.document, anew.decision)) if anew else (),
    )


def _decided(recorded: Recorded, advisor: Advisor) -> Decided:
    """Raises ProfileError where the knowledge cannot read the request."""
    request = read_request(recorded.request, advisor.knowledge, today=date.min)
    decision = advisor.decide(request)
    document = _document(decision, request, advisor)
    if recorded.slots is not None:
        document = narrowed(document, recorded.slots)
    return Decided(decision, document)


def _document(decision: Decision, request: Request, advisor: Advisor) -> dict[str, Any]:
    id_ = decision_id(request, advisor.knowledge)
    return decision_document(decision, advisor.reasoner, id_, request.language)
