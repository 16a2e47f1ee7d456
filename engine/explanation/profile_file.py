"""A profile as a file of its own: what each question asks stands above its answer."""

from __future__ import annotations

import json
from collections.abc import Iterator

from engine.explanation.wrapping import wrapped
from engine.inference.profile import Answer, Answers, members_of, pairs_of
from engine.model import Knowledge, Language, Question, Section, Text

# What a profile is called in a repository, and what tells an editor how to complete it.
PROFILE_FILE = "portolan.yaml"
SCHEMA_FILE = "portolan.schema.json"
WIDTH = 100

_HEAD = Text(
    'Answers to Portolan\'s questions. What is left out is unknown, never "no"; portolan interview with this file'
    " goes on asking.",
    'Portolan 질문에 대한 답변입니다. 생략한 것은 "아니요"가 아니라 알 수 없음을 뜻합니다.'
    " 이 파일로 portolan interview를 실행하면 이어서 질문합니다.",
)
_TAKEN_FOR_OTHERS = ("yes", "no", "on", "off", "true", "false", "null", "y", "n")


def fresh(answers: Answers, beside: str, knowledge: Knowledge, language: Language) -> str:
    """`beside`: what stands beside the profile, in YAML; its last line is ended."""
    return "\n".join(_lines(answers, beside, knowledge, language)) + "\n"


def _lines(answers: Answers, beside: str, knowledge: Knowledge, language: Language) -> Iterator[str]:
    yield f"# yaml-language-server: $schema={SCHEMA_FILE}"
    yield from wrapped(_HEAD.in_language(language), WIDTH, "# ", "# ")
    yield ""
    if beside:
        yield beside
    if not answers:
        yield "profile: {}"
        return
    yield "profile:"
    for section in knowledge.sections:
        if any(question.id in answers for question in section.questions):
            yield ""
            yield from section_lines(section, answers, language)


def section_lines(section: Section, answers: Answers, language: Language, indent: str = "  ") -> Iterator[str]:
    """Those of a section's questions that have an answer."""
    yield f"{indent}# {section.title.in_language(language)}"
    yield f"{indent}{section.id}:"
    for question in section.questions:
        if question.id in answers:
            yield from answer_lines(question, answers[question.id], language, indent + "  ")


def answer_lines(question: Question, answer: Answer, language: Language, indent: str) -> list[str]:
    about = wrapped(question.text.in_language(language), WIDTH, f"{indent}# ", f"{indent}# ")
    return [*about, f"{indent}{question.name}: {flow(question, answer)}"]


def flow(question: Question, answer: Answer) -> str:
    """An answer as YAML on one line."""
    if isinstance(answer, bool):
        return "true" if answer else "false"
    if question.type == "version":
        return json.dumps(answer)
    if question.type == "versions":
        return "{" + ", ".join(f"{word(id_)}: {json.dumps(version)}" for id_, version in pairs_of(answer)) + "}"
    if isinstance(answer, tuple):
        return f"[{', '.join(map(word, members_of(answer)))}]"
    return word(answer) if isinstance(answer, str) else str(answer)


def word(option: str) -> str:
    """Portolan reads `no` as a word, but other readers of the file may take it for false."""
    return json.dumps(option) if option in _TAKEN_FOR_OTHERS else option
