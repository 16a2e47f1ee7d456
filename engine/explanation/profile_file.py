"""A profile as a file of its own: what each question asks stands above its answer."""

from __future__ import annotations

from collections.abc import Iterator

from engine.explanation.profile_lines import NO_NOTES, WIDTH, profile_lines
from engine.explanation.wrapping import wrapped
from engine.inference.profile import Answers
from engine.model import Knowledge, Language, Text

# What a profile is called in a repository, and what tells an editor how to complete it.
PROFILE_FILE = "portolan.yaml"
SCHEMA_FILE = "portolan.schema.json"

_HEAD = Text(
    'Answers to Portolan\'s questions. What is left out is unknown, never "no"; portolan interview with this file'
    " goes on asking.",
    'Portolan 질문에 대한 답변입니다. 생략한 것은 "아니요"가 아니라 알 수 없음을 뜻합니다.'
    " 이 파일로 portolan interview를 실행하면 이어서 질문합니다.",
)


def fresh(answers: Answers, beside: str, knowledge: Knowledge, language: Language) -> str:
    """`beside`: what stands beside the profile, in YAML; its last line is ended."""
    return "\n".join([*head_lines(SCHEMA_FILE, language), *below_head(answers, beside, knowledge, language)]) + "\n"


def head_lines(schema: str | None, language: Language) -> Iterator[str]:
    """What a file begins with. `schema`: where editors find its JSON Schema, beside the file or at an address."""
    if schema is not None:
        yield f"# yaml-language-server: $schema={schema}"
    yield from wrapped(_HEAD.in_language(language), WIDTH, "# ", "# ")
    yield ""


def below_head(answers: Answers, beside: str, knowledge: Knowledge, language: Language) -> Iterator[str]:
    """What a file says: `beside`, as above, and the profile."""
    if beside:
        yield beside
    yield from profile_lines(answers, knowledge, language, NO_NOTES)
