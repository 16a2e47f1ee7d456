"""What a proof as a graph consists of: nodes, edges, levels of detail."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

NodeKind = Literal[
    "answer",
    "catalog",
    "date",
    "edition",
    "concern",
    "need",
    "argument",
    "verdict",
    "slot",
    "claim",
    "warning",
    "relation",
    "note",
    "open",
]
NODE_KINDS: tuple[NodeKind, ...] = (
    "answer",
    "catalog",
    "date",
    "edition",
    "concern",
    "need",
    "argument",
    "verdict",
    "slot",
    "claim",
    "warning",
    "relation",
    "note",
    "open",
)
EdgeKind = Literal["supports", "opposes", "sets-aside", "cites", "notes"]
EDGE_KINDS: tuple[EdgeKind, ...] = ("supports", "opposes", "sets-aside", "cites", "notes")
Standing = Literal["stands", "defeated"]
STANDINGS: tuple[Standing, ...] = ("stands", "defeated")
Level = Literal["summary", "reasons", "full"]
LEVELS: tuple[Level, ...] = ("summary", "reasons", "full")


@dataclass(frozen=True, slots=True)
class GraphNode:
    """One thing in a proof. `id` is unique in the graph and the same for the same decision.

    `title`: a few words (a test, a rule's id, a product and its verdict); `text`: the sentence, empty where the title
    says all. `about`: the id of the question, product, concern, slot, rule or claim. `strength`: of an argument.
    `standing`: an argument is defeated where nothing that it says here stands. `slots`: those whose proof it belongs
    to. `outcome`: of a verdict its word, of a slot its status, of a need needed or not-needed, of a warning its kind,
    of a relation how it connects.
    """

    id: str
    kind: NodeKind
    title: str
    text: str
    about: str | None
    strength: str | None
    standing: Standing
    slots: tuple[str, ...]
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class GraphEdge:
    """From what is rested upon to what rests on it: answer → argument → verdict → slot, claim → argument.

    `supports` and `opposes`: the side that an argument takes on a verdict or a need; facts only support. What set an
    argument aside has an edge `sets-aside` to it, and the argument keeps its edge to what it spoke on, `defeated`.
    `notes` lead from warnings, relations, notes and open questions to what they are about.
    `text`: how the source reads here, where its title does not say it.
    """

    source: str
    target: str
    kind: EdgeKind
    standing: Standing = "stands"
    text: str = ""


@dataclass(frozen=True)
class ProofGraph:
    """Nodes, each after what supports or opposes it or is cited, and edges.

    Every node leads to a slot; but for `sets-aside` no way along the edges comes back to where it began.
    """

    nodes: tuple[GraphNode, ...]
    edges: tuple[GraphEdge, ...]
    level: Level = "full"

    @cached_property
    def by_id(self) -> Mapping[str, GraphNode]:
        return {node.id: node for node in self.nodes}

    @cached_property
    def into(self) -> Mapping[str, tuple[GraphEdge, ...]]:
        """The edges that lead to a node, in the order in which they are to be read."""
        found: dict[str, list[GraphEdge]] = defaultdict(list)
        for edge in self.edges:
            found[edge.target].append(edge)
        return {target: tuple(edges) for target, edges in found.items()}


def graph_document(graph: ProofGraph) -> dict[str, Any]:
    """The graph as plain data."""
    return {
        "nodes": [
            {
                "id": node.id,
                "kind": node.kind,
                "title": node.title,
                "text": node.text,
                "about": node.about,
                "outcome": node.outcome,
                "strength": node.strength,
                "standing": node.standing,
                "slots": list(node.slots),
            }
            for node in graph.nodes
        ],
        "edges": [
            {
                "source": edge.source,
                "target": edge.target,
                "kind": edge.kind,
                "standing": edge.standing,
                "text": edge.text,
            }
            for edge in graph.edges
        ],
    }
