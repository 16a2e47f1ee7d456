"""The proof of a slot as nested lists, every step of it, to unfold."""

from __future__ import annotations

from engine.explanation.proofs.page.markup import said, sign
from engine.explanation.proofs.tree import ProofNode

_SIGNS = {
    "slot": "slot",
    "need": "need",
    "verdict": "edition",
    "relation": "relation",
    "argument": "argument",
    "defeated": "aside",
    "fact": "answer",
    "claim": "claim",
    "warning": "warning",
    "note": "note",
    "open": "open",
    "seen": "note",
    "by": "aside",
}


def steps(tree: ProofNode) -> str:
    """The tree below its root."""
    return f'<ul class="steps">{"".join(map(_step, tree.children))}</ul>' if tree.children else ""


def _step(node: ProofNode) -> str:
    source = f" <code>{said(node.source)}</code>" if node.source else ""
    return f'<li class="{node.kind}">{sign(_SIGNS[node.kind])}<span>{said(node.text)}{source}</span>{steps(node)}</li>'
