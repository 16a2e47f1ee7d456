"""A comparison as plain data in one language: what the API answers and the command line prints."""

from __future__ import annotations

from typing import Any

from engine.explanation.comparison.compare import Comparison, ProductChange, SlotChange, Warned, WarningChange
from engine.explanation.comparison.differences import Cause
from engine.explanation.comparison.standing import Side
from engine.explanation.comparison.story import story
from engine.explanation.comparison.story_document import line_document, sources_document
from engine.explanation.comparison.words import Telling, plain_value
from engine.explanation.document import head
from engine.explanation.identity import id_in
from engine.explanation.phrases import phrase
from engine.inference.reasoner import Decision
from engine.inference.resolution import SlotOutcome
from engine.inference.verdicts import ProductVerdict
from engine.model import Language


def comparison_document(comparison: Comparison, language: Language) -> dict[str, Any]:
    """Both heads, what differs between the requests, the story, and the slots that changed with their causes."""
    return _Document(comparison, language).document()


class _Document(Telling):
    """The parts of a comparison."""

    def document(self) -> dict[str, Any]:
        comparison, language = self.comparison, self.language
        lines = [line_document(line, self) for line in story(comparison)]
        return {
            "before": head(comparison.before, id_in(comparison.before, language)),
            "after": head(comparison.after, id_in(comparison.after, language)),
            "differences": [self.difference(one) for one in comparison.differences],
            "counts": counts(comparison),
            "story": lines,
            "slots": [self.slot(change) for change in comparison.slots],
            "warned_on_both": [self.standing(slot, warned) for slot, warned in comparison.warned],
            "sources": sources_document(lines, comparison.after.knowledge, comparison.before.knowledge, language),
        }

    def slot(self, change: SlotChange) -> dict[str, Any]:
        slot = self.latest(change.slot, "slots").slots[change.slot]
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
            "before": _verdict(change.before, self.decisions["before"]),
            "after": _verdict(change.after, self.decisions["after"]),
            "causes": [self.cause(cause) for cause in change.causes],
            "facts": [self.difference(fact) for fact in change.facts],
            "by_need": change.by_need,
        }

    def warning(self, change: WarningChange) -> dict[str, Any]:
        side: Side = "after" if change.after else "before"
        warned = change.warned
        return {
            "change": "dated" if change.before and change.after else "new" if change.after else "gone",
            "product": warned.product,
            "name": self.name(warned.product),
            "kind": warned.kind,
            "date": plain_value(warned.date),
            "rule": warned.rule,
            "text": self.warning_text(warned, side),
            "cites": list(warned.stale.cites if warned.stale else self.rule(warned.rule, side).cites),
            "causes": [self.cause(change.cause)] if change.cause else [],
            "facts": [self.difference(fact) for fact in change.facts],
        }

    def standing(self, slot: str, warned: Warned) -> dict[str, Any]:
        return {
            "slot": slot,
            "title": self.title(slot),
            "product": warned.product,
            "name": self.name(warned.product),
            "kind": warned.kind,
            "date": plain_value(warned.date),
            "rule": warned.rule,
            "text": self.warning_text(warned, "after"),
            "cites": list(self.rule(warned.rule, "after").cites),
        }

    def cause(self, cause: Cause) -> dict[str, Any]:
        rule, knowledge = self.rule(cause.rule, cause.side), self.decisions[cause.side].knowledge
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


def _verdict(verdict: ProductVerdict | None, decision: Decision) -> dict[str, Any] | None:
    if verdict is None:
        return None
    return {
        "verdict": verdict.verdict,
        "to": list(verdict.to) or None,
        "by_date": plain_value(verdict.by_date),
        "with": list(verdict.through),
        "ruled_out_by": [decision.plan.rules[number].rule.id for number in verdict.ruled_out_by],
        "contested": verdict.contested,
    }
