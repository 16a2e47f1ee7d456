"""Graphs to draw."""

from __future__ import annotations

import pytest

from engine.explanation.proofs.graph_parts import GraphEdge, ProofGraph
from tests.engine.explanation.proofs.drawing.graphs import node


@pytest.fixture(scope="session")
def kept() -> ProofGraph:
    """Jaeger is kept, which sets the standard's reason to leave it aside."""
    nodes = (
        node("answer:in-use", "answer", "Jaeger is in use", "Jaeger is in use (you said: Jaeger)"),
        node("claim:a/keep", "claim", "a/keep", "Where Jaeger runs it may stay."),
        node("claim:a/removed", "claim", "a/removed", "Jaeger was taken out of the standard."),
        node("rule:keep", "argument", "tracing/keep", "Jaeger runs here and may stay.", strength="exception"),
        node(
            "rule:left",
            "argument",
            "tracing/jaeger-left",
            "Tempo took its place.",
            strength="default",
            standing="defeated",
        ),
        node("verdict:jaeger", "verdict", "Jaeger: keep", outcome="keep"),
        node("slot:tracing", "slot", "Tracing — decided, picks Jaeger", outcome="decided", about="tracing"),
    )
    edges = (
        GraphEdge("answer:in-use", "rule:keep", "supports"),
        GraphEdge("claim:a/keep", "rule:keep", "cites"),
        GraphEdge("claim:a/keep", "rule:left", "cites"),
        GraphEdge("claim:a/removed", "rule:left", "cites"),
        GraphEdge("rule:keep", "rule:left", "sets-aside"),
        GraphEdge("rule:keep", "verdict:jaeger", "supports"),
        GraphEdge("rule:left", "verdict:jaeger", "opposes", "defeated"),
        GraphEdge("verdict:jaeger", "slot:tracing", "supports"),
    )
    return ProofGraph(nodes, edges)
