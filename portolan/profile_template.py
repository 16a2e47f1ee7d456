"""A profile to fill in: every question with what it asks and why, and an answer to begin with behind a `#`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from engine.dated import version_key
from engine.explanation.profile_file import SCHEMA_FILE
from engine.explanation.profile_lines import WIDTH, word
from engine.explanation.wrapping import padded, width_of, wrapped
from engine.model import Knowledge, Language, Question, Section, Text

_HEAD = Text(
    'What there is to say about a platform. Every answer may be left out, and left out means unknown, never "no".'
    " To answer, take away the # before the name and change what follows it.",
    "플랫폼에 대해 답할 수 있는 질문입니다. 모든 답변은 생략할 수 있으며,"
    ' 생략은 "아니요"가 아니라 알 수 없음을 뜻합니다. 답하려면 이름 앞의 #을 지우고 뒤의 값을 바꾸십시오.',
)
_SCHEMA = Text(
    "For completion in an editor: portolan questions --format json-schema -o {file}",
    "편집기 자동 완성: portolan questions --format json-schema -o {file}",
)
_BESIDE = Text(
    "Beside the profile, each as it is when left out: the edition of the rules (the newest), the day (today), the"
    " language of the texts (en).",
    "프로필 옆에 둘 수 있는 값(생략 시 기본값): 규칙의 판(최신), 기준일(오늘), 설명 언어(en).",
)
_TYPES = {
    "bool": Text("true or false", "true 또는 false"),
    "int": Text("a whole number", "정수"),
    "number": Text("a number", "숫자"),
    "choice": Text("one of", "다음 중 하나"),
    "choices": Text("any of, as a list", "다음 중 여럿(목록)"),
    "version": Text("a version, in quotes", "버전(따옴표로 묶음)"),
    "products": Text("a list of products, by their ids in the catalog", "제품 목록(카탈로그 ID)"),
    "versions": Text("product: version in quotes", "제품: 버전(따옴표로 묶음)"),
}
_MINIMUM = Text("at least {least:g}", "{least:g} 이상")
_NEEDS = Text("matters with {answers}", "다음 답변일 때 의미 있음: {answers}")


def yaml_template(knowledge: Knowledge, languages: Sequence[Language], sections: Iterable[Section]) -> str:
    """YAML that reads as an empty profile, and as a full one when every `#` before a name is taken away."""
    return "\n".join(_lines(knowledge, languages, sections)) + "\n"


def json_template(sections: Iterable[Section]) -> str:
    """Every question with the answer null, which is the same as none."""
    profile = {section.id: {question.name: None for question in section.questions} for section in sections}
    return json.dumps({"profile": profile}, ensure_ascii=False, indent=2) + "\n"


def _lines(knowledge: Knowledge, languages: Sequence[Language], sections: Iterable[Section]) -> Iterator[str]:
    yield f"# yaml-language-server: $schema={SCHEMA_FILE}"
    for language in languages:
        yield from _comment(_HEAD.in_language(language), indent=0)
        yield from _comment(_SCHEMA.in_language(language).format(file=SCHEMA_FILE), indent=0)
    yield ""
    for language in languages:
        yield from _comment(_BESIDE.in_language(language), indent=0)
    newest = list(knowledge.editions.values())[-1]
    yield from (f"#edition: {json.dumps(newest.id)}", f"#as_of: {newest.published}", f"#language: {languages[0]}")
    yield from ("", "profile:")
    for section in sections:
        title = " · ".join(dict.fromkeys(section.title.in_language(language) for language in languages))
        yield from ("", f"  # {title}", f"  {section.id}:")
        for question in section.questions:
            yield ""
            yield from _question(question, knowledge, languages)


def _question(question: Question, knowledge: Knowledge, languages: Sequence[Language]) -> Iterator[str]:
    for language in languages:
        yield from _comment(question.text.in_language(language))
        yield from _comment(question.help.in_language(language), deeper=2)
    shape = " · ".join(dict.fromkeys(_shape(question, language) for language in languages))
    yield from _comment(shape + (":" if question.options else ""), deeper=2)
    option_width = max((width_of(option.id) for option in question.options), default=0)
    for option in question.options:
        text = " · ".join(dict.fromkeys(option.text.in_language(language) for language in languages))
        yield from _comment(text, deeper=4, lead=f"{padded(option.id, option_width)}  ")
    yield f"    #{question.name}: {_example(question, knowledge)}"


def _shape(question: Question, language: Language) -> str:
    parts = [_TYPES[question.type].in_language(language)]
    if question.minimum is not None:
        parts.append(_MINIMUM.in_language(language).format(least=question.minimum))
    if question.needs:
        answers = (f"{id_}: {' | '.join(map(_written, wanted))}" for id_, wanted in question.needs.items())
        parts.append(_NEEDS.in_language(language).format(answers=", ".join(answers)))
    return "; ".join(parts)


def _comment(text: str, indent: int = 4, deeper: int = 0, lead: str = "") -> list[str]:
    """A comment line or several. Unlike an answer behind its `#`, a comment has a space there."""
    start = " " * indent + "# " + " " * deeper
    return wrapped(text, WIDTH, start + lead, start + " " * width_of(lead))


# --- examples -------------------------------------------------------------------------------------------------


def _example(question: Question, knowledge: Knowledge) -> str:
    """An answer that is valid for the question, as YAML on one line."""
    if question.type == "bool":
        return "true"
    if question.type in ("int", "number"):
        return f"{max(question.minimum or 0, 3):g}"
    if question.type == "version":
        return '"1.31"'
    if question.type == "choice":
        return word(question.option_ids[0])
    if question.type == "choices":
        return f"[{', '.join(map(word, question.option_ids[:2]))}]"
    products = _example_products(knowledge)
    if question.type == "products":
        return f"[{', '.join(products)}]"
    return f"{{{', '.join(f'{id_}: {json.dumps(version)}' for id_, version in products.items())}}}"


def _example_products(knowledge: Knowledge) -> dict[str, str]:
    """Two products of the architecture, and a version of each: those with the most releases are the best known."""
    # Kubernetes has a question of its own for its version.
    filling = [product for product in knowledge.products.values() if product.slots and product.id != "kubernetes"]
    chosen = sorted(filling, key=lambda product: -len(product.releases))[:2]
    return {product.id: _newest_version([release.cycle for release in product.releases]) for product in chosen}


def _newest_version(cycles: Iterable[str]) -> str:
    keys = [version_key(cycle) for cycle in cycles]
    return ".".join(map(str, max(filter(None, keys), default=(1, 0))))


def _written(answer: Any) -> str:
    return str(answer).lower() if isinstance(answer, bool) else str(answer)
