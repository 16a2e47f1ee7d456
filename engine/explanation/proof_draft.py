"""A proof in the making: nodes and edges as they are found, and what is known of them only when all are there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from engine.explanation.graph_parts import EdgeKind, GraphEdge, GraphNode, Level, ProofGraph, Standing


@dataclass(slots=True)
class Draft:
    """What was found so far; the same node or edge only once. `relating`: the arguments of relations."""

    nodes: dict[str, GraphNode] = field(default_factory=dict)
    edges: dict[tuple[str, str, EdgeKind], GraphEdge] = field(default_factory=dict)
    relating: set[str] = field(default_factory=set)

    def add(self, node: GraphNode) -> str:
        self.nodes.setdefault(node.id, node)
        return node.id

    def join(
        self, source: str, target: str, kind: EdgeKind = "supports", standing: Standing = "stands", text: str = ""
    ) -> None:
        self.edges.setdefault((source, target, kind), GraphEdge(source, target, kind, standing, text))

    def finished(self, slots: Iterable[str], level: Level) -> ProofGraph:
        """The graph, in which every node leads to one of the slots."""
        belongs, defeated = self._belongs(slots), self._defeated()
        nodes = tuple(
            [
                GraphNode(
                    node.id,
                    node.kind,
                    node.title,
                    node.text,
                    node.about,
                    node.strength,
                    "defeated" if node.id in defeated else "stands",
                    tuple(belongs[node.id]),
                    node.outcome,
                )
                for node in self.nodes.values()
            ]
        )
        return ProofGraph(nodes, tuple(self.edges.values()), level)

    def _defeated(self) -> set[str]:
        """What speaks, and nowhere to any effect."""
        edges = [edge for edge in self.edges.values() if edge.kind in ("supports", "opposes")]
        heard = {edge.source for edge in edges if edge.standing == "stands"}
        return {edge.source for edge in edges if edge.standing == "defeated"} - heard

    def _belongs(self, slots: Iterable[str]) -> dict[str, list[str]]:
        """By node the slots that it leads to. What a relation connects is proved in the slots of those products."""
        into: dict[str, list[str]] = defaultdict(list)
        for source, target, _ in self.edges:
            into[target].append(source)
        found: dict[str, list[str]] = defaultdict(list)
        for slot in slots:
            seen, named = {f"slot:{slot}"}, set()
            waiting = [f"slot:{slot}"]
            while waiting:
                node = waiting.pop()
                for source in into[node]:
                    if node in self.relating and self.nodes[source].kind == "verdict":
                        named.add(source)
                    elif source not in seen:
                        seen.add(source)
                        waiting.append(source)
            for node in seen | named:
                found[node].append(slot)
        return found
