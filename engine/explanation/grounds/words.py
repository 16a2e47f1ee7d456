"""What differs between two grounds, as sentences in English and Korean."""

from __future__ import annotations

from typing import Any

from engine.explanation.grounds.differences import Difference
from engine.explanation.labels import field_word, verdict_word
from engine.explanation.particles import fitted
from engine.model import Language, Text

_RULES: dict[str, Text] = {
    "changed": Text(
        "The rule {rule} was rewritten: {fields}.", "규칙 {rule}[이/가] 바뀌었습니다. 바뀐 항목: {fields}."
    ),
    "gone": Text("The rule {rule} is there no more.", "규칙 {rule}[이/가] 더 이상 없습니다."),
    "added": Text("The rule {rule} is new.", "규칙 {rule}[이/가] 새로 생겼습니다."),
    "silent": Text("The rule {rule} has no say any more.", "규칙 {rule}[이/가] 더 이상 적용되지 않습니다."),
    "speaks": Text("The rule {rule} has a say now.", "규칙 {rule}[이/가] 이제 적용됩니다."),
}
_CLAIM = Text("The claim {claim} says something else.", "출처의 내용 {claim}[이/가] 바뀌었습니다.")
_VERDICT = Text(
    "The verdict was “{before}” and is “{after}”.", "판정이 “{before}”에서 “{after}”[으로/로] 바뀌었습니다."
)
_VALUE = Text("{text}: it was {before} and is {after}.", "{text}: {before}에서 {after}[으로/로] 바뀌었습니다.")
_TEST = Text("{text}: this does not hold on both sides.", "{text}: 한쪽에서만 성립합니다.")
_NONE = Text("none known", "알려진 바 없음")
_NO_ANSWER = Text("not answered", "답변 없음")
_NOTHING = Text("no verdict", "판정 없음")
_YES, _NO = Text("yes", "예"), Text("no", "아니요")
_SHOWN = 120  # characters of a value inside a sentence


def sentence(difference: Difference, language: Language) -> str:
    return fitted(_form(difference).in_language(language).format(**_parts(difference, language)))


def _form(difference: Difference) -> Text:
    if difference.kind == "rule":
        return _RULES[difference.how]
    if difference.kind == "claim":
        return _CLAIM
    if difference.kind == "verdict":
        return _VERDICT
    return _VALUE if difference.before != difference.after else _TEST


def _parts(difference: Difference, language: Language) -> dict[str, Any]:
    if difference.kind == "rule":
        fields = ", ".join(field_word(name, language) for name in difference.fields)
        return {"rule": difference.subject, "fields": fields}
    if difference.kind == "claim":
        return {"claim": difference.subject}
    values = difference.before, difference.after
    if difference.kind == "verdict":
        before, after = (verdict_word(one, language) if one else _NOTHING.in_language(language) for one in values)
        return {"before": before, "after": after}
    none = _NO_ANSWER if difference.kind == "answer" else _NONE
    text = difference.text.in_language(language) if difference.text else difference.subject
    before, after = (_value(one, none, language) for one in values)
    return {"text": text, "before": before, "after": after}


def _value(value: Any, none: Text, language: Language) -> str:
    if value is None:
        return none.in_language(language)
    if isinstance(value, bool):
        return (_YES if value else _NO).in_language(language)
    text = ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
