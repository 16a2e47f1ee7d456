"""Tests as short phrases that can be read aloud, in English and Korean."""

from __future__ import annotations

from engine.inference.literals import opposite
from engine.model import Knowledge, Language, Leaf, Question, Text, Value

# Per operator: how a test on {what} with {value} reads.
_TESTS: dict[str, Text] = {
    "is": Text("{what} is {value}", "{what}: {value}"),
    "is_not": Text("{what} is not {value}", "{what}: {value} 아님"),
    "in": Text("{what} is one of {value}", "{what}: {value} 중 하나"),
    "at_least": Text("{what} is at least {value}", "{what}: {value} 이상"),
    "at_most": Text("{what} is at most {value}", "{what}: {value} 이하"),
    "below": Text("{what} is below {value}", "{what}: {value} 미만"),
    "above": Text("{what} is above {value}", "{what}: {value} 초과"),
    "includes": Text("{what} includes {value}", "{what}: {value} 포함"),
    "excludes": Text("{what} does not include {value}", "{what}: {value} 미포함"),
    "known": Text("{what} was answered", "{what}: 답변 있음"),
    "unknown": Text("{what} was not answered", "{what}: 답변 없음"),
    "support": Text("the release of {what} is {value}", "{what} 릴리스의 지원 상태: {value}"),
}
_KINDS: dict[str, tuple[Text, Text]] = {
    "in_use": (Text("{what} is in use", "{what} 사용 중"), Text("{what} is not in use", "{what} 사용하지 않음")),
    "works_well": (
        Text("{what} serves you well", "{what} 제품이 잘 동작함"),
        Text("{what} is not among what serves you well", "{what} 제품은 계속 쓰려는 목록에 없음"),
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
        Text("“{what}” picks {value}", "“{what}” 영역의 선택: {value}"),
        Text("“{what}” does not pick {value}", "“{what}” 영역에서 {value} 미선택"),
    ),
    "verdict": (
        Text("{value} in “{what}”", "“{what}” 영역의 판정: {value}"),
        Text("not {value} in “{what}”", "“{what}” 영역의 판정이 {value} 아님"),
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
_NOT = Text("not: {what}", "다음이 아님: {what}")


def phrase(leaf: Leaf, wanted: bool, knowledge: Knowledge, language: Language) -> str:
    """A literal as a phrase: the test, or its contrary."""
    if leaf.kind in _KINDS:
        form = _KINDS[leaf.kind][not wanted].in_language(language)
        return form.format(what=_name(leaf, knowledge, language), value=_detail(leaf, knowledge, language))
    if not wanted:
        contrary = opposite(leaf)
        if contrary is None:
            return _NOT.in_language(language).format(what=phrase(leaf, True, knowledge, language))
        leaf = contrary
    what = _name(leaf, knowledge, language)
    if leaf.kind == "attribute":
        what = attribute_phrase(leaf.about or "support", what, language)
    return _TESTS[leaf.operator].in_language(language).format(what=what, value=_detail(leaf, knowledge, language))


def attribute_phrase(attribute: str, name: str, language: Language) -> str:
    """A fact of the catalog on a product that is called so."""
    return _ATTRIBUTES[attribute].in_language(language).format(what=name)


def _name(leaf: Leaf, knowledge: Knowledge, language: Language) -> str:
    if leaf.kind in ("in_use", "works_well", "built_in", "version_of", "attribute"):
        return knowledge.products[leaf.subject].name
    if leaf.kind in ("needed", "picks", "verdict"):
        return knowledge.slots[leaf.subject].title.in_language(language)
    return leaf.subject


def _detail(leaf: Leaf, knowledge: Knowledge, language: Language) -> str:
    if leaf.kind == "picks":
        return knowledge.products[leaf.about or ""].name
    if leaf.kind == "verdict":
        return f"{_value(leaf.value, None, language)} {knowledge.products[leaf.about or ''].name}"
    return _value(leaf.value, knowledge.questions.get(leaf.subject), language)


def _value(value: Value, question: Question | None, language: Language) -> str:
    if isinstance(value, tuple):
        return (" or " if language == "en" else " 또는 ").join(_value(one, question, language) for one in value)
    if isinstance(value, bool):
        return ("no", "yes")[value] if language == "en" else ("아니요", "예")[value]
    if question is not None and language == "ko":
        return next((option.text.ko for option in question.options if option.id == value), str(value))
    return str(value)
