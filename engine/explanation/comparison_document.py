"""A comparison as plain data in one language: what the API answers and the command line prints."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from engine.explanation.comparison import Comparison, ProductChange, SlotChange, Warned, WarningChange
from engine.explanation.differences import Cause, Difference
from engine.explanation.document import head
from engine.explanation.phrases import attribute_phrase, phrase
from engine.explanation.staleness import stale_text
from engine.explanation.texts import answer_text, reason
from engine.inference.reasoner import Decision
from engine.inference.resolution import SlotOutcome
from engine.inference.verdicts import ProductVerdict
from engine.model import Knowledge, Language, Text
from engine.request import Request, decision_id

_WORDS = {
    "edition": Text("edition", "판"),
    "day": Text("day", "기준일"),
    "slot": Text("picks of “{slot}”", "“{slot}” 영역의 선택"),
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


def comparison_document(comparison: Comparison, language: Language) -> dict[str, Any]:
    """Both heads, what differs between the requests, and the slots that changed with their causes."""
    return _Telling(comparison, language).document()


def id_of(decision: Decision, language: Language) -> str:
    """The id under which a decision is found that was asked for in that language."""
    request = Request(decision.answers, decision.edition, decision.as_of, language)
    return decision_id(request, decision.knowledge)


class _Telling:
    """One comparison in one language."""

    def __init__(self, comparison: Comparison, language: Language) -> None:
        self.comparison, self.language = comparison, language
        self.decisions = {"before": comparison.before, "after": comparison.after}

    def document(self) -> dict[str, Any]:
        comparison, language = self.comparison, self.language
        return {
            "before": head(comparison.before, id_of(comparison.before, language)),
            "after": head(comparison.after, id_of(comparison.after, language)),
            "differences": [self.difference(one) for one in comparison.differences],
            "counts": counts(comparison),
            "slots": [self.slot(change) for change in comparison.slots],
        }

    def slot(self, change: SlotChange) -> dict[str, Any]:
        slot = self._latest(change.slot, "slots").slots[change.slot]
        return {
            "slot": slot.id,
            "title": slot.title.in_language(self.language),
            "area": slot.area,
            "status": _both(change, lambda outcome: outcome.status),
            "needed": _both(change, lambda outcome: outcome.needed),
            "need": [self.cause(cause) for cause in change.need],
            "picks": {"added": list(change.added), "dropped": list(change.dropped), "kept": list(change.kept)},
            "verdicts": [self.product(one) for one in change.products],
            "warnings": [self.warning(one) for one in change.warnings],
        }

    def product(self, change: ProductChange) -> dict[str, Any]:
        return {
            "product": change.product,
            "name": self.name(change.product),
            "before": _verdict(change.before),
            "after": _verdict(change.after),
            "causes": [self.cause(cause) for cause in change.causes],
            "facts": [self.difference(fact) for fact in change.facts],
            "by_need": change.by_need,
        }

    def warning(self, change: WarningChange) -> dict[str, Any]:
        side = "after" if change.after else "before"
        warned = change.warned
        return {
            "change": "dated" if change.before and change.after else "new" if change.after else "gone",
            "product": warned.product,
            "name": self.name(warned.product),
            "kind": warned.kind,
            "date": _plain(warned.date),
            "rule": warned.rule,
            "text": self.warning_text(warned, side),
            "cites": list(warned.stale.cites if warned.stale else self._rule(warned.rule, side).cites),
            "causes": [self.cause(change.cause)] if change.cause else [],
            "facts": [self.difference(fact) for fact in change.facts],
        }

    def warning_text(self, warned: Warned, side: str) -> str:
        if warned.stale:
            return stale_text(warned.stale, self.decisions[side].knowledge, self.language)
        return self.reason(warned.rule, side)

    def cause(self, cause: Cause) -> dict[str, Any]:
        rule, knowledge = self._rule(cause.rule, cause.side), self.decisions[cause.side].knowledge
        return {
            "rule": rule.id,
            "side": cause.side,
            "strength": rule.strength,
            "text": self.reason(rule.id, cause.side),
            "cites": list(rule.cites),
            "how": cause.how,
            "tests": [phrase(leaf, wanted, knowledge, self.language) for leaf, wanted in cause.tests],
            "set_aside_by": list(cause.set_aside_by),
            "differences": [self.difference(one) for one in cause.differences],
        }

    def difference(self, one: Difference) -> dict[str, Any]:
        return {
            "kind": one.kind,
            "subject": one.subject or None,
            "attribute": one.attribute,
            "before": _plain(one.before),
            "after": _plain(one.after),
            "text": self._difference_text(one),
        }

    # --- texts ------------------------------------------------------------------------------------------------

    def say(self, word: str, **parts: object) -> str:
        return _WORDS[word].in_language(self.language).format(**parts)

    def reason(self, rule: str, side: str) -> str:
        return reason(self._rule(rule, side), self.decisions[side], self.language)

    def name(self, product: str) -> str:
        return self._latest(product, "products").products[product].name

    def names(self, products: Iterable[str]) -> str:
        return ", ".join(map(self.name, products))

    def _rule(self, rule: str, side: str) -> Any:
        return self.decisions[side].knowledge.rules[rule]

    def _latest(self, id_: str, sort: str) -> Knowledge:
        """The knowledge of `after`, unless only that of `before` has such a thing."""
        after = self.comparison.after.knowledge
        return after if id_ in getattr(after, sort) else self.comparison.before.knowledge

    def _difference_text(self, one: Difference) -> str:
        if one.kind == "rule":
            if one.attribute:
                return self.say("rewritten", fields=one.attribute)
            return self.say("gone rule" if one.before else "new rule")
        if one.kind == "answer":
            return self._answer_text(one)
        if one.kind == "catalog":
            what = attribute_phrase(one.attribute or "", self.name(one.subject), self.language)
            return self._change(what, [_fact_text(one.before), _fact_text(one.after)], "unset")
        if one.kind == "slot":
            title = self._latest(one.subject, "slots").slots[one.subject].title.in_language(self.language)
            picks = [self.names(_members(value)) for value in (one.before, one.after)]
            return self._change(self.say("slot", slot=title), picks, "nothing")
        return self._change(self.say(one.kind), [str(one.before), str(one.after)], "nothing")

    def _change(self, what: str, values: list[str], nothing: str) -> str:
        before, after = (value or self.say(nothing) for value in values)
        return self.say("change", what=what, before=before, after=after)

    def _answer_text(self, one: Difference) -> str:
        knowledge = self._latest(one.subject, "questions")
        if one.attribute:
            what = self.say("of", question=one.subject, name=self.name(one.attribute))
            return self._change(what, [self._said(one.before), self._said(one.after)], "no answer")
        question = knowledge.questions[one.subject]
        if question.type == "products":
            before, after = _members(one.before), _members(one.after)
            gone = [f"− {self.name(product)}" for product in before if product not in after]
            new = [f"+ {self.name(product)}" for product in after if product not in before]
            if gone or new:
                return self.say("members", what=one.subject, members=", ".join((*gone, *new)))
        texts = [
            answer_text(question, answer, knowledge, self.language) if answer is not None else ""
            for answer in (one.before, one.after)
        ]
        return self._change(one.subject, texts, "no answer")

    def _said(self, value: bool | str | None) -> str:
        if isinstance(value, bool):
            return self.say("yes" if value else "no")
        return value or ""


def counts(comparison: Comparison) -> dict[str, int]:
    """How much changes."""
    slots = comparison.slots
    warnings = [warning for change in slots for warning in change.warnings]
    return {
        "slots": comparison.compared,
        "changed": len(slots),
        "picks_added": sum(len(change.added) for change in slots),
        "picks_dropped": sum(len(change.dropped) for change in slots),
        "verdicts": sum(len(change.products) for change in slots),
        "warnings_new": sum(not warning.before for warning in warnings),
        "warnings_gone": sum(not warning.after for warning in warnings),
    }


def _both(change: SlotChange, member: Any) -> dict[str, Any]:
    def of(outcome: SlotOutcome | None) -> Any:
        return member(outcome) if outcome else None

    return {"before": of(change.before), "after": of(change.after)}


def _verdict(verdict: ProductVerdict | None) -> dict[str, Any] | None:
    if verdict is None:
        return None
    return {
        "verdict": verdict.verdict,
        "to": list(verdict.to) or None,
        "by_date": _plain(verdict.by_date),
        "with": list(verdict.through),
        "contested": verdict.contested,
    }


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        pairs = bool(value) and isinstance(value[0], tuple)
        return {one[0]: one[1] for one in value} if pairs else list(value)
    return value.isoformat() if isinstance(value, date) else value


def _members(value: Any) -> tuple[str, ...]:
    return value or ()


def _fact_text(value: Any) -> str:
    if isinstance(value, tuple):
        return " OR ".join(map(str, value))
    return "" if value is None else str(value)
