"""A migration plan as plain data in one language: what the API answers and the command line prints."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from engine.explanation.conditions import literal_data, value_behind
from engine.explanation.document import head
from engine.explanation.identity import id_in
from engine.explanation.migration.changes import MoveChange, changed_moves
from engine.explanation.migration.order import Wait
from engine.explanation.migration.placing import placed_text
from engine.explanation.migration.plan import MigrationPlan, Stay, Step, migration_plan
from engine.explanation.migration.prerequisites import Prerequisite
from engine.explanation.migration.releases import ReleaseToRaise
from engine.explanation.migration.versions import VersionAsked
from engine.explanation.migration.words import say
from engine.explanation.phrases import phrase
from engine.explanation.texts import reason
from engine.inference.reasoner import Decision
from engine.inference.verdicts import SlotWarning
from engine.model import Language


def migration_document(decision: Decision, language: Language) -> dict[str, Any]:
    """The plan for what is in use; `steps` and `stays` are empty where nothing is."""
    return plan_document(migration_plan(decision), language)


def plan_document(plan: MigrationPlan, language: Language) -> dict[str, Any]:
    return _Telling(plan, language).document()


def changes_document(before: MigrationPlan, after: MigrationPlan, language: Language) -> list[dict[str, Any]]:
    """What changes from one plan to another. `change`: new, gone, or otherwise (where it leads, or by when)."""
    tellers = _Telling(before, language), _Telling(after, language)
    return [_change(change, *tellers) for change in changed_moves(before, after)]


def _change(change: MoveChange, before: _Telling, after: _Telling) -> dict[str, Any]:
    teller = after if change.after else before
    moves = [
        {"to": list(step.to), "by_date": _day(step.by_date), "text": telling.title(step)} if step else None
        for telling, step in ((before, change.before), (after, change.after))
    ]
    return {
        "product": change.product,
        "name": teller.name(change.product),
        "slot": change.slot,
        "change": "otherwise" if change.before and change.after else "new" if change.after else "gone",
        "before": moves[0],
        "after": moves[1],
    }


class _Telling:
    """One plan in one language."""

    def __init__(self, plan: MigrationPlan, language: Language) -> None:
        self.plan, self.language = plan, language
        self.decision = plan.decision
        self.knowledge = plan.decision.knowledge
        roadmap = self.knowledge.roadmap
        self.stages = {stage.id: stage.title.in_language(language) for stage in roadmap.stages} if roadmap else {}

    def document(self) -> dict[str, Any]:
        id_ = id_in(self.decision, self.language)
        return {
            **head(self.decision, id_),
            "in_use": [self.product(product) for product in self.plan.in_use],
            "steps": [self.step(number, step) for number, step in enumerate(self.plan.steps, 1)],
            "stays": [self.stay(stay) for stay in self.plan.stays],
            "links": {"decision": f"/v1/decisions/{id_}"},
        }

    def step(self, number: int, step: Step) -> dict[str, Any]:
        days_left = (step.by_date - self.decision.as_of).days if step.by_date else None
        return {
            "step": number,
            "kind": step.kind,
            **self.product(step.product),
            "slot": step.slot or None,
            "title": self.knowledge.slots[step.slot].title.in_language(self.language) if step.slot else None,
            "text": self.title(step),
            "to": [self.product(product) for product in step.to],
            "because": [self.reason(rule) for rule in step.because],
            "by_date": _day(step.by_date),
            "days_left": days_left,
            "overdue": days_left is not None and days_left < 0,
            "deadline": (self._end if step.release else self._deadline)(step.by_date, days_left),
            "prerequisites": [self.prerequisite(one) for one in step.prerequisites],
            "versions": [self.version(one) for one in step.versions],
            "warnings": [self.warning(one) for one in step.warnings],
            "release": self._release(step.release) if step.release else None,
            "stage": {"stage": step.stage, "title": self.stages[step.stage]} if step.stage else None,
            "after": [self.wait(wait, step) for wait in step.placed.waits],
            "placed_by": step.placed.by,
            "placed_text": placed_text(self.plan, number, self.language),
        }

    def stay(self, stay: Stay) -> dict[str, Any]:
        ends_in = (stay.ends - self.decision.as_of).days if stay.ends else None
        return {
            **self.product(stay.product),
            "ground": stay.ground,
            "text": self.say(stay.ground),
            "slots": [self._standing(slot, rules) for slot, rules in stay.slots],
            "not_for": [self._standing(slot, rules) for slot, rules in stay.not_for],
            "ends": _day(stay.ends),
            "days_left": ends_in,
            "ends_text": self._end(stay.ends, ends_in),
            "warnings": [self.warning(one) for one in stay.warnings],
        }

    def _standing(self, slot: str, rules: Iterable[str]) -> dict[str, Any]:
        title = self.knowledge.slots[slot].title.in_language(self.language)
        return {"slot": slot, "title": title, "because": [self.reason(rule) for rule in rules]}

    # --- parts of a step --------------------------------------------------------------------------------------

    def reason(self, rule: str) -> dict[str, Any]:
        known = self.knowledge.rules[rule]
        return {"rule": rule, "text": reason(known, self.decision, self.language), "cites": list(known.cites)}

    def _release(self, one: ReleaseToRaise) -> dict[str, Any]:
        return {
            "version": one.version,
            "ended": _day(one.ended),
            "oldest_supported": one.oldest,
            "newest_supported": one.newest,
            "text": self._supported(one),
            "sources": list(one.sources),
        }

    def _supported(self, one: ReleaseToRaise) -> str:
        if one.oldest is None or one.newest is None:
            return self.say("none supported")
        word = "one supported" if one.oldest == one.newest else "supported"
        return self.say(word, oldest=one.oldest, newest=one.newest)

    def prerequisite(self, one: Prerequisite) -> dict[str, Any]:
        step, name = None if one.there else self._install_step(one.needs), self.name(one.needs)
        word = "there" if one.there else "step" if step else "if taken up"
        return {
            "product": one.needs,
            "name": name,
            "of": one.product,
            "how": one.how,
            "required": one.required,
            "there": one.there,
            "step": step,
            "text": self.say(word, name=name, step=step),
            "because": [self.reason(one.rule)],
        }

    def version(self, one: VersionAsked) -> dict[str, Any]:
        known = self.knowledge.rules[one.rule]
        return {
            "test": literal_data(one.leaf, True),
            "text": phrase(one.leaf, True, self.knowledge, self.language),
            "met": one.met,
            "value": value_behind(one.leaf, self.decision),
            "rule": one.rule,
            "cites": list(known.cites),
        }

    def warning(self, warning: SlotWarning) -> dict[str, Any]:
        told = self.reason(self.decision.plan.rules[warning.rule].rule.id)
        return {**self.product(warning.product), "kind": warning.kind, "date": _day(warning.date), **told}

    def wait(self, wait: Wait, step: Step) -> dict[str, Any]:
        number = self.plan.number(wait.first)
        first = self.plan.steps[number - 1]
        text = self.say(
            wait.how,
            step=number,
            name=self.name(wait.first[0]),
            of=step.product and self.name(step.product),
            earlier=self.stages.get(first.stage or "", ""),
            later=self.stages.get(step.stage or "", ""),
        )
        if wait.how in ("rule", "connection") and wait.rule:
            text = f"{text}: {self.reason(wait.rule)['text']}"
        return {"step": number, "how": wait.how, "rule": wait.rule, "text": text}

    def _install_step(self, product: str) -> int | None:
        nodes = [step.placed.node for step in self.plan.steps]
        return nodes.index((product, "")) + 1 if (product, "") in nodes else None

    # --- texts ------------------------------------------------------------------------------------------------

    def say(self, word: str, **parts: object) -> str:
        return say(word, self.language, **parts)

    def title(self, step: Step) -> str:
        name = self.name(step.product)
        if step.kind == "install":
            return self.say("install", name=name)
        if step.release:
            return self.say("raise", name=name, version=step.release.version)
        if step.to:
            return self.say("move", name=name, to=", ".join(map(self.name, step.to)))
        return self.say("nowhere" if step.needed else "retire", name=name)

    def _deadline(self, day: date | None, days_left: int | None) -> str | None:
        if day is None or days_left is None:
            return None
        key = "overdue" if days_left < 0 else "left" if days_left else "today"
        return self.say(key, day=day, count=self._count(days_left))

    def _end(self, day: date | None, days_left: int | None) -> str | None:
        if day is None or days_left is None:
            return None
        key = "ended" if days_left < 0 else "ends" if days_left else "ends today"
        return self.say(key, day=day, count=self._count(days_left))

    def _count(self, days: int) -> str:
        return self.say("day") if abs(days) == 1 else self.say("days", number=abs(days))

    def name(self, product: str) -> str:
        return self.knowledge.products[product].name

    def product(self, product: str) -> dict[str, str]:
        return {"product": product, "name": self.name(product)}


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None
