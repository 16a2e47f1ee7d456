"""The words of a proof: how its parts are called and read, in both languages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from engine.explanation.labels import verdict_word, warning_word
from engine.explanation.particles import fitted
from engine.inference.resolution import ProductVerdict, SlotOutcome
from engine.model import STRENGTHS, Knowledge, Language, Text

_STATUS = {
    "decided": Text("decided", "결정됨"),
    "open": Text("open", "미확정"),
    "not-needed": Text("not needed", "필요 없음"),
    "unserved": Text("needed, but everything is ruled out", "필요하지만 모든 후보가 배제됨"),
    "contested": Text("contested", "상충"),
}
_STRENGTHS: dict[str, Text] = dict(
    zip(STRENGTHS, (Text("default", "기본"), Text("exception", "예외"), Text("constraint", "제약")), strict=True)
)
_WORDS = {
    "picks": Text("picks {names}", "추천: {names}"),
    "no picks": Text("no picks", "추천 없음"),
    "to": Text("to {names}", "대체 제품: {names}"),
    "by": Text("by {day}", "기한: {day}"),
    "with": Text("with {names}", "{names}[과/와] 함께"),
    "needed": Text("the slot is needed", "이 영역이 필요한 이유"),
    "not needed": Text("the slot is not needed", "이 영역이 필요하지 않음"),
    "nobody": Text("no rule asks for it", "이 영역을 요구하는 규칙이 없음"),
    "set aside": Text("set aside: {reason}", "제외됨: {reason}"),
    "by the rule above": Text("set aside by the rule above", "위의 규칙이 우선함"),
    "by the rules above": Text("set aside by the rules above", "위의 규칙들이 우선함"),
    "by reason": Text("set aside by: {reason}", "우선한 규칙: {reason}"),
    "answer": Text("{phrase} (you said: {value})", "{phrase} (답변: {value})"),
    "said so": Text("{phrase} (you said so)", "{phrase} (답변한 대로)"),
    "not named": Text("{phrase} (not among the {count} that you named)", "{phrase} (답변한 {count}개에 없음)"),
    "looked up": Text("{phrase} (it is {value})", "{phrase} (현재 값: {value})"),
    "always": Text("it always holds", "항상 성립"),
    "seen": Text("shown above", "위에서 설명함"),
    "open": Text("could still change with: {question}", "답에 따라 바뀔 수 있음: {question}"),
    "changed": Text("changed by the pack {pack}: {reason}", "{pack} 팩이 변경함: {reason}"),
    "withdrawn": Text(
        "{rule} was withdrawn by the pack {pack}: {reason}", "{pack} 팩이 {rule} 규칙을 철회함: {reason}"
    ),
    "absent": Text(
        "{name}: no rule that fired speaks of it here", "{name}: 조건이 맞은 규칙 가운데 이 제품을 다루는 것이 없음"
    ),
    "passed over": Text(
        "{name}: all that rules say of it here was set aside", "{name}: 이 영역에서 이 제품에 대한 근거가 모두 제외됨"
    ),
    "warning": Text("{name}: warning ({kind})", "{name}: 경고({kind})"),
    "warning on": Text("{name}: warning ({kind}, {day})", "{name}: 경고({kind}, {day})"),
    "rests on": Text("what it rests on", "근거"),
    "beside": Text("Beside it", "함께 볼 내용"),
    "opposes": Text("against it", "반대"),
    "sets-aside": Text("sets aside", "우선함"),
    "pack": Text("changed by {pack}", "{pack} 팩의 변경"),
    "gone": Text("{rule}: withdrawn", "{rule}: 철회됨"),
    "stale": Text("{name}: no longer as the source had it", "{name}: 출처와 달라진 전제"),
}


def say(word: str, language: Language, **parts: object) -> str:
    return fitted(_WORDS[word].in_language(language).format(**parts))


def status_word(status: str, language: Language) -> str:
    return _STATUS[status].in_language(language)


def strength_word(strength: str, language: Language) -> str:
    return _STRENGTHS[strength].in_language(language)


def names_of(products: Iterable[str], knowledge: Knowledge) -> str:
    return ", ".join(knowledge.products[product].name for product in products)


def slot_title(outcome: SlotOutcome, knowledge: Knowledge, language: Language) -> str:
    """A slot with its status and its picks."""
    title = knowledge.slots[outcome.slot].title.in_language(language)
    names = names_of(outcome.picks, knowledge)
    picks = say("picks", language, names=names) if outcome.picks else say("no picks", language)
    return f"{title} — {status_word(outcome.status, language)}, {picks}"


def verdict_title(verdict: ProductVerdict, knowledge: Knowledge, language: Language) -> str:
    """A product with its verdict, and where it leads, by when, with what."""
    name = knowledge.products[verdict.product].name
    parts = [f"{name}: {verdict_word(verdict.verdict, language)}"]
    if verdict.to:
        parts.append(say("to", language, names=names_of(verdict.to, knowledge)))
    if verdict.by_date:
        parts.append(say("by", language, day=verdict.by_date))
    if verdict.through:
        parts.append(say("with", language, names=names_of(verdict.through, knowledge)))
    if verdict.contested:
        parts.append(status_word("contested", language))
    return ", ".join(parts)


def warning_title(name: str, kind: str, day: date | None, language: Language) -> str:
    kind_word = warning_word(kind, language)
    if day is None:
        return say("warning", language, name=name, kind=kind_word)
    return say("warning on", language, name=name, kind=kind_word, day=day)
