"""Tests as short phrases that can be read aloud, in English and Korean."""

from __future__ import annotations

from typing import cast

from engine.dated import LICENCE_CLASSES, SUPPORT
from engine.explanation.labels import verdict_word
from engine.explanation.particles import fitted
from engine.inference.literals import opposite
from engine.inference.profile import Answer, members_of, pairs_of
from engine.model import Knowledge, Language, Leaf, Question, Text, Value

# Per operator: how a test on a question, in quotation marks, or on another fact reads.
_TESTS: dict[str, Text] = {
    "is": Text("{what}: {value}", "{what}: {value}"),
    "is_not": Text("{what}: not {value}", "{what}: {value} 아님"),
    "in": Text("{what}: {value}", "{what}: {value}"),
    "at_least": Text("{what}: at least {value}", "{what}: {value} 이상"),
    "at_most": Text("{what}: at most {value}", "{what}: {value} 이하"),
    "below": Text("{what}: below {value}", "{what}: {value} 미만"),
    "above": Text("{what}: above {value}", "{what}: {value} 초과"),
    "includes": Text("{what}: includes {value}", "{what}: {value} 포함"),
    "excludes": Text("{what}: does not include {value}", "{what}: {value} 미포함"),
    "known": Text("{what}: answered", "{what}: 답변 있음"),
    "unknown": Text("{what}: not answered", "{what}: 답변 없음"),
    "support": Text("support for the release of {what}: {value}", "{what} 릴리스의 지원 상태: {value}"),
    "not in": Text("{what}: other than {value}", "{what}: {value} 아님"),
}
# The same for facts that nobody is asked for.
_FACTS: dict[str, Text] = {
    "is": Text("{what} is {value}", "{what}: {value}"),
    "is_not": Text("{what} is not {value}", "{what}: {value} 아님"),
    "in": Text("{what} is {value}", "{what}: {value}"),
    "at_least": Text("{what} is at least {value}", "{what}: {value} 이상"),
    "at_most": Text("{what} is at most {value}", "{what}: {value} 이하"),
    "below": Text("{what} is below {value}", "{what}: {value} 미만"),
    "above": Text("{what} is above {value}", "{what}: {value} 초과"),
    "known": Text("{what} is known", "{what}: 알려져 있음"),
    "unknown": Text("{what} is not known", "{what}: 알려져 있지 않음"),
    "not in": Text("{what} is other than {value}", "{what}: {value} 아님"),
}
_KINDS: dict[str, tuple[Text, Text]] = {
    "in_use": (Text("{what} is in use", "{what} 사용 중"), Text("{what} is not in use", "{what}[을/를] 사용하지 않음")),
    "works_well": (
        Text("{what} serves you well", "{what}[을/를] 만족스럽게 사용 중"),
        Text("{what} is not among what serves you well", "만족스럽게 사용 중인 제품에 {what} 없음"),
    ),
    "built_in": (
        Text("the platform contains {what}", "플랫폼에 {what} 내장"),
        Text("the platform does not contain {what}", "플랫폼에 {what} 미내장"),
    ),
    "concern": (
        Text("the concern “{what}” holds", "고려 사항 “{what}” 성립"),
        Text("the concern “{what}” does not hold", "고려 사항 “{what}” 성립하지 않음"),
    ),
    "needed": (
        Text("the slot “{what}” is needed", "“{what}” 영역이 필요함"),
        Text("the slot “{what}” is not needed", "“{what}” 영역이 필요하지 않음"),
    ),
    "picks": (
        Text("“{what}” picks {value}", "“{what}” 영역의 추천: {value}"),
        Text("“{what}” does not pick {value}", "“{what}” 영역의 추천이 아님: {value}"),
    ),
    "verdict": (
        Text("the verdict on {product} in “{what}” is {value}", "“{what}” 영역에서 {product}의 판정: {value}"),
        Text("the verdict on {product} in “{what}” is not {value}", "“{what}” 영역에서 {product}의 판정: {value} 아님"),
    ),
    "on_or_after": (
        Text("the day is {value} or later", "기준일이 {value} 이후"),
        Text("the day is before {value}", "기준일이 {value} 이전"),
    ),
    "before": (
        Text("the day is before {value}", "기준일이 {value} 이전"),
        Text("the day is {value} or later", "기준일이 {value} 이후"),
    ),
    "edition": (
        Text("the edition is {value}", "기준 판: {value}"),
        Text("the edition is not {value}", "기준 판이 {value} 아님"),
    ),
    "edition_from": (
        Text("the edition is {value} or later", "기준 판이 {value} 이후"),
        Text("the edition is before {value}", "기준 판이 {value} 이전"),
    ),
    "edition_until": (
        Text("the edition is {value} or earlier", "기준 판이 {value} 이전"),
        Text("the edition is after {value}", "기준 판이 {value} 다음"),
    ),
}
_ATTRIBUTES: dict[str, Text] = {
    "licence": Text("the licence of {what}", "{what}의 라이선스"),
    "licence_class": Text("the kind of licence of {what}", "{what}의 라이선스 유형"),
    "osi_approved": Text("OSI approval of {what}'s licence", "{what} 라이선스의 OSI 승인"),
    "cncf_level": Text("the CNCF level of {what}", "{what}의 CNCF 등급"),
    "support": Text("support for {what}", "{what}의 지원 상태"),
    "end_of_life": Text("the end of support of {what}", "{what}의 지원 종료일"),
}
_SUPPORT: dict[str, Text] = dict(
    zip(SUPPORT, (Text("supported", "지원 중"), Text("ending", "종료 예정"), Text("ended", "종료")), strict=True)
)
_LICENCES: dict[str, Text] = dict(
    zip(
        LICENCE_CLASSES,
        (
            Text("permissive", "허용적"),
            Text("copyleft", "카피레프트"),
            Text("source-available", "소스 공개형"),
            Text("proprietary", "독점"),
        ),
        strict=True,
    )
)
_VERSION_OF = Text("the version of {name}", "{name} 버전")
_OR, _NONE = Text(" or ", " 또는 "), Text("none", "없음")
_YES, _NO = Text("yes", "예"), Text("no", "아니요")
_MORE = Text("{some} and {count} more", "{some} 외 {count}개")


