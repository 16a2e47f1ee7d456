"""Two documents of decisions → what changes slot by slot, and by which rules.

For a decision of which nothing but the document is left: `before` may be anything that was read back from a file, so
what is not as it should be is passed over here. `after` was made by a decision, which tells what became of rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.explanation.replay.recorded import edits
from engine.inference.reasoner import Decision
from engine.knowledge.differences import written_rules
from engine.model import Knowledge

# What became of a rule that was heard: it is there no more, or was withdrawn by a pack, or is no longer about its
# product; its condition does not hold; others set it aside; it fires to no effect; it says the same in another way.
# Or of one that was not: others set it aside no more, or it speaks for the first time.
HOWS = (
    "gone",
    "withdrawn",
    "narrowed",
    "silent",
    "set-aside",
    "without-effect",
    "changed",
    "no-longer-set-aside",
    "speaks",
)
# Of these, what becomes of a rule that is heard now.
HOWS_NOW = ("changed", "no-longer-set-aside", "speaks")
_FIELDS = ("strength", "text", "cites")
_OF_A_VERDICT = ("verdict", "to", "by_date", "with", "contested")
_Verdict = Mapping[str, Any]
# The parts of a document beside its slots in which rules are named.
_PARTS = ("connections", "install_order", "advice", "warnings")


@dataclass(frozen=True, slots=True)
class RuleChange:
    """What became of a rule. `fields`: of one that `changed`; `by`: the rules that set it aside, or the pack."""

    rule: str
    how: str
    fields: tuple[str, ...] = ()
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SlotChange:
    """A slot of which something else is said. `verdicts`: by product what `_OF_A_VERDICT` names, before and after.

    `details`: pointers into the slot's document where it differs in nothing of all that.
    """

    slot: str
    status: tuple[str | None, str | None]
    picks: tuple[tuple[str, ...], tuple[str, ...]]
    verdicts: Mapping[str, tuple[_Verdict | None, _Verdict | None]]
    rules: tuple[RuleChange, ...]
    details: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PartChange:
    """A part beside the slots that is not the same."""

    part: str
    rules: tuple[RuleChange, ...]


@dataclass(slots=True)
class _Said:
    """What a part of a document says: rules with their reasons, and rules that were set aside, by whom."""

    reasons: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    defeated: dict[str, list[str]] = field(default_factory=dict)


def slot_changes(before: Mapping[str, Any], after: Mapping[str, Any], decision: Decision) -> Iterator[SlotChange]:
    """`decision`: the one that `after` tells of. In its order, then slots that are no more."""
    old, new = _slots(before), _slots(after)
    fates = _Fates(decision)
    for slot in dict.fromkeys((*new, *old)):
        was, is_ = old.get(slot, {}), new.get(slot, {})
        if was != is_:
            yield _slot_change(slot, was, is_, fates)


def _slot_change(slot: str, was: Mapping[str, Any], is_: Mapping[str, Any], fates: _Fates) -> SlotChange:
    old, new = _verdicts(was), _verdicts(is_)
    pairs = {product: (old.get(product), new.get(product)) for product in dict.fromkeys((*new, *old))}
    verdicts = {product: pair for product, pair in pairs.items() if pair[0] != pair[1]}
    status = _text(was.get("status")), _text(is_.get("status"))
    picks = _names(was.get("picks")), _names(is_.get("picks"))
    rules = tuple(fates.of(_said_of_slot(was), _said_of_slot(is_)))
    told = verdicts or rules or status[0] != status[1] or picks[0] != picks[1]
    details = () if told else tuple(edit.pointer for edit in edits(was, is_))
    return SlotChange(slot, status, picks, verdicts, rules, details)


def part_changes(before: Mapping[str, Any], after: Mapping[str, Any], decision: Decision) -> Iterator[PartChange]:
    """What else is not the same: all of a document but its slots, its names and its links."""
    fates = _Fates(decision)
    for part in (*_PARTS, "roadmap", "open_questions"):
        if before.get(part) != after.get(part):
            rules = fates.of(_said_of_part(before.get(part)), _said_of_part(after.get(part))) if part in _PARTS else ()
            yield PartChange(part, tuple(rules))


class _Fates:
    """What became of rules, by what the later decision knows."""

    def __init__(self, decision: Decision) -> None:
        self._knowledge: Knowledge = decision.knowledge
        self._fired = {decision.plan.rules[number].rule.id for number in decision.fired()}
        self._templates = written_rules(self._knowledge)

    def of(self, before: _Said, after: _Said) -> Iterator[RuleChange]:
        for rule, reason in after.reasons.items():
            if rule not in before.reasons:
                yield RuleChange(rule, "no-longer-set-aside" if rule in before.defeated else "speaks")
            elif fields := tuple(name for name in _FIELDS if before.reasons[rule].get(name) != reason.get(name)):
                yield RuleChange(rule, "changed", fields)
        for rule in before.reasons:
            if rule not in after.reasons:
                yield self._fate(rule, after)

    def _fate(self, rule: str, after: _Said) -> RuleChange:
        if rule not in self._knowledge.rules:
            template = rule.partition("@")[0]
            change = self._knowledge.changes.get(template)
            if change and change.withdrawn:
                return RuleChange(rule, "withdrawn", by=(change.pack,))
            return RuleChange(rule, "narrowed" if template in self._templates else "gone")
        if rule not in self._fired:
            return RuleChange(rule, "silent")
        if rule in after.defeated:
            return RuleChange(rule, "set-aside", by=tuple(after.defeated[rule]))
        return RuleChange(rule, "without-effect")


# --- reading documents ----------------------------------------------------------------------------------------


def _said_of_slot(slot: Mapping[str, Any]) -> _Said:
    found = _Said()
    need = slot.get("need")
    for one in [*_maps(slot.get("verdicts")), *([need] if isinstance(need, Mapping) else [])]:
        for reason in _maps(one.get("because")):
            if isinstance(reason.get("rule"), str):
                found.reasons.setdefault(reason["rule"], reason)
        for defeat in _maps(one.get("defeated")):
            if isinstance(defeat.get("rule"), str) and isinstance(defeat.get("by"), str):
                by = found.defeated.setdefault(defeat["rule"], [])
                if defeat["by"] not in by:
                    by.append(defeat["by"])
    return found


def _said_of_part(part: Any) -> _Said:
    found = _Said()
    for one in _maps(part):
        for reason in (one, *_maps(one.get("after"))):
            if isinstance(reason.get("rule"), str):
                found.reasons.setdefault(reason["rule"], reason)
    return found


def _slots(document: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    return {slot["slot"]: slot for slot in _maps(document.get("slots")) if isinstance(slot.get("slot"), str)}


def _verdicts(slot: Mapping[str, Any]) -> dict[str, _Verdict]:
    return {
        verdict["product"]: {name: verdict.get(name) for name in _OF_A_VERDICT}
        for verdict in _maps(slot.get("verdicts"))
        if isinstance(verdict.get("product"), str)
    }


def _maps(value: Any) -> Iterator[Mapping[str, Any]]:
    return (one for one in value if isinstance(one, Mapping)) if isinstance(value, list) else iter(())


def _names(value: Any) -> tuple[str, ...]:
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else ()


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None
