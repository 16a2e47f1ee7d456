"""What differs between two decisions in words and plain values; names are taken from whichever side has them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from engine.explanation.comparison.compare import Comparison, Warned
from engine.explanation.comparison.differences import Difference
from engine.explanation.comparison.standing import Side
from engine.explanation.labels import field_word
from engine.explanation.phrases import answer_phrase, attribute_phrase, question_phrase, support_word
from engine.explanation.staleness import stale_text
from engine.explanation.texts import licence_text, reason
from engine.model import Knowledge, Language, Rule, Text

_WORDS = {
    "edition": Text("edition", "기준 판"),
    "day": Text("day", "기준일"),
    "slot": Text("picks of “{slot}”", "“{slot}” 영역의 추천"),
    "change": Text("{what}: {before} → {after}", "{what}: {before} → {after}"),
    "members": Text("{what}: {members}", "{what}: {members}"),
    "of": Text("{question}, {name}", "{question}, {name}"),
    "yes": Text("yes", "예"),
    "no": Text("no", "아니요"),
    "nothing": Text("none", "없음"),
    "no answer": Text("no answer", "답변 없음"),
    "unset": Text("none known", "알려진 바 없음"),
    "new rule": Text("the rule is new", "새로 생긴 규칙"),
    "gone rule": Text("the rule is gone", "없어진 규칙"),
    "rewritten": Text("the rule was rewritten: {fields}", "규칙이 바뀜: {fields}"),
}


class Telling:
    """One comparison in one language."""

    def __init__(self, comparison: Comparison, language: Language) -> None:
        self.comparison, self.language = comparison, language
        self.decisions = {"before": comparison.before, "after": comparison.after}

    def difference(self, one: Difference) -> dict[str, Any]:
        return {
            "kind": one.kind,
            "subject": one.subject or None,
            "attribute": one.attribute,
            "before": plain_value(one.before),
            "after": plain_value(one.after),
            "text": self._difference_text(one),
        }

    def say(self, word: str, **parts: object) -> str:
        return _WORDS[word].in_language(self.language).format(**parts)

    def reason(self, rule: str, side: Side) -> str:
        return reason(self.rule(rule, side), self.decisions[side], self.language)

    def warning_text(self, warned: Warned, side: Side) -> str:
        if warned.stale:
            return stale_text(warned.stale, self.decisions[side].knowledge, self.language)
        return self.reason(warned.rule, side)

    def title(self, slot: str) -> str:
        return self.latest(slot, "slots").slots[slot].title.in_language(self.language)

    def name(self, product: str) -> str:
        return self.latest(product, "products").products[product].name

    def names(self, products: Iterable[str]) -> str:
        return ", ".join(map(self.name, products))

    def rule(self, rule: str, side: Side) -> Rule:
        return self.decisions[side].knowledge.rules[rule]

    def latest(self, id_: str, sort: str) -> Knowledge:
        """The knowledge of `after`, unless only that of `before` has such a thing."""
        after = self.comparison.after.knowledge
        return after if id_ in getattr(after, sort) else self.comparison.before.knowledge

    def _difference_text(self, one: Difference) -> str:
        if one.kind == "rule":
            if one.attribute:
                return self.say("rewritten", fields=self.fields(one.attribute))
            return self.say("gone rule" if one.before else "new rule")
        if one.kind == "answer":
            return self._answer_text(one)
        if one.kind == "catalog":
            what = attribute_phrase(one.attribute or "", self.name(one.subject), self.language)
            return self._change(what, [self._fact_text(one, value) for value in (one.before, one.after)], "unset")
        if one.kind == "slot":
            picks = [self.names(_members(value)) for value in (one.before, one.after)]
            return self._change(self.say("slot", slot=self.title(one.subject)), picks, "nothing")
        return self._change(self.say(one.kind), [str(one.before), str(one.after)], "nothing")

    def fields(self, names: str) -> str:
        return ", ".join(field_word(name, self.language) for name in names.split(", "))

    def _change(self, what: str, values: list[str], nothing: str) -> str:
        before, after = (value or self.say(nothing) for value in values)
        return self.say("change", what=what, before=before, after=after)

    def _answer_text(self, one: Difference) -> str:
        knowledge = self.latest(one.subject, "questions")
        question = knowledge.questions[one.subject]
        asked = question_phrase(question, self.language)
        if one.attribute:
            what = self.say("of", question=asked, name=self.name(one.attribute))
            return self._change(what, [self._said(one.before), self._said(one.after)], "no answer")
        if question.type == "products":
            before, after = _members(one.before), _members(one.after)
            gone = [f"− {self.name(product)}" for product in before if product not in after]
            new = [f"+ {self.name(product)}" for product in after if product not in before]
            if gone or new:
                return self.say("members", what=asked, members=", ".join((*gone, *new)))
        texts = [
            answer_phrase(question, answer, knowledge, self.language) if answer is not None else ""
            for answer in (one.before, one.after)
        ]
        return self._change(asked, texts, "no answer")

    def _fact_text(self, one: Difference, value: Any) -> str:
        if isinstance(value, tuple):
            return licence_text(" OR ".join(value), self.latest(one.subject, "products")) or ""
        if one.attribute == "support" and value is not None:
            return support_word(value, self.language)
        return self._said(value) if isinstance(value, bool) else "" if value is None else str(value)

    def _said(self, value: bool | str | None) -> str:
        if isinstance(value, bool):
            return self.say("yes" if value else "no")
        return value or ""


def plain_value(value: Any) -> Any:
    if isinstance(value, tuple):
        pairs = bool(value) and isinstance(value[0], tuple)
        return {one[0]: one[1] for one in value} if pairs else list(value)
    return value.isoformat() if isinstance(value, date) else value


def _members(value: Any) -> tuple[str, ...]:
    return value or ()
