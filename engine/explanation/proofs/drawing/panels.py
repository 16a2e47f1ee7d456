"""A proof in panels, one a slot, each laid out by itself: what slots share is repeated, so that none is a tangle."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from engine.explanation.proofs.drawing.boxes import Box, claims_box, node_box, questions_box
from engine.explanation.proofs.drawing.layered import Placement, place
from engine.explanation.proofs.graph_parts import EdgeKind, GraphEdge, GraphNode, NodeKind, ProofGraph, Standing
from engine.model import Language

# Leaves that say little each and are many: one box holds those that lead to the same.
_TOGETHER: tuple[NodeKind, ...] = ("claim", "open")


@dataclass(frozen=True, slots=True)
class Link:
    """A line from one box to another, by number."""

    source: int
    target: int
    kind: EdgeKind
    standing: Standing


@dataclass(frozen=True, slots=True)
class Panel:
    """The proof of one slot, placed. `slot` is None where a graph is about none."""

    slot: str | None
    title: str
    boxes: tuple[Box, ...]
    links: tuple[Link, ...]
    placement: Placement


def panels(graph: ProofGraph, language: Language) -> tuple[Panel, ...]:
    """A panel for each slot of the graph, in its order; one for everything where it has no slot. Raises CannotDraw."""
    slots = [node for node in graph.nodes if node.kind == "slot"]
    if not slots:
        return (_panel(None, "", graph.nodes, graph.edges, language),) if graph.nodes else ()
    found: dict[str | None, list[GraphNode]] = defaultdict(list)
    for node in graph.nodes:
        for slot in node.slots:
            found[slot].append(node)
    return tuple(_panel(slot.about, slot.title, found[slot.about] or [slot], graph.edges, language) for slot in slots)


def _panel(
    slot: str | None, title: str, nodes: Iterable[GraphNode], edges: Iterable[GraphEdge], language: Language
) -> Panel:
    here = {node.id: node for node in nodes}
    inner = [edge for edge in edges if edge.source in here and edge.target in here]
    single = [node for node in here.values() if node.kind not in _TOGETHER]
    numbers = {node.id: i for i, node in enumerate(single)}
    boxes = [node_box(node, language) for node in single]
    links = [
        Link(numbers[edge.source], numbers[edge.target], edge.kind, edge.standing)
        for edge in inner
        if edge.source in numbers and edge.target in numbers
    ]
    quoted: set[str] = set()
    for together, resting in _gathered(here, inner):
        open_ = together[0].kind == "open"
        links.extend(Link(len(boxes), numbers[id_], "notes" if open_ else "cites", "stands") for id_ in resting)
        boxes.append(questions_box(together, language) if open_ else claims_box(together, frozenset(quoted), language))
        quoted.update(node.id for node in together)
    placement = place([box.size for box in boxes], [(link.source, link.target) for link in links])
    return Panel(slot, title, tuple(boxes), tuple(links), placement)


def _gathered(
    here: Mapping[str, GraphNode], edges: Iterable[GraphEdge]
) -> Iterator[tuple[list[GraphNode], tuple[str, ...]]]:
    """Claims and open questions, those of a kind together that lead to the same boxes, with the boxes they lead to."""
    leading: dict[tuple[str, str], list[str]] = defaultdict(list)
    for edge in edges:
        source, target = here[edge.source], here[edge.target]
        if source.kind in _TOGETHER and target.kind not in _TOGETHER:
            leading[source.kind, target.id].append(source.id)
    resting: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for (_, target_id), sources in leading.items():
        resting[tuple(dict.fromkeys(sources))].append(target_id)
    joined = {id_ for ids in resting for id_ in ids}
    for node in here.values():
        if node.kind in _TOGETHER and node.id not in joined:
            resting[node.id,] = []
    for ids, those in resting.items():
        yield [here[id_] for id_ in ids], tuple(dict.fromkeys(those))
