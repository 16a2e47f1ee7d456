"""The proof of a slot, or of one product in it, as a tree: verdict ← arguments ← what each matched ← … ← answers.

It is the graph of `graph`, unfolded from the slot; what was told once is only pointed to again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from engine.explanation.labels import verdict_word
from engine.explanation.proofs.graph import GraphEdge, GraphNode, Level, ProofGraph, proof_graph
from engine.explanation.proofs.words import say, status_word, strength_word
from engine.explanation.wrapping import width_of, wrapped
from engine.inference.reasoner import Decision
from engine.model import Language

__all__ = ["ProofNode", "proof_tree", "slot_proof", "status_word", "tree_text", "verdict_word"]

TreeKind = Literal[
    "slot",
    "need",
    "verdict",
    "relation",
    "argument",
    "defeated",
    "fact",
    "claim",
    "warning",
    "note",
    "open",
    "seen",
    "by",
]
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_LONGEST = 110  # characters of a reason that is only pointed to
_MARKS = {"open": "? ", "defeated": "✗ ", "warning": "! "}


@dataclass(frozen=True, slots=True)
class ProofNode:
    """One step of a proof: a line for a person, an id where it is about something with one, and what it rests on.

    `source`: what stands in brackets behind the text: a rule with its strength, a claim, a question.
    """

    kind: TreeKind
    text: str
    id: str | None = None
    children: tuple[ProofNode, ...] = ()
    source: str = ""


def slot_proof(
    decision: Decision, slot: str, language: Language, product: str | None = None, level: Level = "full"
) -> ProofNode:
    """The proof of a slot. `product`: only what bears on that one."""
    return proof_tree(proof_graph(decision, language, slots=[slot], product=product, level=level), slot, language)


def proof_tree(graph: ProofGraph, slot: str, language: Language) -> ProofNode:
    """The proof of one of the graph's slots."""
    return _Teller(graph, language).slot(graph.by_id[f"slot:{slot}"])


