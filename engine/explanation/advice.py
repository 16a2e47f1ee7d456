"""What a decision advises beyond its verdicts: the rules of advice that fired."""

from __future__ import annotations

from typing import Any

from engine.explanation.connections import fired_relations
from engine.explanation.texts import reason
from engine.inference.reasoner import Decision
from engine.model import ADVICE, Language


def advice(decision: Decision, language: Language) -> list[dict[str, Any]]:
    """By what it is about, in the order of the vocabulary, then by rule."""
    said = [(c.subject, rule) for rule, c in fired_relations(decision) if c.kind == "advise"]
    said.sort(key=lambda one: (ADVICE.index(one[0]), one[1].id))
    return [
        {"about": about, "text": reason(rule, decision, language), "rule": rule.id, "cites": list(rule.cites)}
        for about, rule in said
    ]
