"""The proof of a decision as a graph: answers → concerns → arguments → verdicts → slots, with claims at the leaves.

Every way of showing a proof (tree, Markdown, diagrams, data) reads this graph, and nothing else adds to it.
"""

from __future__ import annotations

from collections.abc import Collection

from engine.explanation.proofs.draft import Found
from engine.explanation.proofs.graph_parts import (
    EDGE_KINDS,
    LEVELS,
    NODE_KINDS,
    STANDINGS,
    EdgeKind,
    GraphEdge,
    GraphNode,
    Level,
    NodeKind,
    ProofGraph,
    Standing,
    graph_document,
)
from engine.explanation.proofs.notes import Notes
from engine.explanation.proofs.proving import Prover
from engine.explanation.proofs.words import slot_title
from engine.inference.reasoner import Decision
from engine.inference.resolution import SlotOutcome
from engine.model import Language

__all__ = [
    "EDGE_KINDS",
    "LEVELS",
    "NODE_KINDS",
    "STANDINGS",
    "EdgeKind",
    "GraphEdge",
    "GraphNode",
    "Level",
    "NodeKind",
    "ProofGraph",
    "Standing",
    "graph_document",
    "proof_graph",
]


def proof_graph(
    decision: Decision,
    language: Language,
    *,
    slots: Collection[str] | None = None,
    product: str | None = None,
    level: Level = "full",
) -> ProofGraph:
    """The proof of the whole decision, of some slots, or only of what bears on one product in its slots.

    `summary`: verdicts, each with its strongest reason as text; `reasons`: with their arguments, defeated ones and what
    defeated them too; `full`: everything down to answers and claims. Raises KeyError for a slot or product that is not.
    """
    if slots is None:
        slots = decision.plan.slots if product is None else decision.knowledge.products[product].slots
    for slot in slots:
        decision.plan.slots[slot]
    outcomes = [outcome for outcome in decision.slots if outcome.slot in slots]
    prover = Prover(decision, language, level)
    supports = {outcome.slot: _supports(outcome, prover, product) for outcome in outcomes}
    passed_over = {outcome.slot: _passed_over(outcome, prover, product) for outcome in outcomes}
    notes = Notes(prover, product)
    of_slots = notes.of_slots(outcomes)
    for outcome in outcomes:
        id_, title = f"slot:{outcome.slot}", slot_title(outcome, decision.knowledge, language)
        prover.draft.add(Found(id_, "slot", title, "", outcome.slot, outcome=outcome.status))
        for note in notes.absent(outcome):
            prover.draft.join(note, id_, "notes")
        for argument, kind in passed_over[outcome.slot]:
            prover.draft.join(argument, id_, kind, "defeated")
        for source in supports[outcome.slot]:
            prover.draft.join(source, id_)
        for note in of_slots[outcome.slot]:
            prover.draft.join(note, id_, "notes")
    return prover.draft.finished(supports, level)


def _passed_over(outcome: SlotOutcome, prover: Prover, product: str | None) -> list[tuple[str, EdgeKind]]:
    """The arguments on products that have no verdict because all of them were set aside."""
    if prover.level == "summary":
        return []
    return [
        argument
        for passed_over in outcome.passed_over
        if product in (None, passed_over.product)
        for argument in prover.passed_over(passed_over)
    ]


def _supports(outcome: SlotOutcome, prover: Prover, product: str | None) -> list[str]:
    """The verdicts of a slot, and whether it is needed."""
    heard = [verdict for verdict in outcome.verdicts if product in (None, verdict.product)]
    found = [prover.verdict(outcome, verdict) for verdict in heard]
    if prover.level != "summary" or not outcome.needed:
        found.append(prover.need(outcome))
    return found