class _Teller:
    """Unfolds a graph into trees in its language."""

    def __init__(self, graph: ProofGraph, language: Language) -> None:
        self.graph, self.language = graph, language
        self.told: set[str] = set()
        # Arguments that are there for what they set aside alone, and for nothing else that is proved.
        self.speaking = {edge.source for edge in graph.edges if edge.kind != "sets-aside"}
        self.full = graph.level == "full"

    def into(self, node: GraphNode, *kinds: str) -> Iterator[tuple[GraphEdge, GraphNode]]:
        for edge in self.graph.into.get(node.id, ()):
            if edge.kind in kinds:
                yield edge, self.graph.by_id[edge.source]

    def slot(self, slot: GraphNode) -> ProofNode:
        children = [
            self.note(node)
            if edge.kind == "notes"
            else self.defeated(node)
            if edge.standing == "defeated"
            else self.concluded(node)
            for edge, node in self.into(slot, "supports", "opposes", "notes")
        ]
        return ProofNode("slot", slot.title, slot.about, tuple(children))

    def concluded(self, node: GraphNode) -> ProofNode:
        """A verdict or a need with the arguments on it."""
        kind: TreeKind = "verdict"
        text = node.title
        if node.kind == "need":
            kind, text = "need", say("needed" if node.outcome == "needed" else "not needed", self.language)
        said = (ProofNode("note", node.text),) if node.text else ()
        return ProofNode(kind, text, node.about, (*said, *self.arguments(node), *self.noted(node)))

    def arguments(self, node: GraphNode) -> Iterator[ProofNode]:
        for edge, argument in self.into(node, "supports", "opposes"):
            told = self.argument(argument) if edge.standing == "stands" else self.defeated(argument)
            text = f"{edge.text} — {told.text}" if edge.text else told.text
            yield ProofNode(told.kind, text, told.id, told.children, told.source)

    def argument(self, node: GraphNode) -> ProofNode:
        source = f"{node.about}, {strength_word(node.strength or '', self.language)}"
        if node.id in self.told:
            seen = (ProofNode("seen", say("seen", self.language)),) if self.full else ()
            return ProofNode("argument", node.text, node.about, seen, source)
        self.told.add(node.id)
        children = (*self.noted(node), *self.grounds(node), *self.claims(node))
        return ProofNode("argument", node.text, node.about, children, source)

    def defeated(self, node: GraphNode) -> ProofNode:
        """An argument that was set aside, by what, and what it rested on, each told once."""
        source = f"{node.about}, {strength_word(node.strength or '', self.language)}"
        by = list(self.winners([winner for _, winner in self.into(node, "sets-aside")]))
        rests: tuple[ProofNode, ...] = ()
        if self.full and node.id in self.told:
            rests = (ProofNode("seen", say("seen", self.language)),)
        elif self.full:
            self.told.add(node.id)
            rests = (*self.grounds(node), *self.claims(node))
        said = say("set aside", self.language, reason=node.text)
        return ProofNode("defeated", said, node.about, (*by, *rests), source)

    def winners(self, nodes: Sequence[GraphNode]) -> Iterator[ProofNode]:
        """What set an argument aside: pointed to where it has been told, in full where it speaks on nothing else."""
        told = [node.about or "" for node in nodes if node.id in self.told]
        if told:
            word = "by the rule above" if len(told) == 1 else "by the rules above"
            yield ProofNode("by", say(word, self.language), told[0], source=", ".join(told))
        yield from (self.winner(node) for node in nodes if node.about not in told)

    def winner(self, node: GraphNode) -> ProofNode:
        if node.id in self.speaking:
            said = say("by reason", self.language, reason=shortened(node.text))
            return ProofNode("by", said, node.about, source=node.about or "")
        told = self.argument(node)
        return replace(told, kind="by", text=say("by reason", self.language, reason=told.text))

    def grounds(self, node: GraphNode) -> Iterator[ProofNode]:
        found = [self.fact(edge, source) for edge, source in self.into(node, "supports")]
        if not found and self.full:
            yield ProofNode("fact", say("always", self.language))
        yield from found

    def fact(self, edge: GraphEdge, node: GraphNode, *, bare: bool = False) -> ProofNode:
        text = edge.text or node.text or node.title
        if node.kind not in ("concern", "need", "verdict"):
            return ProofNode("fact", text, node.about)
        standing = [source for into, source in self.into(node, "supports", "opposes") if into.standing == "stands"]
        return ProofNode("fact", text, None, () if bare else tuple(self.argument(source) for source in standing))

    def claims(self, node: GraphNode) -> Iterator[ProofNode]:
        for _, claim in self.into(node, "cites"):
            yield ProofNode("claim", claim.text, claim.about, source=claim.title)

    # --- what stands beside -----------------------------------------------------------------------------------

    def noted(self, node: GraphNode) -> Iterator[ProofNode]:
        for _, note in self.into(node, "notes"):
            yield self.note(note)

    def note(self, note: GraphNode) -> ProofNode:
        if note.kind == "relation":
            return ProofNode("relation", note.title, note.about, tuple(self.relating(note)))
        if note.kind == "open":
            return ProofNode(
                "open", say("open", self.language, question=note.title), note.about, source=note.about or ""
            )
        if note.kind == "warning":
            return self.warning(note)
        return ProofNode("note", note.text, note.about)

    def warning(self, warning: GraphNode) -> ProofNode:
        """With the rule that warns, which may have told its reason already."""
        rules = [rule for _, rule in self.into(warning, "supports")]
        told = [rule.about or "" for rule in rules if rule.id in self.told]
        children = tuple(self.argument(rule) for rule in rules if rule.id not in self.told)
        return ProofNode("warning", warning.title, warning.about, children, ", ".join(told))

    def relating(self, relation: GraphNode) -> Iterator[ProofNode]:
        """The picks that it reads are proved where their slots are."""
        for _, argument in self.into(relation, "supports"):
            facts = [self.fact(edge, source, bare=True) for edge, source in self.into(argument, "supports")]
            children = (*facts, *self.claims(argument))
            yield ProofNode("argument", argument.text, argument.about, children, argument.about or "")


def shortened(text: str) -> str:
    """The first sentence of a reason, cut at a word where it is long."""
    first = _SENTENCE.split(text, maxsplit=1)[0].rstrip(".")
    if len(first) <= _LONGEST:
        return first
    return first[:_LONGEST].rpartition(" ")[0].rstrip(",;:") + " …"


def tree_text(node: ProofNode, width: int | None = None) -> str:
    """The tree as indented lines. `width`: wrap at that many columns of a terminal."""
    return "\n".join(_lines(node, "", "", width))


def _lines(node: ProofNode, first: str, rest: str, width: int | None) -> Iterator[str]:
    text = _MARKS.get(node.kind, "") + node.text + (f" [{node.source}]" if node.source else "")
    yield from _wrapped(text, first, rest + ("│  " if node.children else "   "), width)
    for i, child in enumerate(node.children):
        last = i == len(node.children) - 1
        yield from _lines(child, rest + ("└─ " if last else "├─ "), rest + ("   " if last else "│  "), width)


def _wrapped(text: str, first: str, rest: str, width: int | None) -> list[str]:
    return [first + text] if width is None else wrapped(text, max(width, width_of(rest) + 30), first, rest)
