"""Of the rules that fired, those of which something came through."""

from __future__ import annotations

from engine.inference.reasoner import Decision
from engine.inference.resolution import SlotOutcome
from engine.model import STANCES, Conclusion


def heard(decision: Decision) -> frozenset[int]:
    """The numbers of rules that fired and were not set aside in all that they say.

    A warning that is not shown, and a stance in a slot that is not needed, came through to nobody.
    """
    outcomes = {outcome.slot: outcome for outcome in decision.slots}
    rules = decision.plan.rules
    return frozenset(
        number
        for number in decision.fired()
        if any(_came_through(number, c, outcomes) for c in rules[number].rule.then)
    )


def _came_through(rule: int, conclusion: Conclusion, outcomes: dict[str, SlotOutcome]) -> bool:
    if conclusion.kind in ("need", "no_need"):
        return all(defeat.rule != rule for defeat in outcomes[conclusion.subject].need_defeated)
    if conclusion.slot is None:
        return True
    outcome = outcomes[conclusion.slot]
    if conclusion.kind in STANCES:
        return any(v.product == conclusion.subject and rule in v.because for v in outcome.verdicts)
    return any(warning.rule == rule for warning in outcome.warnings)
