"""A proof in the making: nodes and edges as they are found, and what is known of them only when all are there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from engine.explanation.proofs.graph_parts import EdgeKind, GraphEdge, GraphNode, Level, NodeKind, ProofGraph, Standing
from engine.inference.literals import bits


class Found(NamedTuple):
    """A node of which it is not known yet whether it stands, and to which slots it leads."""

    id: str
    kind: NodeKind
    title: str
    text: str
    about: str | None
    strength: str | None = None
    outcome: str | None = None


@dataclass(slots=True)
class Draft:
    """What was found so far; the same node or edge only once. `relating`: the arguments of relations."""

    nodes: dict[str, Found] = field(default_factory=dict)
    edges: dict[tuple[str, str, EdgeKind], GraphEdge] = field(default_factory=dict)
    relating: set[str] = field(default_factory=set)

    def add(self, node: Found) -> str:
        self.nodes.setdefault(node.id, node)
        return node.id

    def join(
        self, source: str, target: str, kind: EdgeKind = "supports", standing: Standing = "stands", text: str = ""
    ) -> None:
        key = (source, target, kind)
        if key not in self.edges:
            self.edges[key] = GraphEdge(source, target, kind, standing, text)

    def finished(self, slots: Iterable[str], level: Level) -> ProofGraph:
        """The graph, in which every node leads to one of the slots."""
        belongs, defeated = self._belongs(tuple(slots)), self._defeated()
        nodes = [
            GraphNode(id_, kind, title, text, about, strength, standing, belongs[id_], outcome)
            for id_, kind, title, text, about, strength, outcome in self.nodes.values()
            for standing in (_STANDING[id_ in defeated],)
        ]
        return ProofGraph(tuple(nodes), tuple(self.edges.values()), level)

    def _defeated(self) -> set[str]:
        """What speaks, and nowhere to any effect."""
        edges = [edge for edge in self.edges.values() if edge.kind in ("supports", "opposes")]
        heard = {edge.source for edge in edges if edge.standing == "stands"}
        return {edge.source for edge in edges if edge.standing == "defeated"} - heard

    def _belongs(self, slots: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
        """By node the slots that it leads to. What a relation connects is proved in the slots of those products.

        Sets of slots are integers, bit i for the i-th. Nearly every edge leads to a node that comes later, so that one
        pass from the last to the first does it; where one leads back, another pass follows.
        """
        place = {node: number for number, node in enumerate(self.nodes)}
        into: list[list[int]] = [[] for _ in place]
        named_in: list[tuple[int, int]] = []
        for source, target, _ in self.edges:
            if target in self.relating and self.nodes[source].kind == "verdict":
                named_in.append((place[source], place[target]))
            else:
                into[place[target]].append(place[source])
        leads = [0] * len(place)
        for number, slot in enumerate(slots):
            leads[place[f"slot:{slot}"]] = 1 << number
        _spread(leads, into)
        belongs = list(leads)
        for named, relation in named_in:
            belongs[named] |= leads[relation]
        known = {mask: tuple([slots[number] for number in bits(mask)]) for mask in set(belongs)}
        return {node: known[belongs[number]] for node, number in place.items()}


def _spread(leads: list[int], into: list[list[int]]) -> None:
    """What a node leads to, those lead to that it rests on."""
    again = True
    while again:
        again = False
        for node in range(len(leads) - 1, -1, -1):
            mask = leads[node]
            for before in into[node]:
                if mask & ~leads[before]:
                    leads[before] |= mask
                    again = again or before > node


_STANDING: tuple[Standing, Standing] = ("stands", "defeated")
