"""Verdicts that rest on what is no longer so: a source took a product to be what, by the decision's day, it is not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from engine.explanation.texts import licence_text
from engine.inference.encoding import IN_USE, WORKS_WELL
from engine.inference.profile import members_of
from engine.inference.reasoner import Decision
from engine.inference.resolution import ProductVerdict, SlotOutcome
from engine.model import STANCES_FOR, Knowledge, Language, Text
from engine.premises import Change, Premise, Resting

KIND = "stale-premise"

_LEVELS = {
    "none": Text("a project without a CNCF level", "등급 외(none)"),
    "sandbox": Text("a sandbox project", "샌드박스(sandbox)"),
    "incubating": Text("an incubating project", "인큐베이팅(incubating)"),
    "graduated": Text("a graduated project", "졸업(graduated)"),
    "archived": Text("an archived project", "보관(archived)"),
}
_LEVEL_BEFORE = Text(
    "“{title}” ({published}) describes {name} as {old}; ",
    "“{title}”({published})에서는 {name} 프로젝트를 {old} 등급으로 설명하지만, ",
)
_LEVEL_SINCE = {
    "archived": Text(
        "the CNCF archived it on {since}. Weigh again what is said of it there.",
        "CNCF는 {since}에 이 프로젝트를 보관(archived) 처리했습니다. 이 출처에 근거한 내용을 다시 검토해야 합니다.",
    ),
    "graduated": Text(
        "it graduated on {since}. Weigh again what is said of it there.",
        "이 프로젝트는 {since}에 졸업(graduated) 등급이 되었습니다. 이 출처에 근거한 내용을 다시 검토해야 합니다.",
    ),
}
_LEVEL_OTHERWISE = Text(
    "since {since} it has been {new}. Weigh again what is said of it there.",
    "{since}부터는 {new} 등급입니다. 이 출처에 근거한 내용을 다시 검토해야 합니다.",
)
_LICENCE = Text(
    "“{title}” ({published}) takes {name} to be under {old}; since {since} it has been under {new}. "
    "Weigh again what is said of it there.",
    "“{title}”({published})에서는 {name}의 라이선스를 {old} 기준으로 설명하지만, "
    "{since}부터는 {new} 라이선스가 적용됩니다. "
    "이 출처에 근거한 내용을 다시 검토해야 합니다.",
)


@dataclass(frozen=True, slots=True)
class StalePremise:
    """A premise that has changed, the rules that rest on it, and the slots whose verdicts they bear on."""

    premise: Premise
    change: Change
    rules: tuple[str, ...]
    slots: tuple[str, ...]

    @property
    def cites(self) -> tuple[str, ...]:
        """The claims that were right once, and what says that they are no longer."""
        return tuple(dict.fromkeys((*self.premise.claims, *self.change.evidence)))


def stale_premises(decision: Decision) -> tuple[StalePremise, ...]:
    """In the order of the slots, then of the products. About verdicts that somebody could act on, and no others."""
    found: dict[tuple[str, str, str], tuple[StalePremise, list[str], list[str]]] = {}
    for slot, rule, premise, change in _at_risk(decision):
        key = (premise.product, premise.attribute, premise.source)
        _, rules, slots = found.setdefault(key, (StalePremise(premise, change, (), ()), [], []))
        rules.append(rule)
        slots.append(slot)
    return tuple(
        StalePremise(stale.premise, stale.change, tuple(dict.fromkeys(rules)), tuple(dict.fromkeys(slots)))
        for stale, rules, slots in found.values()
    )


def _at_risk(decision: Decision) -> Iterator[tuple[str, str, Premise, Change]]:
    fired = _fired(decision)
    resting: dict[str, list[tuple[int, Resting, Change]]] = {}
    for number, premises in decision.plan.resting.items():
        if fired >> number & 1:
            for one in premises:
                change = one.premise.change_by(decision.read_on)
                if change is not None:
                    resting.setdefault(one.slot, []).append((number, one, change))
    if not resting:
        return
    for outcome in decision.slots:
        found = [
            (one.premise.product, _standing_of(number, verdict), decision.plan.rules[number].rule.id, one, change)
            for number, one, change in resting.get(outcome.slot, ())
            for verdict in outcome.verdicts
            if verdict.product == one.product
            and _bears_on(number, verdict)
            and _matters(verdict, outcome, decision, fired)
        ]
        for _, _, rule, one, change in sorted(found, key=lambda entry: entry[:3]):
            yield outcome.slot, rule, one.premise, change


def _fired(decision: Decision) -> int:
    fired = 0
    for stage in decision.stages:
        fired |= stage.happened
    return fired


def _bears_on(number: int, verdict: ProductVerdict) -> bool:
    return number in verdict.because or any(defeat.rule == number for defeat in verdict.defeated)


def _standing_of(number: int, verdict: ProductVerdict) -> bool:
    """False, which sorts first, for a rule whose argument stands; True for one that was set aside."""
    return number not in verdict.because


def _matters(verdict: ProductVerdict, outcome: SlotOutcome, decision: Decision, fired: int) -> bool:
    """As for the warnings of rules: the slot could lead to the product, or it is in use."""
    if any(verdict.product in members_of(decision.answers.get(question, ())) for question in (IN_USE, WORKS_WELL)):
        return True
    return outcome.needed and (
        verdict.verdict != "avoid" or _was_wanted(verdict.product, outcome.slot, decision, fired)
    )


def _was_wanted(product: str, slot: str, decision: Decision, fired: int) -> bool:
    plan = decision.plan.slots[slot]
    return any(
        conclusion.kind in STANCES_FOR and fired >> plan.rules[i].number & 1
        for arguments in plan.arguments
        if arguments.product == product
        for i, _, conclusion in arguments.said
    )


def stale_warning(stale: StalePremise, knowledge: Knowledge, language: Language) -> dict[str, Any]:
    """As the body of a decision lists warnings. `rule`: the first that rests on the premise."""
    return {
        "product": stale.premise.product,
        "kind": KIND,
        "date": stale.change.since.isoformat(),
        "text": stale_text(stale, knowledge, language),
        "rule": stale.rules[0],
        "cites": list(stale.cites),
        "slots": list(stale.slots),
    }


def stale_text(stale: StalePremise, knowledge: Knowledge, language: Language) -> str:
    premise, change = stale.premise, stale.change
    source = knowledge.sources[premise.source]
    parts = {
        "title": source.title.in_language(language),
        "published": source.date,
        "name": knowledge.products[premise.product].name,
        "since": change.since,
    }
    if premise.attribute == "licence":
        old, new = licence_text(premise.value, knowledge), licence_text(change.value, knowledge)
        return _LICENCE.in_language(language).format(old=old, new=new, **parts)
    old, new = _LEVELS[premise.value].in_language(language), _LEVELS[change.value].in_language(language)
    form = _LEVEL_BEFORE.in_language(language) + _LEVEL_SINCE.get(change.value, _LEVEL_OTHERWISE).in_language(language)
    return form.format(old=old, new=new, **parts)
