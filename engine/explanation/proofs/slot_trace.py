"""The trace of a decision, of which only what bears on one slot is told."""

from __future__ import annotations

from typing import Any

from engine.explanation.proofs.graph import proof_graph
from engine.explanation.trace import trace_document
from engine.inference.reasoner import Decision
from engine.model import Language


def slot_trace_document(decision: Decision, id_: str, language: Language, slot: str) -> dict[str, Any]:
    """The firings are those of the rules in the proof of the slot, and whatever firings these name.

    Raises KeyError for a slot that is not.
    """
    whole = trace_document(decision, id_, language)
    firings = {one["rule"]: one for one in whole["firings"]}
    named = [node.about for node in proof_graph(decision, language, slots=[slot]).nodes]
    told: set[str] = set()
    while named:
        rule = named.pop()
        if rule is not None and rule in firings and rule not in told:
            told.add(rule)
            named += _named(firings[rule])
    return {
        **whole,
        "firings": [one for one in whole["firings"] if one["rule"] in told],
        "verdicts": [one for one in whole["verdicts"] if one["slot"] == slot],
        "stale_premises": [one for one in whole["stale_premises"] if slot in one["slots"]],
    }


def _named(firing: dict[str, Any]) -> list[str]:
    return [*firing["set_aside_by"], *(rule for test in firing["matched"] for rule in test.get("firings", ()))]