def phrase(leaf: Leaf, wanted: bool, knowledge: Knowledge, language: Language) -> str:
    """A literal as a phrase: the test, or its contrary. A question is quoted, as are the answers to choose from."""
    if leaf.kind in _KINDS:
        form = _KINDS[leaf.kind][not wanted]
    else:
        contrary = None if wanted else opposite(leaf)
        leaf = contrary or leaf
        forms = _TESTS if leaf.kind == "question" or leaf.operator == "support" else _FACTS
        form = forms["not in" if contrary is None and not wanted else leaf.operator]
    return fitted(
        form.in_language(language).format(
            what=_name(leaf, knowledge, language),
            value=_detail(leaf, knowledge, language),
            product=knowledge.products[leaf.about or ""].name if leaf.kind == "verdict" else "",
        )
    )


def question_phrase(question: Question, language: Language) -> str:
    """A question as it is quoted inside a sentence."""
    return f"“{question.text.in_language(language)}”"


def answer_phrase(
    question: Question, answer: Answer, knowledge: Knowledge, language: Language, most: int | None = None
) -> str:
    """An answer by the texts of its options or the names of its products. `most`: of a list no more than so many."""
    if isinstance(answer, bool) or (not question.options and question.type not in ("products", "versions")):
        return _plain(cast(Value, answer), language)
    if question.type == "versions":
        members = [f"{knowledge.products[name].name} {version}" for name, version in pairs_of(answer)]
    else:
        names = {option.id: option.text.in_language(language) for option in question.options}
        if question.type == "products":
            names = {id_: product.name for id_, product in knowledge.products.items()}
        members = [names.get(one, one) for one in ((answer,) if isinstance(answer, str) else members_of(answer))]
    if most is not None and len(members) > most:
        shown = ", ".join(members[:most])
        return _MORE.in_language(language).format(some=shown, count=len(members) - most)
    return ", ".join(members) or _NONE.in_language(language)


def attribute_phrase(attribute: str, name: str, language: Language) -> str:
    """A fact of the catalog on a product that is called so."""
    return _ATTRIBUTES[attribute].in_language(language).format(what=name)


def fact_phrase(leaf: Leaf, value: Value, language: Language) -> str:
    """A value of the catalog, or of a release's support, that a test looks at."""
    words = _LICENCES if leaf.about == "licence_class" else _SUPPORT if "support" in (leaf.operator, leaf.about) else {}
    return words[str(value)].in_language(language) if str(value) in words else _plain(value, language)


def support_word(support: str, language: Language) -> str:
    return _SUPPORT[support].in_language(language)


def _name(leaf: Leaf, knowledge: Knowledge, language: Language) -> str:
    if leaf.kind == "attribute":
        return attribute_phrase(leaf.about or "support", knowledge.products[leaf.subject].name, language)
    if leaf.kind == "version_of" and leaf.operator != "support":
        return _VERSION_OF.in_language(language).format(name=knowledge.products[leaf.subject].name)
    if leaf.kind in ("in_use", "works_well", "built_in", "version_of"):
        return knowledge.products[leaf.subject].name
    if leaf.kind in ("needed", "picks", "verdict"):
        return knowledge.slots[leaf.subject].title.in_language(language)
    if leaf.kind == "question":
        return question_phrase(knowledge.questions[leaf.subject], language)
    return leaf.subject


def _detail(leaf: Leaf, knowledge: Knowledge, language: Language) -> str:
    if leaf.kind == "picks":
        return knowledge.products[leaf.about or ""].name
    values = leaf.value if isinstance(leaf.value, tuple) else (leaf.value,)
    return _OR.in_language(language).join(_value(one, leaf, knowledge, language) for one in values)


def _value(value: Value, leaf: Leaf, knowledge: Knowledge, language: Language) -> str:
    if leaf.kind == "verdict":
        return f"“{verdict_word(str(value), language)}”"
    if leaf.kind == "attribute" or leaf.operator == "support":
        return fact_phrase(leaf, value, language)
    question = knowledge.questions.get(leaf.subject) if leaf.kind == "question" else None
    option = next((one for one in question.options if one.id == value), None) if question else None
    return f"“{option.text.in_language(language)}”" if option else _plain(value, language)


def _plain(value: Value, language: Language) -> str:
    if isinstance(value, bool):
        return (_YES if value else _NO).in_language(language)
    return f"{value:g}" if isinstance(value, float) else str(value)
