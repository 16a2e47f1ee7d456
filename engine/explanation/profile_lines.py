"""Answers as lines of a YAML profile, each below what its question asks and, where there is one, below its evidence."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from engine.explanation.wrapping import wrapped
from engine.explanation.yaml_edit import Member, lines_of
from engine.inference.profile import Answer, Answers, members_of, pairs_of
from engine.model import Knowledge, Language, Question, Section

# By question, then by member of the answer ("" for an answer that has none): what a comment says of it.
Notes = Mapping[str, Mapping[str, str]]
NO_NOTES: Notes = {}
WIDTH = 100
_TAKEN_FOR_OTHERS = ("yes", "no", "on", "off", "true", "false", "null", "y", "n")
_LISTS = ("choices", "products", "versions")


def profile_lines(answers: Answers, knowledge: Knowledge, language: Language, notes: Notes) -> Iterator[str]:
    """The profile as a block, or as an empty one."""
    if not answers:
        yield "profile: {}"
        return
    yield "profile:"
    yield from body_lines(answers, knowledge, language, notes, "  ")


def body_lines(answers: Answers, knowledge: Knowledge, language: Language, notes: Notes, indent: str) -> Iterator[str]:
    """What stands below `profile`, section by section in the order of the questionnaire."""
    for section in knowledge.sections:
        if any(question.id in answers for question in section.questions):
            yield ""
            yield from section_lines(section, answers, language, notes, indent)


def section_lines(section: Section, answers: Answers, language: Language, notes: Notes, indent: str) -> Iterator[str]:
    yield f"{indent}# {section.title.in_language(language)}"
    yield f"{indent}{section.id}:"
    for question in section.questions:
        if question.id in answers:
            yield from answer_lines(question, answers[question.id], language, notes, indent + "  ")


def answer_lines(question: Question, answer: Answer, language: Language, notes: Notes, indent: str) -> Iterator[str]:
    yield from wrapped(question.text.in_language(language), WIDTH, f"{indent}# ", f"{indent}# ")
    yield from entry_lines(question, answer, notes, indent)


def entry_lines(question: Question, answer: Answer, notes: Notes, indent: str) -> Iterator[str]:
    """The same without what the question asks."""
    of_this = notes.get(question.id, {})
    if question.type in _LISTS and any(of_this):
        yield f"{indent}{question.name}:"
        members = (Member(written, of_this.get(id_, "")) for id_, written in members_as(question, answer).items())
        yield from lines_of(list(members), indent + "  ", "" if question.type == "versions" else "- ")
        return
    if "" in of_this:
        yield f"{indent}# {of_this['']}"
    yield f"{indent}{question.name}: {flow(question, answer)}"


def members_as(question: Question, answer: Answer) -> dict[str, str]:
    """The members of a list, or of versions, each as YAML."""
    if question.type == "versions":
        return {id_: f"{word(id_)}: {json.dumps(version)}" for id_, version in pairs_of(answer)}
    return {id_: word(id_) for id_ in members_of(answer)}


def flow(question: Question, answer: Answer) -> str:
    """An answer as YAML on one line."""
    if isinstance(answer, bool):
        return "true" if answer else "false"
    if question.type == "version":
        return json.dumps(answer)
    if isinstance(answer, tuple):
        listed = ", ".join(members_as(question, answer).values())
        return f"{{{listed}}}" if question.type == "versions" else f"[{listed}]"
    return word(answer) if isinstance(answer, str) else str(answer)


def flow_version(answer: Answer, product: str) -> str:
    """The version of one product, of an answer that has several."""
    return json.dumps(dict(pairs_of(answer))[product])


def word(option: str) -> str:
    """Portolan reads `no` as a word, but other readers of the file may take it for false."""
    return json.dumps(option) if option in _TAKEN_FOR_OTHERS else option
