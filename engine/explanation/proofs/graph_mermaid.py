"""A proof as a Mermaid flowchart: from what was answered, on the left, to what was decided, on the right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.explanation.proofs.graph_parts import GraphEdge, GraphNode, ProofGraph
from engine.explanation.proofs.words import say, strength_word
from engine.model import VERDICTS, Language

# Sentences want wider boxes than Mermaid's own of 200 pixels.
_SETTINGS = '%%{init: {"flowchart": {"wrappingWidth": 340}}}%%'
# What Mermaid, or the HTML or Markdown in its labels, would take for its own, by number as Mermaid writes characters.
_ESCAPES = str.maketrans({letter: f"#{ord(letter)};" for letter in '"#&;<>`*_~\\|[](){}$%'})
_SHAPES: dict[str, tuple[str, str]] = {
    "answer": ("([", "])"),
    "catalog": ("[(", ")]"),
    "date": ("{{", "}}"),
    "edition": ("{{", "}}"),
    "concern": ("(", ")"),
    "need": ("[/", "/]"),
    "verdict": ("[[", "]]"),
    "relation": ("(", ")"),
    "open": ("([", "])"),
}
_STYLES: dict[str, str] = {
    "answer": "fill:#dbeafe,stroke:#1d4ed8,color:#111827",
    "catalog": "fill:#e0e7ff,stroke:#4338ca,color:#111827",
    "date": "fill:#e0e7ff,stroke:#4338ca,color:#111827",
    "edition": "fill:#e0e7ff,stroke:#4338ca,color:#111827",
    "concern": "fill:#fef3c7,stroke:#b45309,color:#111827",
    "need": "fill:#ffffff,stroke:#374151,color:#111827",
    "argument": "fill:#ffffff,stroke:#111827,color:#111827",
    "slot": "fill:#111827,stroke:#111827,color:#ffffff",
    "claim": "fill:#f9fafb,stroke:#9ca3af,color:#374151",
    "warning": "fill:#fee2e2,stroke:#b91c1c,color:#111827",
    "relation": "fill:#f5f3ff,stroke:#6d28d9,color:#111827",
    "note": "fill:#fffbeb,stroke:#b45309,color:#111827",
    "open": "fill:#ffffff,stroke:#b45309,color:#111827,stroke-dasharray:4 3",
    "defeated": "fill:#f3f4f6,stroke:#6b7280,color:#4b5563,stroke-dasharray:4 3",
}
_GOOD, _FAIR, _BAD = "fill:#dcfce7,stroke:#15803d", "fill:#fef9c3,stroke:#a16207", "fill:#fee2e2,stroke:#b91c1c"
_VERDICT_STYLES = dict(zip(VERDICTS, (_GOOD, _GOOD, _GOOD, _FAIR, _BAD, _BAD), strict=True))


def graph_mermaid(graph: ProofGraph, language: Language) -> str:
    """Mermaid itself draws no more than 500 edges or 50,000 characters unless it is told to."""
    return "\n".join(_lines(graph, language)) + "\n"


def _lines(graph: ProofGraph, language: Language) -> Iterator[str]:
    yield _SETTINGS
    yield "flowchart LR"
    numbers = {node.id: f"n{number}" for number, node in enumerate(graph.nodes)}
    for node in graph.nodes:
        opening, closing = _SHAPES.get(node.kind, ("[", "]"))
        yield f'  {numbers[node.id]}{opening}"{_label(node, language)}"{closing}:::{_class(node)}'
    for edge in graph.edges:
        yield f"  {_edge(edge, numbers, language)}"
    used = {_class(node) for node in graph.nodes}
    styles = {**_STYLES, **{f"verdict-{word}": f"{style},color:#111827" for word, style in _VERDICT_STYLES.items()}}
    for name, style in styles.items():
        if name in used:
            yield f"  classDef {name} {style}"


def _class(node: GraphNode) -> str:
    if node.standing == "defeated":
        return "defeated"
    return f"verdict-{node.outcome}" if node.kind == "verdict" and node.outcome else node.kind


def _label(node: GraphNode, language: Language) -> str:
    lines = [node.text or node.title]
    if node.kind == "claim":
        lines = [node.text, node.title]
    elif node.kind == "argument":
        lines.append(f"{node.title} ({strength_word(node.strength or '', language)})")
    elif node.kind == "open":
        lines.append(node.about or "")
    elif node.kind in ("verdict", "need") and node.text:
        lines = [node.title, node.text]
    return "<br>".join(line.translate(_ESCAPES) for line in lines)


def _edge(edge: GraphEdge, numbers: Mapping[str, str], language: Language) -> str:
    arrow = {"sets-aside": "==x", "opposes": "--x", "cites": "-.-", "notes": "-.->"}.get(edge.kind, "-->")
    if edge.standing == "defeated":
        arrow = "-.-x" if edge.kind == "opposes" else "-.->"
    said = say(edge.kind, language) if edge.kind in ("opposes", "sets-aside") else edge.text
    label = f'|"{said.translate(_ESCAPES)}"|' if said else ""
    return f"{numbers[edge.source]} {arrow}{label} {numbers[edge.target]}"
