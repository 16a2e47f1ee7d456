"""Why a product is not a pick, as plain data: the body that the API answers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from engine.explanation.conditions import condition_data, leaf_data
from engine.explanation.texts import answer_data, reason
from engine.explanation.why_not.answer import Behind, Lacking, Said, WhyNot
from engine.explanation.why_not.counterfactuals import MOST_CHANGES, Change, Counterfactual
from engine.inference.reasoner import Decision
from engine.model import Knowledge, Language, Rule


def why_not_document(told: WhyNot, id_: str, language: Language) -> dict[str, Any]:
    """The answer as plain data. `id_`: the decision's."""
    decision, knowledge = told.decision, told.decision.knowledge

    def reasons(rules: Iterable[Rule]) -> list[dict[str, Any]]:
        return [_reason(rule, decision, language) for rule in rules]

    return {
        "decision": id_,
        "slot": told.outcome.slot,
        "title": knowledge.slots[told.outcome.slot].title.in_language(language),
        "product": told.product,
        "name": knowledge.products[told.product].name,
        "slots": list(told.slots),
        "picked": told.picked,
        "picks": list(told.outcome.picks),
        "verdict": told.verdict.verdict if told.verdict else None,
        "need": {
            "needed": told.outcome.needed,
            "because": reasons(decision.plan.rules[number].rule for number in told.outcome.needed_because),
        },
        "gave_way": [_gave_way(one, decision, language) for one in told.gave_way],
        "against": [_said(one, decision, language) for one in told.against],
        "in_favour": [_said(one, decision, language) for one in told.in_favour],
        "lacking": [_lacking(one, decision, language) for one in told.lacking],
        "behind": [_behind(one, decision) for one in told.behind],
        "counterfactuals": [_counterfactual(one, knowledge, language) for one in told.changes.found],
        "complete": told.changes.complete,
        "most_changes": MOST_CHANGES,
        "held": list(told.changes.held),
    }


def _counterfactual(one: Counterfactual, knowledge: Knowledge, language: Language) -> dict[str, Any]:
    return {"changes": [_change(change, knowledge, language) for change in one.changes], "verdict": one.verdict}


def _change(change: Change, knowledge: Knowledge, language: Language) -> dict[str, Any]:
    question = knowledge.questions[change.question]
    return {
        "question": question.id,
        "text": question.text.in_language(language),
        "from": answer_data(question, change.before),
        "to": answer_data(question, change.after),
        "range": {"at_least": change.span[0], "at_most": change.span[1]} if change.span else None,
        "alike": [answer_data(question, one) for one in change.alike],
    }


def _reason(rule: Rule, decision: Decision, language: Language) -> dict[str, Any]:
    return {
        "rule": rule.id,
        "strength": rule.strength,
        "text": reason(rule, decision, language),
        "cites": list(rule.cites),
    }


def _said(one: Said, decision: Decision, language: Language) -> dict[str, Any]:
    return {**_reason(one.rule, decision, language), "stances": list(one.stances)}


def _gave_way(one: Lacking, decision: Decision, language: Language) -> dict[str, Any]:
    by = [_reason(decision.knowledge.rules[id_], decision, language) for id_ in one.set_aside_by]
    return {**_reason(one.rule, decision, language), "gives": list(one.gives), "because": by}


def _lacking(one: Lacking, decision: Decision, language: Language) -> dict[str, Any]:
    return {
        **_reason(one.rule, decision, language),
        "gives": list(one.gives),
        "fired": one.fired,
        "set_aside_by": list(one.set_aside_by),
        "reachable": one.reachable,
        "would_be_set_aside_by": list(one.yields_to),
        "ruled_out_by": list(one.bound_by),
        "conditions": condition_data(one.rule.when, decision),
    }


def _behind(one: Behind, decision: Decision) -> dict[str, Any]:
    return {
        "fact": leaf_data(one.leaf),
        "wanted": one.wanted,
        "rules": [
            {"rule": rule.id, "fired": fired, "conditions": condition_data(rule.when, decision)}
            for rule, fired in one.rules
        ],
    }
