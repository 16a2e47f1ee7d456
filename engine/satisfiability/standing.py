"""A profile that is to be edited: what is settled in it already, whatever is changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from engine.inference.encoding import (
    BUILT_IN,
    IN_USE,
    KUBERNETES_VERSION,
    VERSIONS,
    WORKS_WELL,
    context_truth,
    passes,
    version_passes,
)
from engine.inference.literals import CONTEXT_KINDS
from engine.inference.profile import Answer, Answers, members_of, pairs_of
from engine.model import Knowledge, Leaf

_LISTS = {"in_use": IN_USE, "works_well": WORKS_WELL, "built_in": BUILT_IN}


def asked(leaf: Leaf) -> str:
    """The question that a test asks; of a product in use the first."""
    if leaf.kind == "version_of":
        return KUBERNETES_VERSION if leaf.subject == "kubernetes" else VERSIONS
    return _LISTS.get(leaf.kind, leaf.subject)


def member_asked(leaf: Leaf) -> str:
    """The member that a test on a list looks for."""
    return leaf.subject if leaf.kind in _LISTS else str(leaf.value)


@dataclass(frozen=True, slots=True)
class Standing:
    """`held`: questions whose answers stay as they are, or are not given. Facts of the catalog are read on `day`."""

    knowledge: Knowledge
    answers: Answers
    edition: str
    day: date
    held: frozenset[str]

    def stays(self, question: str) -> bool:
        return question in self.held or question not in self.knowledge.questions

    def may_hold(self, leaf: Leaf, wanted: bool) -> bool:
        """May a test on answers, edition, day or catalog hold, or its contrary, whatever is edited?"""
        if leaf.kind in CONTEXT_KINDS:
            return context_truth(leaf, self.knowledge, self.edition, self.day) is wanted
        if leaf.kind == "in_use":
            return self._may_be_in_use(leaf) if wanted else self._may_be_out_of_use(leaf)
        return not self.stays(asked(leaf)) or self._truth(leaf, asked(leaf)) is wanted

    def _may_be_in_use(self, leaf: Leaf) -> bool:
        return any(not self.stays(list_) or leaf.subject in self._members(list_) for list_ in (IN_USE, WORKS_WELL))

    def _may_be_out_of_use(self, leaf: Leaf) -> bool:
        """What is in use has to have been answered for that, and neither list to have the product."""
        if self.stays(WORKS_WELL) and leaf.subject in self._members(WORKS_WELL):
            return False
        return not self.stays(IN_USE) or (IN_USE in self.answers and leaf.subject not in self._members(IN_USE))

    def _members(self, question: str) -> tuple[str, ...]:
        return members_of(self.answers.get(question, ()))

    def _truth(self, leaf: Leaf, question: str) -> bool | None:
        """A test on an answer as it is now."""
        answer = self.answers.get(question)
        if leaf.operator == "known":
            return answer is not None
        if leaf.kind == "version_of" and leaf.subject != "kubernetes":
            answer = dict(pairs_of(answer or ())).get(leaf.subject)
        return None if answer is None else self.passes(leaf, answer)

    def passes(self, leaf: Leaf, value: Answer) -> bool | None:
        """A test on an answer, or on the version of a product."""
        if leaf.kind == "version_of":
            return version_passes(leaf, str(value), self.day, self.knowledge)
        return passes(leaf, value, self.knowledge.questions[asked(leaf)].type == "version")
