"""What a decision set aside, in the words of its rules: the body of a decision names them by their ids alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from engine.explanation.texts import reason
from engine.inference.reasoner import Decision
from engine.model import Language


def reasons_set_aside(slots: Iterable[Mapping[str, Any]], decision: Decision, language: Language) -> dict[str, str]:
    """Of each rule that is set aside in the slots, or that sets one aside, its reason for this decision, by its id."""
    defeats = [one for slot in slots for told in (slot["need"], *slot["verdicts"]) for one in told["defeated"]]
    rules = decision.knowledge.rules
    named = dict.fromkeys(rule for one in defeats for rule in (one["rule"], one["by"]) if rule in rules)
    return {rule: reason(rules[rule], decision, language) for rule in named}
