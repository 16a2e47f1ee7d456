"""A profile that detection proposes, as YAML: each answer with the evidence that carries it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from engine.detection.detect import IN_USE, VERSIONS
from engine.detection.found import Detection, Evidence
from engine.explanation.profile_file import SCHEMA_FILE
from engine.explanation.profile_lines import word
from engine.model import Knowledge, Language, Text
from engine.one_line import one_line
from engine.told import told_in

_HEAD = Text(
    "Proposed by portolan detect: only what was found, each with where. Nothing was asked; take out what is not so.",
    "portolan detect가 제안한 프로필입니다. 찾은 것만 근거와 함께 적었습니다. 사실과 다른 것은 지우십시오.",
)
_DUMP = Text("from a dump:", "덤프에서 발견:")
_MORE = Text("and {count} more", "외 {count}곳")
_SEEN = Text("seen, but not in use as far as that shows:", "보이지만 사용 중인지 알 수 없음:")


def detection_profile(found: Detection, knowledge: Knowledge, language: Language) -> str:
    return "\n".join(_lines(found, knowledge, language)) + "\n"


def value_text(value: Any) -> str:
    """An answer on one line, as YAML has it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(value_text, value))}]"
    return _quoted(value) if isinstance(value, str) else str(value)


def _lines(found: Detection, knowledge: Knowledge, language: Language) -> Iterator[str]:
    yield f"# yaml-language-server: $schema={SCHEMA_FILE}"
    yield f"# {_HEAD.in_language(language)}"
    if not found.answers:
        yield "profile: {}"
        return
    yield "profile:"
    for section in knowledge.sections:
        answered = [question for question in section.questions if question.id in found.answers]
        if answered:
            yield f"  {section.id}:"
        for question in answered:
            suggested = found.answers[question.id]
            if question.id == IN_USE:
                yield from _in_use(found, question.name, language)
            elif question.id == VERSIONS:
                yield from _versions(found, question.name, language)
            else:
                yield f"    {question.name}: {value_text(suggested.value)}  {because(suggested.evidence, language)}"


def _in_use(found: Detection, name: str, language: Language) -> Iterator[str]:
    yield f"    {name}:"
    for id_, evidence in found.products.items():
        yield f"      - {word(id_)}  {because(evidence, language)}"
    if found.seen:
        yield f"      # {_SEEN.in_language(language)}"
        for id_, evidence in found.seen.items():
            yield f"      # - {word(id_)}  {because(evidence, language)}"


def _versions(found: Detection, name: str, language: Language) -> Iterator[str]:
    yield f"    {name}:"
    for id_, one in found.versions.items():
        yield f"      {word(id_)}: {_quoted(one.value)}  {because(one.evidence, language)}"


def because(evidence: Sequence[Evidence], language: Language) -> str:
    """What carries an answer, as a comment on one line."""
    more = f" ({_MORE.in_language(language).format(count=len(evidence) - 1)})" if len(evidence) > 1 else ""
    first = evidence[0]
    # A dump is gone when the file is read, and so are its lines.
    place = _DUMP.in_language(language) if first.path == "-" else str(first)
    # Of a file that is evidence by its name the place says it all.
    what = "" if first.what == first.path else f" {one_line(told_in(first.what, language))}"
    return f"# {one_line(place)}{what}{more}"


def _quoted(text: str) -> str:
    plain = text.replace("-", "").isalpha() and word(text) == text
    return text if plain else json.dumps(text, ensure_ascii=False)
