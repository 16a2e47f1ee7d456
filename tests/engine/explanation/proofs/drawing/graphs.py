"""Graphs of proofs, made by hand and by chance."""

from __future__ import annotations

from hypothesis import strategies as st

from engine.explanation.proofs.graph_parts import (
    EDGE_KINDS,
    NODE_KINDS,
    STANDINGS,
    GraphEdge,
    GraphNode,
    NodeKind,
    ProofGraph,
    Standing,
)
from engine.model import STRENGTHS


def node(
    id_: str,
    kind: NodeKind,
    title: str,
    text: str = "",
    *,
    about: str | None = None,
    strength: str | None = None,
    standing: Standing = "stands",
    outcome: str | None = None,
    slots: tuple[str, ...] = ("tracing",),
) -> GraphNode:
    return GraphNode(id_, kind, title, text, about, strength, standing, slots, outcome)


# Whatever somebody may have put into a text: markup, control characters, words without end, Korean, emoji.
SOUP = st.lists(
    st.one_of(
        st.text(max_size=12),
        st.sampled_from(
            ["<script>", "&amp;", "]]>", "\"'", "\x00\x1b", "\ud800", "\ufffe", "W" * 90, "장애추적", "한"]
        ),
        st.sampled_from(["👩‍👩‍👧‍👦", "🏳️‍🌈", "e\u0301" * 20, "ﷺ", "𒀱" * 30, "a/very-long/path-that_has.no:spaces" * 3]),
    ),
    max_size=6,
).map(" ".join)


@st.composite
def graphs(draw: st.DrawFn, words: st.SearchStrategy[str] = SOUP) -> ProofGraph:
    """Any graph without rings, as far as its edges go from earlier nodes to later ones."""
    slots = draw(st.lists(st.sampled_from(["tracing", "logs"]), unique=True, max_size=2))
    count = draw(st.integers(0, 9))
    nodes = [
        node(
            str(i),
            draw(st.sampled_from([kind for kind in NODE_KINDS if kind != "slot"])),
            draw(words),
            draw(words),
            strength=draw(st.sampled_from([None, *STRENGTHS])),
            standing=draw(st.sampled_from(STANDINGS)),
            outcome=draw(st.sampled_from([None, "keep", "avoid", "migrate", "consider"])),
            slots=tuple(draw(st.lists(st.sampled_from(slots), unique=True))) if slots else (),
        )
        for i in range(count)
    ]
    nodes += [node(f"slot:{slot}", "slot", draw(words), about=slot, slots=(slot,)) for slot in slots]
    pairs = [(a.id, b.id) for i, a in enumerate(nodes) for b in nodes[i + 1 :]]
    joined = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=14)) if pairs else []
    edges = tuple(
        GraphEdge(source, target, draw(st.sampled_from(EDGE_KINDS)), draw(st.sampled_from(STANDINGS)))
        for source, target in joined
    )
    return ProofGraph(tuple(nodes), edges)
