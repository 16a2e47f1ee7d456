"""What detection found → what a profile file may be told of it that it does not say yet, each with its evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from engine.detection.detect import IN_USE, VERSIONS
from engine.detection.found import Detection, Evidence, Suggested
from engine.inference.profile import Answer, Answers, ProfileError, members_of, pairs_of, read_profile, written
from engine.model import Knowledge, Language, Question
from portolan.detection_profile import because, value_text


@dataclass(frozen=True, slots=True)
class Change:
    """An answer, or a member of one: a product in use, the version of a product."""

    question: str
    member: str
    value: Any
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """Something to be taken or left. `says`: what the file says instead, where it says something else."""

    title: str
    changes: tuple[Change, ...]
    says: str | None = None

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        return self.changes[0].evidence


def proposals(found: Detection, answers: Answers, knowledge: Knowledge, language: Language) -> list[Proposal]:
    """In the order of the questionnaire; nothing of what the answers say already."""
    making = _Making(found, answers, knowledge, language)
    listed: list[Proposal] = []
    for question in knowledge.questions.values():
        if question.id == IN_USE:
            listed += making.products()
        elif question.id == VERSIONS:
            listed += making.versions()
        elif question.id in found.answers:
            listed += making.answer(question, found.answers[question.id])
    return listed


@dataclass(frozen=True, slots=True)
class _Making:
    found: Detection
    answers: Answers
    knowledge: Knowledge
    language: Language

    def products(self) -> Iterator[Proposal]:
        """Those not declared, each with its version."""
        for id_, evidence in self.found.products.items():
            if id_ in members_of(self.answers.get(IN_USE, ())):
                continue
            changes = [Change(IN_USE, id_, id_, evidence)]
            title = self.knowledge.products[id_].name
            version = self.found.versions.get(id_)
            if version is not None and VERSIONS in self.knowledge.questions and id_ not in self._declared():
                changes.append(Change(VERSIONS, id_, version.value, version.evidence))
                title = f"{title} {version.value}"
            yield Proposal(title, tuple(changes))

    def versions(self) -> Iterator[Proposal]:
        """Of products that are declared."""
        declared = self._declared()
        for id_, version in self.found.versions.items():
            says = declared.get(id_)
            if says == version.value or (says is None and id_ not in members_of(self.answers.get(IN_USE, ()))):
                continue
            title = f"{self.knowledge.products[id_].name} {version.value}"
            yield Proposal(title, (Change(VERSIONS, id_, version.value, version.evidence),), says)

    def _declared(self) -> dict[str, str]:
        return dict(pairs_of(self.answers.get(VERSIONS, ())))

    def answer(self, question: Question, suggested: Suggested) -> Iterator[Proposal]:
        value = _read(question, suggested.value, self.knowledge)
        says = self.answers.get(question.id)
        if value is None or says == value:
            return
        if isinstance(says, tuple) and isinstance(value, tuple):
            if set(value) <= set(says):
                return
            value = _read(question, [*members_of(says), *(one for one in value if one not in says)], self.knowledge)
            says = None
        title = f"{question.text.in_language(self.language)} → {value_text(value)}"
        change = Change(question.id, "", value, suggested.evidence)
        yield Proposal(title, (change,), None if says is None else value_text(says))


def _read(question: Question, raw: Any, knowledge: Knowledge) -> Answer | None:
    """As a profile has it; None for what is no answer to the question."""
    value = list(raw) if isinstance(raw, tuple) else raw
    try:
        return read_profile({question.section: {question.name: value}}, knowledge)[question.id]
    except (ProfileError, KeyError):
        return None


def with_proposals(answers: Answers, taken: Iterable[Proposal], knowledge: Knowledge) -> Answers:
    """The answers with what was taken."""
    raw = written(answers)
    for change in (change for one in taken for change in one.changes):
        section, _, name = change.question.partition(".")
        said = raw.setdefault(section, {})
        if change.question == IN_USE:
            said[name] = [*said.get(name, ()), change.member]
        elif change.question == VERSIONS:
            said[name] = {**(said.get(name) or {}), change.member: change.value}
        else:
            said[name] = list(change.value) if isinstance(change.value, tuple) else change.value
    return read_profile(raw, knowledge)


def notes_of(taken: Iterable[Proposal], language: Language) -> dict[str, dict[str, str]]:
    """The evidence of each, as comments for a profile file."""
    notes: dict[str, dict[str, str]] = {}
    for change in (change for one in taken for change in one.changes):
        notes.setdefault(change.question, {})[change.member] = because(change.evidence, language).removeprefix("# ")
    return notes
