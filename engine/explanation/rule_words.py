"""A rule as a person reads it, whatever decision it is met in: its condition as nested phrases, its conclusions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.explanation.connections import relation_sentence
from engine.explanation.particles import fitted
from engine.explanation.phrases import phrase
from engine.explanation.proofs.words import say as proof_word
from engine.explanation.proofs.words import warning_title
from engine.explanation.texts import PLACEHOLDER
from engine.explanation.why_not.words import GIVES
from engine.explanation.why_not.words import say as condition_word
from engine.inference.literals import positive
from engine.model import All, Conclusion, Condition, Day, Knowledge, Language, Leaf, Not, Rule, Text

_STANCE = Text("{product} in “{slot}”: {stance}", "“{slot}” 영역의 {product}: {stance}")
_NEED = Text("the slot “{slot}” is needed", "“{slot}” 영역이 필요함")
_NO_NEED = Text("the slot “{slot}” is not needed", "“{slot}” 영역이 필요하지 않음")
_CONCERN = Text("the concern “{what}” holds", "고려 사항 “{what}” 성립")
_ADVICE = Text("advice", "조언")
_END = Text("its end of support", "지원 종료일")


@dataclass(frozen=True, slots=True)
class Told:
    """A part of a condition. `parts`: those that it joins, none where it is a single test."""

    text: str
    parts: tuple[Told, ...] = ()


def condition_told(condition: Condition, knowledge: Knowledge, language: Language) -> tuple[Told, ...]:
    """The parts that all have to hold, which goes without saying."""
    parts = condition.parts if isinstance(condition, All) else (condition,)
    if not parts:
        return (Told(condition_word("always", language)),)
    return tuple(_part(part, True, knowledge, language) for part in parts)


def _part(condition: Condition, wanted: bool, knowledge: Knowledge, language: Language) -> Told:
    if isinstance(condition, Leaf):
        return Told(phrase(*positive(condition, wanted), knowledge, language))
    if isinstance(condition, Not):
        return _part(condition.part, not wanted, knowledge, language)
    if len(condition.parts) == 1:
        return _part(condition.parts[0], wanted, knowledge, language)
    # Not all of these is at least one of their contraries; none of them is all of their contraries.
    word = "every" if isinstance(condition, All) == wanted else "some"
    parts = tuple(_part(part, wanted, knowledge, language) for part in condition.parts)
    return Told(condition_word(word, language), parts)


def conclusion_told(conclusion: Conclusion, knowledge: Knowledge, language: Language) -> str:
    """What follows, in a few words."""
    kind, subject = conclusion.kind, conclusion.subject

    def told(text: Text, **parts: str) -> str:
        return fitted(text.in_language(language).format(**parts))

    if kind in ("connect", "install"):
        return relation_sentence(conclusion, knowledge, language)
    if kind == "advise":
        return told(_ADVICE)
    if kind == "derive":
        return told(_CONCERN, what=subject)
    if kind in ("need", "no_need"):
        return told(_NEED if kind == "need" else _NO_NEED, slot=knowledge.slots[subject].title.in_language(language))
    name = knowledge.products[subject].name
    slot = knowledge.slots[conclusion.slot].title.in_language(language) if conclusion.slot else ""
    if conclusion.warning:
        day = conclusion.date if isinstance(conclusion.date, Day) else None
        return warning_title(name, conclusion.warning, day, language)
    stance = told(_STANCE, product=name, slot=slot, stance=told(GIVES[kind]))
    return ", ".join((stance, *_beside(conclusion, knowledge, language)))


def _beside(conclusion: Conclusion, knowledge: Knowledge, language: Language) -> Iterator[str]:
    """Where a stance leads, by when, and with what."""
    if conclusion.to:
        yield proof_word("to", language, names=_names(conclusion.to, knowledge))
    if conclusion.by:
        day = _END.in_language(language) if conclusion.by == "end-of-life" else conclusion.by
        yield proof_word("by", language, day=day)
    if conclusion.through:
        yield proof_word("with", language, names=_names(conclusion.through, knowledge))


def _names(products: tuple[str, ...], knowledge: Knowledge) -> str:
    return ", ".join(knowledge.products[product].name for product in products)


def reason_parts(rule: Rule, knowledge: Knowledge, language: Language) -> tuple[tuple[str, str], ...]:
    """The rule's reason, cut where a decision puts in an answer or a fact: text, and the name of what comes after it.

    A question is named by its text, a fact of the catalog as the rule has it; nothing comes after the last text.
    """
    cut = PLACEHOLDER.split(rule.because.in_language(language))
    names = [*cut[1::2], ""]
    return tuple((text, _placed(name, knowledge, language)) for text, name in zip(cut[::2], names, strict=True))


def _placed(name: str, knowledge: Knowledge, language: Language) -> str:
    question = knowledge.questions.get(name)
    return question.text.in_language(language) if question else name
